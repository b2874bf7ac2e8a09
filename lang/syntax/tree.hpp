// SPDX-License-Identifier: MIT
// The lossless syntax tree: its tokens, in order, are the file byte for byte. Formatter and editors
// hang on it; the checker reads the statements of ast.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/source/source_map.hpp"

namespace hyp::syntax {

/// Tokens come last; everything before `word` is an inner node.
enum class NodeKind : std::uint8_t {
  file,
  language,
  import,
  chosen,  ///< a name of an import, and what it is called here
  data,
  model,
  equation,
  parameter,
  let,
  score,
  region,
  partition,
  member,
  group,
  subspace,
  direction,
  set,
  place,
  position,
  rule_definition,
  hypothesis,
  node,
  all_else,
  together,
  allow_oblique,
  rule_spec,
  arm,
  rule,
  test,
  train,
  section,
  experiment,
  sweep,
  interventions,
  intervention,
  action,
  measures,
  expectation,
  parameters,
  clause,  ///< what begins with a word of its own: `about net`, `up to 1%`, `donors images`
  path,
  disjunction,  ///< from here to `sign`: only where there is an operator
  conjunction,
  negation,
  comparison,
  range,
  sum,
  product,
  sign,
  postfix,  ///< what is named, then its members, subscripts and arguments
  selection,
  subscript,
  arguments,
  argument,
  list,
  brackets,
  tuple,
  text,  ///< a string with its hash
  prose,
  error,  ///< a statement that was not understood
  word,
  number,
  string,
  punctuation,
  blank,
  line_break,
  comment,
  documentation,
  skipped,
};

[[nodiscard]] std::string_view name_of(NodeKind kind);
[[nodiscard]] constexpr bool is_token(NodeKind kind) {
  return kind >= NodeKind::word;
}

/// Children of a node are `children[first_child .. first_child + child_count)` of the tree, in
/// order of their bytes, and cover it exactly.
struct TreeNode {
  NodeKind kind;
  source::Span span;
  std::uint32_t first_child = 0;
  std::uint32_t child_count = 0;
};

struct Tree {
  std::vector<TreeNode> nodes;          ///< nodes[0] is the file
  std::vector<std::uint32_t> children;  ///< indices into `nodes`
};

/// The tokens' texts joined: always the file itself.
[[nodiscard]] std::string text_of(const Tree& tree, const source::SourceMap& sources);

/// One line a node, indented, tokens with their text: `hyp dump syntax`.
[[nodiscard]] std::string dump(const Tree& tree, const source::SourceMap& sources);

}  // namespace hyp::syntax
