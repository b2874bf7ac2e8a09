// SPDX-License-Identifier: MIT
// Rules as they are drawn by: what the file leaves out filled in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/check/program.hpp"

namespace hyp::plan {

using check::NodeId;

/// Whose rule a draw goes by.
struct Drawer {
  enum class Kind { node, others, any };
  Kind kind = Kind::any;
  NodeId node = {};  ///< the node that is drawn for; of others: the reader
  auto operator<=>(const Drawer&) const = default;
};

/// One rule, or one for each region of the datum.
struct DrawRule {
  struct Arm {
    std::optional<check::ExprId> when;
    check::Rule rule;  ///< `values` holds the node's own where the file says only `value`
    const void* written = nullptr;  ///< tells apart what `allow` counts for
  };
  std::vector<Arm> arms;
  std::string name;  ///< for messages: "sees_one", "others of answer"
  source::Span span;
  bool in_file = true;  ///< false: a default
};

/// A node without a rule takes donors of the same value, or within the tolerance of a graded value;
/// others without one take any.
[[nodiscard]] DrawRule rule_of(const check::Hypothesis& hypothesis, Drawer drawer);

/// Whether two rules say the same once names are resolved; amounts by value.
[[nodiscard]] bool same_rule(const check::Program& program, const check::Rule& a,
                             const check::Rule& b, double amount_a, double amount_b);

}  // namespace hyp::plan
