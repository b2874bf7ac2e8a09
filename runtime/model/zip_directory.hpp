// SPDX-License-Identifier: MIT
// The end of a zip archive and the list of entries before it: where everything else is found.
#pragma once

#include "runtime/model/zip.hpp"

namespace hyp::model {

/// The entries as the central directory lists them, offsets already into the file. Each lies
/// before the directory and none overlaps another.
[[nodiscard]] diag::Outcome<std::vector<Archive::Entry>> read_zip_directory(const Asked& asked);

}  // namespace hyp::model
