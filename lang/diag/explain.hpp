// SPDX-License-Identifier: MIT
// Why each code is an error and how it is mended, at length: for `hyp explain` and docs/errors.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/diag/diagnostic.hpp"

namespace hyp::diag {

/// What is written of a code in lang/diag/explanations: prose, and samples in fences.
struct Explanation {
  struct Block {
    /// ` ```hyp wrong `, ` ```hyp right `, ` ```sh `, or what stands between fences.
    enum class Kind { prose, wrong, right, shell };
    Kind kind;
    bool runs = false;  ///< ` ```hyp wrong run `: the error shows when the file is run
    std::string text;   ///< ends in a line break
  };
  std::string section;  ///< the heading of its file: "Syntax"
  std::string id;       ///< "E0101"
  std::string name;     ///< as in codes.def
  std::vector<Block> blocks;
};

/// All that are written, in the order of their files: that of the codes.
[[nodiscard]] const std::vector<Explanation>& explanations();
/// That of a code; null where none is written.
[[nodiscard]] const Explanation* explain(Code code);
/// The code of an id or a name, whatever the case of its letters; empty for others.
[[nodiscard]] std::optional<Code> find_code(std::string_view id_or_name);
/// The explanations of one file: a `# Section` line, then `## E0101 name` over each.
[[nodiscard]] std::vector<Explanation> parse_explanations(std::string_view markdown);

/// The message of a code with its facts in capitals: "unknown WHAT `NAME`".
[[nodiscard]] std::string message_of(Code code);
/// For a terminal: that message, the text, samples further in.
[[nodiscard]] std::string render_text(const Explanation& explanation, bool color);
/// One line a code: id and message.
[[nodiscard]] std::string render_list(const std::vector<Code>& codes);
/// docs/errors.md: all explanations, section by section.
[[nodiscard]] std::string render_markdown();

}  // namespace hyp::diag
