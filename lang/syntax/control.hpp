// SPDX-License-Identifier: MIT
// What happens while the grammar matches: rules become nodes and tokens of the tree, and where one
// must match and does not, the error is recorded before the parser jumps to the next recovery.
#pragma once

#include "lang/syntax/messages.hpp"

namespace hyp::syntax {

namespace g = grammar;

/// The node or token that a rule becomes; `skipped` for none.
template <typename Rule>
inline constexpr NodeKind kind_of = NodeKind::skipped;

template <g::Literal Text>
inline constexpr NodeKind kind_of<g::word_token<Text>> = NodeKind::word;
template <g::Literal Text>
inline constexpr NodeKind kind_of<g::sign_token<Text>> = NodeKind::punctuation;
#define HYP_NODE(rule, kind) \
  template <>                \
  inline constexpr NodeKind kind_of<g::rule> = NodeKind::kind
HYP_NODE(name_token, word);
HYP_NODE(any_word_token, word);
HYP_NODE(number_token, number);
HYP_NODE(string_token, string);
HYP_NODE(end_of_brackets, punctuation);
HYP_NODE(end_of_arguments, punctuation);
HYP_NODE(end_of_parameters, punctuation);
HYP_NODE(end_of_items, punctuation);
HYP_NODE(end_of_block, punctuation);

HYP_NODE(path, path);
HYP_NODE(brackets, brackets);
HYP_NODE(list, list);
HYP_NODE(shape, list);
HYP_NODE(text, text);
HYP_NODE(range, range);
HYP_NODE(argument, argument);
HYP_NODE(arguments, arguments);
HYP_NODE(subscript, subscript);
HYP_NODE(selection, selection);
HYP_NODE(postfix, postfix);
HYP_NODE(operand, postfix);
HYP_NODE(reference, postfix);
HYP_NODE(measure, postfix);
HYP_NODE(sign_of_number, sign);
HYP_NODE(product, product);
HYP_NODE(sum, sum);
HYP_NODE(comparison, comparison);
HYP_NODE(negation, negation);
HYP_NODE(conjunction, conjunction);
HYP_NODE(value, disjunction);

HYP_NODE(position, position);
HYP_NODE(where, clause);
HYP_NODE(place, place);
HYP_NODE(set, set);

HYP_NODE(in, clause);
HYP_NODE(tuple, tuple);
HYP_NODE(excluding, clause);
HYP_NODE(of, clause);
HYP_NODE(allow, clause);
HYP_NODE(rule, rule);
HYP_NODE(arm, arm);
HYP_NODE(rule_spec, rule_spec);

HYP_NODE(language, language);
HYP_NODE(import_as, clause);
HYP_NODE(chosen, chosen);
HYP_NODE(import, import);
HYP_NODE(data, data);
HYP_NODE(let, let);
HYP_NODE(score, score);
HYP_NODE(region, region);
HYP_NODE(member, member);
HYP_NODE(partition, partition);
HYP_NODE(group, group);
HYP_NODE(on_data, clause);
HYP_NODE(subspace, subspace);
HYP_NODE(direction, direction);
HYP_NODE(parameter, parameter);
HYP_NODE(parameters, parameters);
HYP_NODE(input, clause);
HYP_NODE(given, clause);
HYP_NODE(equation, equation);
HYP_NODE(model, model);

HYP_NODE(about, clause);
HYP_NODE(prose, prose);
HYP_NODE(via, clause);
HYP_NODE(up_to, clause);
HYP_NODE(is, clause);
HYP_NODE(reads, clause);
HYP_NODE(resampled, clause);
HYP_NODE(others, clause);
HYP_NODE(node, node);
HYP_NODE(all_else, all_else);
HYP_NODE(together, together);
HYP_NODE(allow_oblique, allow_oblique);
HYP_NODE(hypothesis, hypothesis);

HYP_NODE(sweep, sweep);
HYP_NODE(in_region, clause);
HYP_NODE(action, action);
HYP_NODE(intervention, intervention);
HYP_NODE(interventions, interventions);
HYP_NODE(by, clause);
HYP_NODE(measures, measures);
HYP_NODE(under, clause);
HYP_NODE(condition, clause);
HYP_NODE(on_scope, clause);
HYP_NODE(expectation, expectation);
HYP_NODE(experiment, experiment);

HYP_NODE(references, clause);
HYP_NODE(donors, clause);
HYP_NODE(trials, clause);
HYP_NODE(section, section);
HYP_NODE(rival, clause);
HYP_NODE(test, test);

HYP_NODE(taught, clause);
HYP_NODE(setting, clause);
HYP_NODE(train, train);

HYP_NODE(def_model, model);
HYP_NODE(def_score, score);
HYP_NODE(def_region, region);
HYP_NODE(def_rule, rule_definition);
HYP_NODE(def_hypothesis, hypothesis);
HYP_NODE(def_experiment, experiment);
#undef HYP_NODE

template <typename Rule>
struct control : tao::pegtl::normal<Rule> {
  static constexpr NodeKind kKind = kind_of<Rule>;
  static constexpr bool kMakesNode = kKind != NodeKind::skipped;

  template <typename Input>
  static void start([[maybe_unused]] const Input& in, [[maybe_unused]] State& state) {
    if constexpr (kMakesNode) {
      const auto offset = g::offset_of(in);
      state.nodes.push_back({offset, state.tree.open(offset)});
    }
  }
  template <typename Input>
  static void success([[maybe_unused]] const Input& in, [[maybe_unused]] State& state) {
    if constexpr (kMakesNode) {
      const auto [begin, first] = state.nodes.back();
      state.nodes.pop_back();
      if constexpr (is_token(kKind)) {
        state.tree.token(kKind, begin, g::offset_of(in));
      } else {
        state.tree.close(kKind, first, g::offset_of(in));
      }
    }
  }
  template <typename Input>
  static void failure(const Input&, [[maybe_unused]] State& state) {
    if constexpr (kMakesNode) state.nodes.pop_back();
  }
  template <typename Input>
  [[noreturn]] static void raise(const Input& in, State& state) {
    constexpr Expected kExpected = messages::expected<Rule>;
    static_assert(!kExpected.what.empty(), "a rule that must match needs a message");
    state.fail(kExpected, g::offset_of(in));
  }
};

}  // namespace hyp::syntax
