// SPDX-License-Identifier: MIT
// The rules below the grammar: words, signs, numbers, texts, the gaps between them, and brackets.
// A newline ends a statement unless inside ( ) or [ ], or after an operator, a comma, `=`, `:` or
// an opening bracket: hence every sign swallows the line breaks after it, and a word does not.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "lang/syntax/lexeme.hpp"
#include "lang/syntax/recovery.hpp"
#include "lang/syntax/state.hpp"
#include "lang/syntax/words.hpp"

namespace hyp::syntax::grammar {

namespace pegtl = tao::pegtl;

template <typename Input>
std::uint32_t offset_of(const Input& in) {
  return static_cast<std::uint32_t>(in.current() - in.begin());
}

/// A text as a template argument: `word<"region">`.
template <std::size_t N>
struct Literal {
  char text[N] = {};
  constexpr Literal(const char (&from)[N]) { std::copy_n(from, N, text); }
  [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }
};

/// Base of the rules that look at the text itself: `Derived::scan` gives the size of what it
/// accepts at an offset, or kNothing.
constexpr std::int64_t kNothing = -1;
template <typename Derived>
struct scanned {
  using rule_t = scanned;
  using subs_t = pegtl::empty_list;

  template <pegtl::apply_mode, pegtl::rewind_mode, template <typename...> class,
            template <typename...> class, typename Input>
  static bool match(Input& in, State& state) {
    const std::int64_t size = Derived::scan(state, offset_of(in));
    if (size > 0) in.bump_in_this_line(static_cast<std::size_t>(size));
    return size != kNothing;
  }
};

/// What stands between tokens: blanks and comments, and line breaks inside ( ) and [ ].
struct gap : scanned<gap> {
  static std::int64_t scan(const State& state, std::size_t offset) {
    return static_cast<std::int64_t>(gap_end(state.text, offset, state.round_depth > 0) - offset);
  }
};
/// The gap after a sign: line breaks too.
struct wide_gap : scanned<wide_gap> {
  static std::int64_t scan(const State& state, std::size_t offset) {
    return static_cast<std::int64_t>(gap_end(state.text, offset, true) - offset);
  }
};
/// What stands between statements: line breaks and `;` too.
struct separators : scanned<separators> {
  static std::int64_t scan(const State& state, std::size_t offset) {
    return static_cast<std::int64_t>(separators_end(state.text, offset) - offset);
  }
};
/// The end of a statement, which nothing consumes: a line break, `;`, `}` or the end of the file.
struct at_end : scanned<at_end> {
  static std::int64_t scan(const State& state, std::size_t offset) {
    constexpr std::string_view kEnds = "\n\r;}";
    const bool ends =
        offset >= state.text.size() || kEnds.find(state.text[offset]) != std::string_view::npos;
    return ends ? 0 : kNothing;
  }
};
/// Where a block ends or must have been meant to: at `}`, the end of the file, or a line that can
/// only be a statement of the file.
struct at_block_end : scanned<at_block_end> {
  static std::int64_t scan(const State& state, std::size_t offset) {
    const bool ends = offset >= state.text.size() || state.text[offset] == '}' ||
                      begins_file_statement(state.text, offset);
    return ends ? 0 : kNothing;
  }
};

/// Base of the rules that are one lexeme.
template <typename Derived>
struct lexeme_rule : scanned<Derived> {
  static std::int64_t scan(const State& state, std::size_t offset) {
    if (offset >= state.text.size() || !Derived::may_begin_with(state.text[offset])) {
      return kNothing;
    }
    const Lexeme lexeme = lexeme_at(state.text, offset);
    const bool accepted = Derived::accepts(lexeme.kind, state.text.substr(offset, lexeme.size));
    return accepted ? static_cast<std::int64_t>(lexeme.size) : kNothing;
  }
  static bool may_begin_with(char) { return true; }
};

template <Literal Text>
struct word_token : lexeme_rule<word_token<Text>> {
  static bool may_begin_with(char c) { return c == Text.text[0]; }
  static bool accepts(LexemeKind, std::string_view text) { return text == Text.view(); }
};
template <Literal Text>
struct sign_token : lexeme_rule<sign_token<Text>> {
  static bool may_begin_with(char c) { return c == Text.text[0]; }
  static bool accepts(LexemeKind, std::string_view text) { return text == Text.view(); }
};
struct name_token : lexeme_rule<name_token> {
  static std::int64_t scan(const State& state, std::size_t offset) {
    // After `x =` and a line break, `region y` is the next statement and not the value of x.
    if (begins_file_statement(state.text, offset)) return kNothing;
    return lexeme_rule<name_token>::scan(state, offset);
  }
  static bool accepts(LexemeKind kind, std::string_view text) {
    return kind == LexemeKind::word && !is_reserved(text);
  }
};
struct any_word_token : lexeme_rule<any_word_token> {
  static bool accepts(LexemeKind kind, std::string_view) { return kind == LexemeKind::word; }
};
struct number_token : lexeme_rule<number_token> {
  static bool accepts(LexemeKind kind, std::string_view) { return kind == LexemeKind::number; }
};
struct string_token : lexeme_rule<string_token> {
  static bool may_begin_with(char c) { return c == '"'; }
  static bool accepts(LexemeKind kind, std::string_view) { return kind == LexemeKind::string; }
};

/// A word of the language; after an operator that is a word the statement goes on.
template <Literal Text>
struct word : pegtl::seq<word_token<Text>, gap> {};
template <Literal Text>
struct operator_word : pegtl::seq<word_token<Text>, wide_gap> {};
template <Literal Text>
struct sign : pegtl::seq<sign_token<Text>, wide_gap> {};

/// Content between brackets, the opening one just read; it knows where it was opened. Inside { }
/// the rules of statements hold again.
template <bool Round, typename... Content>
struct inside {
  using rule_t = inside;
  using subs_t = pegtl::type_list<Content...>;

  struct Depth {
    State& state;
    std::uint32_t outer;
    explicit Depth(State& s, std::uint32_t offset) : state(s), outer(s.round_depth) {
      if (state.openings.size() >= State::kMaxNesting) {
        state.fail({{}, diag::Code::nested_too_deep}, offset - 1);
      }
      state.round_depth = Round ? outer + 1 : 0;
      state.openings.push_back(offset - 1);
    }
    ~Depth() {
      state.round_depth = outer;
      state.openings.pop_back();
    }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
  };

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input>
  static bool match(Input& in, State& state) {
    const Depth depth(state, offset_of(in));
    using Rules = pegtl::seq<Content...>;
    return Control<Rules>::template match<A, M, Action, Control>(in, state);
  }
};

template <Literal Open, typename... Content>
struct round : pegtl::seq<sign_token<Open>, inside<true, wide_gap, Content...>, gap> {};
template <typename... Content>
struct braces : pegtl::seq<sign_token<"{">, inside<false, separators, Content...>, gap> {};

/// A statement, or in its place an error node and what was wrong with it.
template <typename Statement>
struct recovered {
  using rule_t = recovered;
  using subs_t = pegtl::type_list<Statement>;

  template <pegtl::apply_mode A, pegtl::rewind_mode, template <typename...> class Action,
            template <typename...> class Control, typename Input>
  static bool match(Input& in, State& state) {
    const auto begin = offset_of(in);
    const auto node_count = state.nodes.size();
    const auto start = in.iterator();
    state.statement = begin;
    try {
      using Rule = pegtl::must<Statement>;
      return Control<Rule>::template match<A, pegtl::rewind_mode::dontcare, Action, Control>(in,
                                                                                             state);
    } catch (const Failed&) {
      state.nodes.resize(node_count);
      const Broken broken = skip_broken(state, begin);
      state.tree.error(begin, broken.node_end);
      in.iterator() = start;
      in.bump_in_this_line(broken.end - begin);
      return true;
    }
  }
};

}  // namespace hyp::syntax::grammar

namespace tao::pegtl {

template <typename Name, typename Derived>
struct analyze_traits<Name, hyp::syntax::grammar::scanned<Derived>>
    : std::conditional_t<std::is_base_of_v<hyp::syntax::grammar::lexeme_rule<Derived>, Derived>,
                         analyze_any_traits<>, analyze_opt_traits<>> {};
template <typename Name, bool Round, typename... Content>
struct analyze_traits<Name, hyp::syntax::grammar::inside<Round, Content...>>
    : analyze_traits<Name, typename seq<Content...>::rule_t> {};
template <typename Name, typename Statement>
struct analyze_traits<Name, hyp::syntax::grammar::recovered<Statement>>
    : analyze_any_traits<Statement> {};

}  // namespace tao::pegtl
