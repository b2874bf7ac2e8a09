// SPDX-License-Identifier: MIT
// What each rule of the grammar says when something else stands in its place: the words after
// "expected". Words in backticks are also what a misspelt word is compared with.
#pragma once

#include "lang/syntax/grammar.hpp"

namespace hyp::syntax::messages {

namespace g = grammar;
using diag::Code;

/// `text` in backticks.
template <g::Literal Text>
struct Quoted {
  static constexpr std::size_t kSize = Text.view().size() + 2;
  struct Buffer {
    char text[kSize] = {};
    constexpr Buffer() {
      text[0] = text[kSize - 1] = '`';
      std::copy_n(Text.text, kSize - 2, text + 1);
    }
  };
  static constexpr Buffer kBuffer = {};
  static constexpr std::string_view kView = {kBuffer.text, kSize};
};

template <typename Rule>
inline constexpr Expected expected = {};
template <g::Literal Text>
inline constexpr Expected expected<g::word<Text>> = {Quoted<Text>::kView};
template <g::Literal Text>
inline constexpr Expected expected<g::sign<Text>> = {Quoted<Text>::kView};

// Only of nodes: everywhere else `at` may be missing.
template <>
inline constexpr Expected expected<g::word<"at">> = {
    "`at` and a place, such as `at net.neurons[3]`"};

// What is optional always matches.
template <typename... Rules>
inline constexpr Expected expected<tao::pegtl::opt<Rules...>> = {"anything"};
template <typename... Rules>
inline constexpr Expected expected<tao::pegtl::star<Rules...>> = {"anything"};

inline constexpr std::string_view kRuleWords =
    "itself any shuffled from same within nearest near fixed";

// Names and values.
template <>
inline constexpr Expected expected<g::name> = {"a name"};
template <>
inline constexpr Expected expected<g::new_name> = {"a name", Code::reserved_word};
template <>
inline constexpr Expected expected<g::member_name> = {"a name after the `.`"};
template <>
inline constexpr Expected expected<g::number> = {"a number"};
template <>
inline constexpr Expected expected<g::string> = {"a name in quotes such as `\"std/mnist\"`"};
template <>
inline constexpr Expected expected<g::hash> = {"the file's SHA-256 in quotes"};
template <>
inline constexpr Expected expected<g::path> = {"a name"};
template <>
inline constexpr Expected expected<g::comma> = {"`,`"};
template <>
inline constexpr Expected expected<g::value> = {"a value"};
template <>
inline constexpr Expected expected<g::range> = {"a value"};
template <>
inline constexpr Expected expected<g::listed<g::range>> = {"a value or a range"};
template <>
inline constexpr Expected expected<g::operand> = {"a value"};
template <>
inline constexpr Expected expected<g::postfix> = {"a value"};
template <>
inline constexpr Expected expected<g::sign_of_number> = {"a value"};
template <>
inline constexpr Expected expected<g::product> = {"a value"};
template <>
inline constexpr Expected expected<g::sum> = {"a value"};
template <>
inline constexpr Expected expected<g::comparison> = {"a value"};
template <>
inline constexpr Expected expected<g::negation> = {"a value"};
template <>
inline constexpr Expected expected<g::conjunction> = {"a value"};
template <>
inline constexpr Expected expected<g::list> = {"a list in `[` and `]`"};
template <>
inline constexpr Expected expected<g::shape> = {"a list in `[` and `]`"};

// Closing brackets.
template <>
inline constexpr Expected expected<g::end_of_brackets> = {"an operator or `)`", Code::expected,
                                                          true};
template <>
inline constexpr Expected expected<g::end_of_arguments> = {"`,` or `)`", Code::expected, true};
template <>
inline constexpr Expected expected<g::end_of_parameters> = {"`,` or `)`", Code::reserved_word,
                                                            true};
template <>
inline constexpr Expected expected<g::end_of_items> = {"`,` or `]`", Code::expected, true};
template <>
inline constexpr Expected expected<g::end_of_block> = {"`}`", Code::expected, true};

// Ends.
template <>
inline constexpr Expected expected<g::end_of_line> = {"the end of the line"};
template <>
inline constexpr Expected expected<g::end_of_value> = {"an operator or the end of the line",
                                                       Code::expected, false, "and or"};
template <>
inline constexpr Expected expected<g::end_of_given> = {
    "`sha256`, `array`, a shape such as `[200]` or the end of the line"};
template <>
inline constexpr Expected expected<g::array_name> = {"the name of an array in quotes"};
template <>
inline constexpr Expected expected<g::equation_value> = {"a value"};
template <>
inline constexpr Expected expected<g::end_of_set> = {
    "`union`, `except`, `where`, `at` or the end of the line"};
template <>
inline constexpr Expected expected<g::end_of_direction> = {
    "an operator, `on` or the end of the line"};
template <>
inline constexpr Expected expected<g::end_of_node> = {
    "`is`, `reads`, `resampled`, `others`, `via` or the end of the line"};
template <>
inline constexpr Expected expected<g::end_of_rule> = {
    "`excluding`, `of`, `allow` or the end of the line"};
template <>
inline constexpr Expected expected<g::end_of_measures> = {"`,`, `by` or the end of the line"};
template <>
inline constexpr Expected expected<g::end_of_expectation> = {
    "`under`, `for`, `on` or the end of the line"};
template <>
inline constexpr Expected expected<g::end_of_intervention> = {"`and`, `in` or the end of the line"};

// Places and rules.
template <>
inline constexpr Expected expected<g::set> = {"a group or the units of a site"};
template <>
inline constexpr Expected expected<g::set_term> = {"a group or the units of a site"};
template <>
inline constexpr Expected expected<g::places> = {"a group or the units of a site"};
template <>
inline constexpr Expected expected<g::sets> = {"a group or the units of a site"};
template <>
inline constexpr Expected expected<g::directions> = {"a direction such as `pca(2)`"};
template <>
inline constexpr Expected expected<g::positions_at> = {"`row`, `column` or `position`"};
template <>
inline constexpr Expected expected<g::same_what> = {"`value` or a value"};
template <>
inline constexpr Expected expected<g::rule> = {"a rule such as `any` or `same value`",
                                               Code::expected, false, kRuleWords};
template <>
inline constexpr Expected expected<g::rule_spec> = {"a rule such as `any`, or `{`", Code::expected,
                                                    false, kRuleWords};
template <>
inline constexpr Expected expected<g::arm> = {"`when` or `otherwise`"};
template <>
inline constexpr Expected expected<g::else_rule> = {"`is`"};

// Statements.
template <>
inline constexpr Expected expected<g::statement> = {"a statement", Code::unknown_statement};
template <>
inline constexpr Expected expected<g::experiment_line> = {
    "`for`, `intervene`, `measure` or `expect`", Code::unknown_statement, false,
    "for intervene measure expect"};
template <>
inline constexpr Expected expected<g::hypothesis_line> = {
    "a node, `all else`, `draw` or `allow oblique`"};
template <>
inline constexpr Expected expected<g::drawn> = {"a node or `others`"};
template <>
inline constexpr Expected expected<g::imported> = {
    "a file in quotes such as `\"std/mnist\"`, or names and `from`"};
template <>
inline constexpr Expected expected<g::chosen> = {"a name"};
template <>
inline constexpr Expected expected<g::import_from> = {"`,`, `as` or `from`"};
template <>
inline constexpr Expected expected<g::defined_kind> = {
    "`model`, `score`, `region`, `rule`, `hypothesis` or `experiment`"};
template <typename... Rules>
inline constexpr Expected expected<tao::pegtl::sor<g::made, Rules...>> = {"`=`, `about` or `{`"};
template <>
inline constexpr Expected expected<g::model_line> = {"`input` or an equation"};
template <>
inline constexpr Expected expected<g::model_rest> = {"`=`, `(` or `{`"};
template <>
inline constexpr Expected expected<g::model_body> = {"`{`"};
template <>
inline constexpr Expected expected<g::parameters> = {"`(` and the parameters"};
template <>
inline constexpr Expected expected<g::member> = {"a member such as `bright: ink > 100`"};
template <>
inline constexpr Expected expected<g::block<g::member>> = {"`{`"};
template <>
inline constexpr Expected expected<g::member_condition> = {"a condition or `otherwise`"};
template <>
inline constexpr Expected expected<g::hypothesis_body> = {"`about` or `{`"};
template <>
inline constexpr Expected expected<g::experiment_body> = {"`{`"};
template <>
inline constexpr Expected expected<g::test_line> = {
    "`for`, `scrub:`, `swap:`, `measure`, `expect`, `references`, `donors` or `trials`",
    Code::unknown_statement, false, "for scrub swap measure expect references donors trials"};
template <>
inline constexpr Expected expected<g::test_body> = {"`on` or `{`"};
template <>
inline constexpr Expected expected<g::train_line> = {
    "`label is`, `epochs`, `seed`, `batch` or `rate`", Code::unknown_statement, false,
    "label epochs seed batch rate"};
template <>
inline constexpr Expected expected<g::train_body> = {"`{`"};
template <>
inline constexpr Expected expected<g::intervention> = {
    "`none`, `zero`, `min`, `max`, `mean` or `set`"};
template <>
inline constexpr Expected expected<g::intervention_line> = {
    "`none`, `zero`, `min`, `max`, `mean` or `set`"};
template <>
inline constexpr Expected expected<g::action> = {"`zero`, `min`, `max`, `mean` or `set`"};
template <>
inline constexpr Expected expected<g::block<g::intervention_line>> = {"`{`"};
template <>
inline constexpr Expected expected<g::measure> = {"a measure"};
template <>
inline constexpr Expected expected<g::bound> = {"a comparison such as `>= 90%`, or `within`"};
template <>
inline constexpr Expected expected<g::scope> = {"`this data` or `data like this`"};

}  // namespace hyp::syntax::messages
