// SPDX-License-Identifier: MIT
// Conditions that read two ways are refused, and both ways are shown.
#include <algorithm>

#include "lang/syntax/build.hpp"

namespace hyp::syntax {
namespace {

// Bare text longer than this, or of several lines, is no help in a help line.
bool fits_a_line(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  return text.size() <= kLongest && text.find('\n') == std::string_view::npos;
}

}  // namespace

// `a and b or c`: both ways to put brackets are shown, in the user's own words.
void Builder::check_mixed(const TreeNode& node) {
  struct Operand {
    std::string text;
    std::string op;  // before it
    Span op_span;
  };
  std::vector<Operand> operands;
  bool mixed = false;
  Span op{};
  for (Cursor c = children(node); !c.at_end();) {
    std::string word;
    if (c.token() == "or") {
      op = c.take().span;
      word = "or";
    }
    const TreeNode& part = c.take();
    if (part.kind != NodeKind::conjunction) {
      operands.push_back({std::string(text_of(part.span)), word, op});
      continue;
    }
    mixed = true;
    for (Cursor inner = children(part); !inner.at_end();) {
      if (inner.token() == "and") {
        op = inner.take().span;
        word = "and";
      }
      operands.push_back({std::string(text_of(inner.take().span)), word, op});
    }
  }
  if (!mixed) return;
  const auto reading = [&](std::string_view inner_op) {
    std::string out;
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const bool joins_next = i + 1 < operands.size() && operands[i + 1].op == inner_op;
      const bool joins_last = i > 0 && operands[i].op == inner_op;
      if (i > 0) out += " " + operands[i].op + " ";
      out += std::string(joins_next && !joins_last ? "(" : "") + operands[i].text +
             (joins_last && !joins_next ? ")" : "");
    }
    return out;
  };
  const auto second = std::find_if(operands.begin() + 2, operands.end(),
                                   [&](const Operand& o) { return o.op != operands[1].op; });
  std::string first_reading = reading("and");
  std::string second_reading = reading("or");
  if (!fits_a_line(first_reading)) {
    first_reading = "(a and b) or c";
    second_reading = "a and (b or c)";
  }
  record({diag::Code::mixed_and_or,
          second->op_span,
          {{"first", first_reading}, {"second", second_reading}}});
}

CompareOp Builder::compare_op(std::string_view text) {
  if (text == "<") return CompareOp::less;
  if (text == "<=") return CompareOp::less_equal;
  if (text == ">") return CompareOp::greater;
  if (text == ">=") return CompareOp::greater_equal;
  return text == "==" ? CompareOp::equal : CompareOp::not_equal;
}

ExprPtr Builder::comparison(const TreeNode& node) {
  Cursor c = children(node);
  Comparison chain;
  chain.operands.push_back(expression(c.take()));
  while (!c.at_end()) {
    const Span op = c.take().span;
    chain.ops.push_back(compare_op(text_of(op)));
    chain.op_spans.push_back(op);
    chain.operands.push_back(expression(c.take()));
  }
  const auto direction = [](CompareOp op) { return static_cast<int>(op) / 2; };
  constexpr int kNoDirection = 2;
  for (std::size_t i = 1; i < chain.ops.size(); ++i) {
    if (direction(chain.ops[i]) == direction(chain.ops[0]) &&
        direction(chain.ops[0]) != kNoDirection) {
      continue;
    }
    std::string example;
    for (std::size_t k = 0; k < chain.ops.size() && example.size() < 200; ++k) {
      example += std::string(k > 0 ? " and " : "") + std::string(text_of(chain.operands[k]->span)) +
                 " " + std::string(text_of(chain.op_spans[k])) + " " +
                 std::string(text_of(chain.operands[k + 1]->span));
    }
    diag::Facts facts;
    if (fits_a_line(example)) facts.emplace_back("example", example);
    record({diag::Code::mixed_chain, chain.op_spans[i], std::move(facts)});
    break;
  }
  return make(node.span, std::move(chain));
}

}  // namespace hyp::syntax
