// SPDX-License-Identifier: MIT
// One deflate stream into a buffer that never outgrows its limit: what gzip and zip stand on.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/model/buffer.hpp"

namespace hyp::model {

/// Deflate makes one byte into at most this many: what claims more cannot be true.
inline constexpr std::uint64_t kMostPerByte = 1032;

enum class Wrapper { gzip, none };
enum class Inflated { whole, truncated, damaged, too_large, no_memory };

/// Appends the content of the stream at the front of `packed` to `out` and moves `packed` past it;
/// `out` holds at most `limit` bytes afterwards. A gzip checksum is verified.
[[nodiscard]] Inflated inflate_stream(std::span<const std::byte>& packed, Wrapper wrapper,
                                      std::uint64_t limit, Buffer& out);

}  // namespace hyp::model
