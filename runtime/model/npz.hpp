// SPDX-License-Identifier: MIT
// NumPy's npz: a zip archive with one npy file per array.
#pragma once

#include <string>
#include <vector>

#include "runtime/model/zip.hpp"

namespace hyp::model {

/// Whether every entry of the archive is an npy file (and there is one).
[[nodiscard]] bool is_npz(const Archive& archive);

/// The names of the arrays, without ".npy", in the order of the file.
[[nodiscard]] std::vector<std::string> npz_names(const Archive& archive);

/// One array of it, as a file of its own: what read_npy() reads.
[[nodiscard]] diag::Outcome<Asked> npz_member(const Archive& archive, const std::string& name);

[[nodiscard]] diag::Outcome<NamedArrays> read_npz(const Archive& archive);

}  // namespace hyp::model
