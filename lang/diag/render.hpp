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
  /// Lines and columns count from 1, columns in Unicode code points: a tab, a wide character and a
  /// combining mark are one each. The end is behind the last character.
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

/// For a CI: one workflow command of GitHub Actions a line, which annotates the file,
///
///     ::error file=claim.hyp,line=7,col=22,endLine=7,endColumn=28,title=E0201::unknown region ...
///
/// with labels, notes and help behind the message, joined by %0A. Of a span over several lines the
/// columns are left out, as GitHub wants it.
[[nodiscard]] std::string render_github(const std::vector<Diagnostic>& diagnostics,
                                        const source::SourceMap& sources);
/// One such line; `severity` is "error", "warning" or "notice".
[[nodiscard]] std::string github_line(std::string_view severity,
                                      const std::optional<Rendered::Place>& place,
                                      std::string_view title, std::string_view message);

}  // namespace hyp::diag
