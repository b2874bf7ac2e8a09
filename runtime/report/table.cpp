// SPDX-License-Identifier: MIT
#include "runtime/report/table.hpp"

#include <algorithm>
#include <numeric>

#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

constexpr std::size_t kIndent = 2, kGap = 2;
constexpr std::size_t kHeader = 16;       // a longer header wraps, unless its values are longer
constexpr std::size_t kNarrowestKey = 6;  // keys are not squeezed further
constexpr std::size_t kKeys = 48;         // what keys may keep when values want their place
constexpr std::size_t kRepeat = 40, kRepeatInGroup = 60;  // rows before the header comes again

using Columns = std::vector<const Column*>;

std::size_t widest(const std::vector<std::string>& cells) {
  std::size_t most = 0;
  for (const auto& cell : cells) most = std::max(most, width(cell));
  return most;
}

std::size_t value_width(const Column& column) {
  return std::max(widest(column.cells), std::min(width(column.header), kHeader));
}

std::size_t total(const std::vector<std::size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), std::size_t{0},
                         [](std::size_t sum, std::size_t w) { return sum + w + kGap; });
}

// A column of width 1 holds nothing that needs more.
std::vector<std::string> fit(const std::string& text, std::size_t columns) {
  return wrap(text, std::max<std::size_t>(2, columns));
}

// Takes from the widest key, one column at a time, until they fit.
std::vector<std::size_t> key_widths(const std::vector<Column>& keys, std::size_t room) {
  std::vector<std::size_t> widths;
  for (const auto& key : keys) {
    widths.push_back(std::max(widest(key.cells), std::min(width(key.header), kHeader)));
  }
  while (total(widths) > room) {
    const auto most = std::max_element(widths.begin(), widths.end());
    if (*most <= kNarrowestKey) break;
    --*most;
  }
  return widths;
}

// One part of a table: keys and counts, and the values that fit beside them.
class Part {
 public:
  Part(const Table& table, std::vector<std::size_t> keys, Columns numbers)
      : table_(table), key_widths_(std::move(keys)), numbers_(std::move(numbers)) {
    for (const auto* column : numbers_) number_widths_.push_back(value_width(*column));
  }

  [[nodiscard]] std::string text() const {
    std::string out = header();
    const std::size_t rows = numbers_.front()->cells.size();
    std::size_t since_header = 0;
    for (std::size_t row = 0; row < rows; ++row, ++since_header) {
      bool new_group = row == 0 || changes(row);
      if (since_header >= (new_group ? kRepeat : kRepeatInGroup)) {
        out += "\n" + header();
        since_header = 0;
        new_group = true;
      }
      out += line(row, new_group);
    }
    return out;
  }

 private:
  // Whether any key but the innermost differs from the row before.
  [[nodiscard]] bool changes(std::size_t row) const {
    for (std::size_t k = 0; k + 1 < table_.keys.size(); ++k) {
      if (table_.keys[k].cells[row] != table_.keys[k].cells[row - 1]) return true;
    }
    return false;
  }

  [[nodiscard]] std::string line(std::size_t row, bool all_keys) const {
    std::vector<std::vector<std::string>> cells;
    for (std::size_t k = 0; k < table_.keys.size(); ++k) {
      const bool shown = all_keys || k + 1 == table_.keys.size();
      cells.push_back(fit(shown ? table_.keys[k].cells[row] : "", key_widths_[k]));
    }
    for (const auto* column : numbers_) cells.push_back({column->cells[row]});
    return join(cells, false);
  }

  [[nodiscard]] std::string header() const {
    std::vector<std::vector<std::string>> cells;
    for (std::size_t k = 0; k < table_.keys.size(); ++k) {
      cells.push_back(fit(table_.keys[k].header, key_widths_[k]));
    }
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      cells.push_back(fit(numbers_[i]->header, number_widths_[i]));
    }
    const std::size_t rule = total(key_widths_) + total(number_widths_) - kGap;
    return join(cells, true) + std::string(kIndent, ' ') + std::string(rule, '-') + "\n";
  }

  // Cells of several lines stand at the top of their row, headers at the bottom.
  [[nodiscard]] std::string join(const std::vector<std::vector<std::string>>& cells,
                                 bool at_bottom) const {
    std::size_t lines = 0;
    for (const auto& cell : cells) lines = std::max(lines, cell.size());
    std::string out;
    for (std::size_t i = 0; i < lines; ++i) {
      std::string line(kIndent, ' ');
      for (std::size_t c = 0; c < cells.size(); ++c) {
        const std::size_t skip = at_bottom ? lines - cells[c].size() : 0;
        const bool here = i >= skip && i - skip < cells[c].size();
        const std::string text = here ? cells[c][i - skip] : "";
        const std::size_t keys = key_widths_.size();
        line +=
            c < keys ? pad_right(text, key_widths_[c]) : pad_left(text, number_widths_[c - keys]);
        line.append(kGap, ' ');
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
    return out;
  }

  const Table& table_;
  std::vector<std::size_t> key_widths_;
  Columns numbers_;
  std::vector<std::size_t> number_widths_;
};

}  // namespace

std::string lay_out(const Table& table, std::size_t columns) {
  if (table.values.empty() || table.values.front().cells.empty()) return {};
  Columns counts;
  std::size_t counts_width = 0, values_width = 0, widest_value = 0;
  for (const auto& column : table.counts) {
    counts.push_back(&column);
    counts_width += value_width(column) + kGap;
  }
  for (const auto& column : table.values) {
    values_width += value_width(column) + kGap;
    widest_value = std::max(widest_value, value_width(column) + kGap);
  }
  const std::size_t room = columns + kGap - kIndent - std::min(columns, counts_width);
  const auto beside = [&](std::size_t taken) { return room > taken ? room - taken : 0; };
  const std::size_t keys_room =
      std::min(beside(widest_value), std::max(kKeys, beside(values_width)));
  const std::vector<std::size_t> keys = key_widths(table.keys, keys_room);
  const std::size_t values_room = beside(total(keys));

  std::string out;
  for (std::size_t next = 0; next < table.values.size();) {
    Columns numbers = counts;
    std::size_t used = 0;
    do {
      numbers.push_back(&table.values[next]);
      used += value_width(table.values[next++]) + kGap;
    } while (next < table.values.size() &&
             used + value_width(table.values[next]) + kGap <= values_room);
    if (!out.empty()) out += "\n";
    out += Part(table, keys, std::move(numbers)).text();
  }
  return out;
}

}  // namespace hyp::report
