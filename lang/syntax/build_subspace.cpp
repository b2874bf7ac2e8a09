// SPDX-License-Identifier: MIT
#include "lang/syntax/build.hpp"

namespace hyp::syntax {

Subspace Builder::subspace(const TreeNode& node) {
  Cursor c = children(node);
  Subspace built;
  built.direction = node.kind == NodeKind::direction;
  c.take();
  built.name = name(c.take());
  c.take("=");
  built.site = path(c.take());
  c.take("along");
  while (!c.at_end()) {
    if (c.take(",")) continue;
    const TreeNode& child = c.take();
    if (child.kind != NodeKind::clause) {
      built.along.push_back(expression(child));
      continue;
    }
    Cursor on = children(child);
    on.take("on");
    built.on = path(on.take());
  }
  return built;
}

}  // namespace hyp::syntax
