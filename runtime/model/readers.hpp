// SPDX-License-Identifier: MIT
// Files of numbers become arrays here; nothing in them is ever executed. Each reader gives an error
// with a code of its own for a damaged, hostile or unsupported file, at the span that asked for it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "lang/diag/outcome.hpp"
#include "lang/source/loader.hpp"
#include "runtime/model/array.hpp"

namespace hyp::model {

/// A file as the loader found it, and the declaration that asked for it.
struct Asked {
  source::Found file;
  source::Span span;
};

/// SHA-256 of the content in lower-case hex; of a gzip file, what it decompresses to.
[[nodiscard]] std::string sha256_hex(std::span<const std::byte> content);

/// The most bytes that are unpacked from one file; what is stored plainly may be larger.
inline constexpr std::uint64_t kLargestUnpacked = std::uint64_t{8} << 30;

/// The content of a gzip file, or the file itself when it is none. To unpack to more than `limit`
/// bytes is an error.
[[nodiscard]] diag::Outcome<source::Bytes> decompress(const Asked& asked, std::uint64_t limit);

/// A PyTorch state_dict (.pt, zip), safetensors, npz or npy (one array, named ""), told by content.
/// Old non-zip .pt files, pickled modules, TorchScript and .pt2 are errors that say how to convert.
[[nodiscard]] diag::Outcome<NamedArrays> read_arrays(const Asked& asked);

/// The content of an IDX file, gzip or not; no more is unpacked than its header announces.
[[nodiscard]] diag::Outcome<source::Bytes> decompress_idx(const Asked& asked);

/// An IDX file, gzip or not; the numbers of more than one byte are turned to little-endian.
[[nodiscard]] diag::Outcome<Array> read_idx(const Asked& asked);

}  // namespace hyp::model
