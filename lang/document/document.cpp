// SPDX-License-Identifier: MIT
#include "lang/document/document.hpp"

#include <optional>

namespace hyp::document {
namespace {

using syntax::NodeKind;

// "likeness(image, scale)", or nothing where the statement defines no name that others can use.
std::optional<std::string> heading_of(const syntax::Statement& statement) {
  return std::visit(
      [&](const auto& node) -> std::optional<std::string> {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, syntax::Import> || std::is_same_v<T, syntax::Test> ||
                      std::is_same_v<T, syntax::Train>) {
          return std::nullopt;
        } else {
          std::string heading = node.name.text;
          if constexpr (requires { node.parameters; }) {
            if (!statement.definition) return heading;
            std::string list;
            for (const auto& parameter : node.parameters) {
              list += (list.empty() ? "" : ", ") + parameter.name.text;
            }
            heading += "(" + list + ")";
          }
          return heading;
        }
      },
      statement.node);
}

// The comment between the language line and the first statement.
std::string opening_comment(const syntax::File& file, const source::SourceMap& sources) {
  std::string text;
  const auto& root = file.tree.nodes[0];
  bool blank_line = false;
  for (std::uint32_t i = 0; i < root.child_count; ++i) {
    const auto& node = file.tree.nodes[file.tree.children[root.first_child + i]];
    const auto words = sources.text(node.span);
    if (node.kind == NodeKind::comment) {
      if (blank_line && !text.empty()) break;
      text += std::string(words.substr(words.find_first_not_of("/ ", 0) == std::string_view::npos
                                           ? words.size()
                                           : words.find_first_not_of("/ ", 0))) +
              "\n";
      blank_line = false;
    } else if (node.kind == NodeKind::line_break) {
      blank_line = words.find('\n') != words.rfind('\n');
    } else if (node.kind != NodeKind::language && node.kind != NodeKind::blank) {
      break;
    }
  }
  return text;
}

}  // namespace

std::string document(const syntax::File& file, std::string_view import_name,
                     const source::SourceMap& sources) {
  std::string out = "## " + std::string(import_name) + "\n\n";
  if (const auto opening = opening_comment(file, sources); !opening.empty()) out += opening + "\n";
  for (const auto& statement : file.statements) {
    const auto heading = heading_of(statement);
    if (!heading) continue;
    out += "### " + *heading + "\n\n";
    if (!statement.documentation.empty()) out += statement.documentation + "\n\n";
    out += "```text\n" + std::string(sources.text(statement.span)) + "\n```\n\n";
  }
  out.pop_back();
  return out;
}

}  // namespace hyp::document
