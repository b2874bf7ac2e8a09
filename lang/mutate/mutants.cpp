// SPDX-License-Identifier: MIT
#include "lang/mutate/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lang/check/words.hpp"
#include "lang/mutate/makers.hpp"

namespace hyp::mutate {

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::drop:
      return "drop";
    case Kind::move:
      return "move";
    case Kind::swap:
      return "swap";
    case Kind::negate:
      return "negate";
    case Kind::shift:
      return "shift";
    case Kind::widen:
      return "widen";
    case Kind::remove:
      return "remove";
    case Kind::redirect:
      return "redirect";
  }
  return {};
}

std::string_view describe(Kind kind) {
  switch (kind) {
    case Kind::drop:
      return "unit dropped";
    case Kind::move:
      return "unit moved";
    case Kind::swap:
      return "values swapped";
    case Kind::negate:
      return "value negated";
    case Kind::shift:
      return "bound shifted";
    case Kind::widen:
      return "rule widened";
    case Kind::remove:
      return "edge removed";
    case Kind::redirect:
      return "edge redirected";
  }
  return {};
}

bool Making::is_read(std::size_t index) const {
  const check::NodeId wanted{static_cast<std::uint32_t>(index)};
  const auto& nodes = hypothesis().nodes;
  return std::any_of(nodes.begin(), nodes.end(), [&](const check::Node& reader) {
    return std::find(reader.reads.begin(), reader.reads.end(), wanted) != reader.reads.end();
  });
}

std::string text_of(const check::Program& program, const Mutant& mutant, check::ExprId id) {
  return check::to_text(applied(program, mutant), id, &mutant.changed);
}

Known known_without_data(const check::Program& program, check::HypothesisId id) {
  Known known;
  for (const auto& node : program[id].nodes) {
    auto& parts = known.parts.emplace_back();
    const bool needs_data =
        std::any_of(node.places.begin(), node.places.end(),
                    [&](const auto& set) { return check::needs_data(program, set); });
    if (needs_data) continue;
    check::Set all;
    for (const auto& set : node.places) {
      all.terms.push_back(
          {all.terms.empty() ? check::Set::Join::start : check::Set::Join::unite, set.terms});
    }
    parts = check::resolve(program, all, nullptr);
  }
  return known;
}

std::vector<Mutant> mutants(const check::Program& program, const Claims& claims) {
  std::vector<Mutant> made;
  for (const auto& [id, known] : claims) {
    const Making making{program, id, known, claims, made};
    drop_units(making);
    move_units(making);
    swap_values(making);
    negate_values(making);
    shift_bounds(making);
    widen_rules(making);
    remove_edges(making);
    redirect_edges(making);
  }
  return made;
}

std::string dump(const std::vector<Mutant>& mutants) {
  std::string out;
  for (const auto& mutant : mutants) {
    out += fmt::format("{:<9} {}\n", name_of(mutant.kind), mutant.what);
  }
  return out;
}

}  // namespace hyp::mutate
