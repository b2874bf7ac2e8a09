// SPDX-License-Identifier: MIT
// A node that is not read where the claim says so, or another one in its place.
#include <fmt/format.h>

#include <algorithm>

#include "lang/check/uses.hpp"
#include "lang/mutate/makers.hpp"
#include "lang/mutate/rewrite.hpp"

namespace hyp::mutate {
namespace {

using check::Expr;
using check::ExprId;
using check::Hypothesis;
using check::NodeId;
using check::Program;

// The expression without what mentions a node: the other side of `or`, of a sum; nothing where all
// of it does.
std::optional<ExprId> without(const Program& program, Mutant& mutant, ExprId id, NodeId node) {
  const Expr& expr = program[id];
  if (const auto* ref = std::get_if<Expr::NodeRef>(&expr.node)) {
    return ref->node == node ? std::nullopt : std::optional(id);
  }
  const auto operands = check::operands(expr);
  std::vector<std::optional<ExprId>> left;
  for (const auto operand : operands) left.push_back(without(program, mutant, operand, node));
  const bool same = std::equal(operands.begin(), operands.end(), left.begin(),
                               [](ExprId a, const auto& b) { return b == a; });
  if (same) return id;
  Expr copy = expr;
  if (auto* logic = std::get_if<Expr::Logic>(&copy.node)) {
    if (!left[0] || !left[1]) return left[0] ? left[0] : left[1];
    *logic = {logic->op, *left[0], *left[1]};
  } else if (auto* sum = std::get_if<Expr::Arithmetic>(&copy.node)) {
    if (!left[0] || !left[1]) return left[0] ? left[0] : left[1];
    *sum = {sum->op, *left[0], *left[1]};
  } else if (auto* negation = std::get_if<Expr::Not>(&copy.node)) {
    if (!left[0]) return std::nullopt;
    negation->operand = *left[0];
  } else {
    return std::nullopt;
  }
  return append(program, mutant, std::move(copy));
}

// Nodes that nobody reads any more but that were read before go, and with them what they alone
// read. Those that stay get the numbers that the gaps leave.
void remove_unread(const Making& making, Mutant& mutant) {
  Hypothesis& changed = mutant.changed;
  std::vector<bool> kept(changed.nodes.size(), true);
  const auto read = [&](std::size_t i) {
    const NodeId wanted{static_cast<std::uint32_t>(i)};
    for (std::size_t r = 0; r < changed.nodes.size(); ++r) {
      const auto& reads = changed.nodes[r].reads;
      if (kept[r] && std::find(reads.begin(), reads.end(), wanted) != reads.end()) return true;
    }
    return false;
  };
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (!kept[i] || !making.is_read(i) || read(i)) continue;
      kept[i] = false;
      again = true;
    }
  }
  if (std::find(kept.begin(), kept.end(), false) == kept.end()) return;
  const auto now = [&](NodeId id) {
    return NodeId{static_cast<std::uint32_t>(
        std::count(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(id.index), true))};
  };
  const auto gone = [&](NodeId id) { return !kept[id.index]; };
  for (auto& node : changed.nodes) {
    for (auto& id : node.reads) id = now(id);  // nobody who stays reads one that goes
  }
  for (auto& together : changed.together) {
    for (std::size_t i = together.nodes.size(); i-- > 0;) {
      if (!gone(together.nodes[i])) continue;
      const auto at = static_cast<std::ptrdiff_t>(i);
      together.nodes.erase(together.nodes.begin() + at);
      if (i < together.node_spans.size()) {
        together.node_spans.erase(together.node_spans.begin() + at);
      }
    }
    for (auto& id : together.nodes) id = now(id);
  }
  std::erase_if(changed.together, [](const check::Together& together) {
    return together.nodes.size() + (together.others ? 1 : 0) < 2 || together.nodes.empty();
  });
  for (std::size_t i = kept.size(); i-- > 0;) {
    if (!kept[i]) changed.nodes.erase(changed.nodes.begin() + static_cast<std::ptrdiff_t>(i));
  }
  Rewriter rewriter(making.program, mutant, [&](ExprId id) -> std::optional<ExprId> {
    Expr copy = expr_of(making.program, mutant, id);
    const auto* ref = std::get_if<Expr::NodeRef>(&copy.node);
    if (!ref || now(ref->node) == ref->node) return std::nullopt;
    copy.node = Expr::NodeRef{now(ref->node)};
    return append(making.program, mutant, std::move(copy));
  });
  rewriter.rewrite(changed);
}

void erase_edge(check::Node& reader, std::size_t at) {
  reader.reads.erase(reader.reads.begin() + static_cast<std::ptrdiff_t>(at));
  if (at < reader.read_spans.size()) {
    reader.read_spans.erase(reader.read_spans.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

bool readable_alike(const Program& program, const check::Node& a, const check::Node& b) {
  if (!a.value || !b.value) return a.value.has_value() == b.value.has_value();
  const auto &mine = program[*a.value].type, &other = program[*b.value].type;
  return mine.element == other.element && mine.tensor == other.tensor &&
         mine.partition == other.partition;
}

}  // namespace

void remove_edges(const Making& making) {
  const auto& nodes = making.hypothesis().nodes;
  for (std::size_t r = 0; r < nodes.size(); ++r) {
    for (std::size_t e = 0; e < nodes[r].reads.size(); ++e) {
      const NodeId node = nodes[r].reads[e];
      Mutant mutant = making.start(Kind::remove);
      auto& reader = mutant.changed.nodes[r];
      const std::string before = reader.value ? text_of(making.program, mutant, *reader.value) : "";
      if (reader.value) reader.value = without(making.program, mutant, *reader.value, node);
      const std::string after = reader.value ? text_of(making.program, mutant, *reader.value) : "";
      erase_edge(reader, e);
      mutant.what = fmt::format("{} does not read {}", nodes[r].name, nodes[node.index].name);
      if (after != before) {
        mutant.what += after.empty() ? ", and has no value" : ", and is " + after;
      }
      remove_unread(making, mutant);
      making.made.push_back(std::move(mutant));
    }
  }
}

void redirect_edges(const Making& making) {
  const auto& nodes = making.hypothesis().nodes;
  for (std::size_t r = 0; r < nodes.size(); ++r) {
    for (std::size_t e = 0; e < nodes[r].reads.size(); ++e) {
      const NodeId node = nodes[r].reads[e];
      for (std::uint32_t o = 0; o < nodes.size(); ++o) {
        const NodeId other{o};
        const auto& reads = nodes[r].reads;
        if (o == r || !making.is_read(o) ||
            std::find(reads.begin(), reads.end(), other) != reads.end() ||
            !readable_alike(making.program, nodes[node.index], nodes[o])) {
          continue;
        }
        Mutant mutant = making.start(Kind::redirect);
        auto& reader = mutant.changed.nodes[r];
        reader.reads[e] = other;
        Rewriter rewriter(making.program, mutant, [&](ExprId id) -> std::optional<ExprId> {
          const auto* ref = std::get_if<Expr::NodeRef>(&making.program[id].node);
          if (!ref || ref->node != node) return std::nullopt;
          Expr copy = making.program[id];
          copy.node = Expr::NodeRef{other};
          return append(making.program, mutant, std::move(copy));
        });
        if (reader.value) reader.value = rewriter.rewrite(*reader.value);
        mutant.what = fmt::format("{} reads {} in place of {}", nodes[r].name, nodes[o].name,
                                  nodes[node.index].name);
        remove_unread(making, mutant);
        making.made.push_back(std::move(mutant));
      }
    }
  }
}

}  // namespace hyp::mutate
