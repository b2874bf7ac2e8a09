// SPDX-License-Identifier: MIT
// The one file that instantiates the grammar.
#include "lang/syntax/parse.hpp"

#include <algorithm>

#include "lang/syntax/build.hpp"
#include "lang/syntax/control.hpp"
#include "lang/syntax/encoding.hpp"

namespace hyp::syntax {
namespace {

constexpr std::size_t kLargestFile = 16U << 20U;

void match_file(State& state) {
  tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>
      in(state.text.data(), state.text.data() + state.text.size(), "");
  tao::pegtl::parse<grammar::file, tao::pegtl::nothing, control>(in, state);
}

void in_order_of_text(std::vector<diag::Diagnostic>& errors) {
  std::stable_sort(errors.begin(), errors.end(), [](const auto& a, const auto& b) {
    return a.span && b.span && a.span->begin < b.span->begin;
  });
}

}  // namespace

diag::Outcome<File> parse(const source::SourceMap& sources, source::FileId file) {
  State state{file, sources.text(file)};
  const auto size = static_cast<std::uint32_t>(state.text.size());
  File result{file, {}, {}, {}};
  bool is_text = false;
  if (state.text.size() > kLargestFile) {
    state.record({diag::Code::file_too_large,
                  source::Span{file, 0, 0},
                  {{"bytes", state.text.size()}, {"limit", kLargestFile}}});
    state.tree.error(0, size);
  } else if (!check_encoding(state)) {
    state.tree.error(0, size);
  } else {
    is_text = true;
    match_file(state);
  }
  result.tree = state.tree.finish(file, state.text);
  if (is_text) build(result, state);
  in_order_of_text(state.errors);
  return {std::move(result), std::move(state.errors)};
}

}  // namespace hyp::syntax
