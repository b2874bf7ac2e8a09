// SPDX-License-Identifier: MIT
// What the value of a node on one example comes down to: the comparisons that decide it, and how
// far each score is from changing it. Private to runtime/embed.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lang/check/program.hpp"
#include "runtime/report/why.hpp"

namespace hyp::embed {

class Decision {
 public:
  /// The numbers that deciding `value` compares; they must be known on the example.
  [[nodiscard]] static std::vector<check::ExprId> reads(const check::Program& program,
                                                        const check::Hypothesis& hypothesis,
                                                        check::ExprId value);

  /// `known` gives those numbers.
  Decision(const check::Program& program, const check::Hypothesis& hypothesis, check::ExprId value,
           const std::function<double(check::ExprId)>& known);

  /// Each once, as they are met; none where the value is a number.
  [[nodiscard]] const std::vector<report::Comparison>& comparisons() const { return comparisons_; }
  /// The nearest first; none for a score that changes nothing alone.
  [[nodiscard]] std::vector<report::Turning> turnings() const;
  [[nodiscard]] report::Carried carried() const { return word(of(value_)); }

 private:
  // One score as if it had another value.
  struct Shift {
    std::string score;
    double value;
  };
  struct Sides {
    std::string score;  // what `value` is of
    double value, bound;
    check::Expr::CompareOp op;  // value op bound
  };
  [[nodiscard]] Sides sides(const check::Expr::Compare& compare) const;
  [[nodiscard]] double of(check::ExprId id, const Shift* shift = nullptr) const;
  [[nodiscard]] double member(const check::Partition& partition, std::size_t index,
                              const Shift* shift) const;
  void collect(check::ExprId id);
  [[nodiscard]] report::Carried word(double value) const;

  const check::Program& program_;
  const check::Hypothesis& hypothesis_;
  check::ExprId value_;
  std::map<check::ExprId, double> known_;
  std::vector<report::Comparison> comparisons_;
};

}  // namespace hyp::embed
