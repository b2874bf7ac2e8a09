// SPDX-License-Identifier: MIT
// An error carries facts from its first byte to the last tensor; only renderers make text of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lang/source/span.hpp"

namespace hyp::diag {

enum class Severity { warning, error };

/// A row of codes.def.
enum class Code {
#define HYP_ERROR(code, name, message, help) name,
#define HYP_WARNING(code, name, message, help) name,
#define HYP_NOTE(name, text)
#include "lang/diag/codes.def"
#undef HYP_ERROR
#undef HYP_WARNING
#undef HYP_NOTE
};

/// A remark row of codes.def: what labels and notes say.
enum class Note {
#define HYP_ERROR(code, name, message, help)
#define HYP_WARNING(code, name, message, help)
#define HYP_NOTE(name, text) name,
#include "lang/diag/codes.def"
#undef HYP_ERROR
#undef HYP_WARNING
#undef HYP_NOTE
};

/// What the table says about a code. `id` is what users see, "E0201".
struct CodeInfo {
  std::string_view id;
  std::string_view name;
  Severity severity;
  std::string_view message;
  std::string_view help;
};
[[nodiscard]] const CodeInfo& info(Code code);
[[nodiscard]] std::string_view text(Note note);
/// The rows in the order of the table.
[[nodiscard]] const std::vector<Code>& all_codes();

/// A named fact.
struct Fact {
  std::string name;
  std::variant<std::string, std::int64_t, double> value;

  Fact(std::string n, std::string v) : name(std::move(n)), value(std::move(v)) {}
  Fact(std::string n, std::string_view v) : name(std::move(n)), value(std::string(v)) {}
  Fact(std::string n, const char* v) : name(std::move(n)), value(std::string(v)) {}
  Fact(std::string n, double v) : name(std::move(n)), value(v) {}
  template <typename Integer>
  requires std::is_integral_v<Integer> Fact(std::string n, Integer v)
      : name(std::move(n)), value(static_cast<std::int64_t>(v)) {}
  bool operator==(const Fact&) const = default;
};
using Facts = std::vector<Fact>;

struct Label {
  source::Span span;
  Note note;
  Facts facts;
  bool operator==(const Label&) const = default;
};

struct Remark {
  Note note;
  Facts facts;
  bool operator==(const Remark&) const = default;
};

/// `span` is empty only where no source stands behind the error (a command line, a full disk).
struct Diagnostic {
  Code code;
  std::optional<source::Span> span;
  Facts facts;
  std::vector<Label> labels = {};
  std::vector<Remark> notes = {};

  Diagnostic(Code c, std::optional<source::Span> s, Facts f = {})
      : code(c), span(s), facts(std::move(f)) {}

  Diagnostic&& label(source::Span where, Note note, Facts f = {}) && {
    labels.push_back({where, note, std::move(f)});
    return std::move(*this);
  }
  Diagnostic&& remark(Note note, Facts f = {}) && {
    notes.push_back({note, std::move(f)});
    return std::move(*this);
  }
  [[nodiscard]] Severity severity() const { return info(code).severity; }
  bool operator==(const Diagnostic&) const = default;
};

/// The table's text with the facts put in; empty when a fact it names is missing.
[[nodiscard]] std::string fill(std::string_view pattern, const Facts& facts);

}  // namespace hyp::diag
