// SPDX-License-Identifier: MIT
// Walks over the bytes of a file and cannot leave them.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace hyp::model {

static_assert(std::endian::native == std::endian::little, "arrays are little-endian in memory");

/// The number at `from`, at any alignment.
template <typename T>
[[nodiscard]] T load(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

[[nodiscard]] inline std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class Cursor {
 public:
  explicit Cursor(std::span<const std::byte> bytes, std::size_t at = 0)
      : bytes_(bytes), at_(std::min(at, bytes.size())) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

  /// The next `n` bytes; nothing (and no move) when fewer are left.
  std::optional<std::span<const std::byte>> take(std::uint64_t n) {
    if (n > left()) return std::nullopt;
    const auto taken = bytes_.subspan(at_, n);
    at_ += n;
    return taken;
  }
  /// The next little-endian number.
  template <typename T>
  std::optional<T> little() {
    const auto taken = take(sizeof(T));
    if (!taken) return std::nullopt;
    return load<T>(taken->data());
  }
  /// The next big-endian number.
  template <typename T>
  std::optional<T> big() {
    const auto taken = take(sizeof(T));
    if (!taken) return std::nullopt;
    std::array<std::byte, sizeof(T)> turned;
    std::reverse_copy(taken->begin(), taken->end(), turned.begin());
    return load<T>(turned.data());
  }

 private:
  std::span<const std::byte> bytes_;
  std::size_t at_;
};

}  // namespace hyp::model
