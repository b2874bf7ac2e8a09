// SPDX-License-Identifier: MIT
// Shapes of expressions on the data at hand, found before anything is computed, so that evaluation
// can count on them.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "lang/diag/outcome.hpp"
#include "runtime/score/domain.hpp"
#include "runtime/score/table.hpp"

namespace hyp::score {

/// The value of an expression on one row.
struct Layout {
  check::Shape shape;   ///< empty for one number
  bool varies = false;  ///< from row to row; else the same on all
  bool known = true;    ///< `shape` is meaningless otherwise
};

/// Without leading axes of extent 1: two tensors fit when these are equal.
[[nodiscard]] check::Shape trimmed(const check::Shape& shape);
[[nodiscard]] inline bool is_number(const Layout& layout) {
  return trimmed(layout.shape).empty();
}

class Layouts {
 public:
  /// How many elements a group has: empty when that was an error (reported by whoever says so);
  /// not `known` without activations.
  struct Count {
    bool known = false;
    std::int64_t elements = 0;
  };
  using GroupCount = std::function<std::optional<Count>(GroupId)>;

  Layouts(const Inputs& inputs, GroupCount count, diag::Diagnostics& diagnostics)
      : inputs_(inputs), count_(std::move(count)), diagnostics_(diagnostics) {}

  /// Empty when something in the expression does not fit; that was reported, once.
  std::optional<Layout> of(ExprId expr, const Domain& domain);
  /// Whether the expression fits and is one number (or truth value) a row.
  bool number(ExprId expr, const Domain& domain);
  bool partition(PartitionId partition, const Domain& domain);
  /// Whether every `where` of the set fits.
  bool set(const check::Set& set);

 private:
  using Maybe = std::optional<Layout>;
  [[nodiscard]] const check::Program& program() const { return *inputs_.program; }
  [[nodiscard]] const model::Dataset* dataset(DataId data) const;
  Maybe fail(diag::Diagnostic problem);
  /// A value computed once and looked up: one number a row.
  Maybe column(ExprId expr, const Domain& domain);
  bool terms(const std::vector<check::Set::Term>& all);
  bool group(GroupId id);
  bool where(const check::PlaceRef& place);
  bool missing_row(source::Span span, const model::Dataset& dataset, std::int64_t row);
  bool missing_column(source::Span span, const model::Dataset& dataset, const std::string& column);
  Maybe joined(std::string_view sign, ExprId left, ExprId right, const Domain& domain);
  Maybe dot(ExprId left, ExprId right, const Domain& domain);
  Maybe misfit(std::string_view sign, ExprId left, const Layout& a, ExprId right, const Layout& b);

  Maybe infer_call(ExprId expr, const check::Expr::Call& call, const Domain& domain);
  template <typename Node>
  Maybe infer(ExprId expr, const Node& node, const Domain& domain);

  const Inputs& inputs_;
  GroupCount count_;
  diag::Diagnostics& diagnostics_;
  std::map<Domain, std::map<ExprId, Maybe>> memo_;
  std::map<std::pair<ExprId, Domain>, bool> numbers_;
  std::map<GroupId, bool> groups_;  ///< whether each fits
};

}  // namespace hyp::score
