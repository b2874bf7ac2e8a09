// SPDX-License-Identifier: MIT
// Expressions over examples become columns: the entry of this floor.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "lang/check/program.hpp"
#include "lang/diag/outcome.hpp"
#include "runtime/model/activations.hpp"
#include "runtime/model/dataset.hpp"
#include "runtime/model/network.hpp"

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

/// Everything an expression may read: every data set, site and node that it names must be here. All
/// pointers must outlive the evaluation.
struct Inputs {
  const check::Program* program = nullptr;
  std::map<DataId, const model::Dataset*> datasets;
  const Captured* captured = nullptr;
  std::map<ModelId, const model::Network*> networks;  ///< whose weights something reads
  std::map<std::string, const model::Array*> arrays;  ///< that directions name, by path as written
  Environment environment;
  const check::Hypothesis* hypothesis = nullptr;  ///< whose nodes `Expr::NodeRef` means
};

/// What to compute on one data set. `numbers` may be constants, members of a partition too (as
/// their index); a truth value among them counts as 0 or 1.
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
/// Two tensors fit where their shapes are equal but for leading axes of extent 1; one number fits
/// any tensor. Both sides of `and` and `or` are always evaluated.
///
/// Errors name the row: any step whose result is a NaN or infinity (the first such row of each
/// score or region), a partition with a gap or an overlap; and the file's own mistakes that only
/// data shows, as `diagnose` gives them. Everything wanted is tried, so that all errors come at
/// once.
[[nodiscard]] diag::Outcome<Table> evaluate(const Inputs& inputs, const Wanted& wanted);

/// The mistakes that show without computing anything: shapes that do not fit, an index or a row out
/// of range, a missing column. Data sets that are absent and groups whose size only activations
/// tell are taken to fit. Nothing is said twice.
[[nodiscard]] std::vector<diag::Diagnostic> diagnose(const Inputs& inputs,
                                                     const std::vector<Wanted>& wanted,
                                                     const std::vector<const check::Set*>& sets);

/// A constant expression: number, percentage as fraction, truth value as 0 or 1.
[[nodiscard]] diag::Outcome<double> evaluate_constant(const Inputs& inputs, ExprId expr);

/// The parts of a set; `where` is decided on the captured activations, exactly as `Statistic` says:
/// over every position and example, in binary64, sums in blocks of 4096 rows combined in row order;
/// `std` divides by the number of values. The region of a statistic must hold an example.
[[nodiscard]] diag::Outcome<std::vector<check::Part>> resolve(const Inputs& inputs,
                                                              const check::Set& set);

/// The same for each unit of a site; false where `resolve` would report an error.
[[nodiscard]] check::UnitPredicate unit_predicate(const Inputs& inputs);

/// One number per element of a part, over the rows where `in` holds (all when null): what `min`,
/// `max` and `mean` interventions put in. Means are summed in binary64 in blocks of 4096 rows that
/// are combined in row order, and rounded once. NaN where no row is left.
enum class Statistic { min, max, mean };
[[nodiscard]] std::vector<float> statistic(const model::Activations& activations,
                                           const std::vector<std::int64_t>& elements,
                                           Statistic kind, const Membership* in);

}  // namespace hyp::score
