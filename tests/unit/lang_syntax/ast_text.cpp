// SPDX-License-Identifier: MIT
#include "tests/unit/lang_syntax/ast_text.hpp"

#include <sstream>
#include <vector>

using namespace hyp::syntax;

namespace {

std::string joined(const std::vector<ExprPtr>& list) {
  std::string out;
  for (const auto& expr : list) out += (out.empty() ? "" : ", ") + ast_text(expr);
  return out;
}

struct Write {
  std::string operator()(const Number& n) const {
    std::ostringstream out;
    out.precision(17);
    out << n.value << (n.percent ? "%" : n.integer ? "" : "r");
    return out.str();
  }
  std::string operator()(const Text& t) const {
    return "'" + t.value + "'" + (t.sha256 ? "#" + *t.sha256 : "");
  }
  std::string operator()(const Name& n) const { return n.text; }
  std::string operator()(const Member& m) const { return ast_text(m.object) + "." + m.name.text; }
  std::string operator()(const Range& r) const {
    return ast_text(r.first) + ".." + ast_text(r.last);
  }
  std::string operator()(const Subscript& s) const {
    return ast_text(s.object) + "[" + joined(s.items) + "]";
  }
  std::string operator()(const Call& c) const {
    std::string out;
    for (const auto& a : c.arguments) {
      out += out.empty() ? "" : ", ";
      out += a.in ? "in " : a.name ? a.name->text + ": " : "";
      out += ast_text(a.value);
    }
    return ast_text(c.callee) + "(" + out + ")";
  }
  std::string operator()(const List& l) const { return "[" + joined(l.items) + "]"; }
  std::string operator()(const Unary& u) const {
    return (u.op == UnaryOp::negate ? "(- " : "(not ") + ast_text(u.operand) + ")";
  }
  std::string operator()(const Binary& b) const {
    constexpr const char* kOps[] = {"+", "-", "*", "/", "and", "or"};
    return "(" + ast_text(b.left) + " " + kOps[static_cast<int>(b.op)] + " " + ast_text(b.right) +
           ")";
  }
  std::string operator()(const Comparison& c) const {
    constexpr const char* kOps[] = {"<", "<=", ">", ">=", "==", "!="};
    std::string out = "(" + ast_text(c.operands[0]);
    for (std::size_t i = 0; i < c.ops.size(); ++i) {
      out +=
          std::string(" ") + kOps[static_cast<int>(c.ops[i])] + " " + ast_text(c.operands[i + 1]);
    }
    return out + ")";
  }
};

std::string text(const Path& path) {
  std::string out;
  for (const auto& part : path.parts) out += (out.empty() ? "" : ".") + part.text;
  return out;
}

std::string text(const Place& place) {
  std::string out = ast_text(place.target);
  if (place.where) out += " where " + ast_text(place.where) + " on " + text(*place.on);
  for (const auto& p : place.positions) out += " " + p.axis.text + " " + ast_text(p.range);
  return out;
}

}  // namespace

std::string ast_text(const ExprPtr& expr) {
  return expr ? std::visit(Write{}, expr->node) : "-";
}

std::string ast_text(const Set& set) {
  std::string out;
  for (const auto& term : set.terms) {
    if (term.join != Set::Join::start) {
      out += term.join == Set::Join::unite ? " union " : " except ";
    }
    if (const auto* place = std::get_if<Place>(&term.operand)) {
      out += text(*place);
    } else {
      out += "(" + ast_text(*std::get<std::unique_ptr<Set>>(term.operand)) + ")";
    }
  }
  return out;
}
