// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "lang/diag/excerpt.hpp"
#include "lang/diag/explain.hpp"

namespace hyp::diag {
namespace {

using Kind = Explanation::Block::Kind;

std::string_view title(Kind kind, bool runs) {
  switch (kind) {
    case Kind::wrong:
      return runs ? "wrong, as running it shows:" : "wrong:";
    case Kind::right:
      return "right:";
    case Kind::shell:
      return "type:";
    case Kind::prose:
      break;
  }
  return {};
}

std::string_view severity(Code code) {
  return info(code).severity == Severity::error ? "error" : "warning";
}

std::string further_in(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    out += line.empty() ? "\n" : fmt::format("    {}\n", line);
  }
  return out;
}

std::string in_markdown(const Explanation::Block& block) {
  if (block.kind == Kind::prose) return '\n' + block.text;
  const auto fence = block.kind == Kind::shell   ? std::string_view("sh")
                     : block.kind == Kind::wrong ? std::string_view("hyp wrong")
                                                 : std::string_view("hyp right");
  return fmt::format("\n{}\n\n```{}{}\n{}```\n", title(block.kind, block.runs), fence,
                     block.runs ? " run" : "", block.text);
}

}  // namespace

std::string message_of(Code code) {
  std::string out;
  bool fact = false;
  for (const char c : info(code).message) {
    if (c == '{' || c == '}') {
      fact = c == '{';
    } else {
      out += fact && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return out;
}

std::string render_text(const Explanation& explanation, bool color) {
  const Paint paint{color};
  const auto code = *find_code(explanation.id);
  std::string out =
      fmt::format("{}: {}\n",
                  paint(info(code).severity == Severity::error ? kRed : kYellow,
                        fmt::format("{}[{}] {}", severity(code), explanation.id, explanation.name)),
                  paint(kBold, message_of(code)));
  for (const auto& block : explanation.blocks) {
    out += '\n';
    if (block.kind == Kind::prose) {
      out += block.text;
    } else {
      const auto shade = block.kind == Kind::wrong ? kRed : kGreen;
      out += fmt::format("  {}\n\n{}", paint(shade, title(block.kind, block.runs)),
                         further_in(block.text));
    }
  }
  return out;
}

std::string render_list(const std::vector<Code>& codes) {
  std::string out;
  for (const auto code : codes) {
    out += fmt::format("{}  {}\n", info(code).id, message_of(code));
  }
  return out;
}

std::string render_markdown() {
  std::string index =
      "# Errors\n\n"
      "Every error and warning of hyp: why it is one, and how it is mended. `hyp explain CODE` "
      "prints the same in a\nterminal. This page is made by `hyp explain --markdown` from "
      "`lang/diag/explanations` and `codes.def`.\n\n";
  std::string body;
  std::string_view section;
  for (const auto& explanation : explanations()) {
    const auto code = find_code(explanation.id);
    if (!code) continue;
    if (section != explanation.section) {
      section = explanation.section;
      index += fmt::format("* from {}: {}\n", explanation.id, section);
      body += fmt::format("\n## {}\n", section);
    }
    body += fmt::format("\n### {} {}\n\n{}: {}\n", explanation.id, explanation.name,
                        severity(*code), message_of(*code));
    for (const auto& block : explanation.blocks) body += in_markdown(block);
  }
  return index + body;
}

}  // namespace hyp::diag
