// SPDX-License-Identifier: MIT
#include "lang/format/columns.hpp"

#include <algorithm>

namespace hyp::format {
namespace {

using syntax::NodeKind;

void column(Line& line, std::size_t i) {
  if (i < line.tokens.size() && !line.tokens[i].comment) line.tokens[i].column = true;
}

void label_column(Line& line) {
  for (std::size_t i = 0; i + 1 < line.tokens.size(); ++i) {
    if (line.tokens[i].close != 0) i = line.tokens[i].close;
    if (line.tokens[i].text != ":" || i + 1 >= line.tokens.size()) continue;
    column(line, i + 1);
    line.tokens[i + 1].follows_label = !line.tokens[i + 1].comment;
    return;
  }
}

// `expect M in R >= ...`: bounds stand below each other where M is the same and R is not.
void bound_column(Line& line) {
  auto& tokens = line.tokens;
  std::size_t in = 1;
  while (in < tokens.size() && !(tokens[in].column && tokens[in].text == "in")) ++in;
  if (in < tokens.size()) tokens[in].column = false;  // it was marked as a clause
  std::size_t bound = in;
  for (; bound < tokens.size(); ++bound) {
    const auto& token = tokens[bound];
    if (token.close != 0) bound = token.close;
    if (token.after == Break::operation || token.text == "within") break;
  }
  if (bound >= tokens.size()) return;
  line.run = "expect";
  for (std::size_t i = 1; i < in; ++i) line.run += " " + std::string(tokens[i].text);
  column(line, bound);
}

std::size_t rows_of_run(const std::vector<Row>& rows, std::size_t first) {
  std::size_t end = first + 1;
  const auto goes_on = [&](std::size_t i) {
    return rows[i].follows && !rows[i].run.empty() && rows[i].run == rows[first].run &&
           rows[i - 1].text.find('\n') == std::string::npos;
  };
  while (end < rows.size() && goes_on(end)) ++end;
  return end;
}

// How many spaces each of the first `count` columns of each row needs.
std::vector<std::vector<std::size_t>> padding(const std::vector<Row>& rows, std::size_t first,
                                              std::size_t end, std::size_t count) {
  std::vector<std::vector<std::size_t>> pads(end - first);
  std::vector<std::size_t> moved(end - first, 0);
  for (std::size_t k = 0; k < count; ++k) {
    std::size_t at = 0;
    for (std::size_t i = first; i < end; ++i) {
      if (k < rows[i].columns.size()) at = std::max(at, rows[i].columns[k] + moved[i - first]);
    }
    for (std::size_t i = first; i < end; ++i) {
      if (k >= rows[i].columns.size()) continue;
      pads[i - first].push_back(at - rows[i].columns[k] - moved[i - first]);
      moved[i - first] += pads[i - first].back();
    }
  }
  return pads;
}

bool fits(const std::vector<Row>& rows, std::size_t first,
          const std::vector<std::vector<std::size_t>>& pads) {
  for (std::size_t i = 0; i < pads.size(); ++i) {
    std::size_t added = 0;
    for (const auto pad : pads[i]) {
      if (pad > kWidestGap) return false;
      added += pad;
    }
    if (added > 0 && rows[first + i].width + added > kWidth) return false;
  }
  return true;
}

void pad(Row& row, const std::vector<std::size_t>& pads) {
  for (std::size_t k = pads.size(); k > 0; --k) row.text.insert(row.bytes[k - 1], pads[k - 1], ' ');
  for (const auto added : pads) row.width += added;
}

}  // namespace

void mark_clause(std::vector<Token>& tokens, std::size_t first, NodeKind around) {
  if (around != NodeKind::node && around != NodeKind::expectation) return;
  const auto is_column = [](const Token& token) { return token.column; };
  if (std::any_of(tokens.begin(), tokens.end(), is_column)) return;
  if (around == NodeKind::expectation && tokens[first].text != "in") return;
  tokens[first].column = !tokens[first].comment;
}

void set_columns(Line& line) {
  auto& tokens = line.tokens;
  switch (line.kind) {
    case NodeKind::model:
    case NodeKind::data:
    case NodeKind::let:
    case NodeKind::score:
    case NodeKind::region:
    case NodeKind::group:
    case NodeKind::subspace:
    case NodeKind::direction:
      if (tokens.size() < 3 || tokens[2].text != "=") return;
      line.run = "definition";
      column(line, 1);
      return column(line, 2);
    case NodeKind::partition:
      line.run = "partition";
      return column(line, 2);
    case NodeKind::equation:
      line.run = "equation";
      return column(line, 1);
    case NodeKind::node:
      line.run = "node";
      return column(line, 1);
    case NodeKind::all_else:
      line.run = "node";
      return column(line, 2);
    case NodeKind::arm:
    case NodeKind::member:
      line.run = "labelled";
      return label_column(line);
    case NodeKind::expectation:
      return bound_column(line);
    default:
      return;
  }
}

void align(std::vector<Row>& rows) {
  for (std::size_t first = 0, end = 0; first < rows.size(); first = end) {
    end = rows_of_run(rows, first);
    std::size_t count = 0;
    for (std::size_t i = first; i < end; ++i) count = std::max(count, rows[i].columns.size());
    for (; end - first > 1 && count > 0; --count) {
      const auto pads = padding(rows, first, end, count);
      if (!fits(rows, first, pads)) continue;
      for (std::size_t i = first; i < end; ++i) pad(rows[i], pads[i - first]);
      break;
    }
  }
}

}  // namespace hyp::format
