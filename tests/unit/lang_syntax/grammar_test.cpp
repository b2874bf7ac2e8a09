// SPDX-License-Identifier: MIT
// PEGTL's own look at the grammar: no rule can loop without consuming anything.
#include "lang/syntax/grammar.hpp"

#include <tao/pegtl/contrib/analyze.hpp>

#include "tests/support/catch.hpp"

TEST_CASE("the grammar has no loop that consumes nothing") {
  CHECK(tao::pegtl::analyze<hyp::syntax::grammar::file>() == 0);
}
