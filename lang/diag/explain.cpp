// SPDX-License-Identifier: MIT
#include "lang/diag/explain.hpp"

#include <algorithm>
#include <iterator>

namespace hyp::diag {
namespace {

struct File {
  std::string_view name, text;
};
constexpr File kFiles[] = {
#include "lang/diag/explanations/files.inc"
};

using Block = Explanation::Block;

bool has_word(std::string_view line, std::string_view word) {
  const auto at = line.find(word);
  return at != std::string_view::npos && line[at - 1] == ' ';
}

Block opened_by(std::string_view fence) {
  const auto kind = has_word(fence, "wrong")   ? Block::Kind::wrong
                    : has_word(fence, "right") ? Block::Kind::right
                                               : Block::Kind::shell;
  return {kind, has_word(fence, "run"), {}};
}

// Without the empty lines around it.
void add(Explanation& explanation, Block block) {
  auto& text = block.text;
  text.erase(0, std::min(text.find_first_not_of('\n'), text.size()));
  while (text.ends_with("\n\n")) text.pop_back();
  if (!text.empty()) explanation.blocks.push_back(std::move(block));
}

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return small(x) == small(y); });
}

}  // namespace

std::vector<Explanation> parse_explanations(std::string_view markdown) {
  constexpr std::string_view kFence = "```", kSection = "# ", kHead = "## ";
  std::vector<Explanation> all;
  std::string section;
  Block block{Block::Kind::prose, false, {}};
  const auto close = [&] {
    if (!all.empty()) add(all.back(), std::move(block));
    block = {Block::Kind::prose, false, {}};
  };
  while (!markdown.empty()) {
    const auto line = markdown.substr(0, markdown.find('\n'));
    markdown.remove_prefix(std::min(line.size() + 1, markdown.size()));
    const bool prose = block.kind == Block::Kind::prose;
    if (line.starts_with(kFence)) {
      close();
      if (prose) block = opened_by(line);
    } else if (prose && line.starts_with(kSection)) {
      section = line.substr(kSection.size());
    } else if (prose && line.starts_with(kHead)) {
      close();
      const auto head = line.substr(kHead.size());
      const auto blank = std::min(head.find(' '), head.size() - 1);
      all.push_back(
          {section, std::string(head.substr(0, blank)), std::string(head.substr(blank + 1)), {}});
    } else {
      block.text += std::string(line) + '\n';
    }
  }
  close();
  return all;
}

const std::vector<Explanation>& explanations() {
  static const std::vector<Explanation> all = [] {
    std::vector<Explanation> read;
    for (const auto& file : kFiles) {
      auto more = parse_explanations(file.text);
      std::move(more.begin(), more.end(), std::back_inserter(read));
    }
    return read;
  }();
  return all;
}

const Explanation* explain(Code code) {
  const auto& all = explanations();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Explanation& e) { return e.id == info(code).id; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<Code> find_code(std::string_view id_or_name) {
  const auto& codes = all_codes();
  const auto found = std::find_if(codes.begin(), codes.end(), [&](Code code) {
    return same_letters(info(code).id, id_or_name) || same_letters(info(code).name, id_or_name);
  });
  return found == codes.end() ? std::nullopt : std::optional(*found);
}

}  // namespace hyp::diag
