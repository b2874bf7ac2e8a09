// SPDX-License-Identifier: MIT
#include "runtime/plan/stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <span>
#include <string>
#include <utility>

#include "runtime/model/readers.hpp"
#include "runtime/plan/normal_quantile.hpp"

namespace hyp::plan {
namespace {

std::uint32_t from_hex(std::string_view digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

PhiloxKey key_of(std::uint64_t seed, std::string_view name) {
  const std::string text = fmt::format("{}/{}", seed, name);
  const std::string hex = model::sha256_hex(std::as_bytes(std::span(text)));
  return {from_hex(std::string_view(hex).substr(0, 8)),
          from_hex(std::string_view(hex).substr(8, 8))};
}

// The high 64 bits of a 128-bit product, by halves: no compiler extension needed.
std::uint64_t multiply_high(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kLow = 0xFFFFFFFFU;
  const std::uint64_t low = (a & kLow) * (b & kLow);
  const std::uint64_t cross = (a >> 32) * (b & kLow) + (low >> 32);
  const std::uint64_t other = (a & kLow) * (b >> 32) + (cross & kLow);
  return (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32);
}

}  // namespace

Stream::Stream(std::uint64_t seed, std::string_view name) : key_(key_of(seed, name)) {}

std::uint64_t Stream::u64(std::uint64_t row, std::uint32_t trial, std::uint32_t word) const {
  const auto at = [&](std::uint32_t w) -> std::uint64_t {
    return philox4x32_10(
        {static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(row >> 32), trial, w / 4},
        key_)[w % 4];
  };
  return at(word) | at(word + 1) << 32;
}

std::uint64_t Stream::index(std::uint64_t row, std::uint32_t trial, std::uint64_t n,
                            std::uint32_t word) const {
  assert(n > 0);
  return multiply_high(u64(row, trial, word), n);
}

double Stream::normal(std::uint64_t row, std::uint32_t trial, std::uint32_t word) const {
  return normal_quantile(u64(row, trial, word) >> 11);
}

std::vector<std::uint64_t> Stream::permutation(std::uint32_t trial, std::uint64_t rows) const {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> keyed;
  keyed.reserve(rows);
  for (std::uint64_t row = 0; row < rows; ++row) keyed.emplace_back(u64(row, trial), row);
  std::sort(keyed.begin(), keyed.end());
  std::vector<std::uint64_t> order;
  order.reserve(rows);
  for (const auto& [value, row] : keyed) order.push_back(row);
  return order;
}

}  // namespace hyp::plan
