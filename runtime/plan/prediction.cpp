// SPDX-License-Identifier: MIT
#include "runtime/plan/prediction.hpp"

#include <algorithm>
#include <cmath>

#include "lang/check/uses.hpp"

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

double compare(Expr::CompareOp op, double a, double b) {
  switch (op) {
    case Expr::CompareOp::less:
      return a < b;
    case Expr::CompareOp::less_equal:
      return a <= b;
    case Expr::CompareOp::greater:
      return a > b;
    case Expr::CompareOp::greater_equal:
      return a >= b;
    case Expr::CompareOp::equal:
      return a == b;
    case Expr::CompareOp::not_equal:
      return a != b;
  }
  return 0;
}

double arithmetic(Expr::ArithmeticOp op, double a, double b) {
  switch (op) {
    case Expr::ArithmeticOp::add:
      return a + b;
    case Expr::ArithmeticOp::subtract:
      return a - b;
    case Expr::ArithmeticOp::multiply:
      return a * b;
    case Expr::ArithmeticOp::divide:
      return a / b;
  }
  return 0;
}

// Of numbers: `sum(x)` and the like are the number itself.
double call(check::Function function, double first, double second) {
  switch (function) {
    case check::Function::min:
      return std::min(first, second);
    case check::Function::max:
      return std::max(first, second);
    case check::Function::dot:
      return first * second;
    case check::Function::abs:
    case check::Function::norm:
      return std::abs(first);
    case check::Function::sqrt:
      return std::sqrt(first);
    case check::Function::exp:
      return std::exp(first);
    case check::Function::log:
      return std::log(first);
    case check::Function::sum:
    case check::Function::mean:
      return first;
  }
  return first;
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
  Values out = operands[0];
  const auto join = [&](auto op) {
    for (std::size_t k = operands.size() == 1 ? 0 : 1; k < operands.size(); ++k) {
      for (std::size_t i = 0; i < out.size(); ++i) out[i] = op(out[i], operands[k][i]);
    }
  };
  if (const auto* logic = std::get_if<Expr::Logic>(&expr.node)) {
    const bool all = logic->op == Expr::LogicOp::conjunction;
    join([all](double a, double b) -> double { return all ? a != 0 && b != 0 : a != 0 || b != 0; });
  } else if (const auto* comparison = std::get_if<Expr::Compare>(&expr.node)) {
    join([&](double a, double b) { return compare(comparison->op, a, b); });
  } else if (const auto* sum = std::get_if<Expr::Arithmetic>(&expr.node)) {
    join([&](double a, double b) { return arithmetic(sum->op, a, b); });
  } else if (const auto* function = std::get_if<Expr::Call>(&expr.node)) {
    join([&](double a, double b) { return call(function->function, a, b); });
  } else if (std::holds_alternative<Expr::Negate>(expr.node)) {
    for (double& v : out) v = -v;
  } else if (std::holds_alternative<Expr::Not>(expr.node)) {
    for (double& v : out) v = v == 0;
  }
  return out;
}

}  // namespace hyp::plan
