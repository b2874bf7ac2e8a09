// SPDX-License-Identifier: MIT
// The smallest pieces of a text: the one place that knows where a word, a number, a string or a
// comment ends. Grammar, recovery and tree all ask here.
#pragma once

#include <cstdint>
#include <string_view>

namespace hyp::syntax {

enum class LexemeKind : std::uint8_t {
  end,              ///< of the text; size 0
  blank,            ///< spaces, tabs, a byte order mark at the start
  line_break,       ///< "\n" or "\r\n"
  comment,          ///< `// ...` without its line break
  documentation,    ///< `/// ...` without its line break
  garbage,          ///< bytes that are not UTF-8, control characters: reported by check_encoding
  word,             ///< [A-Za-z_][A-Za-z0-9_]*
  number,           ///< `12`, `0.5`, `1e6`, `1%`
  bad_number,       ///< begins like a number and goes on like none: `1_000`, `12px`, `1.`
  string,           ///< `"..."` on one line
  unclosed_string,  ///< `"...` up to the end of the line
  punctuation,      ///< the signs of the language
  stray,            ///< one character that the language does not use
};

struct Lexeme {
  LexemeKind kind;
  std::uint32_t size;
};

/// The piece of `text` that begins at `offset`.
[[nodiscard]] Lexeme lexeme_at(std::string_view text, std::size_t offset);

/// The end of blanks and comments from `offset` on, of line breaks too where `lines`.
[[nodiscard]] std::size_t gap_end(std::string_view text, std::size_t offset, bool lines);

/// The end of everything that separates statements: blanks, comments, line breaks, `;`.
[[nodiscard]] std::size_t separators_end(std::string_view text, std::size_t offset);

/// The size in bytes of the UTF-8 character at `offset`; 0 where there is none.
[[nodiscard]] std::uint32_t utf8_size(std::string_view text, std::size_t offset);

/// A tab, a line break or a byte from 0x20 on except 0x7F.
[[nodiscard]] bool is_control(char byte);

}  // namespace hyp::syntax
