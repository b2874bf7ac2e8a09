// SPDX-License-Identifier: MIT
#include "runtime/plan/stream.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__
// Philox of two rows, a row in each half of a register. A multiplication reads the low 32 bits of a
// half and fills all 64; what the others leave in the high bits is never read.
struct TwoRows {
  __m128i c0, c1, c2, c3;

  TwoRows(std::uint64_t row, std::uint32_t trial)
      : c0(_mm_set_epi64x(static_cast<std::int64_t>(row + 1), static_cast<std::int64_t>(row))),
        c1(_mm_srli_epi64(c0, 32)),
        c2(_mm_set1_epi64x(trial)),
        c3(_mm_setzero_si128()) {}

  void round(__m128i key0, __m128i key1) {
    const __m128i product0 = _mm_mul_epu32(c0, _mm_set1_epi64x(0xD2511F53));
    const __m128i product1 = _mm_mul_epu32(c2, _mm_set1_epi64x(0xCD9E8D57));
    c0 = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product1, 32), c1), key0);
    c2 = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product0, 32), c3), key1);
    c1 = product1;
    c3 = product0;
  }

  void store(std::uint64_t* words) const {
    const __m128i low = _mm_srli_epi64(_mm_slli_epi64(c0, 32), 32);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(words), _mm_or_si128(low, _mm_slli_epi64(c1, 32)));
  }
};

// Two pairs at once, because each waits for its own multiplications.
void four(PhiloxKey key, std::uint64_t row, std::uint32_t trial, std::uint64_t* words) {
  TwoRows a(row, trial), b(row + 2, trial);
  for (int round = 0; round < 10; ++round) {
    const __m128i key0 = _mm_set1_epi64x(key[0]), key1 = _mm_set1_epi64x(key[1]);
    a.round(key0, key1);
    b.round(key0, key1);
    key = {key[0] + 0x9E3779B9U, key[1] + 0xBB67AE85U};
  }
  a.store(words);
  b.store(words + 2);
}
#endif

}  // namespace

Stream::Stream(std::uint64_t seed, std::string_view name) : key_(key_of(seed, name)) {}

void Stream::u64s(std::uint64_t first_row, std::uint32_t trial,
                  std::span<std::uint64_t> words) const {
  std::size_t i = 0;
#ifdef __SSE2__
  for (; i + 4 <= words.size(); i += 4) four(key_, first_row + i, trial, words.data() + i);
#endif
  for (; i < words.size(); ++i) words[i] = u64(first_row + i, trial);
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
