// SPDX-License-Identifier: MIT
#include "lang/graph/words.hpp"

#include <fmt/format.h>

#include "lang/graph/claims.hpp"

namespace hyp::graph {
namespace {

using check::Expr;
using check::ExprId;

// How tightly an expression holds together; a looser one inside a tighter one needs brackets.
enum Tightness { kLogic = 1, kNot, kCompare, kSum, kProduct, kUnary, kAtom };

struct Words {
  std::string text;
  int tightness = kAtom;
};

class Writer {
 public:
  Writer(const check::Program& program, const check::Hypothesis& hypothesis)
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
  Words operator()(const Expr::NodeRef& e) const { return {hypothesis_.nodes[e.node.index].name}; }
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
  Words operator()(const Expr::SiteRef& e) const { return {site_text(program_, e.model, e.site)}; }
  Words operator()(const Expr::GroupRef& e) const { return {program_[e.group].name}; }
  Words operator()(const Expr::Subscript& e) const {
    return {inside(e.object, kAtom) + check::to_string(e.at)};
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
    constexpr const char* kNames[] = {"sum",  "mean", "min",  "max", "dot",
                                      "norm", "abs",  "sqrt", "exp", "log"};
    std::string arguments;
    for (const auto argument : e.arguments) {
      arguments += (arguments.empty() ? "" : ", ") + words(argument).text;
    }
    return {fmt::format("{}({})", kNames[static_cast<std::size_t>(e.function)], arguments)};
  }
  Words operator()(const Expr::Statistic& e) const {
    constexpr const char* kNames[] = {"min", "max", "mean", "std", "active"};
    const char* name = kNames[static_cast<std::size_t>(e.kind)];
    return {e.in ? fmt::format("{}(in {})", name, words(*e.in).text) : name};
  }

 private:
  static Words constant(const Expr::Constant& e, const check::Type& type) {
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

  const check::Program& program_;
  const check::Hypothesis& hypothesis_;
};

}  // namespace

std::string expr_text(const check::Program& program, const check::Hypothesis& hypothesis,
                      ExprId id) {
  return Writer(program, hypothesis).words(id).text;
}

std::string rule_text(const check::Program& program, const check::Hypothesis& hypothesis,
                      const check::Rule& rule) {
  using Kind = check::Rule::Kind;
  const auto text = [&](ExprId id) { return expr_text(program, hypothesis, id); };
  std::string values;
  for (const auto value : rule.values) values += (values.empty() ? "" : ", ") + text(value);
  const std::string amount = rule.amount ? text(*rule.amount) : "";
  std::string out;
  switch (rule.kind) {
    case Kind::itself:
      out = "itself";
      break;
    case Kind::any:
      out = "any";
      break;
    case Kind::shuffled:
      out = "shuffled";
      break;
    case Kind::from:
      out = "from " + values;
      break;
    case Kind::same:
      out = "same " + (values.empty() ? "value" : values);
      break;
    case Kind::within:
      out = fmt::format("within {} of {}", amount, values);
      break;
    case Kind::nearest:
      out = fmt::format("nearest {} of {}", amount, values);
      break;
    case Kind::near:
      out = fmt::format("near {} sigma {}", values, amount);
      break;
    case Kind::fixed:
      out = fmt::format("fixed {}[{}]", program[*rule.example_of].name, *rule.example);
      break;
  }
  if (rule.in) out += " in " + text(*rule.in);
  if (rule.excluding_itself) out += ", excluding itself";
  if (rule.of) out += ", of " + program[*rule.of].name;
  if (rule.allow) out += ", allow " + text(*rule.allow);
  return out;
}

std::vector<std::string> rule_lines(const check::Program& program,
                                    const check::Hypothesis& hypothesis,
                                    const check::RuleSpec& spec) {
  std::vector<std::string> lines;
  for (const auto& arm : spec.arms) {
    std::string line = rule_text(program, hypothesis, arm.rule);
    if (arm.when) {
      line = fmt::format("when {}: {}", expr_text(program, hypothesis, *arm.when), line);
    } else if (spec.arms.size() > 1) {
      line = "otherwise: " + line;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> resampling_lines(const check::Program& program,
                                          const check::Hypothesis& hypothesis,
                                          const check::Node& node) {
  if (node.rule) return rule_lines(program, hypothesis, *node.rule);
  if (!node.up_to) return {"same value"};
  return {fmt::format("same value up to {}", expr_text(program, hypothesis, *node.up_to))};
}

std::vector<std::string> others_lines(const check::Program& program,
                                      const check::Hypothesis& hypothesis,
                                      const check::Node& node) {
  if (node.others) return rule_lines(program, hypothesis, *node.others);
  if (hypothesis.all_else) return rule_lines(program, hypothesis, *hypothesis.all_else);
  return {"any"};
}

std::vector<std::string> place_lines(const check::Program& program,
                                     const check::Hypothesis& hypothesis, const Claim& claim) {
  std::vector<std::string> lines;
  const check::Model& model = program[hypothesis.model];
  if (claim.needs_data) {
    for (const auto site : claim.unit_sites) {
      lines.push_back("units of " + site_text(program, hypothesis.model, site) +
                      " that the data decides");
    }
  }
  for (const auto& part : claim.parts) {
    const check::Shape& shape = model.site(part.site).shape;
    const std::string site = site_text(program, part.model, part.site);
    const auto units = static_cast<std::int64_t>(check::units_of(part, shape).size());
    const auto held = static_cast<std::int64_t>(part.elements.size());
    if (held == check::elements(shape)) {
      lines.push_back(shape.empty() ? site : fmt::format("all of {}", site));
      continue;
    }
    std::string line = fmt::format("{} unit{} of {}", units, units == 1 ? "" : "s", site);
    const std::int64_t each = check::elements(shape) / shape[0];
    if (held != units * each) line += fmt::format(", {} of {} elements", held, units * each);
    lines.push_back(std::move(line));
  }
  for (const auto id : claim.subspaces) {
    const check::Subspace& subspace = program[id];
    lines.push_back(fmt::format("{} {} of {}", subspace.direction ? "direction" : "subspace",
                                subspace.name, site_text(program, subspace.model, subspace.site)));
  }
  return lines;
}

}  // namespace hyp::graph
