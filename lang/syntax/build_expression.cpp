// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lang/syntax/build.hpp"
#include "lang/syntax/literals.hpp"

namespace hyp::syntax {
namespace {

int depth_of(const ExprPtr& expr) {
  return expr ? expr->depth : 0;
}
int depth_of(const std::vector<ExprPtr>& list) {
  int depth = 0;
  for (const auto& expr : list) depth = std::max(depth, depth_of(expr));
  return depth;
}

struct DepthBelow {
  int operator()(const Number&) const { return 0; }
  int operator()(const Text&) const { return 0; }
  int operator()(const Name&) const { return 0; }
  int operator()(const Member& m) const { return depth_of(m.object); }
  int operator()(const Range& r) const { return std::max(depth_of(r.first), depth_of(r.last)); }
  int operator()(const Subscript& s) const {
    return std::max(depth_of(s.object), depth_of(s.items));
  }
  int operator()(const Call& c) const {
    int depth = depth_of(c.callee);
    for (const auto& argument : c.arguments) depth = std::max(depth, depth_of(argument.value));
    return depth;
  }
  int operator()(const List& l) const { return depth_of(l.items); }
  int operator()(const Unary& u) const { return depth_of(u.operand); }
  int operator()(const Binary& b) const { return std::max(depth_of(b.left), depth_of(b.right)); }
  int operator()(const Comparison& c) const { return depth_of(c.operands); }
};

BinaryOp binary_op(std::string_view text) {
  if (text == "+") return BinaryOp::add;
  if (text == "-") return BinaryOp::subtract;
  if (text == "*") return BinaryOp::multiply;
  if (text == "/") return BinaryOp::divide;
  return text == "and" ? BinaryOp::logical_and : BinaryOp::logical_or;
}

}  // namespace

// Deeper than allowed, a leaf stands in for what was built, so that nothing deep is ever made.
ExprPtr Builder::make(Span span, ExprNode node) {
  auto expr = std::make_unique<Expr>(Expr{span, std::move(node)});
  expr->depth = 1 + std::visit(DepthBelow{}, expr->node);
  if (expr->depth <= kMaxDepth) return expr;
  ++found_;
  if (!too_deep_) {
    state_.record({diag::Code::expression_too_deep, span, {{"limit", kMaxDepth}}});
    too_deep_ = true;
  }
  return std::make_unique<Expr>(Expr{span, Number{}});
}

ExprPtr Builder::expression(const TreeNode& node) {
  Cursor c = children(node);
  switch (node.kind) {
    case NodeKind::number:
      return number(node);
    case NodeKind::string:
      return make(node.span, string(node));
    case NodeKind::text:
      return make(node.span, text(node));
    case NodeKind::brackets: {
      c.take("(");
      auto inner = expression(c.take());
      inner->span = node.span;
      return inner;
    }
    case NodeKind::list:
      return make(node.span, List{items(node)});
    case NodeKind::postfix:
      return postfix(node);
    case NodeKind::sign:
      return negative(node);
    case NodeKind::negation:
      return negated(node);
    case NodeKind::comparison:
      return comparison(node);
    case NodeKind::range: {
      auto first = expression(c.take());
      c.take("..");
      return make(node.span, Range{std::move(first), expression(c.take())});
    }
    case NodeKind::disjunction:
    case NodeKind::conjunction:
    case NodeKind::sum:
    case NodeKind::product:
      return chain(node);
    default:
      return make(node.span, name(node));
  }
}

ExprPtr Builder::number(const TreeNode& node) {
  const auto written = text_of(node.span);
  const auto number = decode_number(written);
  if (!number) record({diag::Code::number_out_of_range, node.span, {{"text", written}}});
  return make(node.span, number.value_or(Number{}));
}

Text Builder::string(const TreeNode& node) {
  auto decoded = decode_text(text_of(node.span));
  for (const auto escape : decoded.bad_escapes) {
    const auto begin = node.span.begin + escape;
    // The whole character after the backslash, however many bytes it has.
    auto end = begin + 2;
    while ((static_cast<unsigned char>(state_.text[end]) & 0xC0U) == 0x80U) ++end;
    const Span span{node.span.file, begin, end};
    record({diag::Code::unknown_escape, span, {{"escape", text_of(span)}}});
  }
  return {std::move(decoded.value), std::nullopt};
}

Text Builder::text(const TreeNode& node) {
  Cursor c = children(node);
  Text text = string(c.take());
  if (c.take("sha256")) {
    text.sha256_span = c.peek().span;
    text.sha256 = string(c.take()).value;
  }
  return text;
}

ExprPtr Builder::postfix(const TreeNode& node) {
  Cursor c = children(node);
  auto object = expression(c.take());
  while (!c.at_end()) {
    const TreeNode& suffix = c.take();
    const Span span = cover(node.span, suffix.span);
    const Span whole{span.file, node.span.begin, suffix.span.end};
    if (suffix.kind == NodeKind::selection) {
      Cursor inner = children(suffix);
      inner.take(".");
      object = make(whole, Member{std::move(object), name(inner.take())});
    } else if (suffix.kind == NodeKind::subscript) {
      object = make(whole, Subscript{std::move(object), items(suffix)});
    } else {
      object = make(whole, Call{std::move(object), arguments(suffix)});
    }
  }
  return object;
}

// A minus sign right before a number belongs to it.
ExprPtr Builder::negative(const TreeNode& node) {
  Cursor c = children(node);
  std::vector<Span> signs;
  while (c.token() == "-") signs.push_back(c.take().span);
  auto operand = expression(c.take());
  const Span end = operand->span;
  for (auto sign = signs.rbegin(); sign != signs.rend(); ++sign) {
    auto* const number = std::get_if<Number>(&operand->node);
    if (number != nullptr && sign == signs.rbegin() && text_of(end).front() != '(') {
      number->value = -number->value;
      operand->span = cover(*sign, end);
    } else {
      operand = make(cover(*sign, end), Unary{UnaryOp::negate, std::move(operand)});
    }
  }
  return operand;
}

ExprPtr Builder::negated(const TreeNode& node) {
  Cursor c = children(node);
  std::vector<Span> words;
  while (c.token() == "not") words.push_back(c.take().span);
  auto operand = expression(c.take());
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    const Span span = cover(*word, node.span);
    operand = make(Span{span.file, word->begin, node.span.end},
                   Unary{UnaryOp::logical_not, std::move(operand)});
  }
  return operand;
}

ExprPtr Builder::chain(const TreeNode& node) {
  if (node.kind == NodeKind::disjunction) check_mixed(node);
  Cursor c = children(node);
  auto left = expression(c.take());
  while (!c.at_end()) {
    const Span op = c.take().span;
    const TreeNode& right = c.take();
    const Span span{node.span.file, node.span.begin, right.span.end};
    left = make(span, Binary{binary_op(text_of(op)), op, std::move(left), expression(right)});
  }
  return left;
}

std::vector<Argument> Builder::arguments(const TreeNode& node) {
  std::vector<Argument> list;
  for (Cursor c = children(node); !c.at_end();) {
    const TreeNode& child = c.take();
    if (child.kind == NodeKind::argument) list.push_back(argument(child));
  }
  return list;
}

Argument Builder::argument(const TreeNode& node) {
  Cursor c = children(node);
  const TreeNode& first = c.take();
  if (c.at_end()) return {std::nullopt, false, expression(first)};
  if (c.take(":")) return {name(first), false, expression(c.take())};
  return {std::nullopt, true, expression(c.take())};
}

std::vector<ExprPtr> Builder::items(const TreeNode& node) {
  std::vector<ExprPtr> list;
  for (Cursor c = children(node); !c.at_end();) {
    const TreeNode& child = c.take();
    if (child.kind != NodeKind::punctuation) list.push_back(expression(child));
  }
  return list;
}

}  // namespace hyp::syntax
