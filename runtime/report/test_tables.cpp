// SPDX-License-Identifier: MIT
#include "runtime/report/test_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "runtime/report/figures.hpp"
#include "runtime/report/numbers.hpp"
#include "runtime/report/sweeps.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

using stats::Estimate;
using stats::Figure;

// The figure as an estimate, to be written like those beside it.
Estimate estimate_of(const Figure& figure) {
  return {figure.value, figure.low, figure.high, figure.conservative, figure.trials, figure.n};
}

struct Cell {
  std::optional<Estimate> estimate;
  bool is_share;
};

// Values in line, then what `±` says in line; nothing where no cell has a value.
std::vector<Column> with_reach(std::string header, const std::vector<Cell>& cells) {
  std::vector<std::string> values, reaches;
  std::size_t value = 0, reach = 0;
  bool any = false;
  for (const auto& cell : cells) {
    any |= cell.estimate.has_value();
  }
  if (!any) return {};
  for (const auto& cell : cells) {
    values.push_back(cell.estimate ? write_value(cell.estimate->value, cell.is_share) : "-");
    reaches.push_back(cell.estimate ? write_reach(*cell.estimate, cell.is_share) : "");
    value = std::max(value, width(values.back()));
    reach = std::max(reach, width(reaches.back()));
  }
  Column column{std::move(header), {}};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    column.cells.push_back(pad_left(values[i], value) +
                           (reach ? " " + pad_right(reaches[i], reach) : ""));
  }
  return {column};
}

// One value a figure; a column only where there is any.
template <typename Value>
void add_column(Table& table, std::string header, const std::vector<const Figure*>& figures,
                Value value) {
  Column column{std::move(header), {}};
  bool any = false;
  for (const auto* figure : figures) {
    const std::optional<std::string> cell =
        figure->beside ? value(*figure, *figure->beside) : std::nullopt;
    any |= cell.has_value();
    column.cells.push_back(cell.value_or("-"));
  }
  if (any) table.values.push_back(std::move(column));
}

std::vector<stats::SweepPoint> points_of(const std::vector<const Figure*>& figures) {
  std::vector<stats::SweepPoint> points;
  for (const auto* figure : figures) points.push_back(figure->sweep);
  return points;
}

Table table_of(const std::vector<const Figure*>& figures) {
  Table table;
  add_sweeps(table.keys, points_of(figures));
  const auto has = [&](auto what) { return std::any_of(figures.begin(), figures.end(), what); };
  if (table.keys.empty() || has([](const Figure* f) { return f->region.has_value(); })) {
    Column regions{"region", {}};
    for (const auto* f : figures) regions.cells.push_back(printable(f->region.value_or("all")));
    table.keys.push_back(std::move(regions));
  }
  Column n{"n", {}}, not_tested{"not tested", {}};
  std::vector<Cell> cells;
  for (const auto* figure : figures) {
    n.cells.push_back(fmt::format("{}", figure->n));
    not_tested.cells.push_back(fmt::format("{}", figure->n_not_tested));
    cells.push_back({estimate_of(*figure), figure->is_share});
  }
  table.counts = {n};
  if (has([](const Figure* f) { return f->n_not_tested != 0; })) {
    table.counts.push_back(not_tested);
  }
  table.values = with_reach(printable(figures.front()->metric), cells);
  const auto write = [](const Figure& f, double x) { return write_value(x, f.is_share); };
  using Text = std::optional<std::string>;
  add_column(table, "clean", figures,
             [&](const Figure& f, const stats::Beside& b) -> Text { return write(f, b.clean); });
  add_column(table, "constant", figures, [&](const Figure& f, const stats::Beside& b) -> Text {
    return b.constant ? Text(write(f, *b.constant)) : std::nullopt;
  });
  add_column(table, "baseline", figures, [&](const Figure& f, const stats::Beside& b) -> Text {
    return b.baseline ? Text(write(f, b.baseline->value)) : std::nullopt;
  });
  const bool compared =
      has([](const Figure* f) { return f->beside && f->beside->baseline.has_value(); });
  add_column(table, "recovered", figures, [&](const Figure&, const stats::Beside& b) -> Text {
    if (b.recovered) return write_value(*b.recovered, true);
    return compared ? Text("-") : std::nullopt;
  });
  add_column(table, "stake", figures, [&](const Figure& f, const stats::Beside& b) -> Text {
    if (!b.stake) return std::nullopt;
    return b.no_stake ? "none" : write(f, b.stake->value);
  });
  return table;
}

}  // namespace

std::vector<Table> tabulate_test(const std::vector<Figure>& figures) {
  std::vector<Table> tables;
  std::vector<Figure> plain;
  std::vector<std::string> metrics;
  std::map<std::string, std::vector<const Figure*>> of_metric;
  for (const auto& figure : figures) {
    const bool is_plain = std::none_of(figures.begin(), figures.end(), [&](const Figure& f) {
      return f.metric == figure.metric && f.beside;
    });
    if (is_plain && !figure.low && figure.n_not_tested == 0) {
      plain.push_back(figure);
      continue;
    }
    auto& group = of_metric[figure.metric];
    if (group.empty()) metrics.push_back(figure.metric);
    const bool seen = std::any_of(group.begin(), group.end(), [&](const Figure* f) {
      return f->region == figure.region && same_point(f->sweep, figure.sweep);
    });
    if (!seen) group.push_back(&figure);
  }
  for (const auto& metric : metrics) tables.push_back(table_of(of_metric[metric]));
  for (auto& table : tabulate(plain)) tables.push_back(std::move(table));
  return tables;
}

Table tabulate_ladder(const std::vector<Figure>& figures) {
  std::vector<const Figure*> rows;
  for (const auto& figure : figures) {
    const auto& beside = figure.beside;
    const bool seen = std::any_of(rows.begin(), rows.end(), [&](const Figure* f) {
      return f->metric == figure.metric && same_point(f->sweep, figure.sweep);
    });
    if (!beside || figure.region || seen) continue;
    if (beside->twin || beside->one_donor || beside->own_donors) rows.push_back(&figure);
  }
  if (rows.empty()) return {};
  Table table;
  add_sweeps(table.keys, points_of(rows));
  Column measures{"measure", {}};
  std::vector<Cell> one, written, own, twin;
  for (const auto* figure : rows) {
    measures.cells.push_back(printable(figure->metric));
    one.push_back({figure->beside->one_donor, figure->is_share});
    written.push_back({estimate_of(*figure), figure->is_share});
    own.push_back({figure->beside->own_donors, figure->is_share});
    twin.push_back({figure->beside->twin, figure->is_share});
  }
  table.keys.push_back(std::move(measures));
  const std::pair<const char*, const std::vector<Cell>&> columns[] = {
      {"one donor", one}, {"as written", written}, {"own donors", own}, {"twin", twin}};
  for (const auto& [header, cells] : columns) {
    for (auto& column : with_reach(header, cells)) table.values.push_back(std::move(column));
  }
  return table;
}

}  // namespace hyp::report
