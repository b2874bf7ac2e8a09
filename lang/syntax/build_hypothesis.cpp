// SPDX-License-Identifier: MIT
#include "lang/syntax/build.hpp"

namespace hyp::syntax {

std::vector<Parameter> Builder::parameters(const TreeNode& node) {
  std::vector<Parameter> list;
  for (Cursor c = children(node); !c.at_end();) {
    const TreeNode& child = c.take();
    if (child.kind != NodeKind::parameter) continue;
    Cursor parts = children(child);
    Parameter parameter{name(parts.take()), nullptr};
    if (parts.take("=")) parameter.fallback = expression(parts.take());
    list.push_back(std::move(parameter));
  }
  return list;
}

Hypothesis Builder::hypothesis(const TreeNode& node) {
  Cursor c = children(node);
  c.take("def"), c.take("hypothesis");
  Hypothesis hypothesis;
  hypothesis.name = name(c.take());
  if (c.take("=")) {
    hypothesis.value = expression(c.take());
    return hypothesis;
  }
  if (c.kind() == NodeKind::parameters) hypothesis.parameters = parameters(c.take());
  if (c.kind() == NodeKind::clause) hypothesis.about = about(c.take());
  std::optional<Span> prose_span;
  block(c, [&](const TreeNode& line) {
    const auto before = found_;
    switch (line.kind) {
      case NodeKind::prose:
        prose(hypothesis.prose, prose_span, line);
        break;
      case NodeKind::all_else: {
        Cursor parts = children(line);
        parts.take("all"), parts.take("else");
        if (!parts.take("is")) parts.take("resampled");
        if (hypothesis.all_else) said_twice("all else", line.span, hypothesis.all_else_span);
        hypothesis.all_else = rule_spec(parts.take());
        hypothesis.all_else_span = line.span;
        break;
      }
      case NodeKind::allow_oblique:
        if (hypothesis.allow_oblique) {
          said_twice("allow oblique", line.span, *hypothesis.allow_oblique);
        }
        hypothesis.allow_oblique = line.span;
        break;
      case NodeKind::together:
        return keep(hypothesis.together, before, together(line));
      default:
        return keep(hypothesis.nodes, before, this->node(line));
    }
  });
  return hypothesis;
}

Together Builder::together(const TreeNode& node) {
  Cursor c = children(node);
  c.take("draw");
  Together together{{name(c.take())}, node.span};
  while (c.take(",")) together.names.push_back(name(c.take()));
  return together;
}

Node Builder::node(const TreeNode& node) {
  Cursor c = children(node);
  Node built;
  built.span = node.span;
  built.name = name(c.take());
  c.take("at");
  std::vector<const TreeNode*> said;
  while (!c.at_end()) {
    const TreeNode& child = c.take();
    if (child.kind == NodeKind::set) {
      built.places.push_back(set(child));
    } else if (child.kind == NodeKind::clause) {
      const auto word = [&](const TreeNode& clause) {
        const Cursor inner = children(clause);
        return inner.token();
      };
      for (const TreeNode* earlier : said) {
        if (word(*earlier) == word(child)) said_twice(word(child), child.span, earlier->span);
      }
      said.push_back(&child);
      clause(built, child);
    }
  }
  return built;
}

void Builder::clause(Node& node, const TreeNode& clause) {
  Cursor c = children(clause);
  const auto word = text_of(c.take().span);
  if (word == "is") {
    node.value = expression(c.take());
    if (!c.at_end()) {
      Cursor up = children(c.take());
      up.take("up"), up.take("to");
      node.up_to = expression(up.take());
    }
  } else if (word == "resampled") {
    node.resampled = rule_spec(c.take());
  } else if (word == "others") {
    node.others = rule_spec(c.take());
  } else {
    while (!c.at_end()) {
      if (c.take(",")) continue;
      if (word == "via") {
        node.via.push_back(path(c.take()));
      } else {
        node.reads.push_back(name(c.take()));
      }
    }
  }
}

}  // namespace hyp::syntax
