// SPDX-License-Identifier: MIT
// What `hyp new` starts from: a network and data at hand, looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "lang/source/loader.hpp"
#include "runtime/propose/starting_file.hpp"

namespace hyp::embed {

struct StartOptions {
  std::string file;  ///< that is to be written; what it names is found from there
  std::string weights;
  std::string on;       ///< a file of inputs; empty for none
  std::string labels;   ///< a file of labels beside it; empty for none
  std::string library;  ///< in place of `on`: a module of the library with data `train` and `test`
  std::optional<check::Shape> input;  ///< of one example; else as the data has it
};

/// Reads names and shapes of the weights and, where it is named, the data. Errors are those of the
/// files; they have no place in a text, for nobody wrote one yet.
[[nodiscard]] diag::Outcome<propose::Start> look_around(const StartOptions& options,
                                                        source::Loader& loader);

}  // namespace hyp::embed
