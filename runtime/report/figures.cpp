// SPDX-License-Identifier: MIT
#include "runtime/report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "runtime/report/numbers.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

using stats::Figure;
using Figures = std::vector<const Figure*>;

// What a row is about. A region called `all` looks like all examples and is another row all the
// same.
struct Key {
  std::vector<std::string> identity, shown;

  bool operator==(const Key& other) const { return identity == other.identity; }
  bool operator<(const Key& other) const { return identity < other.identity; }
};

// The key columns of an experiment.
class Keys {
 public:
  explicit Keys(const std::vector<Figure>& figures) {
    for (const auto& figure : figures) {
      for (const auto& value : figure.sweep.values) {
        if (std::find(sweeps_.begin(), sweeps_.end(), value.name) == sweeps_.end()) {
          sweeps_.push_back(value.name);
        }
      }
      interventions_ |= figure.intervention.has_value();
      regions_ |= figure.region.has_value();
    }
  }
  [[nodiscard]] std::vector<std::string> headers() const {
    std::vector<std::string> out;
    for (const auto& name : sweeps_) out.push_back(printable(name));
    if (interventions_) out.emplace_back("intervention");
    if (regions_) out.emplace_back("region");
    return out;
  }
  [[nodiscard]] Key of(const Figure& figure) const {
    Key key;
    const auto add = [&key](std::string identity, std::string_view shown) {
      key.identity.push_back(std::move(identity));
      key.shown.push_back(printable(shown));
    };
    for (const auto& name : sweeps_) {
      const auto& values = figure.sweep.values;
      const auto value =
          std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.name == name; });
      value == values.end() ? add("", "")
                            : add(fmt::format("{}", value->value), write_sweep(*value));
    }
    if (interventions_) {
      add(figure.intervention.value_or(""), figure.intervention.value_or("none"));
    }
    if (regions_) {
      add(figure.region ? "in " + *figure.region : "", figure.region.value_or("all"));
    }
    return key;
  }

 private:
  std::vector<std::string> sweeps_;
  bool interventions_ = false, regions_ = false;
};

// The figures of one measure, one a row.
struct Series {
  std::string metric;
  std::vector<Key> rows;
  Figures figures;

  [[nodiscard]] bool shares_rows(const Series& other) const {
    return rows == other.rows && std::equal(figures.begin(), figures.end(), other.figures.begin(),
                                            [](const Figure* a, const Figure* b) {
                                              return a->n == b->n &&
                                                     a->n_not_tested == b->n_not_tested;
                                            });
  }
};

std::vector<Series> series_of(const std::vector<Figure>& figures, const Keys& keys) {
  std::vector<Series> all;
  std::map<std::string, std::size_t> by_metric;
  std::set<std::pair<std::size_t, Key>> seen;  // a measure named twice is shown once
  for (const auto& figure : figures) {
    const auto [at, is_new] = by_metric.try_emplace(figure.metric, all.size());
    if (is_new) all.push_back({figure.metric, {}, {}});
    Key key = keys.of(figure);
    if (!seen.emplace(at->second, key).second) continue;
    all[at->second].rows.push_back(std::move(key));
    all[at->second].figures.push_back(&figure);
  }
  return all;
}

std::vector<Column> counts(const Figures& figures) {
  Column n{"n", {}};
  Column not_tested{"not tested", {}};
  bool any = false;
  for (const auto* figure : figures) {
    n.cells.push_back(fmt::format("{}", figure->n));
    not_tested.cells.push_back(fmt::format("{}", figure->n_not_tested));
    any |= figure->n_not_tested != 0;
  }
  if (!any) return {n};
  return {n, not_tested};
}

// Values in line, then intervals in line.
Column values(std::string header, const Figures& figures) {
  std::vector<std::string> numbers, intervals;
  std::size_t number = 0, interval = 0;
  for (const auto* figure : figures) {
    numbers.push_back(write_value(figure->value, figure->is_share));
    intervals.push_back(write_interval(*figure));
    number = std::max(number, width(numbers.back()));
    interval = std::max(interval, width(intervals.back()));
  }
  Column column{std::move(header), {}};
  for (std::size_t i = 0; i < figures.size(); ++i) {
    column.cells.push_back(pad_left(numbers[i], number) +
                           (interval ? " " + pad_left(intervals[i], interval) : ""));
  }
  return column;
}

Table listed(const std::vector<Series>& all) {
  Column names{"measure", {}};
  Figures figures;
  for (const auto& series : all) {
    names.cells.push_back(printable(series.metric));
    figures.push_back(series.figures.front());
  }
  return {{names}, counts(figures), {values("value", figures)}};
}

}  // namespace

std::vector<Table> tabulate(const std::vector<Figure>& figures) {
  if (figures.empty()) return {};
  const Keys keys(figures);
  const std::vector<std::string> headers = keys.headers();
  const std::vector<Series> all = series_of(figures, keys);
  if (headers.empty()) return {listed(all)};

  std::vector<Table> tables;
  std::vector<const Series*> first_of;
  for (const auto& series : all) {
    const auto fits = std::find_if(first_of.begin(), first_of.end(),
                                   [&](const Series* s) { return s->shares_rows(series); });
    const auto at = static_cast<std::size_t>(fits - first_of.begin());
    if (fits == first_of.end()) {
      first_of.push_back(&series);
      Table& table = tables.emplace_back();
      for (std::size_t k = 0; k < headers.size(); ++k) {
        table.keys.push_back({headers[k], {}});
        for (const auto& row : series.rows) table.keys.back().cells.push_back(row.shown[k]);
      }
      table.counts = counts(series.figures);
    }
    tables[at].values.push_back(values(printable(series.metric), series.figures));
  }
  return tables;
}

}  // namespace hyp::report
