// SPDX-License-Identifier: MIT
// Resampling rules in the words of a file.
#include <fmt/format.h>

#include "lang/check/words.hpp"

namespace hyp::check {
namespace {

using Kind = Rule::Kind;

std::string same(const Program& program, const std::vector<ExprId>& values) {
  if (values.empty()) return "same value";
  if (values.size() == 1) return "same " + to_text(program, values[0]);
  std::string list;
  for (const auto value : values) list += (list.empty() ? "" : ", ") + to_text(program, value);
  return "same (" + list + ")";
}

std::string head(const Program& program, const Rule& rule) {
  const auto amount = [&] { return to_text(program, *rule.amount); };
  const auto value = [&] { return to_text(program, rule.values.at(0)); };
  switch (rule.kind) {
    case Kind::itself:
      return "itself";
    case Kind::any:
      return "any";
    case Kind::shuffled:
      return "shuffled";
    case Kind::from:
      return "from " + value();
    case Kind::same:
      return same(program, rule.values);
    case Kind::within:
      return fmt::format("within {} of {}", amount(), value());
    case Kind::nearest:
      return fmt::format("nearest {} of {}", amount(), value());
    case Kind::near:
      return fmt::format("near {} sigma {}", value(), amount());
    case Kind::fixed:
      return fmt::format("fixed {}[{}]", program[*rule.example_of].name, *rule.example);
  }
  return "";
}

}  // namespace

std::string to_text(const Program& program, const Rule& rule) {
  std::string out = head(program, rule);
  if (rule.in) out += " in " + to_text(program, *rule.in);
  if (rule.excluding_itself) out += ", excluding itself";
  if (rule.of) out += ", of " + program[*rule.of].name;
  if (rule.allow) out += ", allow " + to_text(program, *rule.allow);
  return out;
}

std::string to_text(const Program& program, const RuleSpec& spec) {
  if (spec.arms.size() == 1 && !spec.arms[0].when) return to_text(program, spec.arms[0].rule);
  std::string out;
  for (const auto& arm : spec.arms) {
    if (!out.empty()) out += "; ";
    out += arm.when ? "when " + to_text(program, *arm.when) : "otherwise";
    out += ": " + to_text(program, arm.rule);
  }
  return out;
}

}  // namespace hyp::check
