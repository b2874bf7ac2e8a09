// SPDX-License-Identifier: MIT
#include "runtime/embed/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/check/words.hpp"
#include "runtime/embed/diff_combinations.hpp"
#include "runtime/embed/donors.hpp"
#include "runtime/embed/fingerprint.hpp"
#include "runtime/model/readers.hpp"

namespace hyp::embed {
namespace {

using plan::RowId;

// --- what makes two networks or two data sets the same ---

template <typename Number>
std::string hash_of(const std::vector<Number>& numbers) {
  return model::sha256_hex(std::as_bytes(std::span(numbers)));
}

// What differs, or nothing.
std::string difference(const model::Network& a, const model::Network& b) {
  if (equations_of(a) != equations_of(b)) return "their equations differ";
  for (const auto& [name, weight] : a.weights) {
    const auto other = b.weights.find(name);
    const auto own = hash_of(weight.values);
    const auto theirs = other == b.weights.end() ? "" : hash_of(other->second.values);
    if (own == theirs) continue;
    return fmt::format("the tensor `{}` has the content {:.12} in one, {:.12} in the other", name,
                       own, theirs);
  }
  for (const auto& [site, given] : a.given) {
    const auto other = b.given.find(site);
    if (other != b.given.end() && other->second.values.values == given.values.values) continue;
    return fmt::format("`{}` is given by other activations", a.equations.site(site).name);
  }
  return {};
}

std::string hash_of(const model::Array& array) {
  return model::sha256_hex(array.bytes.view());
}

std::string difference(const model::Dataset& a, const model::Dataset& b) {
  if (a.rows != b.rows)
    return fmt::format("`{}` has {} rows, `{}` {}", a.name, a.rows, b.name, b.rows);
  if (a.has_inputs != b.has_inputs || a.inputs.shape != b.inputs.shape) {
    return "their inputs have different shapes";
  }
  if (hash_of(a.inputs) != hash_of(b.inputs)) {
    return fmt::format("the inputs have the content {:.12} in `{}`, {:.12} in `{}`",
                       hash_of(a.inputs), a.name, hash_of(b.inputs), b.name);
  }
  return {};
}

// --- the comparison ---

class Differ {
 public:
  Differ(OpenTest& first, OpenTest& second) : tests_{&first, &second} {}

  diag::Outcome<report::Difference> compare(const DiffSide& first, const DiffSide& second) {
    if (auto error = same_subject()) return std::move(*error);
    for (const int side : {0, 1}) {
      auto scrub = test(side).claim->plan(plan::Mode::scrub, plan::Variant::as_written);
      if (!scrub) return std::move(scrub.diagnostics);
      scrubs_.push_back(std::move(*scrub.value));
      const auto& file = side == 0 ? first.file : second.file;
      out_.sides[static_cast<std::size_t>(side)] = {
          file, test(side).hypothesis.name, test(side).program[test(side).test.references].name,
          test(side).point.shown, test(side).points};
    }
    compared_ = {tests_, {&scrubs_[0], &scrubs_[1]}, {map(0), map(1)}};
    for (const auto& [one, other] : matched()) {
      auto node = compare(one, other);
      if (!node) return std::move(node.diagnostics);
      out_.nodes.push_back(std::move(*node.value));
    }
    auto all_else = compare_others();
    if (!all_else) return std::move(all_else.diagnostics);
    out_.nodes.push_back(std::move(*all_else.value));
    auto done = compare_combinations(compared_, out_);
    if (!done) return std::move(done.diagnostics);
    out_.provenance = test(0).stages.report.provenance;
    for (const auto& file : test(1).stages.report.provenance.files) {
      auto& known = out_.provenance.files;
      if (std::find(known.begin(), known.end(), file) == known.end()) known.push_back(file);
    }
    return std::move(out_);
  }

 private:
  using Pair = std::pair<std::optional<check::NodeId>, std::optional<check::NodeId>>;

  [[nodiscard]] OpenTest& test(int side) const { return *tests_[static_cast<std::size_t>(side)]; }
  [[nodiscard]] const model::Dataset& data(int side, check::DataId id) const {
    return *test(side).stages.machines.datasets.at(id);
  }

  std::optional<diag::Diagnostic> same_subject() const {
    const auto network = [&](int side) -> const model::Network& {
      return *test(side).stages.machines.networks.at(test(side).hypothesis.model);
    };
    const auto refuse = [&](diag::Code code, std::string what) {
      return diag::Diagnostic(code, std::nullopt,
                              {{"first", test(0).hypothesis.name},
                               {"second", test(1).hypothesis.name},
                               {"difference", std::move(what)}});
    };
    auto what = difference(network(0), network(1));
    if (!what.empty()) return refuse(diag::Code::other_network, std::move(what));
    what = difference(data(0, test(0).test.references), data(1, test(1).test.references));
    if (!what.empty()) return refuse(diag::Code::other_examples, std::move(what));
    return std::nullopt;
  }

  // Where each row of one pool lies in the other.
  [[nodiscard]] plan::RowMap map(int from) const {
    const auto& own = test(from).claim->pool();
    const auto& theirs = test(1 - from).claim->pool();
    plan::RowMap rows(static_cast<std::size_t>(own.size()));
    for (const auto one : own.datasets()) {
      for (const auto other : theirs.datasets()) {
        const bool references = one == test(from).test.references;
        const bool their_references = other == test(1 - from).test.references;
        if (references != their_references) continue;
        if (!difference(data(from, one), data(1 - from, other)).empty()) continue;
        for (std::int64_t row = 0; row < own.rows(one); ++row) {
          rows[own.id(one, row)] = theirs.id(other, row);
        }
      }
    }
    return rows;
  }

  // --- nodes ---

  [[nodiscard]] const std::vector<check::Node>& nodes(int side) const {
    return test(side).hypothesis.nodes;
  }

  using Elements = std::set<std::pair<check::SiteId, std::int64_t>>;
  [[nodiscard]] Elements elements(int side, check::NodeId node) const {
    Elements all;
    for (const auto& place : test(side).claim->places()[node.index]) {
      for (const auto element : place.elements) all.insert({place.site, element});
    }
    return all;
  }

  // By name, then by place; what is left stands alone.
  [[nodiscard]] std::vector<Pair> matched() const {
    std::vector<Pair> pairs;
    std::set<std::uint32_t> taken;
    const auto& others = nodes(1);
    const auto match = [&](auto fits) -> std::optional<check::NodeId> {
      for (std::uint32_t i = 0; i < others.size(); ++i) {
        if (taken.contains(i) || !fits(check::NodeId{i})) continue;
        taken.insert(i);
        return check::NodeId{i};
      }
      return std::nullopt;
    };
    for (std::uint32_t i = 0; i < nodes(0).size(); ++i) {
      pairs.push_back({check::NodeId{i}, match([&](check::NodeId other) {
                         return others[other.index].name == nodes(0)[i].name;
                       })});
    }
    for (auto& [one, other] : pairs) {
      if (other) continue;
      const auto own = elements(0, *one);
      other = match(
          [&](check::NodeId candidate) { return !own.empty() && elements(1, candidate) == own; });
    }
    for (std::uint32_t i = 0; i < others.size(); ++i) {
      if (!taken.contains(i)) pairs.push_back({std::nullopt, check::NodeId{i}});
    }
    return pairs;
  }

  [[nodiscard]] report::ComparedNode::Side words(int side, check::NodeId id) const {
    const auto& of = test(side);
    const auto& node = of.hypothesis.nodes[id.index];
    const auto value =
        node.value ? check::to_text(of.program, *node.value, &of.hypothesis) : std::string();
    const bool output = id == of.claim->graph().output;
    return {node.name, value,
            output ? "" : rule_text(of.program, of.hypothesis, {plan::Drawer::Kind::node, id})};
  }

  diag::Outcome<report::ComparedNode> compare(std::optional<check::NodeId> one,
                                              std::optional<check::NodeId> other) {
    report::ComparedNode out;
    const int shown = one ? 0 : 1;
    out.place =
        place_text(test(shown).model, test(shown).claim->places()[one ? one->index : other->index]);
    if (one) out.sides[0] = words(0, *one);
    if (other) out.sides[1] = words(1, *other);
    if (!one || !other) return out;
    out.only = {units_without(0, elements(0, *one), elements(1, *other)),
                units_without(1, elements(1, *other), elements(0, *one))};
    const auto first = draw_of(0, *one), second = draw_of(1, *other);
    if (!first || !second) return out;
    return compare(std::move(out), {*first, *second});
  }

  diag::Outcome<report::ComparedNode> compare_others() {
    report::ComparedNode out;
    out.place = "all else";
    for (const int side : {0, 1}) {
      const auto& of = test(side);
      out.sides[static_cast<std::size_t>(side)] = {
          "all else", "",
          rule_text(of.program, of.hypothesis,
                    {plan::Drawer::Kind::others, of.claim->graph().output})};
    }
    return compare(std::move(out),
                   {scrubs_[0].tree.visits.front().others, scrubs_[1].tree.visits.front().others});
  }

  // Donor sets, over the examples.
  diag::Outcome<report::ComparedNode> compare(report::ComparedNode out,
                                              std::array<std::uint32_t, 2> draws) {
    auto sets = compared_.overlap(draws[0], draws[1]);
    report::Overlap counts;
    for (std::int64_t r = 0; r < scrubs_[0].pool->rows(scrubs_[0].references); ++r) {
      if (auto stop = compared_.stopped(r)) return std::move(*stop);
      const RowId datum = scrubs_[0].pool->id(scrubs_[0].references, r);
      const auto found = sets.at(datum);
      (found.first_in_second   ? found.second_in_first ? counts.equal : counts.first_within
       : found.second_in_first ? counts.second_within
                               : counts.neither) += 1;
      for (const int side : {0, 1}) {
        auto& example = out.allows[static_cast<std::size_t>(side)];
        const bool inside = side == 0 ? found.first_in_second : found.second_in_first;
        if (inside || example) continue;
        const auto donor = side == 0 ? sets.of_first_alone(datum) : sets.of_second_alone(datum);
        if (!donor) continue;
        auto swap = compared_.telling(side, draws, datum, *donor,
                                      {out.sides[static_cast<std::size_t>(side)].name});
        if (!swap) return std::move(swap.diagnostics);
        example = std::move(*swap.value);
      }
    }
    out.donors = counts;
    return out;
  }

  // The draw that a node takes at the output's visit; none for one that stands deeper.
  [[nodiscard]] std::optional<std::uint32_t> draw_of(int side, check::NodeId node) const {
    for (const auto& replaced : scrubs_[static_cast<std::size_t>(side)].tree.visits[0].replaced) {
      if (replaced.node == node) return replaced.draw;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<std::string> units_without(int side, const Elements& own,
                                                       const Elements& others) const {
    std::vector<std::string> names;
    for (const auto& [site, element] : own) {
      if (others.contains({site, element})) continue;
      const auto& of = test(side).model.site(site);
      const std::int64_t each = of.shape.empty() ? 1 : check::elements(of.shape) / of.shape[0];
      auto name = of.shape.empty() ? of.name : fmt::format("{}[{}]", of.name, element / each);
      if (names.empty() || names.back() != name) names.push_back(std::move(name));
    }
    return names;
  }

  std::array<OpenTest*, 2> tests_;
  std::vector<plan::Scrub> scrubs_;
  Compared compared_ = {};
  report::Difference out_;
};

}  // namespace

namespace {

bool has_constant(const check::Program& program, const std::pair<std::string, std::string>& set) {
  const auto environment = environment_of(program, {set});
  return environment || environment.diagnostics.front().code != diag::Code::unknown_option_name;
}

// A constant that one of two files alone has is set there.
AskOptions settings_of(const DiffSide& side, const DiffSide& other) {
  AskOptions asked = side.asked;
  std::erase_if(asked.set, [&](const auto& set) {
    return !has_constant(side.program, set) && has_constant(other.program, set);
  });
  return asked;
}

}  // namespace

diag::Outcome<report::Difference> diff(const DiffSide& first, const DiffSide& second,
                                       source::Loader& loader, Listener& listener) {
  const auto open = [&](const DiffSide& side,
                        const DiffSide& beside) -> diag::Outcome<std::unique_ptr<OpenTest>> {
    const auto test = choose_test(side.program, side.asked, side.file, side.file + ":");
    if (!test) return test.diagnostics;
    return OpenTest::open(side.program, *test, settings_of(side, beside), side.file, loader,
                          listener);
  };
  auto one = open(first, second);
  if (!one) return std::move(one.diagnostics);
  auto other = open(second, first);
  if (!other) return std::move(other.diagnostics);
  return Differ(**one, **other).compare(first, second);
}

}  // namespace hyp::embed
