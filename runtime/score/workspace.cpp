// SPDX-License-Identifier: MIT
#include "runtime/score/workspace.hpp"

#include <cassert>

#include "runtime/score/partition.hpp"
#include "runtime/score/tiles.hpp"
#include "runtime/score/units.hpp"
#include "runtime/score/words.hpp"

namespace hyp::score {

Workspace::Workspace(const Inputs& inputs)
    : inputs_(inputs),
      layouts_(
          inputs, [this](GroupId id) { return count(id); }, diagnostics_) {}

const model::Dataset& Workspace::dataset(DataId data) const {
  const auto it = inputs_.datasets.find(data);
  assert(it != inputs_.datasets.end() && "a data set that was not loaded");
  return *it->second;
}

const model::Activations& Workspace::activations(ModelId model, DataId data, SiteId site) const {
  const auto* found = inputs_.captured ? inputs_.captured->find(model, data, site) : nullptr;
  assert(found && found->rows == dataset(data).rows && "a site that was not captured");
  return *found;
}

std::int64_t Workspace::rows(const Domain& domain) const {
  switch (domain.kind) {
    case Domain::Kind::constant:
      return 1;
    case Domain::Kind::examples:
      return dataset(domain.data).rows;
    case Domain::Kind::units:
      break;
  }
  const auto& shape = program()[domain.model].site(domain.site).shape;
  return shape.empty() ? 1 : shape[0];
}

const Numbers* Workspace::column(ExprId expr, const Domain& domain) {
  return columns_.get({expr, domain}, [&]() -> std::optional<Numbers> {
    if (!layouts_.number(expr, domain)) return std::nullopt;
    Numbers numbers(static_cast<std::size_t>(rows(domain)));
    if (!Tiles(*this, domain).evaluate(expr, rows(domain), numbers.data())) return std::nullopt;
    return numbers;
  });
}

const Numbers* Workspace::constant(ExprId expr) {
  return constants_.get(expr, [&]() -> std::optional<Numbers> {
    const auto layout = layouts_.of(expr, Domain{});
    if (!layout) return std::nullopt;
    assert(!layout->varies && "a constant that varies");
    Numbers numbers(static_cast<std::size_t>(check::elements(layout->shape)));
    if (!Tiles(*this, Domain{}).evaluate(expr, 1, numbers.data())) return std::nullopt;
    return numbers;
  });
}

const Numbers* Workspace::partition(PartitionId partition, const Domain& domain) {
  return partitions_.get({partition, domain}, [&]() -> std::optional<Numbers> {
    std::vector<const Numbers*> conditions;
    bool failed = false;
    for (const auto& member : program()[partition].members) {
      conditions.push_back(member.when ? column(*member.when, domain) : nullptr);
      failed = failed || (member.when && !conditions.back());
    }
    if (failed) return std::nullopt;
    return members({program()[partition], dataset(domain.data)}, conditions, diagnostics_);
  });
}

const Numbers* Workspace::statistic(ExprId expr, const Domain& domain) {
  return statistics_.get({expr, domain}, [&]() -> std::optional<Numbers> {
    const auto& node = std::get<check::Expr::Statistic>(program()[expr].node);
    const Numbers* in = node.in ? column(*node.in, Domain::examples(domain.data)) : nullptr;
    if (node.in && !in) return std::nullopt;
    auto numbers = unit_statistic(activations(domain.model, domain.data, domain.site), rows(domain),
                                  node.kind, in);
    if (!numbers) {
      diagnostics_.add({diag::Code::statistic_of_nothing,
                        program()[expr].span,
                        {{"statistic", word(node.kind)}, {"data", program()[domain.data].name}}});
    }
    return numbers;
  });
}

const std::vector<check::Part>* Workspace::group(GroupId group) {
  return groups_.get(group, [&] { return set(program()[group].set); });
}

std::optional<std::vector<bool>> Workspace::where(const check::Where& where, ModelId model,
                                                  SiteId site) {
  const Domain domain = Domain::units(where.data, model, site);
  const Numbers* found = column(where.predicate, domain);
  if (!found) return std::nullopt;
  std::vector<bool> holds;
  for (const double value : *found) holds.push_back(value != 0);
  return holds;
}

std::optional<std::vector<check::Part>> Workspace::set(const check::Set& set) {
  if (!layouts_.set(set)) return std::nullopt;
  bool failed = false;
  auto parts =
      check::resolve(program(), set, [&](const check::Where& at, ModelId model, SiteId site) {
        auto holds = where(at, model, site);
        failed = failed || !holds;
        const auto units = static_cast<std::size_t>(rows(Domain::units(at.data, model, site)));
        return holds.value_or(std::vector<bool>(units));
      });
  if (failed) return std::nullopt;
  return parts;
}

std::optional<Layouts::Count> Workspace::count(GroupId id) {
  const auto* parts = group(id);
  if (!parts) return std::nullopt;
  Layouts::Count sum{true, 0};
  for (const auto& part : *parts) sum.elements += static_cast<std::int64_t>(part.elements.size());
  return sum;
}

}  // namespace hyp::score
