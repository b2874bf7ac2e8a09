// SPDX-License-Identifier: MIT
// Who decides where a claim leaves a choice: the streams of one trial, or everyone in turn.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/oracle/rules.hpp"

namespace hyp::oracle {

class Chooser {
 public:
  virtual ~Chooser() = default;
  /// 0 ... n - 1, uniform.
  virtual std::size_t uniform(const std::string& stream, std::size_t n) = 0;
  virtual Datum near(const std::string& stream, const Scale& scale) = 0;
  /// The row that stands in for `row` in this trial's permutation of 0 ... rows - 1.
  virtual std::int64_t permuted(const std::string& stream, std::int64_t row, std::int64_t rows) = 0;
};

/// The draws of one trial for one reference, by runtime/plan/stream.hpp.
class Sampler final : public Chooser {
 public:
  Sampler(std::uint64_t seed, std::uint32_t trial, std::int64_t reference)
      : seed_(seed), trial_(trial), reference_(static_cast<std::uint64_t>(reference)) {}
  std::size_t uniform(const std::string& stream, std::size_t n) override;
  Datum near(const std::string& stream, const Scale& scale) override;
  std::int64_t permuted(const std::string& stream, std::int64_t row, std::int64_t rows) override;

 private:
  std::uint64_t seed_;
  std::uint32_t trial_;
  std::uint64_t reference_;
};

/// Takes every branch once: run, then `next`, until that is false. A run must ask the same
/// questions as long as it gets the same answers.
class Enumerator final : public Chooser {
 public:
  std::size_t uniform(const std::string& stream, std::size_t n) override;
  Datum near(const std::string& stream, const Scale& scale) override;
  std::int64_t permuted(const std::string& stream, std::int64_t row, std::int64_t rows) override;

  /// The probability of the run that was just made.
  [[nodiscard]] double probability() const;
  /// Moves to the next run; false when all were made.
  bool next();

 private:
  struct Branch {
    std::size_t chosen;
    std::vector<double> probabilities;
  };
  std::size_t branch(std::vector<double> probabilities);

  std::vector<Branch> tape_;
  std::size_t at_ = 0;
};

}  // namespace hyp::oracle
