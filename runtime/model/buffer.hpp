// SPDX-License-Identifier: MIT
// Memory for the content of a file: not cleared before use, grown in place where the system can,
// and an allocation that fails is a result, for a hostile header may ask for anything.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>

#include "lang/source/loader.hpp"

namespace hyp::model {

/// A part of the bytes, without a copy; it keeps the whole alive. It must lie within.
[[nodiscard]] inline source::Bytes slice(const source::Bytes& whole, std::size_t begin,
                                         std::size_t size) {
  return {whole.view().subspan(begin, size), std::make_shared<const source::Bytes>(whole)};
}

class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { std::free(data_); }

  /// Room for `capacity` bytes; what was written stays. False when there is no memory for it.
  [[nodiscard]] bool reserve(std::size_t capacity) {
    void* grown = std::realloc(data_, std::max<std::size_t>(capacity, 1));
    if (grown == nullptr) return false;
    data_ = static_cast<std::byte*>(grown);
    capacity_ = capacity;
    return true;
  }
  [[nodiscard]] std::byte* data() { return data_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

  /// Bytes written so far; whoever writes keeps the count.
  std::size_t size = 0;

  /// Gives the memory away, without a copy.
  [[nodiscard]] source::Bytes release() {
    const std::shared_ptr<const void> owner(data_, std::free);
    const source::Bytes bytes({data_, size}, owner);
    data_ = nullptr;
    capacity_ = size = 0;
    return bytes;
  }

 private:
  std::byte* data_ = nullptr;
  std::size_t capacity_ = 0;
};

}  // namespace hyp::model
