// SPDX-License-Identifier: MIT
#include "lang/format/format.hpp"

#include <algorithm>

#include "lang/format/statement.hpp"

namespace hyp::format {
namespace {

using syntax::NodeKind;

bool is_comment(const Line& line) {
  return line.kind == NodeKind::comment || line.kind == NodeKind::documentation;
}

bool is_labelled(const Line& line) {
  return line.kind == NodeKind::measures || line.kind == NodeKind::expectation;
}

// `measure a;  expect b`: what the author joined behind a label stays where it fits.
bool join(Line& line, const Line& next, std::size_t indent) {
  constexpr std::size_t kSign = 3;
  if (!next.joined || !line.remark.empty() ||
      indent + kLabel + width_of(line.tokens) + kSign + width_of(next.tokens) > kWidth) {
    return false;
  }
  for (auto& token : line.tokens) token.column = false;
  auto tokens = next.tokens;
  for (auto& token : tokens) token.column = false;
  tokens.front().gap = 2;
  tokens.front().column = true;
  line.tokens.push_back({";"});
  line.tokens.insert(line.tokens.end(), tokens.begin(), tokens.end());
  line.remark = next.remark;
  line.run = "label";
  return true;
}

// Puts what a label says before the first of its lines; the others hang below it.
std::vector<Line> with_labels(const std::vector<Line>& lines, std::size_t indent) {
  std::vector<Line> all;
  bool below = false;   // a label
  bool behind = false;  // it, on its line
  for (const auto& line : lines) {
    if (line.kind == NodeKind::section) {
      all.push_back(line);
      all.back().label = line.tokens.front().text;
      below = true;
      behind = line.remark.empty();
      all.back().tokens.clear();
      continue;
    }
    if (below && is_labelled(line)) {
      if (behind && all.back().tokens.empty()) {
        all.back().tokens = line.tokens;
        all.back().remark = line.remark;
        all.back().run = line.run;
        continue;
      }
      if (behind && join(all.back(), line, indent)) continue;
      all.push_back(line);
      all.back().hangs = true;
    } else {
      all.push_back(line);
    }
    behind = false;
  }
  return all;
}

// Comments stand over what follows them.
void hang_comments(std::vector<Line>& lines) {
  for (std::size_t i = lines.size(); i > 1; --i) {
    if (is_comment(lines[i - 2])) lines[i - 2].hangs = lines[i - 1].hangs;
  }
}

std::size_t end_of(const Row& row) {
  const auto last = row.text.rfind('\n');
  return last == std::string::npos ? row.width
                                   : width_of(std::string_view(row.text).substr(last + 1));
}

// How far the comments behind lines stand from their beginnings: below each other in neighbours.
std::vector<std::size_t> remark_columns(const std::vector<Line>& lines,
                                        const std::vector<Row>& rows) {
  std::vector<std::size_t> columns(lines.size(), 0);
  for (std::size_t first = 0, end = 0; first < lines.size(); first = end) {
    std::size_t column = 0;
    for (end = first; end < lines.size() && !lines[end].remark.empty(); ++end) {
      if (end > first && !rows[end].follows) break;
      const bool apart = rows[end].text.find('\n') != std::string::npos;
      if (apart && end > first) break;
      column = std::max(column, end_of(rows[end]) + 2);
      if (apart) {
        ++end;
        break;
      }
    }
    std::fill(columns.begin() + static_cast<std::ptrdiff_t>(first),
              columns.begin() + static_cast<std::ptrdiff_t>(end), column);
    if (end == first) ++end;
  }
  return columns;
}

Row row_of(const Line& line, std::size_t indent) {
  const bool labelled = !line.label.empty();
  if (is_comment(line)) {
    Row row;
    row.text = std::string(line.hangs ? kLabel : 0, ' ');
    row.text += line.tokens.front().text;
    return row;
  }
  const bool hangs = line.hangs || labelled;
  Row row = lay_out(line, indent + (hangs ? kLabel : 0));
  const bool opened = row.text.find('\n') != std::string::npos && line.kind == NodeKind::partition;
  if (!opened) row.run = line.run;
  if (!labelled && !line.hangs) return row;
  std::string before(line.label);
  if (labelled) before += ':';
  if (!line.tokens.empty()) before.resize(kLabel, ' ');
  if (line.tokens.empty()) row.width = indent + before.size();
  row.text.insert(0, before);
  for (auto& byte : row.bytes) byte += before.size();
  return row;
}

}  // namespace

std::string lay_out(const std::vector<Line>& given, std::size_t indent) {
  auto lines = with_labels(given, indent);
  hang_comments(lines);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    rows.push_back(row_of(lines[i], indent));
    rows.back().follows =
        i > 0 && !lines[i].blank_before && !is_comment(lines[i - 1]) && !is_comment(lines[i]);
  }
  align(rows);
  const auto remarks = remark_columns(lines, rows);
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].blank_before) text += '\n';
    text.append(indent, ' ');
    text += rows[i].text;
    if (!lines[i].remark.empty()) {
      text.append(remarks[i] - end_of(rows[i]), ' ');
      text += lines[i].remark;
    }
    text += '\n';
  }
  return text;
}

std::string format(const syntax::File& file, const source::SourceMap& sources) {
  return lay_out(read(file.tree, sources.text(file.file)).lines, 0);
}

}  // namespace hyp::format
