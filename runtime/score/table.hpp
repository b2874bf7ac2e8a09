// SPDX-License-Identifier: MIT
// Expressions over examples become columns: the entry of this floor.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "lang/check/program.hpp"
#include "lang/diag/outcome.hpp"
#include "runtime/model/activations.hpp"
#include "runtime/model/dataset.hpp"

namespace hyp::score {

using check::DataId;
using check::ExprId;
using check::GroupId;
using check::LetId;
using check::ModelId;
using check::PartitionId;
using check::SiteId;

/// What has been computed of the networks so far, by (model, data set, site).
struct Captured {
  std::map<std::tuple<ModelId, DataId, SiteId>, model::Activations> sites;
  [[nodiscard]] const model::Activations* find(ModelId model, DataId data, SiteId site) const;
};

/// Numbers that a sweep or `--set` puts in place of a `let`'s own value. Percentages as fractions.
using Environment = std::map<LetId, double>;

/// Everything an expression may read. All pointers must outlive the evaluation.
struct Inputs {
  const check::Program* program = nullptr;
  std::map<DataId, const model::Dataset*> datasets;
  const Captured* captured = nullptr;
  Environment environment;
};

/// What to compute on one data set.
struct Wanted {
  DataId data;
  std::vector<ExprId> numbers;  ///< per-example scalars
  std::vector<ExprId> regions;  ///< per-example predicates
  std::vector<PartitionId> partitions;
};

/// One number or truth value per row.
using Numbers = std::vector<double>;
using Membership = std::vector<std::uint8_t>;

struct Table {
  DataId data;
  std::int64_t rows = 0;
  std::map<ExprId, Numbers> numbers;
  std::map<ExprId, Membership> regions;
  std::map<PartitionId, std::vector<std::uint32_t>> partitions;  ///< the member each row lies in
};

/// Evaluates in binary64, tensors summed in row-major order, no fused multiply-add, constants once.
/// Errors name the row: a NaN or infinity, a partition with a gap or an overlap; and the file's own
/// mistakes that only data shows: shapes that do not fit, an index out of range, a missing column.
[[nodiscard]] diag::Outcome<Table> evaluate(const Inputs& inputs, const Wanted& wanted);

/// A constant expression: number, percentage as fraction, truth value as 0 or 1.
[[nodiscard]] diag::Outcome<double> evaluate_constant(const Inputs& inputs, ExprId expr);

/// The parts of a set; `where` is decided on the captured activations, exactly as `Statistic` says.
[[nodiscard]] diag::Outcome<std::vector<check::Part>> resolve(const Inputs& inputs,
                                                              const check::Set& set);

/// One number per element of a part, over the rows where `in` holds (all when null): what `min`,
/// `max` and `mean` interventions put in. Means are summed in binary64 in blocks of 4096 rows that
/// are combined in row order.
enum class Statistic { min, max, mean };
[[nodiscard]] std::vector<float> statistic(const model::Activations& activations,
                                           const std::vector<std::int64_t>& elements,
                                           Statistic kind, const Membership* in);

}  // namespace hyp::score
