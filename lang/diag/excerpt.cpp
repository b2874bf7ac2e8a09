// SPDX-License-Identifier: MIT
#include "lang/diag/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "lang/diag/display.hpp"

namespace hyp::diag {
namespace {

constexpr std::uint32_t kWidest = 120;  // columns of source shown of one line

struct Cells {
  std::uint32_t begin, end;  // columns
  std::string text;
  bool primary;
};

// A line, or of one far too long the part around a mark: a terminal shows no more of it, and time
// should not depend on the rest.
source::Span near(source::Span line, std::uint32_t offset, const source::SourceMap& sources) {
  constexpr std::uint32_t kFar = 2000;
  if (line.size() <= 2 * kFar) return line;
  const auto text = sources.text(line.file);
  const auto inside_character = [&](std::uint32_t i) {
    return i < line.end && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
  };
  if (offset > line.begin + kFar) line.begin = offset - kFar;
  if (line.end > offset + kFar) line.end = offset + kFar;
  while (inside_character(line.begin)) ++line.begin;
  return line;
}

struct Line {
  source::Span span;
  std::vector<Cells> marks;
};

class Excerpt {
 public:
  Excerpt(const source::SourceMap& sources, std::size_t gutter, const Paint& paint)
      : sources_(sources), gutter_(gutter), paint_(paint) {}

  void add(const Mark& mark) {
    const auto file = mark.span.file;
    const auto last_byte = mark.span.end > mark.span.begin ? mark.span.end - 1 : mark.span.begin;
    const auto first = sources_.position(file, mark.span.begin).line;
    const auto last = sources_.position(file, last_byte).line;
    const auto first_line = sources_.line_at(file, mark.span.begin);
    if (first == last) {
      add_cells(first, first_line, mark.span.begin, mark.span.end, mark);
      return;
    }
    const auto last_line = sources_.line_at(file, last_byte);
    const auto indent = sources_.text(last_line).find_first_not_of(" \t");
    const auto text_begin =
        last_line.begin + static_cast<std::uint32_t>(indent == std::string_view::npos ? 0 : indent);
    add_cells(first, first_line, mark.span.begin, first_line.end, {mark.span, "", mark.primary});
    add_cells(last, last_line, std::min(text_begin, last_byte), mark.span.end, mark);
  }

  std::string draw() {
    row("|", "");
    std::uint32_t before = 0;
    for (auto& [number, line] : lines_) {
      if (before != 0 && number > before + 1) out_ += "...\n";
      draw(number, line);
      before = number;
    }
    return std::move(out_);
  }

 private:
  void add_cells(std::uint32_t number, source::Span line, std::uint32_t begin, std::uint32_t end,
                 const Mark& mark) {
    Line& drawn = lines_.try_emplace(number, Line{near(line, begin, sources_), {}}).first->second;
    if (end < drawn.span.begin || begin > drawn.span.end + 1) return;
    const Display shown = display(sources_.text(drawn.span));
    // A line break is one column behind its line.
    const auto column = [&](std::uint32_t offset) {
      if (offset > drawn.span.end) return shown.width() + 1;
      return shown.column[std::max(offset, drawn.span.begin) - drawn.span.begin];
    };
    Cells cells{column(begin), column(end), mark.text, mark.primary};
    // What joins the character before it has no column of its own: that character is marked.
    const bool joins = begin < end && cells.begin == cells.end && cells.begin > 0;
    if (joins) --cells.begin;
    cells.end = std::max(cells.end, cells.begin + 1);
    drawn.marks.push_back(cells);
  }

  void draw(std::uint32_t number, Line& line) {
    auto& all = line.marks;
    std::stable_sort(all.begin(), all.end(),
                     [](const Cells& a, const Cells& b) { return a.begin < b.begin; });
    const Display shown = display(sources_.text(line.span));
    if (shown.width() <= kWidest) return draw(number, shown.text, all);
    while (!all.empty()) {  // once for all marks that fit beside the first
      const auto [from, to] = window(all.front(), shown.width());
      const auto outside = std::find_if(all.begin() + 1, all.end(),
                                        [to = to](const Cells& mark) { return mark.begin >= to; });
      std::vector<Cells> marks(all.begin(), outside);
      all.erase(all.begin(), outside);
      const auto text = cut(shown, from, to, marks);
      draw(number, text, marks);
    }
  }

  void draw(std::uint32_t number, const std::string& text, std::vector<Cells>& marks) {
    out_ += paint_(kBlue, fmt::format("{:>{}} |", number, gutter_));
    out_ += text.empty() ? "\n" : " " + text + "\n";

    std::string cells;
    for (const bool primary : {false, true}) {  // the primary one on top
      for (const auto& mark : marks) {
        if (mark.primary != primary) continue;
        cells.resize(std::max<std::size_t>(cells.size(), mark.end), ' ');
        std::fill(cells.begin() + mark.begin, cells.begin() + mark.end, primary ? '^' : '-');
      }
    }
    std::string painted = paint_runs(cells);
    if (!marks.back().text.empty() && marks.back().end == cells.size()) {
      painted += " " + said(marks.back());
      marks.back().text.clear();
    }
    row("|", painted);
    hang_texts(marks);
  }

  // Below the marks, from right to left, each text under a line that leads up to its mark.
  void hang_texts(const std::vector<Cells>& marks) {
    std::vector<const Cells*> left;
    for (const auto& mark : marks) {
      if (!mark.text.empty()) left.push_back(&mark);
    }
    if (!left.empty()) row("|", leads(left));
    while (!left.empty()) {
      const Cells& mark = *left.back();
      left.pop_back();
      std::string start = leads(left);
      const auto width = left.empty() ? 0 : left.back()->begin + 1;
      const auto pad = mark.begin > width ? mark.begin - width : 0;
      row("|", start + std::string(pad, ' ') + said(mark));
    }
  }

  [[nodiscard]] std::string leads(const std::vector<const Cells*>& marks) const {
    std::string out;
    std::uint32_t width = 0;
    for (const Cells* mark : marks) {
      if (mark->begin < width) continue;
      out += std::string(mark->begin - width, ' ') + paint_(color(*mark), "|");
      width = mark->begin + 1;
    }
    return out;
  }

  // The columns shown of a line too wide, around a mark.
  static std::pair<std::uint32_t, std::uint32_t> window(const Cells& mark, std::uint32_t width) {
    constexpr std::uint32_t kBefore = 30;
    const auto from =
        std::min(mark.begin > kBefore ? mark.begin - kBefore : 0, width + 1 - kWidest);
    return {from, from + kWidest};
  }

  // The text of the columns [from, to), with marks moved to where it stands.
  static std::string cut(const Display& shown, std::uint32_t from, std::uint32_t to,
                         std::vector<Cells>& marks) {
    constexpr std::string_view kDots = "...";
    const auto last = std::min(to, shown.width());
    const auto lead = from > 0 ? static_cast<std::uint32_t>(kDots.size()) : 0;
    for (auto& mark : marks) {
      mark.begin = std::max(mark.begin, from) - from + lead;
      mark.end = std::max(mark.begin + 1, std::min(mark.end, last + 1) - from + lead);
    }
    const auto begin = shown.byte_of_column[from];
    return (from > 0 ? std::string(kDots) : "") +
           shown.text.substr(begin, shown.byte_of_column[last] - begin) +
           (last < shown.width() ? std::string(kDots) : "");
  }

  [[nodiscard]] std::string paint_runs(const std::string& cells) const {
    std::string out;
    for (std::size_t i = 0; i < cells.size();) {
      const auto end = std::min(cells.find_first_not_of(cells[i], i), cells.size());
      const auto run = cells.substr(i, end - i);
      out += cells[i] == ' ' ? run : paint_(cells[i] == '^' ? kRed : kBlue, run);
      i = end;
    }
    return out;
  }

  static std::string_view color(const Cells& mark) { return mark.primary ? kRed : kBlue; }
  [[nodiscard]] std::string said(const Cells& mark) const {
    return paint_(color(mark), printable(mark.text));
  }
  void row(std::string_view bar, const std::string& content) {
    out_ += fmt::format("{:>{}} {}{}{}\n", "", gutter_, paint_(kBlue, bar),
                        content.empty() ? "" : " ", content);
  }

  const source::SourceMap& sources_;
  std::size_t gutter_;
  const Paint& paint_;
  std::map<std::uint32_t, Line> lines_;
  std::string out_;
};

}  // namespace

std::string Paint::operator()(std::string_view code, std::string_view text) const {
  return on ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

std::string excerpt(const std::vector<Mark>& marks, const source::SourceMap& sources,
                    std::size_t gutter, const Paint& paint) {
  Excerpt drawn(sources, gutter, paint);
  for (const auto& mark : marks) drawn.add(mark);
  return drawn.draw();
}

}  // namespace hyp::diag
