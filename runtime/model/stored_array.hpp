// SPDX-License-Identifier: MIT
// One array in a file of its own: what a direction names.
#pragma once

#include "lang/check/data.hpp"
#include "runtime/model/array.hpp"
#include "runtime/model/dataset.hpp"

namespace hyp::model {

struct StoredArray {
  Array array;
  SourceFile file;
};

/// Reads an npy file and compares its hash with the pinned one.
[[nodiscard]] diag::Outcome<StoredArray> load_array(const check::FileReference& reference,
                                                    source::Loader& loader,
                                                    const std::string& referrer);

}  // namespace hyp::model
