// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "lang/diag/display.hpp"
#include "lang/diag/excerpt.hpp"
#include "lang/diag/render.hpp"

namespace hyp::diag {
namespace {

std::vector<Mark> marks_of(const Diagnostic& diagnostic, const Rendered& rendered) {
  std::vector<Mark> marks;
  if (diagnostic.span) marks.push_back({*diagnostic.span, "", true});
  for (std::size_t i = 0; i < diagnostic.labels.size(); ++i) {
    marks.push_back({diagnostic.labels[i].span, rendered.labels[i].text, false});
  }
  return marks;
}

// The width of the widest line number that is shown.
std::size_t gutter_of(const std::vector<Mark>& marks, const source::SourceMap& sources) {
  std::uint32_t last_line = 1;
  for (const auto& mark : marks) {
    const auto last_byte = std::max(mark.span.begin + 1, mark.span.end) - 1;
    last_line = std::max(last_line, sources.position(mark.span.file, last_byte).line);
  }
  return fmt::formatted_size("{}", last_line);
}

}  // namespace

std::string render_text(const Diagnostic& diagnostic, const source::SourceMap& sources,
                        bool color) {
  const Paint paint{color};
  const Rendered r = render(diagnostic, sources);
  const bool error = diagnostic.severity() == Severity::error;
  std::string out = fmt::format(
      "{}: {}\n", paint(error ? kRed : kYellow, fmt::format("{}[{}]", r.severity, r.code)),
      paint(kBold, printable(r.message)));
  auto marks = marks_of(diagnostic, r);
  const std::size_t gutter = gutter_of(marks, sources);
  std::string_view arrow = "-->";
  while (!marks.empty()) {  // file by file
    const auto file = marks.front().span.file;
    const auto at = sources.position(file, marks.front().span.begin);
    out += fmt::format("{:>{}}{} {}:{}:{}\n", "", gutter, paint(kBlue, arrow),
                       printable(sources.name(file)), at.line, at.column);
    arrow = ":::";
    const auto others = std::stable_partition(
        marks.begin(), marks.end(), [&](const Mark& mark) { return mark.span.file == file; });
    out += excerpt({marks.begin(), others}, sources, gutter, paint);
    marks.erase(marks.begin(), others);
  }
  for (const auto& note : r.notes) {
    out += fmt::format("{:>{}} {} note: {}\n", "", gutter, paint(kBlue, "="), printable(note));
  }
  if (!r.help.empty()) {
    out += fmt::format("{:>{}} {} {}: {}\n", "", gutter, paint(kBlue, "="), paint(kGreen, "help"),
                       printable(r.help));
  }
  return out;
}

std::string render_text(const std::vector<Diagnostic>& diagnostics,
                        const source::SourceMap& sources, bool color) {
  std::string out;
  for (const auto& diagnostic : diagnostics) {
    if (!out.empty()) out += '\n';
    out += render_text(diagnostic, sources, color);
  }
  return out;
}

}  // namespace hyp::diag
