// SPDX-License-Identifier: MIT
// JUnit's XML, as it has come to be read: there is no standard.
#include <fmt/format.h>

#include <string_view>

#include "lang/diag/render.hpp"
#include "runtime/report/expectation_text.hpp"
#include "runtime/report/suite.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

using stats::Verdict;

// Characters that XML 1.0 has no way to hold, even escaped, are shown as \x1b; bytes that are no
// UTF-8 as U+FFFD.
std::string escaped(std::string_view text) {
  std::string visible;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n' && c != '\t') {
      visible += fmt::format("\\x{:02x}", byte);
    } else {
      visible += c;
    }
  }
  std::string out;
  // printable() keeps no line: each is made fit alone.
  for (std::size_t at = 0; at <= visible.size();) {
    const auto end = std::min(visible.find('\n', at), visible.size());
    for (const char c : printable(std::string_view(visible).substr(at, end - at))) {
      switch (c) {
        case '&':
          out += "&amp;";
          break;
        case '<':
          out += "&lt;";
          break;
        case '>':
          out += "&gt;";
          break;
        case '"':
          out += "&quot;";
          break;
        default:
          out += c;
      }
    }
    if (end < visible.size()) out += '\n';
    at = end + 1;
  }
  return out;
}

std::string seconds(double value) {
  return fmt::format("{:.3f}", value);
}

// What each expectation came to, a line or two each.
std::string body(const SuiteCase& one) {
  std::string out;
  for (const auto& expectation : one.result->expectations) {
    append_expectation(out, expectation, Paint{false});
  }
  return out + "  alone: " + one.repeat + "\n";
}

// The first expectation that is not supported; of a rival, that it should not be.
std::string headline(const SuiteCase& one) {
  if (one.result->rival) return "a rival that was expected to be refuted";
  for (const auto& expectation : one.result->expectations) {
    if (expectation.verdict == *one.verdict()) return expectation.text;
  }
  return {};
}

std::string error_text(const SuiteFile& file, const source::SourceMap& sources) {
  if (!file.unreadable.empty()) return file.unreadable;
  return diag::render_text(file.diagnostics, sources, false);
}

std::string first_error(const SuiteFile& file, const source::SourceMap& sources) {
  if (!file.unreadable.empty()) return file.unreadable;
  for (const auto& diagnostic : file.diagnostics) {
    if (diagnostic.severity() != diag::Severity::error) continue;
    const auto rendered = diag::render(diagnostic, sources);
    return rendered.code + ": " + rendered.message;
  }
  return {};
}

class Writer {
 public:
  explicit Writer(const source::SourceMap& sources) : sources_(sources) {}

  struct Totals {
    std::int64_t tests = 0, failures = 0, errors = 0, skipped = 0;
    [[nodiscard]] std::string text(double time) const {
      return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}" time="{}")", tests,
                         failures, errors, skipped, seconds(time));
    }
  };
  Totals all;
  std::string out;

  void file(const SuiteFile& file) {
    Totals totals;
    std::string cases;
    for (const auto& one : file.cases) append(cases, file, one, totals);
    if (file.cases.empty()) {
      SuiteCase whole;
      whole.name = file.file;
      append(cases, file, whole, totals);
    }
    out += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", escaped(file.file),
                       totals.text(file.seconds), cases);
    all.tests += totals.tests;
    all.failures += totals.failures;
    all.errors += totals.errors;
    all.skipped += totals.skipped;
  }

 private:
  void append(std::string& to, const SuiteFile& file, const SuiteCase& one, Totals& totals) {
    ++totals.tests;
    to += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"", escaped(file.file),
                      escaped(one.name), seconds(one.result ? one.result->seconds : 0));
    const auto verdict = one.verdict();
    if (verdict == Verdict::supported) {
      to += "/>\n";
      return;
    }
    to += ">\n";
    if (!verdict && file.stopped) {
      ++totals.skipped;
      to += "      <skipped message=\"interrupted\"/>\n";
    } else if (!verdict) {
      ++totals.errors;
      element(to, "error", file.input_missing ? "missing-input" : "bad-file",
              first_error(file, sources_), error_text(file, sources_));
    } else if (*verdict == Verdict::not_tested) {
      ++totals.skipped;
      to += fmt::format("      <skipped message=\"not tested: {}\"/>\n", escaped(headline(one)));
    } else {
      ++totals.failures;
      element(to, "failure", *verdict == Verdict::refuted ? "refuted" : "inconclusive",
              headline(one), body(one));
    }
    to += "    </testcase>\n";
  }

  static void element(std::string& to, std::string_view name, std::string_view type,
                      const std::string& message, const std::string& text) {
    to += fmt::format("      <{} type=\"{}\" message=\"{}\">{}</{}>\n", name, type,
                      escaped(message), escaped(text), name);
  }

  const source::SourceMap& sources_;
};

}  // namespace

std::string to_junit(const Suite& suite, const source::SourceMap& sources) {
  Writer writer(sources);
  for (const auto& file : suite.files) writer.file(file);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hyp test\" {}>\n{}"
      "</testsuites>\n",
      writer.all.text(suite.seconds), writer.out);
}

}  // namespace hyp::report
