// SPDX-License-Identifier: MIT
#include "tests/oracle/oracle.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace hyp::oracle {

using check::NodeId;

namespace {

// One of those that draw at a visit: a node that is read, or the visit's others.
class Drawer {
 public:
  Drawer() = default;  // the others
  explicit Drawer(NodeId m) : is_node_(true), node_(m) {}
  explicit operator bool() const { return is_node_; }
  NodeId operator*() const { return node_; }
  auto operator<=>(const Drawer&) const = default;

 private:
  bool is_node_ = false;
  NodeId node_;
};

// A statement `draw ... together` cut down to one visit, or one drawer alone.
using Company = std::vector<Drawer>;

bool contains(const std::vector<NodeId>& nodes, NodeId node) {
  return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

}  // namespace

class Oracle::Scrubber {
 public:
  explicit Scrubber(World world)
      : world_(std::move(world)), expressions_(world_), rules_(world_, expressions_) {
    const auto& nodes = claim().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      const bool by_units = !nodes[i].places.empty();
      parts_.push_back(by_units ? expressions_.parts(nodes[i].places) : std::vector<check::Part>());
      const bool read = std::any_of(nodes.begin(), nodes.end(), [&](const check::Node& reader) {
        return contains(reader.reads, NodeId{i});
      });
      if (read) continue;
      if (root_) throw Refused("two nodes are read by none");
      root_ = NodeId{i};
    }
    if (!root_) throw Refused("every node is read by another");
    for (std::uint32_t i = 0; i < nodes.size(); ++i) refuse_circles(NodeId{i}, {});
    if (claim().all_else) check_arms(*claim().all_else);
    for (const auto& node : nodes) {
      if (node.rule) check_arms(*node.rule);
      if (node.others) check_arms(*node.others);
    }
    for (std::uint32_t i = 0; i < nodes.size(); ++i) check_amounts(NodeId{i});
  }

  // --- the recursion of method.md, section 2 ----------------------------------------------------

  struct Trial {
    Mode mode;
    Chooser& chooser;
    std::map<std::string, Datum> drawn = {};
    std::map<NodeId, Datum> root_donors = {};
  };

  /// The parts of n in one forward pass on a donor for the others, in which what n reads is
  /// overwritten by its scrubbed parts.
  Values image(NodeId n, Datum d, const std::string& path, Trial& trial,
               Values* logits = nullptr) const {
    const auto donors = draw(n, d, path, trial);
    if (n == *root_) {
      for (const NodeId m : node(n).reads) trial.root_donors[m] = donors.at(Drawer(m));
    }
    std::vector<Overwrite> overwrites;
    for (const NodeId m : node(n).reads) {
      const Values scrubbed = scrub(m, donors.at(Drawer(m)), path + "/" + node(m).name, trial);
      std::size_t start = 0;
      for (const auto& part : parts(m)) {
        const auto first = scrubbed.begin() + static_cast<std::ptrdiff_t>(start);
        start += part.elements.size();
        overwrites.push_back({part.site,
                              part.elements,
                              {first, scrubbed.begin() + static_cast<std::ptrdiff_t>(start)},
                              node(m).via});
      }
      for (const auto id : node(m).subspaces) {
        const auto first = scrubbed.begin() + static_cast<std::ptrdiff_t>(start);
        start += width(id);
        overwrites.push_back({subspace(id).site,
                              {},
                              {first, scrubbed.begin() + static_cast<std::ptrdiff_t>(start)},
                              node(m).via,
                              world_.bases.at(id)});
      }
    }
    const Pass pass(*world_.network, world_.example(donors.at(Drawer())), std::move(overwrites));
    if (logits) *logits = logits_of(pass);
    return read(pass, n);
  }

  /// The parts of m on its donor x: clean where m reads nothing, else their image.
  Values scrub(NodeId m, Datum x, const std::string& path, Trial& trial) const {
    if (!node(m).reads.empty()) return image(m, x, path, trial);
    return read(Pass(*world_.network, world_.example(x)), m);
  }

  Run run(Mode mode, std::int64_t r, Chooser& chooser) const {
    const Datum reference{world_.references, r};
    Trial trial{mode, chooser};
    Run run;
    run.output.parts = image(*root_, reference, node(*root_).name, trial, &run.output.logits);
    run.drawn = std::move(trial.drawn);
    const auto& value = node(*root_).value;
    if (mode == Mode::swap && value) {
      run.predicted = expressions_.predict(*value, reference, trial.root_donors);
      run.obeyed = answer(run.output) == *run.predicted;
    }
    return run;
  }

  Output clean(Datum datum) const {
    const Pass pass(*world_.network, world_.example(datum));
    return {read(pass, *root_), logits_of(pass)};
  }

  // --- donors -----------------------------------------------------------------------------------

  /// Those that draw at a visit of n, each in one company.
  std::vector<Company> companies(NodeId n, Mode mode) const {
    const bool apart = mode == Mode::swap && n == *root_;
    std::set<Drawer> placed;
    std::vector<Company> all;
    for (const auto& together : claim().together) {
      Company company;
      for (const NodeId m : together.nodes) {
        if (contains(node(n).reads, m) && !apart) company.push_back(Drawer(m));
      }
      if (together.others && !apart && !company.empty()) company.push_back(Drawer());
      for (const Drawer& drawer : company) {
        if (!placed.insert(drawer).second) throw Refused("drawn together twice");
      }
      if (!company.empty()) all.push_back(std::move(company));
    }
    for (const NodeId m : node(n).reads) {
      if (!placed.contains(Drawer(m))) all.push_back({Drawer(m)});
    }
    if (!placed.contains(Drawer())) all.push_back({Drawer()});
    return all;
  }

  RuleAt rule(NodeId n, const Drawer& drawer, Datum d, Mode mode) const {
    if (!drawer) return rules_.of_others(node(n), d);
    if (mode == Mode::swap && n == *root_) return rules_.any(d);
    return rules_.of_node(node(*drawer), d);
  }

  std::vector<RuleAt> rules(NodeId n, const Company& company, Datum d, Mode mode) const {
    std::vector<RuleAt> all;
    for (const Drawer& drawer : company) all.push_back(rule(n, drawer, d, mode));
    return all;
  }

  /// Equal rules without a set are one rule.
  std::vector<RuleAt> merged(std::vector<RuleAt> rules) const {
    const bool one =
        !rules[0].has_set() && std::all_of(rules.begin(), rules.end(), [&](const RuleAt& other) {
          return rules_.equal(rules[0], other);
        });
    if (one) rules.resize(1);
    return rules;
  }

  /// Everyone who may stand in.
  std::vector<Datum> possible(const std::vector<RuleAt>& asked) const {
    using Kind = check::Rule::Kind;
    const auto rules = merged(asked);
    if (rules.size() > 1 || (rules[0].kind != Kind::near && rules[0].kind != Kind::shuffled)) {
      return rules_.donors(rules).members;
    }
    std::vector<Datum> all;
    if (rules[0].kind == Kind::near) {
      for (const auto& rows : rules_.scale(rules[0]).rows) {
        all.insert(all.end(), rows.begin(), rows.end());
      }
    } else {
      const auto data = rules[0].datum.data;
      for (std::int64_t row = 0; row < world_.rows(data); ++row) all.push_back({data, row});
    }
    return all;
  }

  // --- references that cannot be tested ---------------------------------------------------------

  using Blame = std::set<const void*>;

  /// The rules that leave a visit of n on d, or one it can lead to, without a donor.
  const Blame& blame(NodeId n, Datum d, Mode mode) const {
    const auto key = std::make_tuple(n, d, mode);
    if (const auto known = blame_.find(key); known != blame_.end()) return known->second;
    Blame all;
    for (const auto& company : companies(n, mode)) {
      const auto drawn_by = rules(n, company, d, mode);
      const auto donors = possible(drawn_by);
      if (donors.empty()) {
        for (const RuleAt& rule : drawn_by) {
          all.insert(rule.written);
          allow_[rule.written] = rule.allow;
        }
      }
      for (const Drawer& drawer : company) {
        if (!drawer || node(*drawer).reads.empty()) continue;
        for (const Datum x : donors) all.merge(Blame(blame(*drawer, x, mode)));
      }
    }
    return blame_[key] = std::move(all);
  }

  const std::vector<bool>& tested(Mode mode) const {
    if (const auto known = tested_.find(mode); known != tested_.end()) return known->second;
    const std::int64_t n = world_.rows(world_.references);
    std::map<const void*, std::int64_t> failures;
    std::vector<bool> tested;
    for (std::int64_t r = 0; r < n; ++r) {
      const Blame& rules = blame(*root_, {world_.references, r}, mode);
      tested.push_back(rules.empty());
      for (const void* rule : rules) ++failures[rule];
    }
    for (const auto& [rule, count] : failures) {
      if (static_cast<double>(count) / static_cast<double>(n) > allow_.at(rule)) {
        throw Refused("an empty donor set");
      }
    }
    return tested_[mode] = std::move(tested);
  }

  // --- interventions ----------------------------------------------------------------------------

  std::vector<Output> intervene(const check::Intervention& intervention) const {
    std::vector<Overwrite> overwrites;
    for (const auto& action : intervention.actions) {
      for (const auto& part : expressions_.parts(action.sets)) {
        overwrites.push_back({part.site, part.elements, values_of(action, part), {}});
      }
    }
    std::vector<Output> outputs;
    for (std::int64_t r = 0; r < world_.rows(world_.references); ++r) {
      const Pass pass(*world_.network, world_.example({world_.references, r}), overwrites);
      outputs.push_back({pass.read(world_.network->equations.output),
                         pass.read(world_.network->equations.logits)});
    }
    return outputs;
  }

  [[nodiscard]] const check::Hypothesis& claim() const { return world_.claim(); }
  [[nodiscard]] const check::Node& node(NodeId id) const { return claim().nodes[id.index]; }

 private:
  [[nodiscard]] const check::Subspace& subspace(check::SubspaceId id) const {
    return (*world_.program)[id];
  }
  // Elements of the site that a subspace lies in.
  [[nodiscard]] std::size_t width(check::SubspaceId id) const {
    return static_cast<std::size_t>(
        check::elements(world_.network->equations.site(subspace(id).site).shape));
  }
  [[nodiscard]] const std::vector<check::Part>& parts(NodeId id) const { return parts_[id.index]; }

  void check_arms(const check::RuleSpec& spec) const {
    for (std::int64_t r = 0; r < world_.rows(world_.references); ++r) {
      rules_.check_arms(spec, {world_.references, r});
    }
  }

  // Of every rule that a visit of the reader can draw by.
  void check_amounts(NodeId reader) const {
    if (node(reader).reads.empty() && reader != *root_) return;
    for (const NodeId m : node(reader).reads) {
      if (node(m).rule) rules_.check_amounts(*node(m).rule);
      if (!node(m).rule && node(m).up_to && expressions_.constant(*node(m).up_to) < 0) {
        throw Refused("a negative amount");
      }
    }
    if (node(reader).others) {
      rules_.check_amounts(*node(reader).others);
    } else if (claim().all_else) {
      rules_.check_amounts(*claim().all_else);
    }
  }

  void refuse_circles(NodeId n, std::set<NodeId> above) const {
    if (!above.insert(n).second) throw Refused("nodes read each other in a circle");
    for (const NodeId m : node(n).reads) refuse_circles(m, above);
  }

  /// One draw for each company; the name of a shared draw is the smallest of its members' own.
  std::map<Drawer, Datum> draw(NodeId n, Datum d, const std::string& path, Trial& trial) const {
    const auto stream = [&](const Drawer& drawer) {
      return path + "/" + (drawer ? node(*drawer).name : "others");
    };
    std::map<Drawer, Datum> drawn;
    for (const auto& company : companies(n, trial.mode)) {
      std::string name = stream(company[0]);
      for (const Drawer& drawer : company) name = std::min(name, stream(drawer));
      const Datum x = choose(rules(n, company, d, trial.mode), name, trial.chooser);
      for (const Drawer& drawer : company) {
        drawn[drawer] = x;
        trial.drawn[stream(drawer)] = x;
      }
    }
    return drawn;
  }

  Datum choose(const std::vector<RuleAt>& all, const std::string& stream, Chooser& chooser) const {
    using Kind = check::Rule::Kind;
    const auto rules = merged(all);
    if (possible(all).empty()) throw Refused("an empty donor set");
    if (rules.size() == 1 && rules[0].kind == Kind::near) {
      return chooser.near(stream, rules_.scale(rules[0]));
    }
    if (rules.size() == 1 && rules[0].kind == Kind::shuffled) {
      const Datum d = rules[0].datum;
      return {d.data, chooser.permuted(stream, d.row, world_.rows(d.data))};
    }
    const auto members = rules_.donors(rules).members;
    return members.at(chooser.uniform(stream, members.size()));
  }

  [[nodiscard]] Values read(const Pass& pass, NodeId n) const {
    Values out;
    for (const auto& part : parts(n)) {
      const Values values = pass.read(part.site);
      for (const auto i : part.elements) out.push_back(values[static_cast<std::size_t>(i)]);
    }
    for (const auto id : node(n).subspaces) {
      const Values part = projected(world_.bases.at(id), pass.read(subspace(id).site));
      out.insert(out.end(), part.begin(), part.end());
    }
    return out;
  }

  // Only where the output node stands at the logits or is computed from them directly.
  [[nodiscard]] Values logits_of(const Pass& pass) const {
    const auto& model = world_.network->equations;
    const auto& along = node(*root_).subspaces;
    if (parts(*root_).size() + along.size() != 1) return {};
    const auto site = along.empty() ? parts(*root_)[0].site : subspace(along[0]).site;
    const auto& inputs = model.site(site).inputs;
    const bool fed = std::find(inputs.begin(), inputs.end(), model.logits) != inputs.end();
    return fed || site == model.logits ? pass.read(model.logits, site) : Values{};
  }

  // The class for a claim at the logits, else the one number that the output node holds.
  [[nodiscard]] std::optional<double> answer(const Output& output) const {
    if (output.parts.size() == 1) return output.parts[0];
    if (output.logits.empty()) throw Refused("the output is no single answer");
    return static_cast<double>(std::max_element(output.logits.begin(), output.logits.end()) -
                               output.logits.begin());
  }

  Values values_of(const check::Action& action, const check::Part& part) const {
    using Kind = check::Action::Kind;
    if (action.kind == Kind::zero) return Values(part.elements.size(), 0);
    if (action.kind == Kind::set) {
      return Values(part.elements.size(), expressions_.constant(*action.to));
    }
    Values out;
    std::int64_t count = 0;
    for (std::int64_t r = 0; r < world_.rows(world_.references); ++r) {
      const Datum datum{world_.references, r};
      if (action.in && !expressions_.holds(*action.in, datum)) continue;
      const Values values = expressions_.site(part.site, datum);
      for (std::size_t k = 0; k < part.elements.size(); ++k) {
        const double v = values[static_cast<std::size_t>(part.elements[k])];
        if (count == 0) {
          out.push_back(v);
        } else if (action.kind == Kind::min) {
          out[k] = std::min(out[k], v);
        } else if (action.kind == Kind::max) {
          out[k] = std::max(out[k], v);
        } else {
          out[k] += v;
        }
      }
      ++count;
    }
    if (count == 0) throw Refused("a statistic over no example");
    if (action.kind == Kind::mean) {
      for (double& v : out) v /= static_cast<double>(count);
    }
    return out;
  }

  World world_;
  Expressions expressions_;
  Rules rules_;
  std::vector<std::vector<check::Part>> parts_;  // by node
  std::optional<NodeId> root_;
  mutable std::map<std::tuple<NodeId, Datum, Mode>, Blame> blame_;
  mutable std::map<const void*, double> allow_;
  mutable std::map<Mode, std::vector<bool>> tested_;
};

Oracle::Oracle(World world) : scrubber_(std::make_unique<Scrubber>(std::move(world))) {}
Oracle::~Oracle() = default;

Output Oracle::clean(Datum datum) const {
  return scrubber_->clean(datum);
}

const std::vector<bool>& Oracle::tested(Mode mode) const {
  return scrubber_->tested(mode);
}

Run Oracle::sample(Mode mode, std::uint64_t seed, std::uint32_t trial, std::int64_t r) const {
  Sampler sampler(seed, trial, r);
  return scrubber_->run(mode, r, sampler);
}

std::int64_t Oracle::enumerate(Mode mode, std::int64_t r,
                               const std::function<void(const Run&, double)>& visit,
                               std::int64_t limit) const {
  Enumerator enumerator;
  std::int64_t count = 0;
  do {
    if (++count > limit) throw Refused("too many combinations of donors to enumerate");
    const Run run = scrubber_->run(mode, r, enumerator);
    visit(run, enumerator.probability());
  } while (enumerator.next());
  return count;
}

double Oracle::expected(Mode mode, std::int64_t r, const Metric& metric) const {
  double sum = 0;
  enumerate(mode, r,
            [&](const Run& run, double probability) { sum += probability * metric(run, r); });
  return sum;
}

std::vector<Datum> Oracle::donors(const std::string& reader, const std::string& drawer,
                                  Datum datum) const {
  const auto find = [&](const std::string& name) {
    const auto& nodes = scrubber_->claim().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      if (nodes[i].name == name) return NodeId{i};
    }
    throw Refused("no node " + name);
  };
  const NodeId n = find(reader);
  const Drawer wanted = drawer == "others" ? Drawer() : Drawer(find(drawer));
  for (const auto& company : scrubber_->companies(n, Mode::scrub)) {
    if (std::find(company.begin(), company.end(), wanted) == company.end()) continue;
    return scrubber_->possible(scrubber_->rules(n, company, datum, Mode::scrub));
  }
  throw Refused(reader + " does not read " + drawer);
}

std::vector<Output> Oracle::intervene(const check::Intervention& intervention) const {
  return scrubber_->intervene(intervention);
}

}  // namespace hyp::oracle
