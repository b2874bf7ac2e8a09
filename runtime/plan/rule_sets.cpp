// SPDX-License-Identifier: MIT
#include "runtime/plan/rule_sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace hyp::plan {
namespace {

using Kind = check::Rule::Kind;
using Values = std::vector<double>;

class Maker {
 public:
  Maker(const check::Rule& rule, const RuleSetting& setting, const std::vector<DataId>& datum_data,
        const Columns& columns)
      : rule_(rule),
        setting_(setting),
        pool_(*setting.pool),
        datum_data_(datum_data),
        columns_(columns),
        donors_(donors_of(rule, setting)) {}

  diag::Outcome<RuleOnData> make() {
    RuleOnData made;
    made.kind = rule_.kind;
    made.excluding_itself = rule_.excluding_itself;
    if (auto error = check_example()) return std::move(*error);
    if (rule_.amount) {
      auto amount = score::evaluate_constant(setting_.inputs, *rule_.amount);
      if (!amount) return std::move(amount.diagnostics);
      amount_ = *amount;
    }
    made.amount = amount_;
    if (rule_.kind != Kind::itself) made.donors = donors_;
    if (by_score(rule_.kind)) {
      if (auto error = check_amount()) return std::move(*error);
    }
    switch (rule_.kind) {
      case Kind::shuffled:
        break;
      case Kind::fixed:
        made.fixed = pool_.id(donors_, *rule_.example);
        break;
      case Kind::near:
        made.near = std::make_shared<NearScale>(near_scale());
        break;
      default:
        made.set = std::make_shared<DonorSet>(donor_set());
    }
    return made;
  }

 private:
  [[nodiscard]] std::string name(DataId data) const {
    return (*setting_.inputs.program)[data].name;
  }

  std::optional<diag::Diagnostic> check_example() const {
    if (rule_.kind == Kind::fixed && *rule_.example >= pool_.rows(donors_)) {
      return diag::Diagnostic(
          diag::Code::no_such_row, rule_.span,
          {{"data", name(donors_)}, {"row", *rule_.example}, {"last", pool_.rows(donors_) - 1}});
    }
    return std::nullopt;
  }

  // A tolerance by percentage is one of the score's range over all references.
  std::optional<diag::Diagnostic> check_amount() {
    const bool percent = (*setting_.inputs.program)[*rule_.amount].type.percent;
    if (rule_.kind == Kind::nearest) {
      if (!percent && (amount_ < 1 || amount_ != std::floor(amount_))) {
        return bad_amount("count", "a whole number of at least 1, or a percentage");
      }
      return std::nullopt;
    }
    width_ = amount_;
    if (amount_ < 0) {
      return bad_amount(rule_.kind == Kind::near ? "sigma" : "tolerance", "0 or more");
    }
    if (!percent) return std::nullopt;
    const Values& over = columns_.of(rule_.values.at(0), setting_.references);
    const auto [low, high] = std::minmax_element(over.begin(), over.end());
    const double range = *high - *low;
    width_ = amount_ * range;
    if (rule_.kind != Kind::near || range != 0) return std::nullopt;
    return diag::Diagnostic(diag::Code::constant_score, rule_.span,
                            {{"value", *low}, {"data", name(setting_.references)}});
  }

  [[nodiscard]] diag::Diagnostic bad_amount(const char* what, const char* expected) const {
    const auto& written = (*setting_.inputs.program)[*rule_.amount];
    const char* unit = written.type.percent ? "%" : "";
    return {
        diag::Code::bad_amount,
        written.span,
        {{"what", what},
         {"seen", fmt::format("{:.12g}{}", written.type.percent ? 100 * amount_ : amount_, unit)},
         {"expected", expected}}};
  }

  // --- candidates ---

  [[nodiscard]] const Values& column(check::ExprId expr, DataId data) const {
    return columns_.of(expr, data);
  }

  // Rows of the donors, restricted by `in` (or by the region of `from`), in row order.
  [[nodiscard]] std::vector<RowId> allowed() const {
    const auto region = rule_.kind == Kind::from ? std::optional(rule_.values.at(0)) : rule_.in;
    std::vector<RowId> rows;
    const RowId first = pool_.first(donors_);
    for (std::int64_t row = 0; row < pool_.rows(donors_); ++row) {
      if (region && column(*region, donors_)[static_cast<std::size_t>(row)] == 0) continue;
      rows.push_back(first + static_cast<RowId>(row));
    }
    return rows;
  }

  [[nodiscard]] std::shared_ptr<const Candidates> candidates(std::vector<RowId> rows) const {
    auto made = std::make_shared<Candidates>();
    made->place.assign(static_cast<std::size_t>(pool_.size()), kNowhere);
    for (std::uint32_t i = 0; i < rows.size(); ++i) made->place[rows[i]] = i;
    made->rows = std::move(rows);
    return made;
  }

  // The score of a row of the donors.
  [[nodiscard]] double donor_score(RowId row) const {
    return column(rule_.values.at(0), donors_)[row - pool_.first(donors_)];
  }

  [[nodiscard]] std::vector<RowId> sorted_by_score() const {
    std::vector<RowId> rows = allowed();
    std::stable_sort(rows.begin(), rows.end(),
                     [&](RowId a, RowId b) { return donor_score(a) < donor_score(b); });
    return rows;
  }

  // Calls `each(datum, row of its data set, data set)`.
  template <typename Each>
  void for_each_datum(Each each) const {
    for (const DataId data : datum_data_) {
      const RowId first = pool_.first(data);
      for (std::int64_t row = 0; row < pool_.rows(data); ++row) {
        each(first + static_cast<RowId>(row), static_cast<std::size_t>(row), data);
      }
    }
  }

  // --- sets ---

  [[nodiscard]] DonorSet donor_set() const {
    DonorSet set;
    set.excluding_itself = rule_.excluding_itself;
    set.window = rule_.kind == Kind::within || rule_.kind == Kind::nearest;
    set.ranges.resize(static_cast<std::size_t>(pool_.size()));
    switch (rule_.kind) {
      case Kind::itself: {
        std::vector<RowId> all(static_cast<std::size_t>(pool_.size()));
        std::iota(all.begin(), all.end(), RowId{0});
        set.candidates = candidates(std::move(all));
        for_each_datum([&](RowId d, std::size_t, DataId) { set.ranges[d] = {d, d + 1}; });
        break;
      }
      case Kind::same:
        fill_same(set);
        break;
      case Kind::within:
        fill_within(set);
        break;
      case Kind::nearest:
        fill_nearest(set);
        break;
      default: {  // any, from
        set.candidates = candidates(allowed());
        const Range all{0, static_cast<std::uint32_t>(set.candidates->rows.size())};
        for_each_datum([&](RowId d, std::size_t, DataId) { set.ranges[d] = all; });
      }
    }
    return set;
  }

  [[nodiscard]] Values key(std::size_t row, DataId data) const {
    Values values;
    for (const auto value : rule_.values) values.push_back(column(value, data)[row]);
    return values;
  }

  void fill_same(DonorSet& set) const {
    std::map<Values, std::vector<RowId>> classes;
    const RowId first = pool_.first(donors_);
    for (const RowId row : allowed()) classes[key(row - first, donors_)].push_back(row);
    std::map<Values, Range> ranges;
    std::vector<RowId> rows;
    for (const auto& [value, members] : classes) {
      const auto low = static_cast<std::uint32_t>(rows.size());
      rows.insert(rows.end(), members.begin(), members.end());
      ranges[value] = {low, static_cast<std::uint32_t>(rows.size())};
    }
    set.candidates = candidates(std::move(rows));
    for_each_datum([&](RowId d, std::size_t row, DataId data) {
      const auto found = ranges.find(key(row, data));
      if (found != ranges.end()) set.ranges[d] = found->second;
    });
  }

  // Membership is fl(abs(fl(S(x) - S(r)))) <= w. It is searched with that same predicate, which
  // holds on one stretch of the order.
  void fill_within(DonorSet& set) const {
    set.candidates = candidates(sorted_by_score());
    const auto& rows = set.candidates->rows;
    Values scores;
    for (const RowId row : rows) scores.push_back(donor_score(row));
    for_each_datum([&](RowId d, std::size_t row, DataId data) {
      const double own = column(rule_.values[0], data)[row];
      const auto near = [&](double score) { return std::abs(score - own) <= width_; };
      const auto low = std::partition_point(scores.begin(), scores.end(),
                                            [&](double s) { return s < own && !near(s); });
      const auto high =
          std::partition_point(low, scores.end(), [&](double s) { return s < own || near(s); });
      set.ranges[d] = {static_cast<std::uint32_t>(low - scores.begin()),
                       static_cast<std::uint32_t>(high - scores.begin())};
    });
  }

  // Distances are counted in half ranks: candidate i stands at 2 i + 1, the datum there too or
  // between two of them; of two equally far the lower one is nearer.
  void fill_nearest(DonorSet& set) const {
    set.candidates = candidates(sorted_by_score());
    const auto& rows = set.candidates->rows;
    const bool percent = (*setting_.inputs.program)[*rule_.amount].type.percent;
    for_each_datum([&](RowId d, std::size_t row, DataId data) {
      const double own = column(rule_.values[0], data)[row];
      const std::uint32_t place = set.candidates->place[d];
      const bool left_out = rule_.excluding_itself && place != kNowhere;
      const bool among = place != kNowhere && !left_out;
      // How many candidates stand below; as the datum is left out, so is it from these.
      const auto below = static_cast<std::int64_t>(
          std::partition_point(rows.begin(), rows.end(),
                               [&](RowId x) {
                                 const double score = donor_score(x);
                                 return score < own || (score == own && data == donors_ && x < d);
                               }) -
          rows.begin());
      const std::int64_t size = static_cast<std::int64_t>(rows.size()) - (left_out ? 1 : 0);
      const double wanted =
          percent ? std::max(1.0, std::floor(amount_ * static_cast<double>(size) + 0.5)) : amount_;
      const std::int64_t k =
          wanted < static_cast<double>(size) ? static_cast<std::int64_t>(wanted) : size;
      const std::int64_t lower = among ? k / 2 : (k + 1) / 2;
      std::int64_t low = std::clamp<std::int64_t>(below - lower, 0, size - k);
      std::int64_t high = low + k;
      if (left_out && k > 0) {  // back to places among all candidates
        if (low >= std::int64_t{place}) ++low;
        if (high > std::int64_t{place}) ++high;
      }
      set.ranges[d] = {static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(high)};
    });
  }

  // --- near ---

  [[nodiscard]] NearScale near_scale() const {
    NearScale scale;
    scale.sigma = width_;
    scale.excluding_itself = rule_.excluding_itself;
    scale.rows = sorted_by_score();
    scale.holds.assign(static_cast<std::size_t>(pool_.size()), 0);
    for (const RowId row : scale.rows) scale.holds[row] = 1;
    for (std::uint32_t i = 0; i < scale.rows.size(); ++i) {
      const double score = donor_score(scale.rows[i]);
      if (!scale.scores.empty() && scale.scores.back() == score) continue;
      scale.scores.push_back(score);
      scale.starts.push_back(i);
    }
    scale.starts.push_back(static_cast<std::uint32_t>(scale.rows.size()));
    scale.centres.resize(static_cast<std::size_t>(pool_.size()));
    scale.seats.resize(static_cast<std::size_t>(pool_.size()));
    for_each_datum([&](RowId d, std::size_t row, DataId data) {
      scale.centres[d] = column(rule_.values[0], data)[row];
      scale.seats[d] = static_cast<std::uint32_t>(
          std::lower_bound(scale.scores.begin(), scale.scores.end(), scale.centres[d]) -
          scale.scores.begin());
    });
    return scale;
  }

  const check::Rule& rule_;
  const RuleSetting& setting_;
  const Pool& pool_;
  const std::vector<DataId>& datum_data_;
  const Columns& columns_;
  DataId donors_;
  double amount_ = 0;
  double width_ = 0;
};

}  // namespace

diag::Outcome<RuleOnData> rule_on_data(const check::Rule& rule, const RuleSetting& setting,
                                       const std::vector<DataId>& datum_data,
                                       const Columns& columns) {
  return Maker(rule, setting, datum_data, columns).make();
}

}  // namespace hyp::plan
