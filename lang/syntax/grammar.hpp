// SPDX-License-Identifier: MIT
// The grammar, in the order of the manual. It says what a file is and nothing else: what a rule
// says when it does not match stands in messages.hpp, which node it makes in control.hpp.
#pragma once

#include "lang/syntax/lexical_rules.hpp"

namespace hyp::syntax::grammar {

using pegtl::at;
using pegtl::if_must;
using pegtl::must;
using pegtl::not_at;
using pegtl::opt;
using pegtl::plus;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

// --- names, numbers, texts ---------------------------------------------------------------------

struct name : seq<name_token, gap> {};
struct new_name : name {};                         // what a statement defines
struct member_name : seq<any_word_token, gap> {};  // after a dot every word is a name
struct number : seq<number_token, gap> {};
struct string : seq<string_token, gap> {};
struct comma : sign<","> {};
struct path : seq<name, star<sign<".">, must<member_name>>> {};

// Statements end alike; what else might have followed differs.
struct end_of_line : at_end {};
struct end_of_value : at_end {};
struct end_of_given : at_end {};
struct end_of_set : at_end {};
struct end_of_direction : at_end {};
struct end_of_node : at_end {};
struct end_of_rule : at_end {};
struct end_of_measures : at_end {};
struct end_of_expectation : at_end {};
struct end_of_intervention : at_end {};

// --- expressions, tightest first ---------------------------------------------------------------

struct value;
struct sum;
struct end_of_brackets : sign_token<")"> {};
struct end_of_arguments : sign_token<")"> {};
struct end_of_parameters : sign_token<")"> {};
struct end_of_items : sign_token<"]"> {};

struct brackets : round<"(", must<value>, must<end_of_brackets>> {};
template <typename Item>
struct listed : seq<Item, star<comma, Item>, opt<comma>> {};
struct list : round<"[", opt<listed<value>>, must<end_of_items>> {};
struct hash : string {};
struct text : seq<string, opt<if_must<word<"sha256">, hash>>> {};
struct primary : sor<number, text, name, brackets, list> {};

struct range : seq<value, opt<if_must<sign<"..">, sum>>> {};
struct label : seq<member_name, sign<":">> {};
struct argument : sor<seq<label, must<range>>, if_must<word<"in">, value>, range> {};
struct arguments : round<"(", opt<listed<argument>>, must<end_of_arguments>> {};
struct subscript : round<"[", must<listed<range>, end_of_items>> {};
struct selection : if_must<sign<".">, member_name> {};
struct suffix : sor<selection, subscript, arguments> {};
struct postfix : seq<primary, star<suffix>> {};
struct reference : seq<name, star<suffix>> {};

struct operand : postfix {};
struct sign_of_number : sor<if_must<plus<sign<"-">>, operand>, postfix> {};
struct product_operator : sor<sign<"*">, sign<"/">> {};
struct product : seq<sign_of_number, star<if_must<product_operator, sign_of_number>>> {};
struct sum_operator : sor<sign<"+">, sign<"-">> {};
struct sum : seq<product, star<if_must<sum_operator, product>>> {};
struct compare_operator
    : sor<sign<"<=">, sign<"<">, sign<">=">, sign<">">, sign<"==">, sign<"!=">> {};
struct comparison : seq<sum, star<if_must<compare_operator, sum>>> {};
struct negation : sor<if_must<plus<operator_word<"not">>, comparison>, comparison> {};
struct conjunction : seq<negation, star<if_must<operator_word<"and">, negation>>> {};
struct disjunction : seq<conjunction, star<if_must<operator_word<"or">, conjunction>>> {};
struct value : disjunction {};

// --- groups and places -------------------------------------------------------------------------

struct set;
struct axis : sor<word<"row">, word<"column">, word<"position">> {};
struct position : seq<axis, must<number>, opt<if_must<sign<"..">, number>>> {};
struct more_positions : seq<comma, at<axis, number>, position> {};
struct positions_at : seq<position, star<more_positions>> {};
struct positions : if_must<word<"at">, positions_at> {};
struct where : if_must<word<"where">, value, word<"on">, path> {};
struct place : seq<reference, opt<where>, opt<positions>> {};
struct set_in_brackets : round<"(", must<set>, must<end_of_brackets>> {};
struct set_term : sor<set_in_brackets, place> {};
struct set_operator : sor<word<"union">, word<"except">> {};
struct set : seq<set_term, star<if_must<set_operator, set_term>>> {};

// --- resampling rules --------------------------------------------------------------------------

struct in : if_must<word<"in">, value> {};
struct tuple
    : round<"(", value, comma, must<value>, star<comma, must<value>>, must<end_of_brackets>> {};
struct from : if_must<word<"from">, value> {};
struct same_what : sor<tuple, value> {};
struct same : if_must<word<"same">, same_what> {};
struct within : if_must<word<"within">, value, word<"of">, value, opt<in>> {};
struct nearest : if_must<word<"nearest">, value, word<"of">, value, opt<in>> {};
struct near : if_must<word<"near">, value, word<"sigma">, value, opt<in>> {};
struct fixed : if_must<word<"fixed">, value> {};
struct excluding : if_must<word<"excluding">, word<"itself">> {};
struct of : if_must<word<"of">, path> {};
struct allow : if_must<word<"allow">, value> {};
struct modifier : seq<opt<comma>, sor<excluding, of, allow>> {};
// `itself`, `any` and `shuffled` are names like those of rules in the library. A name that another
// follows is none: it is a misspelt word of those above.
struct bare_name : seq<not_at<sor<word<"excluding">, word<"allow">>>, name_token> {};
struct named : seq<not_at<name, bare_name>, reference> {};
struct rule : seq<sor<from, same, within, nearest, near, fixed, named>, star<modifier>> {};

struct end_of_block : sign_token<"}"> {};
template <typename Line>
struct block : braces<star<not_at<at_block_end>, recovered<Line>, separators>, must<end_of_block>> {
};

struct arm_condition : sor<if_must<word<"when">, value>, word<"otherwise">> {};
struct arm : seq<arm_condition, must<sign<":">, rule, end_of_rule>> {};
struct rule_spec : sor<block<arm>, rule> {};

// --- a file's statements -----------------------------------------------------------------------

struct language : if_must<word<"language">, number, end_of_line> {};
struct import_as : if_must<word<"as">, new_name> {};
struct import_file : seq<string, opt<import_as>> {};
struct chosen : seq<new_name, opt<import_as>> {};
struct import_from : if_must<word<"from">, string> {};
struct chosen_names : seq<chosen, star<comma, must<chosen>>, must<import_from>> {};
struct imported : sor<import_file, chosen_names> {};
struct import : if_must<word<"import">, imported, end_of_line> {};
struct data : if_must<word<"data">, new_name, sign<"=">, value, end_of_value> {};
struct let : if_must<word<"let">, new_name, sign<"=">, value, end_of_value> {};
struct score : if_must<word<"score">, new_name, sign<"=">, value, end_of_value> {};
struct region : if_must<word<"region">, new_name, sign<"=">, value, end_of_value> {};

struct member_condition : sor<word<"otherwise">, value> {};
struct member : seq<new_name, must<sign<":">, member_condition, end_of_value>> {};
struct partition : if_must<word<"partition">, new_name, block<member>, end_of_line> {};

struct group : if_must<word<"group">, new_name, sign<"=">, set, end_of_set> {};

struct on_data : if_must<word<"on">, path> {};
struct directions : seq<value, star<comma, must<value>>> {};
struct subspace : if_must<word<"subspace">, new_name, sign<"=">, path, word<"along">, directions,
                          opt<on_data>, end_of_direction> {};
struct direction : if_must<word<"direction">, new_name, sign<"=">, path, word<"along">, value,
                           opt<on_data>, end_of_direction> {};

struct parameter : seq<name, opt<if_must<sign<"=">, value>>> {};
struct parameters : round<"(", opt<listed<parameter>>, must<end_of_parameters>> {};

struct shape : list {};
struct input : seq<word<"input">, at<sign_token<"[">>, must<shape, end_of_line>> {};
struct array_name : string {};
struct given_array : if_must<word<"array">, array_name> {};
struct given : seq<word<"given">, at<string_token>, text, opt<given_array>, opt<shape>> {};
struct computed : seq<value, must<end_of_value>> {};
struct equation_value : sor<seq<given, must<end_of_given>>, computed> {};
struct equation : seq<new_name, must<sign<"=">, equation_value>> {};
struct model_line : sor<input, equation> {};
struct model_value : if_must<sign<"=">, value, end_of_value> {};
struct model_body : block<model_line> {};
struct model_equations : if_must<arguments, model_body, end_of_line> {};
struct model_bare : seq<model_body, must<end_of_line>> {};
struct model_rest : sor<model_value, model_equations, model_bare> {};
struct model : if_must<word<"model">, new_name, model_rest> {};

// --- hypotheses --------------------------------------------------------------------------------

struct about : if_must<word<"about">, path> {};
struct prose : seq<string, must<end_of_line>> {};

struct clause_word
    : sor<word<"via">, word<"is">, word<"reads">, word<"resampled">, word<"others">> {};
struct another : seq<comma, not_at<clause_word>> {};  // the comma before a clause ends a list
struct places : seq<set, star<another, must<set>>> {};
struct via : if_must<word<"via">, path, star<another, must<path>>> {};
struct up_to : if_must<word<"up">, word<"to">, value> {};
struct is : if_must<word<"is">, value, opt<up_to>> {};
struct reads : if_must<word<"reads">, name, star<another, must<name>>> {};
struct resampled : if_must<word<"resampled">, rule_spec> {};
struct others : if_must<word<"others">, rule_spec> {};
struct clause : seq<opt<comma>, sor<via, is, reads, resampled, others>> {};
struct node : seq<name, must<word<"at">, places>, star<clause>, must<end_of_node>> {};

struct else_rule : if_must<sor<word<"is">, word<"resampled">>, rule_spec> {};
struct all_else : seq<word<"all">, not_at<word<"at">>, must<word<"else">, else_rule, end_of_rule>> {
};
struct drawn : sor<word<"others">, name> {};
struct together : seq<word<"draw">, drawn, must<comma, drawn>, star<comma, must<drawn>>,
                      must<word<"together">, end_of_line>> {};
struct allow_oblique : seq<word<"allow">, word<"oblique">, must<end_of_line>> {};
struct hypothesis_line : sor<prose, all_else, together, allow_oblique, node> {};
struct hypothesis_body : block<hypothesis_line> {};
struct made : if_must<sign<"=">, value, end_of_value> {};  // by calling a definition
struct hypothesis_lines : seq<opt<parameters>, opt<about>, must<hypothesis_body, end_of_line>> {};
struct hypothesis : if_must<word<"hypothesis">, new_name, sor<made, hypothesis_lines>> {};

// --- experiments -------------------------------------------------------------------------------

struct sweep : if_must<word<"for">, name, word<"in">, list, end_of_line> {};

struct sets : seq<set, star<comma, must<set>>> {};
struct in_region : if_must<word<"in">, postfix> {};
struct set_to : if_must<word<"set">, sets, word<"to">, sum> {};
struct ablation : if_must<sor<word<"zero">, word<"min">, word<"max">, word<"mean">>, sets> {};
struct action : seq<sor<set_to, ablation>, opt<in_region>> {};
struct actions : seq<action, star<if_must<operator_word<"and">, action>>> {};
struct intervention : sor<word<"none">, actions> {};
struct intervention_line : seq<intervention, must<end_of_intervention>> {};
struct interventions : if_must<word<"intervene">, block<intervention_line>, end_of_line> {};

struct measure : seq<name, opt<arguments>> {};
struct by : if_must<word<"by">, path, star<comma, must<path>>> {};
struct measures
    : if_must<word<"measure">, measure, star<comma, must<measure>>, opt<by>, end_of_measures> {};

struct within_bound : if_must<word<"within">, sum, word<"of">, sum> {};
struct bound : sor<if_must<compare_operator, sum>, within_bound> {};
struct under : if_must<word<"under">, intervention> {};
struct condition : if_must<word<"for">, value> {};
struct scope : sor<seq<word<"this">, must<word<"data">>>,
                   seq<word<"data">, must<word<"like">, word<"this">>>> {};
struct on_scope : if_must<word<"on">, scope> {};
struct expectation : if_must<word<"expect">, measure, opt<in_region>, bound,
                             star<sor<under, condition, on_scope>>, end_of_expectation> {};

struct experiment_line : sor<prose, sweep, interventions, measures, expectation> {};
struct experiment_body : block<experiment_line> {};
struct experiment_lines : seq<opt<about>, must<word<"on">, path, experiment_body, end_of_line>> {};
struct experiment : if_must<word<"experiment">, new_name, sor<made, experiment_lines>> {};

// --- tests -------------------------------------------------------------------------------------

struct references : if_must<word<"references">, path, end_of_line> {};
struct donors : if_must<word<"donors">, path, end_of_line> {};
struct trials : if_must<word<"trials">, value, end_of_value> {};
// It labels the lines below, or the one that it stands before.
struct section : seq<sor<word<"scrub">, word<"swap">>, must<sign<":">>> {};
// The claim is a rival, which ought to fail.
struct rival : seq<word<"expect">, word<"refuted">, must<end_of_line>> {};
struct test_line : sor<prose, sweep, references, donors, trials, section, measures, rival,
                       expectation, interventions> {};
struct test_body : block<test_line> {};
struct test : if_must<word<"test">, path, opt<if_must<word<"on">, path>>, test_body, end_of_line> {
};

// --- training ----------------------------------------------------------------------------------

struct taught : seq<word<"label">, must<word<"is">, value, end_of_value>> {};
struct setting
    : if_must<sor<word<"epochs">, word<"seed">, word<"batch">, word<"rate">>, value, end_of_value> {
};
struct train_line : sor<prose, taught, setting> {};
struct train_body : block<train_line> {};
struct train : if_must<word<"train">, path, word<"on">, path, train_body, end_of_line> {};

// --- definitions -------------------------------------------------------------------------------

template <Literal Kind, typename... Rest>
struct defines : if_must<seq<word<"def">, word<Kind>>, new_name, parameters, Rest...> {};
struct def_model : defines<"model", model_body, end_of_line> {};
struct def_score : defines<"score", sign<"=">, value, end_of_value> {};
struct def_region : defines<"region", sign<"=">, value, end_of_value> {};
struct def_rule : defines<"rule", sign<"=">, rule_spec, end_of_rule> {};
struct def_hypothesis : defines<"hypothesis", opt<about>, hypothesis_body, end_of_line> {};
struct def_experiment
    : defines<"experiment", opt<about>, word<"on">, path, experiment_body, end_of_line> {};
struct defined_kind : pegtl::failure {};
struct def_unknown : if_must<word<"def">, defined_kind> {};
struct definition
    : sor<def_model, def_score, def_region, def_rule, def_hypothesis, def_experiment, def_unknown> {
};

// --- a file ------------------------------------------------------------------------------------

struct statement : sor<language, import, data, model, definition, let, score, region, partition,
                       group, subspace, direction, hypothesis, test, experiment, train> {};
struct file
    : seq<separators, star<not_at<pegtl::eof>, recovered<statement>, separators>, pegtl::eof> {};

}  // namespace hyp::syntax::grammar
