// SPDX-License-Identifier: MIT
#include <string>

#include "lang/syntax/tree.hpp"

namespace hyp::syntax {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\\') {
      out += "\\\\";
    } else if (byte < 0x20 || byte >= 0x7F) {
      out += {'\\', 'x', kDigits[byte >> 4U], kDigits[byte & 15U]};
    } else {
      out += c;
    }
  }
  return out;
}

void append(std::string& out, const Tree& tree, const source::SourceMap& sources,
            std::uint32_t index, std::size_t depth) {
  const TreeNode& node = tree.nodes[index];
  out.append(2 * depth, ' ');
  out += name_of(node.kind);
  if (is_token(node.kind)) out += " |" + escaped(sources.text(node.span)) + "|";
  out += '\n';
  for (std::uint32_t i = 0; i < node.child_count; ++i) {
    append(out, tree, sources, tree.children[node.first_child + i], depth + 1);
  }
}

}  // namespace

std::string dump(const Tree& tree, const source::SourceMap& sources) {
  std::string out;
  if (!tree.nodes.empty()) append(out, tree, sources, 0, 0);
  return out;
}

}  // namespace hyp::syntax
