// SPDX-License-Identifier: MIT
#include "runtime/plan/stream.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HYP_WIDE_PHILOX
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

#ifdef HYP_WIDE_PHILOX
#define HYP_AVX2 __attribute__((target("avx2")))

// Philox of four rows, a row in each 64 bits. A multiplication reads the low 32 bits of each and
// fills all 64; what the others leave in the high bits is never read.
struct FourRows {
  __m256i c0, c1, c2, c3;
};

HYP_AVX2 inline FourRows four_rows(std::uint64_t row, std::uint32_t trial) {
  const __m256i rows = _mm256_add_epi64(_mm256_set1_epi64x(static_cast<std::int64_t>(row)),
                                        _mm256_set_epi64x(3, 2, 1, 0));
  return {rows, _mm256_srli_epi64(rows, 32), _mm256_set1_epi64x(trial), _mm256_setzero_si256()};
}

HYP_AVX2 inline void round(FourRows& rows, __m256i key0, __m256i key1) {
  const __m256i product0 = _mm256_mul_epu32(rows.c0, _mm256_set1_epi64x(0xD2511F53));
  const __m256i product1 = _mm256_mul_epu32(rows.c2, _mm256_set1_epi64x(0xCD9E8D57));
  rows.c0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), rows.c1), key0);
  rows.c2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), rows.c3), key1);
  rows.c1 = product1;
  rows.c3 = product0;
}

HYP_AVX2 inline void store(const FourRows& rows, std::uint64_t* words) {
  const __m256i low = _mm256_srli_epi64(_mm256_slli_epi64(rows.c0, 32), 32);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(words),
                      _mm256_or_si256(low, _mm256_slli_epi64(rows.c1, 32)));
}

// Two registers at once, because each waits for its own multiplications.
HYP_AVX2 void eight(PhiloxKey key, std::uint64_t row, std::uint32_t trial, std::uint64_t* words) {
  FourRows a = four_rows(row, trial), b = four_rows(row + 4, trial);
  for (int i = 0; i < 10; ++i) {
    const __m256i key0 = _mm256_set1_epi64x(key[0]), key1 = _mm256_set1_epi64x(key[1]);
    round(a, key0, key1);
    round(b, key0, key1);
    key = {key[0] + 0x9E3779B9U, key[1] + 0xBB67AE85U};
  }
  store(a, words);
  store(b, words + 4);
}
#endif

}  // namespace

Stream::Stream(std::uint64_t seed, std::string_view name) : key_(key_of(seed, name)) {}

void Stream::u64s(std::uint64_t first_row, std::uint32_t trial,
                  std::span<std::uint64_t> words) const {
  std::size_t i = 0;
#ifdef HYP_WIDE_PHILOX
  if (__builtin_cpu_supports("avx2")) {
    for (; i + 8 <= words.size(); i += 8) eight(key_, first_row + i, trial, words.data() + i);
  }
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
