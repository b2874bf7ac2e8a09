// SPDX-License-Identifier: MIT
#include "tests/oracle/random_claim.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "lang/graph/correspondence.hpp"
#include "tests/oracle/random_rules.hpp"

namespace hyp::oracle {
namespace {

using Sites = std::set<std::size_t>;
using Elements = std::map<std::size_t, std::set<std::int64_t>>;  // by site

struct MadeNode {
  enum class Carries { nothing_shared, truth, whole };
  std::string name;
  Elements elements;
  Carries carries = Carries::nothing_shared;
  bool shares_draws = true;  ///< its rule has a set on `rows`
};

class ClaimMaker {
 public:
  explicit ClaimMaker(std::uint64_t seed)
      : random_(seed),
        data_(random_data(random_, 3)),
        network_(random_network(random_, 3)),
        rules_(random_, network_, data_) {
    for (char c = 'a'; c <= 'z'; ++c) names_.push_back(fmt::format("{}_node", c));
  }

  RandomClaim make(int depth) {
    const std::size_t label = network_.sites.size() - 1;
    const std::size_t site = random_.chance(60) ? label : label - 1;
    all_else_shares_ = random_.chance(60);
    const std::string all_else = rules_.spec({all_else_shares_, !all_else_shares_});
    MadeNode root{name(), {{site, {}}}};
    std::string line = root.name + " at net." + network_.sites[site].name;
    line += reading(root, depth, false);
    lines_.push_back(line);
    for (std::size_t i = lines_.size(); i > 1; --i) {
      const auto j = random_.between(0, static_cast<std::int64_t>(i) - 1);
      std::swap(lines_[i - 1], lines_[static_cast<std::size_t>(j)]);
    }
    RandomClaim made{"language 1\n" + data_.text + network_.text + rules_.text() + groups_ +
                         "hypothesis claim(width = 2) about net {\n",
                     data_.datasets, network_.weights};
    for (const auto& text : lines_) made.text += "  " + text + "\n";
    for (const auto& text : together_) made.text += "  " + text + "\n";
    made.text += "  all else is " + all_else + "\n}\n";
    return made;
  }

 private:
  std::string name() {
    const auto i = random_.between(0, static_cast<std::int64_t>(names_.size()) - 1);
    std::string chosen = names_[static_cast<std::size_t>(i)];
    names_.erase(names_.begin() + i);
    return chosen;
  }

  // Sites strictly upstream of everything that the node stands on.
  Sites upstream(const MadeNode& node) const {
    Sites common;
    bool first = true;
    for (const auto& [site, elements] : node.elements) {
      const Sites& above = network_.sites[site].upstream;
      if (first) common = above;
      std::erase_if(common, [&](std::size_t i) { return !above.contains(i); });
      first = false;
    }
    return common;
  }

  // What a node with children says after its places; makes the children.
  std::string reading(MadeNode& node, int depth, bool read) {
    const auto children = make_children(node, depth);
    std::vector<std::string> names;
    bool truth = true, whole = true;
    for (const auto& child : children) {
      names.push_back(child.name);
      truth = truth && child.carries == MadeNode::Carries::truth;
      whole = whole && child.carries == MadeNode::Carries::whole;
    }
    std::string text;
    bool by_value = false;
    if ((truth || whole) && random_.chance(60)) {
      const char* joins[] = {" or ", " and ", " + "};
      text += fmt::format(" is {}{}", truth && random_.chance(20) ? "not " : "",
                          fmt::join(names, joins[whole ? 2 : random_.between(0, 1)]));
      node.carries = truth ? MadeNode::Carries::truth : MadeNode::Carries::whole;
      by_value = random_.chance(60);
    } else {
      text += fmt::format(" reads {}", fmt::join(names, ", "));
    }
    if (read && !by_value) text += resampled(node, false);
    bool others_share = all_else_shares_;
    if (random_.chance(30)) {
      others_share = random_.chance(60);
      text += " others " + rules_.spec({others_share, !others_share});
    }
    add_together(children, others_share);
    return text;
  }

  std::string resampled(MadeNode& node, bool leaf) {
    node.shares_draws = random_.chance(65);
    return " resampled " + rules_.spec({node.shares_draws, leaf && !node.shares_draws});
  }

  std::vector<MadeNode> make_children(const MadeNode& node, int depth) {
    const Sites above = upstream(node);
    std::vector<MadeNode> children;
    Elements claimed;
    for (auto n = random_.between(1, 3); n > 0 || children.empty(); --n) {
      if (reuse_leaf(above, claimed, children)) continue;
      MadeNode child{name(), {}};
      std::string places = place(child, above, claimed);
      if (places.empty()) {
        names_.push_back(child.name);
        continue;
      }
      if (random_.chance(15)) {
        const std::string more = place(child, above, claimed);
        if (!more.empty()) places += ", " + more;
      }
      std::string line = child.name + " at " + places + via(child, above);
      const bool leaf = depth <= 1 || upstream(child).empty() || random_.chance(25);
      line += leaf ? leaf_clauses(child) : reading(child, depth - 1, true);
      lines_.push_back(line);
      if (leaf) leaves_.push_back(child);
      children.push_back(child);
    }
    return children;
  }

  bool reuse_leaf(const Sites& above, Elements& claimed, std::vector<MadeNode>& children) {
    if (leaves_.empty() || !random_.chance(25)) return false;
    MadeNode leaf = random_.pick(leaves_);
    for (const auto& [site, elements] : leaf.elements) {
      if (!above.contains(site)) return false;
      for (const auto i : elements) {
        if (claimed[site].contains(i)) return false;
      }
    }
    for (const auto& [site, elements] : leaf.elements) {
      claimed[site].insert(elements.begin(), elements.end());
    }
    leaf.shares_draws = false;  // it may be drawn together elsewhere
    children.push_back(leaf);
    return true;
  }

  // Units of one site that no sibling claims, as text; empty when there are none.
  std::string place(MadeNode& node, const Sites& above, Elements& claimed) {
    const std::size_t site = random_.pick(std::vector(above.begin(), above.end()));
    const bool whole = random_.chance(40);
    std::vector<std::int64_t> free, chosen;
    for (std::int64_t i = 0; i < network_.sites[site].width; ++i) {
      if (!claimed[site].contains(i)) free.push_back(i);
    }
    for (const auto i : free) {
      if (whole || random_.chance(50)) chosen.push_back(i);
    }
    if (chosen.empty()) return "";
    claimed[site].insert(chosen.begin(), chosen.end());
    node.elements[site].insert(chosen.begin(), chosen.end());
    const std::string at = "net." + network_.sites[site].name;
    if (static_cast<std::int64_t>(chosen.size()) == network_.sites[site].width) return at;
    const std::string units = fmt::format("{}[{}]", at, fmt::join(chosen, ", "));
    if (random_.chance(25)) {
      const std::string group = fmt::format("g{}", groups_.size());
      groups_ += "group " + group + " = " + units + "\n";
      return group;
    }
    std::vector<std::int64_t> rest;
    for (std::int64_t i = 0; i < network_.sites[site].width; ++i) {
      if (std::find(chosen.begin(), chosen.end(), i) == chosen.end()) rest.push_back(i);
    }
    return random_.chance(25) ? fmt::format("{} except {}[{}]", at, at, fmt::join(rest, ", "))
                              : units;
  }

  std::string via(const MadeNode& node, const Sites& above) {
    if (node.elements.size() != 1 || !random_.chance(20)) return "";
    std::vector<std::string> between;
    for (const auto i : above) {
      if (network_.sites[i].upstream.contains(node.elements.begin()->first)) {
        between.push_back(network_.sites[i].name);
      }
    }
    return between.empty() ? "" : " via " + random_.pick(between);
  }

  std::string leaf_clauses(MadeNode& node) {
    switch (random_.between(0, 9)) {
      case 0:
        return " is p";
      case 1:
        node.carries = MadeNode::Carries::whole;
        return " is " + random_.pick(data_.columns);
      case 2:
        node.carries = MadeNode::Carries::whole;
        return " is net.label";
      case 3:
        return " is " + rules_.score() + " up to " + rules_.amount();
      case 4:
      case 5:
        node.carries = MadeNode::Carries::truth;
        return " is " + rules_.region();
      case 6:
      case 7:
        node.carries = MadeNode::Carries::truth;
        return " is " + rules_.region() + resampled(node, true);
      default:
        return resampled(node, true);
    }
  }

  void add_together(const std::vector<MadeNode>& children, bool others_share) {
    std::vector<std::string> names;
    for (const auto& child : children) {
      if (child.shares_draws) names.push_back(child.name);
    }
    if (others_share && random_.chance(50)) names.emplace_back("others");
    if (names.size() > 1 && random_.chance(40)) {
      together_.push_back(fmt::format("draw {} together", fmt::join(names, ", ")));
    }
  }

  Random random_;
  RandomData data_;
  RandomNetwork network_;
  RandomRules rules_;
  std::vector<std::string> names_, lines_, together_;
  std::vector<MadeNode> leaves_;
  std::string groups_;
  bool all_else_shares_ = false;
};

}  // namespace

RandomClaim random_claim(std::uint64_t seed, int depth) {
  constexpr std::uint64_t kTries = 200;
  for (std::uint64_t i = 0; i < kTries; ++i) {
    const auto variant = (seed * 16 + static_cast<std::uint64_t>(depth)) * kTries + i;
    RandomClaim claim = ClaimMaker(variant).make(depth);
    if (graph::build(claim.setting()->program(), {0}).value) return claim;
  }
  throw std::logic_error("no claim that is a graph over its network was found");
}

}  // namespace hyp::oracle
