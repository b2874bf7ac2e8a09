// SPDX-License-Identifier: MIT
// Nodes that are said to carry something else.
#include <fmt/format.h>

#include "lang/check/uses.hpp"
#include "lang/check/words.hpp"
#include "lang/mutate/makers.hpp"
#include "lang/mutate/rewrite.hpp"

namespace hyp::mutate {
namespace {

using check::Expr;
using check::ExprId;
using check::Node;

bool mentions_node(const check::Program& program, ExprId id) {
  if (std::holds_alternative<Expr::NodeRef>(program[id].node)) return true;
  for (const auto operand : check::operands(program[id])) {
    if (mentions_node(program, operand)) return true;
  }
  return false;
}

// Whether whoever reads the one value may read the other in its place.
bool alike(const check::Type& a, const check::Type& b) {
  using Element = check::Type::Element;
  return a.element == b.element && a.tensor == b.tensor &&
         (a.element != Element::part || a.partition == b.partition);
}

bool same_text(const Making& making, ExprId a, ExprId b) {
  return check::to_text(making.program, a, &making.hypothesis()) ==
         check::to_text(making.program, b, &making.hypothesis());
}

}  // namespace

void swap_values(const Making& making) {
  const auto& nodes = making.hypothesis().nodes;
  const auto plain = [&](std::size_t i) {
    return making.is_read(i) && nodes[i].value && !mentions_node(making.program, *nodes[i].value);
  };
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (std::size_t j = i + 1; j < nodes.size(); ++j) {
      if (!plain(i) || !plain(j)) continue;
      const ExprId mine = *nodes[i].value, other = *nodes[j].value;
      if (!alike(making.program[mine].type, making.program[other].type)) continue;
      if (same_text(making, mine, other)) continue;
      Mutant mutant = making.start(Kind::swap);
      Node &a = mutant.changed.nodes[i], &b = mutant.changed.nodes[j];
      // What is carried, with how near it must be met: a rule is about the value beside it.
      std::swap(a.value, b.value);
      std::swap(a.up_to, b.up_to);
      std::swap(a.rule, b.rule);
      mutant.what =
          fmt::format("{} is {}, and {} is {}", a.name, text_of(making.program, mutant, *a.value),
                      b.name, text_of(making.program, mutant, *b.value));
      making.made.push_back(std::move(mutant));
    }
  }
}

void negate_values(const Making& making) {
  const auto& nodes = making.hypothesis().nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!nodes[i].value) continue;
    const Expr& value = making.program[*nodes[i].value];
    if (value.type.element != check::Type::Element::boolean) continue;
    Mutant mutant = making.start(Kind::negate);
    auto& now = mutant.changed.nodes[i].value;
    now = append(making.program, mutant, {value.type, value.span, Expr::Not{*now}});
    mutant.what = fmt::format("{} is {}", nodes[i].name, text_of(making.program, mutant, *now));
    making.made.push_back(std::move(mutant));
  }
}

}  // namespace hyp::mutate
