// SPDX-License-Identifier: MIT
#include "lang/check/expr_text.hpp"

#include <fmt/format.h>

#include <array>

namespace hyp::check::equations {
namespace {

using syntax::Expr;

constexpr int kLevels = 3;
constexpr std::size_t kLongestText = 40;

std::string write(const Expr& expr, int levels);

std::string quoted(const std::string& text) {
  if (text.size() <= kLongestText) return fmt::format("\"{}\"", text);
  std::size_t end = kLongestText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return fmt::format("\"{}...\"", text.substr(0, end));
}

std::string number(const syntax::Number& n) {
  return n.percent ? fmt::format("{:.12g}%", n.value * 100) : fmt::format("{}", n.value);
}

std::string call(const syntax::Call& c, int levels) {
  std::string out = write(*c.callee, levels - 1) + "(";
  if (!c.arguments.empty() && !c.arguments[0].name && !c.arguments[0].in) {
    out += write(*c.arguments[0].value, levels - 1);
    if (c.arguments.size() > 1) out += ", ...";
  } else if (!c.arguments.empty()) {
    out += "...";
  }
  return out + ")";
}

std::string subscript(const syntax::Subscript& s, int levels) {
  std::string out = write(*s.object, levels - 1) + "[";
  for (std::size_t i = 0; i < s.items.size() && i < 4; ++i) {
    if (i > 0) out += ", ";
    out += i == 3 ? "..." : write(*s.items[i], levels - 1);
  }
  return out + "]";
}

std::string comparison(const syntax::Comparison& c, int levels) {
  constexpr std::array<const char*, 6> kOps{"<", "<=", ">", ">=", "==", "!="};
  std::string out = write(*c.operands[0], levels - 1);
  for (std::size_t i = 0; i < c.ops.size(); ++i) {
    out += fmt::format(" {} {}", kOps[static_cast<std::size_t>(c.ops[i])],
                       write(*c.operands[i + 1], levels - 1));
  }
  return out;
}

std::string binary(const syntax::Binary& b, int levels) {
  constexpr std::array<const char*, 6> kOps{"+", "-", "*", "/", "and", "or"};
  const auto side = [&](const Expr& e) {
    const std::string text = write(e, levels - 1);
    return std::holds_alternative<syntax::Binary>(e.node) && levels > 1 ? "(" + text + ")" : text;
  };
  return fmt::format("{} {} {}", side(*b.left), kOps[static_cast<std::size_t>(b.op)],
                     side(*b.right));
}

struct Writer {
  int levels;
  std::string operator()(const syntax::Number& n) const { return number(n); }
  std::string operator()(const syntax::Text& t) const { return quoted(t.value); }
  std::string operator()(const syntax::Name& n) const { return n.text; }
  std::string operator()(const syntax::Member& m) const {
    return write(*m.object, levels) + "." + m.name.text;
  }
  std::string operator()(const syntax::Range& r) const {
    return write(*r.first, levels - 1) + ".." + write(*r.last, levels - 1);
  }
  std::string operator()(const syntax::Subscript& s) const { return subscript(s, levels); }
  std::string operator()(const syntax::Call& c) const { return call(c, levels); }
  std::string operator()(const syntax::List&) const { return "[...]"; }
  std::string operator()(const syntax::Unary& u) const {
    return (u.op == syntax::UnaryOp::negate ? "-" : "not ") + write(*u.operand, levels - 1);
  }
  std::string operator()(const syntax::Binary& b) const { return binary(b, levels); }
  std::string operator()(const syntax::Comparison& c) const { return comparison(c, levels); }
};

std::string write(const Expr& expr, int levels) {
  return levels <= 0 ? "..." : std::visit(Writer{levels}, expr.node);
}

}  // namespace

std::string brief(const syntax::Expr& expr) {
  return write(expr, kLevels);
}

std::string seen(const syntax::Expr& expr) {
  if (const auto* n = std::get_if<syntax::Number>(&expr.node)) {
    return fmt::format("the {} {}", n->percent ? "percentage" : "number", number(*n));
  }
  if (const auto* t = std::get_if<syntax::Text>(&expr.node)) {
    if (t->sha256) return fmt::format("the file `{}` with its hash", quoted(t->value));
    return fmt::format("the text `{}`", quoted(t->value));
  }
  if (const auto* list = std::get_if<syntax::List>(&expr.node)) {
    return fmt::format("a list of {}", list->items.size());
  }
  if (std::holds_alternative<syntax::Range>(expr.node)) {
    return fmt::format("the range `{}`", brief(expr));
  }
  return fmt::format("`{}`", brief(expr));
}

}  // namespace hyp::check::equations
