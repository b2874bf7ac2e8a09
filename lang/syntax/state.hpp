// SPDX-License-Identifier: MIT
// What a parse knows besides the text: the tree so far, the errors, the brackets it stands in.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "lang/syntax/tree_maker.hpp"

namespace hyp::syntax {

/// Thrown to the nearest recovery once an error has been recorded; never leaves parse().
struct Failed {};

/// What a rule says when it does not match: text for "expected ...", or a row of its own.
struct Expected {
  std::string_view what;
  diag::Code code = diag::Code::expected;
  bool closes = false;          ///< it would close a bracket, which is shown
  std::string_view words = {};  ///< what a misspelt word may have meant, beyond those in `what`
};

struct State {
  static constexpr std::size_t kMaxErrors = 50;
  static constexpr std::size_t kMaxNesting = 200;

  source::FileId file;
  std::string_view text;
  TreeMaker tree = {};
  std::vector<diag::Diagnostic> errors = {};
  struct Open {
    std::uint32_t begin, first_piece;
  };
  std::vector<Open> nodes = {};              ///< the nodes and tokens being matched
  std::vector<std::uint32_t> openings = {};  ///< where each bracket around this place was opened
  std::uint32_t round_depth = 0;  ///< ( and [ around this place, counted from the nearest {
  std::uint32_t statement = 0;    ///< where the statement or line of a block begins
  std::uint32_t failed_at = 0;    ///< where the last error was found
  std::uint32_t too_many_at = 0;  ///< where the first error beyond kMaxErrors was found

  /// Records that `expected` is not what stands at `offset`, and throws Failed.
  [[noreturn]] void fail(const Expected& expected, std::uint32_t offset);
  /// Records an error unless there are too many, or one that begins at the same place.
  void record(diag::Diagnostic error);
  [[nodiscard]] bool has_too_many_errors() const { return errors.size() > kMaxErrors; }
};

}  // namespace hyp::syntax
