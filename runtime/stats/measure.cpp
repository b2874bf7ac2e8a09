// SPDX-License-Identifier: MIT
#include "runtime/stats/measure.hpp"

#include <cassert>
#include <limits>
#include <span>

#include "runtime/stats/breakdown.hpp"
#include "runtime/stats/logits.hpp"
#include "runtime/stats/reduce.hpp"

namespace hyp::stats {
namespace {

using check::MeasureKind;

std::size_t index(std::int64_t row) {
  return static_cast<std::size_t>(row);
}

std::span<const float> logits_of(const model::Activations& activations, std::int64_t row) {
  return {activations.row(row), index(activations.width)};
}

// An argument of a measure as numbers: true is 1, a member of a partition its place in it.
class Column {
 public:
  Column(const Pass& pass, check::ExprId expr) {
    const check::Type& type = (*pass.program)[expr].type;
    switch (type.element) {
      case check::Type::Element::boolean:
        regions_ = &pass.table->regions.at(expr);
        break;
      case check::Type::Element::number:
        numbers_ = &pass.table->numbers.at(expr);
        break;
      case check::Type::Element::part:
        members_ = &pass.table->partitions.at(type.partition);
        break;
    }
  }
  [[nodiscard]] double operator[](std::int64_t row) const {
    if (regions_) return (*regions_)[index(row)] ? 1 : 0;
    return numbers_ ? (*numbers_)[index(row)] : (*members_)[index(row)];
  }

 private:
  const score::Membership* regions_ = nullptr;
  const score::Numbers* numbers_ = nullptr;
  const std::vector<std::uint32_t>* members_ = nullptr;
};

Sum sum_logits(const Pass& pass, const check::Measure& measure, const score::Membership* region) {
  assert(pass.clean && pass.logits && pass.clean->width == pass.logits->width);
  assert(pass.clean->rows == pass.logits->rows && pass.logits->width > 0);
  const std::int64_t rows = pass.logits->rows;
  const auto clean = [&](std::int64_t row) { return logits_of(*pass.clean, row); };
  const auto now = [&](std::int64_t row) { return logits_of(*pass.logits, row); };
  switch (measure.kind) {
    case MeasureKind::preserved:
      return count_rows(rows, region,
                        [&](std::int64_t row) { return argmax(now(row)) == argmax(clean(row)); });
    case MeasureKind::accuracy:
      assert(pass.labels);
      return count_rows(rows, region, [&](std::int64_t row) {
        return argmax(now(row)) == (*pass.labels)[index(row)];
      });
    case MeasureKind::margin:
      return sum_rows(rows, region, [&](std::int64_t row) {
        return margin(now(row), measure.high, measure.low);
      });
    case MeasureKind::loss:
      assert(pass.labels || !measure.to_label);
      return sum_rows(rows, region, [&](std::int64_t row) {
        return cross_entropy(now(row),
                             measure.to_label ? (*pass.labels)[index(row)] : argmax(clean(row)));
      });
    case MeasureKind::kl:
      return sum_rows(rows, region,
                      [&](std::int64_t row) { return divergence(clean(row), now(row)); });
    default:
      assert(measure.kind == MeasureKind::change);
      return sum_rows(rows, region,
                      [&](std::int64_t row) { return mean_absolute_change(clean(row), now(row)); });
  }
}

Sum sum_table(const Pass& pass, const check::Measure& measure, const score::Membership* region) {
  const std::int64_t rows = pass.table->rows;
  const Column first(pass, measure.arguments.at(0));
  if (measure.kind == MeasureKind::share) {
    return count_rows(rows, region, [&](std::int64_t row) { return first[row] != 0; });
  }
  if (measure.kind == MeasureKind::mean) {
    return sum_rows(rows, region, [&](std::int64_t row) { return first[row]; });
  }
  assert(measure.kind == MeasureKind::agreement);
  const Column second(pass, measure.arguments.at(1));
  return count_rows(rows, region, [&](std::int64_t row) { return first[row] == second[row]; });
}

}  // namespace

std::vector<Figure> measure(const Pass& pass) {
  std::vector<Figure> figures;
  for (const auto& line : *pass.lines) {
    for (const auto& slice : slices(*pass.program, *pass.lines, line, pass.table)) {
      figures.push_back(measure_one(pass, line.measure, slice.rows ? &*slice.rows : nullptr));
      figures.back().region = slice.name;
    }
  }
  return figures;
}

Figure measure_one(const Pass& pass, const check::Measure& measure,
                   const score::Membership* region) {
  const check::MeasureInfo& row = check::info(measure.kind);
  Figure figure;
  figure.sweep = pass.sweep;
  if (pass.intervention && !pass.intervention->actions.empty()) {
    figure.intervention = pass.intervention->text;
  }
  figure.metric = measure.text;
  figure.is_share = row.is_share;
  const Sum sum =
      row.needs_model ? sum_logits(pass, measure, region) : sum_table(pass, measure, region);
  figure.n = sum.n;
  figure.value = sum.n == 0 ? std::numeric_limits<double>::quiet_NaN()
                            : sum.total / static_cast<double>(sum.n);
  return figure;
}

}  // namespace hyp::stats
