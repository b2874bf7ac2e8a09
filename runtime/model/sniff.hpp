// SPDX-License-Identifier: MIT
// Tells what a file is by how it begins, never by its name.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "runtime/model/readers.hpp"

namespace hyp::model {

enum class Format {
  empty,
  zip,
  npy,
  safetensors,
  legacy_checkpoint,  ///< torch.save before PyTorch 1.6
  pickle,
  lfs_pointer,
  web_page,
  unknown,
};

[[nodiscard]] bool is_gzip(std::span<const std::byte> content);
/// `content` is no gzip file (any more).
[[nodiscard]] Format sniff(std::span<const std::byte> content);

/// The error for a file that is not `format` ("an npy file"), and as good a guess at what it is
/// instead as its beginning allows.
[[nodiscard]] diag::Diagnostic not_a(std::string_view format, const Asked& asked);

}  // namespace hyp::model
