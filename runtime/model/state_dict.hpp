// SPDX-License-Identifier: MIT
// The tensors of a PyTorch checkpoint: a zip archive with a pickle of names and shapes
// (NAME/data.pkl) and one record of raw numbers per storage (NAME/data/0 ...).
#pragma once

#include "runtime/model/zip.hpp"

namespace hyp::model {

/// A dictionary that holds tensors is taken as it is; else the one under `state_dict`,
/// `model_state_dict` or `model` is. Names of nested dictionaries are joined by dots, and two
/// tensors that come to one name that way are an error. What is no tensor is passed over.
[[nodiscard]] diag::Outcome<NamedArrays> read_state_dict(const Archive& archive);

}  // namespace hyp::model
