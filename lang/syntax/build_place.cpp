// SPDX-License-Identifier: MIT
#include "lang/syntax/build.hpp"

namespace hyp::syntax {

Set Builder::set(const TreeNode& node) {
  Set set{{}, node.span};
  auto join = Set::Join::start;
  for (Cursor c = children(node); !c.at_end();) {
    if (c.take("union")) {
      join = Set::Join::unite;
    } else if (c.take("except")) {
      join = Set::Join::except;
    } else if (c.kind() == NodeKind::set) {
      set.terms.push_back({join, std::make_unique<Set>(this->set(c.take()))});
    } else if (c.kind() == NodeKind::place) {
      set.terms.push_back({join, place(c.take())});
    } else {
      c.take();  // a bracket around a set
    }
  }
  return set;
}

Place Builder::place(const TreeNode& node) {
  Cursor c = children(node);
  Place place;
  place.span = node.span;
  place.target = expression(c.take());
  while (!c.at_end()) {
    const TreeNode& child = c.take();
    if (child.kind == NodeKind::position) {
      place.positions.push_back(position(child));
    } else if (child.kind == NodeKind::clause) {
      Cursor inner = children(child);
      inner.take("where");
      place.where = expression(inner.take());
      inner.take("on");
      place.on = path(inner.take());
    }
  }
  return place;
}

Position Builder::position(const TreeNode& node) {
  Cursor c = children(node);
  Position position{name(c.take()), nullptr};
  const TreeNode& first = c.take();
  position.range = number(first);
  if (c.take("..")) {
    const TreeNode& last = c.take();
    position.range =
        make(cover(first.span, last.span), Range{std::move(position.range), number(last)});
  }
  return position;
}

}  // namespace hyp::syntax
