// SPDX-License-Identifier: MIT
// Files of numbers become arrays here; nothing in them is ever executed. Each reader gives an error
// with a code of its own for a damaged, hostile or unsupported file, at the span that asked for it.
#pragma once

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

/// The content of a gzip file, or the file itself when it is none. At most `limit` bytes.
[[nodiscard]] diag::Outcome<source::Bytes> decompress(const Asked& asked, std::uint64_t limit);

/// A PyTorch state_dict (.pt, zip), safetensors, npz or npy (one array, named ""), told by content.
/// Old non-zip .pt files, pickled modules, TorchScript and .pt2 are errors that say how to convert.
[[nodiscard]] diag::Outcome<NamedArrays> read_arrays(const Asked& asked);

/// An IDX file, gzip or not.
[[nodiscard]] diag::Outcome<Array> read_idx(const Asked& asked);

}  // namespace hyp::model
