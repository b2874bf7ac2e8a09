// SPDX-License-Identifier: MIT
// The only places where a diagnostic becomes text.
#pragma once

#include <string>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "lang/source/source_map.hpp"

namespace hyp::diag {

/// For people, with the source line and carets:
///
///     error[E0201]: unknown region `brigth`
///      --> claim.hyp:7:22
///       |
///     7 |   sees_one at ones is brigth
///       |                       ^^^^^^
///       = help: did you mean `bright`?
[[nodiscard]] std::string render_text(const Diagnostic& diagnostic,
                                      const source::SourceMap& sources, bool color);
[[nodiscard]] std::string render_text(const std::vector<Diagnostic>& diagnostics,
                                      const source::SourceMap& sources, bool color);

/// For programs: plain values, in the order of the fields of the JSON report.
struct Rendered {
  struct Place {
    std::string file;
    std::uint32_t line, column, end_line, end_column;
  };
  struct Text {
    std::string text;
    std::optional<Place> place;
  };
  std::string code;
  std::string severity;
  std::string message;
  std::optional<Place> place;
  std::vector<Text> labels;
  std::vector<std::string> notes;
  std::string help;
};
[[nodiscard]] Rendered render(const Diagnostic& diagnostic, const source::SourceMap& sources);

}  // namespace hyp::diag
