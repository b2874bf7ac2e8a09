// SPDX-License-Identifier: MIT
#include "runtime/score/words.hpp"

namespace hyp::score {

std::string_view word(check::Function function) {
  using check::Function;
  switch (function) {
    case Function::sum:
      return "sum";
    case Function::mean:
      return "mean";
    case Function::min:
      return "min";
    case Function::max:
      return "max";
    case Function::dot:
      return "dot";
    case Function::norm:
      return "norm";
    case Function::abs:
      return "abs";
    case Function::sqrt:
      return "sqrt";
    case Function::exp:
      return "exp";
    case Function::log:
      return "log";
  }
  return {};
}

std::string_view word(check::Expr::ArithmeticOp op) {
  using Op = check::Expr::ArithmeticOp;
  switch (op) {
    case Op::add:
      return "+";
    case Op::subtract:
      return "-";
    case Op::multiply:
      return "*";
    case Op::divide:
      return "/";
  }
  return {};
}

std::string_view word(check::Expr::LogicOp op) {
  return op == check::Expr::LogicOp::conjunction ? "and" : "or";
}

std::string_view word(check::Expr::CompareOp op) {
  using Op = check::Expr::CompareOp;
  switch (op) {
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::greater:
      return ">";
    case Op::greater_equal:
      return ">=";
    case Op::equal:
      return "==";
    case Op::not_equal:
      return "!=";
  }
  return {};
}

std::string_view word(check::Expr::Statistic::Kind kind) {
  using Kind = check::Expr::Statistic::Kind;
  switch (kind) {
    case Kind::min:
      return "min";
    case Kind::max:
      return "max";
    case Kind::mean:
      return "mean";
    case Kind::std:
      return "std";
    case Kind::active:
      return "active";
  }
  return {};
}

namespace {

struct OperationWord {
  std::string_view operator()(const check::Input&) const { return "input"; }
  std::string_view operator()(const check::Given&) const { return "given"; }
  std::string_view operator()(const check::Conv2d&) const { return "conv2d"; }
  std::string_view operator()(const check::Linear&) const { return "linear"; }
  std::string_view operator()(const check::BatchNorm&) const { return "batch_norm"; }
  std::string_view operator()(const check::MaxPool2d&) const { return "max_pool"; }
  std::string_view operator()(const check::AveragePool2d&) const { return "average_pool"; }
  std::string_view operator()(const check::Flatten&) const { return "flatten"; }
  std::string_view operator()(const check::Identity&) const { return "dropout"; }
  std::string_view operator()(const check::Softmax&) const { return "softmax"; }
  std::string_view operator()(const check::Argmax&) const { return "argmax"; }
  std::string_view operator()(const check::Index&) const { return "[...]"; }
  std::string_view operator()(const check::Constant&) const { return "a number"; }
  std::string_view operator()(const check::Elementwise& op) const {
    constexpr std::string_view kWords[] = {"relu", "sigmoid", "tanh", "gelu", "exp",
                                           "log",  "sqrt",    "abs",  "-"};
    return kWords[static_cast<std::size_t>(op.function)];
  }
  std::string_view operator()(const check::Arithmetic& op) const {
    constexpr std::string_view kWords[] = {"+", "-", "*", "/"};
    return kWords[static_cast<std::size_t>(op.op)];
  }
};

}  // namespace

std::string_view word(const check::Operation& operation) {
  return std::visit(OperationWord{}, operation);
}

}  // namespace hyp::score
