// SPDX-License-Identifier: MIT
// The steps of load_dataset(), one per kind of source.
#pragma once

#include "runtime/model/dataset.hpp"
#include "runtime/model/files.hpp"

namespace hyp::model {

struct Host {
  source::Loader& loader;
  const std::string& referrer;
};

// Each fills inputs, columns and files of a data set whose name and span are set; rows are counted
// and numbers are checked afterwards.
[[nodiscard]] diag::Outcome<Dataset> load_idx(Dataset base, const check::IdxData& from,
                                              const Host& host);
[[nodiscard]] diag::Outcome<Dataset> load_npy(Dataset base, const check::NpyData& from,
                                              const Host& host);
[[nodiscard]] diag::Outcome<Dataset> load_npz(Dataset base, const check::NpzData& from,
                                              const Host& host);
[[nodiscard]] diag::Outcome<Dataset> make_grid(Dataset base, const check::GridData& from);
[[nodiscard]] diag::Outcome<Dataset> make_strokes(Dataset base, const check::StrokesData& from);

}  // namespace hyp::model
