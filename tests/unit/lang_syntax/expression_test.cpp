// SPDX-License-Identifier: MIT
#include <limits>

#include "tests/support/catch.hpp"
#include "tests/unit/lang_syntax/ast_text.hpp"
#include "tests/unit/lang_syntax/parsed.hpp"

using namespace hyp;

namespace {

std::string read(const std::string& value) {
  const Parsed parsed("language 1\nlet x = " + value + "\n");
  CHECK(parsed.lossless());
  if (!parsed.outcome.diagnostics.empty()) return parsed.errors();
  return ast_text(parsed.statement<syntax::Let>().value);
}

syntax::Number number(const std::string& value) {
  const Parsed parsed("language 1\nlet x = " + value + "\n");
  return std::get<syntax::Number>(parsed.statement<syntax::Let>().value->node);
}

}  // namespace

TEST_CASE("operators bind as the manual says") {
  CHECK(read("a + b * c") == "(a + (b * c))");
  CHECK(read("a - b - c") == "((a - b) - c)");
  CHECK(read("a / b * c") == "((a / b) * c)");
  CHECK(read("(a + b) * c") == "((a + b) * c)");
  CHECK(read("-a * b") == "((- a) * b)");
  CHECK(read("a * -b") == "(a * (- b))");
  CHECK(read("- - a") == "(- (- a))");
  CHECK(read("-a.b[1](c)") == "(- a.b[1](c))");
  CHECK(read("a + b > c - d") == "((a + b) > (c - d))");
  CHECK(read("not a > b") == "(not (a > b))");
  CHECK(read("not not a and b") == "((not (not a)) and b)");
  CHECK(read("a and b and c") == "((a and b) and c)");
  CHECK(read("a or (b and c)") == "(a or (b and c))");
  CHECK(read("a < b <= c") == "(a < b <= c)");
  CHECK(read("a >= b > c") == "(a >= b > c)");
  CHECK(read("a == b") == "(a == b)");
  CHECK(read("(a == b) != c") == "((a == b) != c)");
}

TEST_CASE("what follows a name belongs to it, from left to right") {
  CHECK(read("images[6].input") == "images[6].input");
  CHECK(read("net.conv2[3, 5..7,]") == "net.conv2[3, 5..7]");
  CHECK(read("a[i + 1..n - 1]") == "a[(i + 1)..(n - 1)]");
  CHECK(read("f()") == "f()");
  CHECK(read("conv2d(input, out: 8, in one, grid: 0..9,)") ==
        "conv2d(input, out: 8, in one, grid: 0..9)");
  CHECK(read("f(in: 3, of: 2)") == "f(in: 3, of: 2)");
  CHECK(read("mean(in one or two) - mean(in three)") == "(mean(in (one or two)) - mean(in three))");
  CHECK(read("a.in.of") == "a.in.of");
  CHECK(read("[[1, 2], [3],]") == "[[1, 2], [3]]");
  CHECK(read("[]") == "[]");
  CHECK(read("(((a)))") == "a");
}

TEST_CASE("words that only begin things may be names") {
  for (const std::string word : {"data", "row", "mean", "value", "any", "region", "set", "import",
                                 "language", "all", "draw", "none", "to_", "test", "up", "sigma"}) {
    CHECK(read(word + " + 1") == "(" + word + " + 1)");
  }
}

TEST_CASE("numbers are the nearest ones") {
  CHECK(number("0.01%").value == 0.0001);
  CHECK(number("1%").value == 0.01);
  CHECK(number("0.1%").value == 0.001);
  CHECK(number("3%").value == 0.03);
  CHECK(number("92%").value == 0.92);
  CHECK(number("1.5e2%").value == 1.5);
  CHECK(number("1e-2%").value == 1e-4);
  CHECK(number("1E+3%").value == 10);
  CHECK(number("0.1").value == 0.1);
  CHECK(number("1.7976931348623157e308").value == std::numeric_limits<double>::max());
  CHECK(number("5e-324").value == std::numeric_limits<double>::denorm_min());
  CHECK(number("0e999999999999999999999%").value == 0);
  CHECK(read("1.7976931348623159e308").starts_with("error[E0106]"));
  CHECK(read("1e-400").starts_with("error[E0106]"));
  CHECK(read("1e-323%").starts_with("error[E0106]"));
  CHECK(number("-17305").value == -17305);
  CHECK(number("-17305").integer);
  CHECK(!number("1.0").integer);
  CHECK(!number("1e3").integer);
  CHECK(!number("1%").integer);
  CHECK(number("1%").percent);
  CHECK(read("-(5)") == "(- 5)");
}

TEST_CASE("texts hold what is between their quotes") {
  CHECK(read(R"("a // no remark")") == "'a // no remark'");
  CHECK(read(R"("\"\\\n\t")") == "'\"\\\n\t'");
  CHECK(read(R"("日本")") == "'日本'");
  CHECK(read(R"(f("net.pt" sha256 "0562"))") == "f('net.pt'#0562)");
}

TEST_CASE("a statement goes on in brackets, after operators and after commas") {
  CHECK(read("a +\n  b") == "(a + b)");
  CHECK(read("a // why\n  ").find("E0") == std::string::npos);
  CHECK(read("(a\n + b\n)") == "(a + b)");
  CHECK(read("f(\n a,\n b: // remark\n 2\n)") == "f(a, b: 2)");
  CHECK(read("[1,\n\n 2\n]") == "[1, 2]");
  CHECK(read("not\n a and\n b") == "((not a) and b)");
  CHECK(read("\n\n  3") == "3");
  CHECK(read("1; let y = 2").find("E0") == std::string::npos);
  CHECK(Parsed("language 1;let x = 1;;let y = 2").file().statements.size() == 2);
  CHECK(Parsed("language 1\r\nlet x = 1 +\r\n2\r\nlet y = 2\r\n").file().statements.size() == 2);
}

TEST_CASE("spans cover what they stand for") {
  const Parsed parsed("language 1\nlet x = (a + b) * -3 // remark\n");
  const auto& let = parsed.statement<syntax::Let>();
  const auto text = [&](source::Span span) { return parsed.sources.text(span); };
  CHECK(text(parsed.file().statements[0].span) == "let x = (a + b) * -3");
  CHECK(text(let.value->span) == "(a + b) * -3");
  const auto& product = std::get<syntax::Binary>(let.value->node);
  CHECK(text(product.left->span) == "(a + b)");
  CHECK(text(product.op_span) == "*");
  CHECK(text(product.right->span) == "-3");
  CHECK(let.value->depth == 3);
}
