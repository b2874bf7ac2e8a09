// SPDX-License-Identifier: MIT
// Hypotheses: which node stands where, carries what and reads whom. Whether the whole is a claim
// about the network (one output, no circle, real paths) is decided by lang/graph.
#include <algorithm>

#include "lang/check/definitions.hpp"

namespace hyp::check {
namespace {

class HypothesisChecker {
 public:
  HypothesisChecker(Context& context, std::uint32_t module, const syntax::Hypothesis& source)
      : context_(context), source_(source), scope_{module} {}

  std::optional<Hypothesis> check(const std::vector<Tunable>& tunables) {
    checked_.name = source_.name.text;
    checked_.span = source_.name.span;
    checked_.prose = source_.prose;
    checked_.oblique = source_.allow_oblique.has_value();
    const HypothesisId id{static_cast<std::uint32_t>(context_.program.hypotheses.size())};
    checked_.parameters = declare_tunables(context_, scope_.module, tunables, id);
    declare_nodes();
    check_places();
    check_model();
    for (std::uint32_t i = 0; i < source_.nodes.size(); ++i) check_value(i);
    for (std::uint32_t i = 0; i < source_.nodes.size(); ++i) check_rules(i);
    if (source_.all_else) {
      checked_.all_else = check_rule_spec(context_, scope_, *source_.all_else);
      fits_ = fits_ && checked_.all_else;
    }
    check_together();
    return fits_ ? std::optional(std::move(checked_)) : std::nullopt;
  }

 private:
  void fail() { fits_ = false; }

  void declare_nodes() {
    for (std::uint32_t i = 0; i < source_.nodes.size(); ++i) {
      const auto& name = source_.nodes[i].name;
      const auto [known, added] = nodes_.emplace(name.text, NodeId{i});
      if (!added) {
        const auto& first = source_.nodes[known->second.index].name;
        context_.error(diag::Diagnostic(diag::Code::defined_twice, name.span, {{"name", name.text}})
                           .label(first.span, diag::Note::first_defined));
        fail();
      }
      Node node;
      node.name = name.text;
      node.span = name.span;
      checked_.nodes.push_back(std::move(node));
    }
    types_.resize(source_.nodes.size());
    states_.resize(source_.nodes.size(), State::untouched);
  }

  void check_places() {
    for (std::uint32_t i = 0; i < source_.nodes.size(); ++i) {
      for (const auto& place : source_.nodes[i].places) {
        if (Symbol* symbol = claimed_subspace(place)) {
          claim_subspace(checked_.nodes[i], *symbol, place.span);
          continue;
        }
        auto set = check_set(context_, scope_, place);
        if (!set) {
          fail();
          continue;
        }
        models_of(context_.program, *set, models_);
        checked_.nodes[i].place_spans.push_back(place.span);
        checked_.nodes[i].places.push_back(std::move(*set));
      }
    }
  }

  // A place that is nothing but the name of a subspace.
  [[nodiscard]] Symbol* claimed_subspace(const syntax::Set& set) const {
    const auto* place = std::get_if<syntax::Place>(&set.terms[0].operand);
    if (set.terms.size() != 1 || !place || place->where || !place->positions.empty()) {
      return nullptr;
    }
    return subspace_symbol(context_, scope_.module, *place->target);
  }

  void claim_subspace(Node& node, Symbol& symbol, source::Span span) {
    if (!ensure(context_, symbol)) return fail();
    const SubspaceId id{symbol.index};
    const auto model = context_.program[id].model;
    if (std::find(models_.begin(), models_.end(), model) == models_.end()) {
      models_.push_back(model);
    }
    node.subspaces.push_back(id);
    node.subspace_spans.push_back(span);
  }

  void check_model() {
    if (source_.about) {
      const auto model = find_model(context_, scope_.module, *source_.about);
      if (!model) return fail();
      checked_.model = *model;
      if (std::any_of(models_.begin(), models_.end(), [&](ModelId m) { return m != *model; })) {
        context_.error({diag::Code::two_networks,
                        source_.about->span,
                        {{"text", context_.text(source_.about->span)},
                         {"other", context_.program[models_[0]].name}}});
        fail();
      }
    } else if (models_.size() == 1) {
      checked_.model = models_[0];
    } else if (fits_) {
      std::string names;
      for (const auto model : models_)
        names += (names.empty() ? "`" : ", `") + context_.program[model].name + "`";
      context_.error(
          {diag::Code::several_models,
           source_.name.span,
           {{"name", source_.name.text},
            {"models", names},
            {"suggestion", models_.empty() ? "NETWORK" : context_.program[models_[0]].name}}});
      fail();
    }
    check_via();
  }

  void check_via() {
    if (!fits_) return;
    for (std::uint32_t i = 0; i < source_.nodes.size(); ++i) {
      for (const auto& via : source_.nodes[i].via) {
        // `via shortcut` names a site of the hypothesis' network; `via net.shortcut` too.
        const auto& name = via.parts.back();
        const Model& model = context_.program[checked_.model];
        std::vector<std::string> names;
        bool found = false;
        for (std::uint32_t s = 0; s < model.sites.size() && !found; ++s) {
          found = model.sites[s].name == name.text && !name.text.empty();
          if (found) checked_.nodes[i].via.push_back(SiteId{s});
          if (found) checked_.nodes[i].via_spans.push_back(via.span);
          names.push_back(model.sites[s].name);
        }
        if (found) continue;
        report_unknown(context_, "site", name, names);
        fail();
      }
    }
  }

  // Values may mention any other node, so each is typed when it is first needed.
  void check_value(std::uint32_t i) {
    if (states_[i] == State::done) return;
    const Nested nested(context_, kDeclaration);
    if (context_.too_deep(context_.nesting, source_.nodes[i].name.text,
                          source_.nodes[i].name.span)) {
      states_[i] = State::done;
      return fail();
    }
    const auto& source = source_.nodes[i];
    if (states_[i] == State::busy) {
      context_.error(
          {diag::Code::definition_cycle, source.name.span, {{"name", source.name.text}}});
      return fail();
    }
    states_[i] = State::busy;
    if (source.value) {
      for (const auto& mention : mentioned(*source.value)) {
        check_value(mention.node.index);
        read(i, mention.node, mention.span);
      }
      Scope scope = scope_;
      scope.nodes = &nodes_;
      scope.node_types = &types_;
      const auto value = check_expr(context_, scope, *source.value, Want::value);
      if (value) {
        types_[i] = context_.program[*value].type;
        checked_.nodes[i].value = value;
      } else {
        fail();
      }
    }
    for (const auto& name : source.reads) {
      const auto node = nodes_.find(name.text);
      if (node == nodes_.end()) {
        report_unknown(context_, "node", name, node_names());
        fail();
      } else {
        read(i, node->second, name.span);
      }
    }
    states_[i] = State::done;
  }

  void read(std::uint32_t reader, NodeId node, source::Span span) {
    auto& reads = checked_.nodes[reader].reads;
    if (std::find(reads.begin(), reads.end(), node) != reads.end()) return;
    reads.push_back(node);
    checked_.nodes[reader].read_spans.push_back(span);
  }

  struct Mention {
    NodeId node;
    source::Span span;
  };

  // The nodes whose names an expression mentions, in order of appearance.
  std::vector<Mention> mentioned(const syntax::Expr& expr) const {
    std::vector<Mention> found;
    const auto visit = [&](const auto& self, const syntax::Expr& e) -> void {
      std::visit(
          [&](const auto& node) {
            using T = std::decay_t<decltype(node)>;
            if constexpr (std::is_same_v<T, syntax::Name>) {
              if (const auto known = nodes_.find(node.text); known != nodes_.end()) {
                found.push_back({known->second, node.span});
              }
            } else if constexpr (std::is_same_v<T, syntax::Member>) {
              self(self, *node.object);
            } else if constexpr (std::is_same_v<T, syntax::Unary>) {
              self(self, *node.operand);
            } else if constexpr (std::is_same_v<T, syntax::Binary>) {
              self(self, *node.left);
              self(self, *node.right);
            } else if constexpr (std::is_same_v<T, syntax::Comparison>) {
              for (const auto& operand : node.operands) self(self, *operand);
            } else if constexpr (std::is_same_v<T, syntax::Call>) {
              for (const auto& argument : node.arguments) self(self, *argument.value);
            } else if constexpr (std::is_same_v<T, syntax::Subscript>) {
              self(self, *node.object);
            }
          },
          e.node);
    };
    visit(visit, expr);
    return found;
  }

  void check_rules(std::uint32_t i) {
    const auto& source = source_.nodes[i];
    Node& node = checked_.nodes[i];
    if (source.up_to) {
      node.up_to = check_expr(context_, scope_, *source.up_to, Want::constant);
      if (!node.up_to) fail();
    }
    if (source.resampled) {
      node.rule = check_rule_spec(context_, scope_, *source.resampled);
      if (!node.rule) fail();
    }
    if (source.others) {
      node.others = check_rule_spec(context_, scope_, *source.others);
      if (!node.others) fail();
    }
    if (is_read(NodeId{i})) check_same_value(source, node);
  }

  [[nodiscard]] bool is_read(NodeId id) const {
    return std::any_of(checked_.nodes.begin(), checked_.nodes.end(), [&](const Node& node) {
      return std::find(node.reads.begin(), node.reads.end(), id) != node.reads.end();
    });
  }

  // A node without a rule takes donors of the same value, so it needs a value that can be the same.
  void check_same_value(const syntax::Node& source, const Node& node) {
    if (source.resampled || source.up_to) return;
    if (!source.value) {
      context_.error(
          {diag::Code::node_without_value, source.name.span, {{"name", source.name.text}}});
      return fail();
    }
    if (!node.value) return;
    const Type type = context_.program[*node.value].type;
    if (type.element != Type::Element::number || type.integer) return;
    context_.error({diag::Code::no_same_value,
                    source.value->span,
                    {{"text", context_.text(source.value->span)}, {"seen", describe(type)}}});
    fail();
  }

  void check_together() {
    for (const auto& together : source_.together) {
      Together checked{{}, false, together.span};
      for (const auto& name : together.names) {
        if (name.text == "others") {  // a reserved word, so never a node
          if (checked.others) {
            context_.error({diag::Code::together_twice, name.span, {{"name", "others"}}});
            fail();
          }
          checked.others = true;
          checked.others_span = name.span;
          continue;
        }
        const auto node = nodes_.find(name.text);
        if (node == nodes_.end()) {
          report_unknown(context_, "node", name, node_names());
          fail();
        } else {
          checked.nodes.push_back(node->second);
          checked.node_spans.push_back(name.span);
        }
      }
      checked_.together.push_back(std::move(checked));
    }
  }

  [[nodiscard]] std::vector<std::string> node_names() const {
    std::vector<std::string> names;
    for (const auto& [name, id] : nodes_) names.push_back(name);
    return names;
  }

  enum class State { untouched, busy, done };

  Context& context_;
  const syntax::Hypothesis& source_;
  Scope scope_;
  std::map<std::string, NodeId> nodes_;
  std::vector<std::optional<Type>> types_;
  std::vector<State> states_;
  std::vector<ModelId> models_;
  Hypothesis checked_;
  bool fits_ = true;
};

}  // namespace

std::optional<Hypothesis> check_hypothesis(Context& context, std::uint32_t module,
                                           const syntax::Hypothesis& hypothesis,
                                           const std::vector<Tunable>& tunables) {
  return HypothesisChecker(context, module, hypothesis).check(tunables);
}

}  // namespace hyp::check
