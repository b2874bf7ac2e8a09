// SPDX-License-Identifier: MIT
// The stages of which golden files exist: a folder each, and what makes text of a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/diag/diagnostic.hpp"

namespace hyp::golden {

/// What a stage made of a file: the text to compare, and the errors that were reached.
struct Output {
  std::string text;
  std::vector<diag::Code> codes = {};
};

struct Stage {
  std::string_view folder;
  /// `name` is what errors show; `text` is the file.
  Output (*run)(std::string_view name, std::string text);
  std::string_view extension = ".hyp";  ///< of the files
};

/// Add a stage here, and a folder of the same name with files; HYP_UPDATE_GOLDEN=1 writes
/// the texts beside them.
[[nodiscard]] const std::vector<Stage>& stages();

}  // namespace hyp::golden
