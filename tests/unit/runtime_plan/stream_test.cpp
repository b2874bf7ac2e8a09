// SPDX-License-Identifier: MIT
#include "runtime/plan/stream.hpp"

#include <array>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>
#include <string>

#include "runtime/plan/normal_quantile.hpp"
#include "tests/support/catch.hpp"

using hyp::plan::normal_quantile;
using hyp::plan::philox4x32_10;
using hyp::plan::PhiloxCounter;
using hyp::plan::PhiloxKey;
using hyp::plan::Stream;

namespace {

// Pearson's statistic of counts against equal shares.
double chi_square(const std::vector<std::int64_t>& counts) {
  const double expected =
      static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0})) /
      static_cast<double>(counts.size());
  double sum = 0;
  for (const auto count : counts) {
    const double off = static_cast<double>(count) - expected;
    sum += off * off / expected;
  }
  return sum;
}

// The first words of all the test's streams.
constexpr const char* kName = "answer/sees_one";

}  // namespace

TEST_CASE("Philox gives the known answers of its authors") {
  // kat_vectors of Random123.
  CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) ==
        PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  constexpr std::uint32_t kOnes = 0xffffffff;
  CHECK(philox4x32_10({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}) ==
        PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("the key is the first 64 bits of the hash of seed and name, read from the left") {
  // sha256("0/answer/sees_one") = e3685c891ab945b5..., sha256("18446744073709551615/...") = 5dc8...
  CHECK(Stream(0, kName).key() == PhiloxKey{0xe3685c89, 0x1ab945b5});
  CHECK(Stream(0, "answer/others").key() == PhiloxKey{0x562e4420, 0x4f1c27ee});
  CHECK(Stream(18446744073709551615U, kName).key() == PhiloxKey{0x5dc84f21, 0xaf837b21});
}

TEST_CASE("words lie where the contract says") {
  const Stream stream(0, kName);
  const PhiloxCounter block =
      philox4x32_10({0x00000005, 0x00000001, 0xffffffff, 1}, {0xe3685c89, 0x1ab945b5});
  constexpr std::uint64_t row = (std::uint64_t{1} << 32) + 5;
  CHECK(stream.u64(row, 0xffffffff, 4) == (block[0] | std::uint64_t{block[1]} << 32));
  CHECK(stream.u64(row, 0xffffffff, 6) == (block[2] | std::uint64_t{block[3]} << 32));
}

TEST_CASE("streams are pinned") {
  // Made by an independent program from docs/method.md.
  struct Row {
    std::uint64_t row;
    std::uint32_t trial, word;
    std::uint64_t u64, of_60000;
    double normal;
  };
  const auto check = [](const Stream& stream, const std::array<Row, 7>& rows) {
    for (const auto& r : rows) {
      INFO("row " << r.row << ", trial " << r.trial << ", word " << r.word);
      CHECK(stream.u64(r.row, r.trial, r.word) == r.u64);
      CHECK(stream.index(r.row, r.trial, 60000, r.word) == r.of_60000);
      CHECK(stream.normal(r.row, r.trial, r.word) == Approx(r.normal).epsilon(1e-14));
    }
  };
  constexpr std::uint64_t kFar = (std::uint64_t{1} << 32) + 5;
  check(Stream(0, kName),
        {{{0, 0, 0, 0x647da839dd030bc4, 23552, -0x1.173e5b314899bp-2},
          {1, 0, 0, 0x99a58c08d679ff7f, 36010, 0x1.03e91fb49519dp-2},
          {0, 1, 0, 0x383089abdaaba03b, 13169, -0x1.8c3e8b11fccf7p-1},
          {0, 0, 2, 0x1033878a5282d0fb, 3797, -0x1.871b2b560ee0fp+0},
          {0, 0, 3, 0x6f957cbe1033878a, 26152, -0x1.4a9f4e9cb9039p-3},
          {59999, 7, 4, 0xdfff5afe61dcb6f8, 52499, 0x1.267a2a7b07373p+0},
          {kFar, 0xffffffff, 0, 0x760f214cff9a9d45, 27670, -0x1.8f5263c20c481p-4}}});
  check(Stream(18446744073709551615U, kName),
        {{{0, 0, 0, 0xeca9a093f415d367, 55467, 0x1.6f8d5611390fdp+0},
          {1, 0, 0, 0x60912cd7b3ec12d1, 22632, -0x1.404f68d260eb4p-2},
          {0, 1, 0, 0x372bf0aa285ff865, 12930, -0x1.932a6a78de132p-1},
          {0, 0, 2, 0xc5d8d20a6e8161ce, 46370, 0x1.7f182bbc45c84p-1},
          {0, 0, 3, 0x259fb7e6c5d8d20a, 8818, -0x1.0cada5b2a8521p+0},
          {59999, 7, 4, 0x5759c02675ca8ee1, 20472, -0x1.a2f954860f248p-2},
          {kFar, 0xffffffff, 0, 0x9f94472db261b95f, 37401, 0x1.41d9db271f521p-2}}});
  CHECK(Stream(0, kName).permutation(3, 10) ==
        std::vector<std::uint64_t>{0, 4, 6, 5, 9, 1, 7, 2, 8, 3});
  CHECK(Stream(0, "answer/others").permutation(3, 10) ==
        std::vector<std::uint64_t>{8, 2, 6, 9, 1, 5, 7, 3, 0, 4});
}

TEST_CASE("an index never reaches its bound, whatever the bound") {
  const Stream stream(1, "n");
  CHECK(stream.index(3, 4, 1) == 0);
  constexpr std::uint64_t kHuge = 0xffffffffffffffff;
  CHECK(stream.index(0, 0, kHuge) == stream.u64(0, 0) - 1);  // u (2^64 - 1) / 2^64, rounded down
  for (std::uint64_t row = 0; row < 1000; ++row) REQUIRE(stream.index(row, 0, 3) < 3);
}

TEST_CASE("indices are uniform over rows, over trials and over streams") {
  constexpr std::size_t kCells = 10;
  const Stream stream(2024, "y/a");
  std::vector<std::int64_t> by_row(kCells), by_trial(kCells), by_name(kCells), pairs(100);
  for (std::uint32_t i = 0; i < 20000; ++i) {
    ++by_row[stream.index(i, 0, kCells)];
    ++by_trial[stream.index(0, i, kCells)];
    ++by_name[Stream(i, "y/a").index(0, 0, kCells)];
    ++pairs[stream.index(i, 0, kCells) * 10 + stream.index(i, 1, kCells)];
  }
  // The 0.999 quantiles of chi-square with 9 and 99 degrees of freedom.
  CHECK(chi_square(by_row) < 27.88);
  CHECK(chi_square(by_trial) < 27.88);
  CHECK(chi_square(by_name) < 27.88);
  CHECK(chi_square(pairs) < 148.3);
}

TEST_CASE("a permutation holds every row once, and over trials puts any row anywhere") {
  const Stream stream(5, "y/a");
  std::vector<std::int64_t> places(36);
  for (std::uint32_t trial = 0; trial < 6000; ++trial) {
    const auto order = stream.permutation(trial, 6);
    std::vector<bool> seen(6);
    for (std::uint64_t r = 0; r < 6; ++r) {
      REQUIRE(order[r] < 6);
      seen[order[r]] = true;
      ++places[r * 6 + order[r]];
    }
    REQUIRE(seen == std::vector<bool>(6, true));
  }
  // 25 degrees of freedom (rows and columns of the table are fixed); the bound is for 0.999.
  CHECK(chi_square(places) < 52.62);
}

TEST_CASE("the normal quantile is right in the centre and in both tails, and odd") {
  constexpr std::uint64_t kLast = (std::uint64_t{1} << 53) - 1;
  const auto reference = [](std::uint64_t u) {
    const auto p = (static_cast<long double>(u) + 0.5L) / 9007199254740992.0L;
    return static_cast<double>(
        boost::math::quantile(boost::math::normal_distribution<long double>(), p));
  };
  std::vector<std::uint64_t> points = {0, 1, 2, 10, kLast / 2, kLast / 2 + 1, kLast - 1, kLast};
  for (std::uint64_t i = 1; i < 2000; ++i) points.push_back(kLast / 2000 * i);
  for (std::uint64_t u = 1; u < kLast; u *= 3) points.push_back(u);
  for (const auto u : points) {
    INFO("u53 = " << u);
    const double value = normal_quantile(u);
    CHECK(value == Approx(reference(u)).epsilon(4e-15));
    REQUIRE(normal_quantile(kLast - u) == -value);
  }
  CHECK(std::isfinite(normal_quantile(0)));
  CHECK(normal_quantile(0) < -8.2);
}

TEST_CASE("normal draws have the moments of the normal") {
  const Stream stream(7, "y/a");
  double sum = 0, squares = 0;
  constexpr int kDraws = 40000;
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const double z = stream.normal(i, 0);
    sum += z;
    squares += z * z;
  }
  CHECK(std::abs(sum / kDraws) < 4 / std::sqrt(double{kDraws}));
  CHECK(std::abs(squares / kDraws - 1) < 4 * std::sqrt(2.0 / kDraws));
}

TEST_CASE("rows drawn several at once are those drawn one by one") {
  const Stream stream(7, "answer/sees");
  for (const std::uint64_t first : {0ULL, 4093ULL, 0xFFFFFFFEULL, 0xFFFFFFFFFFFFFFF0ULL}) {
    for (const std::uint32_t trial : {0U, 3U, 0xFFFFFFFFU}) {
      std::vector<std::uint64_t> words(21);
      stream.u64s(first, trial, words);
      for (std::size_t i = 0; i < words.size(); ++i) {
        CHECK(words[i] == stream.u64(first + i, trial));
      }
    }
  }
}

TEST_CASE("streams of other names, seeds, trials and rows are other streams") {
  const Stream stream(0, "y/a");
  CHECK(stream.u64(0, 0) == Stream(0, "y/a").u64(0, 0));
  CHECK(stream.u64(0, 0) != Stream(1, "y/a").u64(0, 0));
  CHECK(stream.u64(0, 0) != Stream(0, "y/b").u64(0, 0));
  CHECK(stream.u64(0, 0) != stream.u64(1, 0));
  CHECK(stream.u64(0, 0) != stream.u64(0, 1));
  CHECK(stream.u64(1, 0) != stream.u64(0, 1));
}
