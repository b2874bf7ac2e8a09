// SPDX-License-Identifier: MIT
#include "runtime/plan/stream.hpp"

#include <fmt/format.h>

#include <algorithm>
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

}  // namespace

Stream::Stream(std::uint64_t seed, std::string_view name) : key_(key_of(seed, name)) {}

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
