// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "lang/diag/render.hpp"

namespace hyp::diag {
namespace {

struct Paint {
  bool on;
  [[nodiscard]] std::string operator()(std::string_view code, std::string_view text) const {
    return on ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
  }
};
constexpr std::string_view kRed = "1;31", kYellow = "1;33", kBlue = "1;34", kBold = "1",
                           kGreen = "1;32";

struct Mark {
  source::Span span;
  std::string text;
  bool primary;
};

// Control characters would move the cursor or hide text: each is shown as one visible character.
std::string printable(std::string_view line) {
  std::string out;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\t') {
      out += ' ';
    } else if (byte < 0x20 || byte == 0x7F) {
      out += '?';
    } else {
      out += c;
    }
  }
  return out;
}

void append_mark(std::string& out, const Mark& mark, const source::SourceMap& sources, int gutter,
                 std::string_view last_file, const Paint& paint) {
  const auto at = sources.position(mark.span.file, mark.span.begin);
  const source::Span line = sources.line_at(mark.span.file, mark.span.begin);
  const auto end = std::min(std::max(mark.span.end, mark.span.begin + 1),
                            std::max(line.end, mark.span.begin + 1));
  const auto width = sources.position(mark.span.file, end).column;
  const auto carets = width > at.column && end <= line.end ? width - at.column : 1;
  if (sources.name(mark.span.file) != last_file) {
    out += fmt::format("{:>{}} {} {}:{}:{}\n", "", gutter, paint(kBlue, "-->"),
                       sources.name(mark.span.file), at.line, at.column);
    out += fmt::format("{:>{}} {}\n", "", gutter + 1, paint(kBlue, "|"));
  }
  out += fmt::format("{} {}\n", paint(kBlue, fmt::format("{:>{}} |", at.line, gutter + 1)),
                     printable(sources.text(line)));
  const std::string line_of_marks(carets, mark.primary ? '^' : '-');
  out += fmt::format("{:>{}} {} {:>{}}{}{}{}\n", "", gutter + 1, paint(kBlue, "|"), "",
                     at.column - 1, paint(mark.primary ? kRed : kBlue, line_of_marks),
                     mark.text.empty() ? "" : " ", mark.text);
}

}  // namespace

std::string render_text(const Diagnostic& diagnostic, const source::SourceMap& sources,
                        bool color) {
  const Paint paint{color};
  const Rendered r = render(diagnostic, sources);
  const bool error = diagnostic.severity() == Severity::error;
  std::string out = fmt::format(
      "{}: {}\n", paint(error ? kRed : kYellow, fmt::format("{}[{}]", r.severity, r.code)),
      paint(kBold, r.message));
  std::vector<Mark> marks;
  if (diagnostic.span) marks.push_back({*diagnostic.span, "", true});
  for (std::size_t i = 0; i < diagnostic.labels.size(); ++i) {
    marks.push_back({diagnostic.labels[i].span, r.labels[i].text, false});
  }
  std::uint32_t last_line = 1;
  for (const auto& mark : marks) {
    last_line = std::max(last_line, sources.position(mark.span.file, mark.span.begin).line);
  }
  const int gutter = static_cast<int>(fmt::formatted_size("{}", last_line));
  std::string_view file;
  for (const auto& mark : marks) {
    append_mark(out, mark, sources, gutter - 1, file, paint);
    file = sources.name(mark.span.file);
  }
  for (const auto& note : r.notes) {
    out += fmt::format("{:>{}} {} note: {}\n", "", gutter, paint(kBlue, "="), note);
  }
  if (!r.help.empty()) {
    out += fmt::format("{:>{}} {} {}: {}\n", "", gutter, paint(kBlue, "="), paint(kGreen, "help"),
                       r.help);
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
