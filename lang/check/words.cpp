// SPDX-License-Identifier: MIT
// Expressions in the words of a file: brackets only where they are needed.
#include "lang/check/words.hpp"

#include <fmt/format.h>

#include "lang/check/functions.hpp"

namespace hyp::check {
namespace {

// How tightly an expression holds together; a looser one inside a tighter one needs brackets.
enum Tightness { kLogic = 1, kNot, kCompare, kSum, kProduct, kUnary, kAtom };

struct Words {
  std::string text;
  int tightness = kAtom;
};

class Writer {
 public:
  Writer(const Program& program, const Hypothesis* hypothesis)
      : program_(program), hypothesis_(hypothesis) {}

  Words words(ExprId id) const {
    const Expr& expr = program_[id];
    if (const auto* c = std::get_if<Expr::Constant>(&expr.node)) return constant(*c, expr.type);
    return std::visit(*this, expr.node);
  }

  Words operator()(const Expr::Constant& e) const { return constant(e, {}); }
  Words operator()(const Expr::LetRef& e) const { return {program_[e.let].name}; }
  Words operator()(const Expr::ScoreRef& e) const { return {program_[e.score].name}; }
  Words operator()(const Expr::RegionRef& e) const { return {program_[e.region].name}; }
  Words operator()(const Expr::MemberRef& e) const {
    return {program_[e.partition].members[e.member].name};
  }
  Words operator()(const Expr::PartitionRef& e) const { return {program_[e.partition].name}; }
  Words operator()(const Expr::NodeRef& e) const {
    return {hypothesis_ ? hypothesis_->nodes[e.node.index].name
                        : fmt::format("node {}", e.node.index)};
  }
  Words operator()(const Expr::InputRef&) const { return {"input"}; }
  Words operator()(const Expr::ColumnRef& e) const {
    return {(e.data ? program_[*e.data].name + "." : "") + e.column};
  }
  Words operator()(const Expr::ExampleInput& e) const {
    return {fmt::format("{}[{}].input", program_[e.data].name, e.row)};
  }
  Words operator()(const Expr::ExampleColumn& e) const {
    return {fmt::format("{}[{}].{}", program_[e.data].name, e.row, e.column)};
  }
  Words operator()(const Expr::SiteRef& e) const {
    return {program_[e.model].name + "." + program_[e.model].site(e.site).name};
  }
  Words operator()(const Expr::GroupRef& e) const { return {program_[e.group].name}; }
  Words operator()(const Expr::Subscript& e) const {
    return {inside(e.object, kAtom) + to_string(e.at)};
  }
  Words operator()(const Expr::Negate& e) const {
    return {"-" + inside(e.operand, kUnary), kUnary};
  }
  Words operator()(const Expr::Not& e) const { return {"not " + inside(e.operand, kNot), kNot}; }
  Words operator()(const Expr::Arithmetic& e) const {
    constexpr const char* kOps[] = {"+", "-", "*", "/"};
    const bool product = e.op >= Expr::ArithmeticOp::multiply;
    const int own = product ? kProduct : kSum;
    return {fmt::format("{} {} {}", inside(e.left, own), kOps[static_cast<std::size_t>(e.op)],
                        inside(e.right, own + 1)),
            own};
  }
  Words operator()(const Expr::Logic& e) const {
    const char* op = e.op == Expr::LogicOp::conjunction ? "and" : "or";
    return {fmt::format("{} {} {}", logic_side(e.left, e.op), op, logic_side(e.right, e.op)),
            kLogic};
  }
  Words operator()(const Expr::Compare& e) const {
    constexpr const char* kOps[] = {"<", "<=", ">", ">=", "==", "!="};
    return {fmt::format("{} {} {}", inside(e.left, kSum), kOps[static_cast<std::size_t>(e.op)],
                        inside(e.right, kSum)),
            kCompare};
  }
  Words operator()(const Expr::Call& e) const {
    std::string arguments;
    for (const auto argument : e.arguments) {
      arguments += (arguments.empty() ? "" : ", ") + words(argument).text;
    }
    return {fmt::format("{}({})", info(e.function).name, arguments)};
  }
  Words operator()(const Expr::Statistic& e) const {
    constexpr const char* kNames[] = {"min", "max", "mean", "std", "active"};
    const char* name = kNames[static_cast<std::size_t>(e.kind)];
    return {e.in ? fmt::format("{}(in {})", name, words(*e.in).text) : name};
  }

 private:
  static Words constant(const Expr::Constant& e, const Type& type) {
    const std::string text =
        type.percent ? fmt::format("{:.12g}%", e.value * 100) : fmt::format("{}", e.value);
    return {text, e.value < 0 ? kUnary : kAtom};
  }
  std::string inside(ExprId id, int around) const {
    const Words w = words(id);
    return w.tightness < around ? "(" + w.text + ")" : w.text;
  }
  // `a or b or c` needs no brackets; a mixture of `and` and `or` always has them.
  std::string logic_side(ExprId id, Expr::LogicOp op) const {
    const auto* logic = std::get_if<Expr::Logic>(&program_[id].node);
    return logic && logic->op == op ? words(id).text : inside(id, kNot);
  }

  const Program& program_;
  const Hypothesis* hypothesis_;  // where nodes have names
};

}  // namespace

std::string to_text(const Program& program, ExprId expr) {
  return to_text(program, expr, nullptr);
}

std::string to_text(const Program& program, ExprId expr, const Hypothesis* hypothesis) {
  return Writer(program, hypothesis).words(expr).text;
}

}  // namespace hyp::check
