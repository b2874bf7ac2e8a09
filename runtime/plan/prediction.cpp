// SPDX-License-Identifier: MIT
#include "runtime/plan/prediction.hpp"

#include <algorithm>

#include "lang/check/uses.hpp"
#include "runtime/score/kernels.hpp"

namespace hyp::plan {
namespace {

using check::Expr;
using check::ExprId;
using check::Program;

bool mentions_node(const Program& program, ExprId id) {
  if (std::holds_alternative<Expr::NodeRef>(program[id].node)) return true;
  const auto operands = check::operands(program[id]);
  return std::any_of(operands.begin(), operands.end(),
                     [&](ExprId operand) { return mentions_node(program, operand); });
}

// Calls `own(expr)` for the largest parts of an expression that mention no node, and `node(id)` for
// the nodes.
template <typename Own, typename Node>
void for_each_leaf(const Program& program, ExprId id, Own own, Node node) {
  if (const auto* ref = std::get_if<Expr::NodeRef>(&program[id].node)) {
    node(ref->node);
  } else if (!mentions_node(program, id)) {
    own(id);
  } else {
    for (const ExprId operand : check::operands(program[id])) {
      for_each_leaf(program, operand, own, node);
    }
  }
}

// One number a row.
score::Rows rows_of(const std::vector<double>& column) {
  return {column.data(), 1, 1};
}

// Of numbers, which are all that a node carries.
void call(check::Function function, const std::vector<std::vector<double>>& operands,
          std::vector<double>& out) {
  using check::Function;
  const auto rows = static_cast<std::int64_t>(out.size());
  switch (function) {
    case Function::abs:
    case Function::sqrt:
    case Function::exp:
    case Function::log:
      return score::map(function, rows_of(operands[0]), rows, out.data());
    case Function::dot:
      return score::dot(rows_of(operands[0]), rows_of(operands[1]), rows, out.data());
    default:
      score::reduce(function, rows_of(operands[0]), rows, out.data());
  }
  for (std::size_t k = 1; k < operands.size(); ++k) {  // min and max take several
    score::combine(function, rows_of(out), rows_of(operands[k]), rows, 1, out.data());
  }
}

}  // namespace

bool Prediction::possible(const Program& program, ExprId value) {
  bool numbers = true;
  for_each_leaf(
      program, value, [&](ExprId own) { numbers = numbers && !program[own].type.tensor; },
      [](NodeId) {});
  return numbers;
}

void Prediction::want_columns(const Program& program, const check::Hypothesis& hypothesis,
                              ExprId value, DataId references, DataId donors, Columns& columns) {
  for_each_leaf(
      program, value, [&](ExprId own) { columns.want(own, references); },
      [&](NodeId node) {
        for (const DataId data : {references, donors}) {
          columns.want(*hypothesis.nodes[node.index].value, data);
        }
      });
}

std::vector<double> Prediction::predict(std::int64_t first, std::int64_t rows,
                                        const NodeDonorRows& donors) const {
  return value(value_, first, rows, donors);
}

std::optional<double> Prediction::carried(NodeId node, RowId donor) const {
  bool read = false;
  for_each_leaf(
      program_, value_, [](ExprId) {}, [&](NodeId one) { read = read || one == node; });
  if (!read) return std::nullopt;
  const DataId data = pool_->data_of(donor);
  return columns_->of(*hypothesis_.nodes[node.index].value, data)[donor - pool_->first(data)];
}

Prediction::Values Prediction::value(ExprId id, std::int64_t first, std::int64_t rows,
                                     const NodeDonorRows& donors) const {
  const Expr& expr = program_[id];
  if (const auto* ref = std::get_if<Expr::NodeRef>(&expr.node)) {
    const ExprId own = *hypothesis_.nodes[ref->node.index].value;
    const auto known = donors.find(ref->node);
    Values out;
    out.reserve(static_cast<std::size_t>(rows));
    if (pool_->datasets().size() == 1) {
      const auto& column = columns_->of(own, references_);
      for (std::int64_t i = 0; i < rows; ++i) {
        out.push_back(column[known == donors.end() ? static_cast<std::size_t>(first + i)
                                                   : known->second[static_cast<std::size_t>(i)]]);
      }
      return out;
    }
    for (std::int64_t i = 0; i < rows; ++i) {
      const RowId row = known == donors.end() ? pool_->id(references_, first + i)
                                              : known->second[static_cast<std::size_t>(i)];
      const DataId data = pool_->data_of(row);
      out.push_back(columns_->of(own, data)[row - pool_->first(data)]);
    }
    return out;
  }
  if (!mentions_node(program_, id)) {
    const auto& column = columns_->of(id, references_);
    return {column.begin() + first, column.begin() + first + rows};
  }
  std::vector<Values> operands;
  for (const ExprId operand : check::operands(expr)) {
    operands.push_back(value(operand, first, rows, donors));
  }
  Values out(static_cast<std::size_t>(rows));
  const score::Rows left = rows_of(operands[0]);
  if (std::holds_alternative<Expr::Negate>(expr.node)) {
    score::negate(left, rows, out.data());
  } else if (std::holds_alternative<Expr::Not>(expr.node)) {
    score::logical_not(left, rows, out.data());
  } else if (const auto* function = std::get_if<Expr::Call>(&expr.node)) {
    call(function->function, operands, out);
  } else {
    const auto combine = [&](auto op) {
      score::combine(op, left, rows_of(operands[1]), rows, 1, out.data());
    };
    if (const auto* logic = std::get_if<Expr::Logic>(&expr.node)) combine(logic->op);
    if (const auto* comparison = std::get_if<Expr::Compare>(&expr.node)) combine(comparison->op);
    if (const auto* sum = std::get_if<Expr::Arithmetic>(&expr.node)) combine(sum->op);
  }
  return out;
}

}  // namespace hyp::plan
