// SPDX-License-Identifier: MIT
// Claims on ten rows that are counted off by hand.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/plan/scrub.hpp"
#include "tests/support/text_program.hpp"

namespace hyp::test {

using Rows = std::vector<plan::RowId>;

/// Row i of `rows` has x = i; `few` has the rows 0 ... 4, which are rows 10 ... 14 of the pool when
/// a claim reads both. `s` falls and rises: 4 3 2 1 0 1 2 3 4 5.
inline constexpr const char* kTenRows = R"(language 1
data rows = grid(x: 0..9, y: 0..0)
data few  = grid(x: 0..4, y: 0..0)
model net {
  input [2]
  neurons = relu(input)
  doubled = neurons * 2
  logits  = doubled + 1
  label   = argmax(logits)
}
score  x    = sum(input)
score  s    = abs(x - 4)
score  flat = max(x, 6)
region high = x > 5
region low  = x < 3
partition thirds { first: x < 3; second: 3 <= x < 7; third: otherwise }
)";

/// A hypothesis of a text, opened on its first data set.
class OpenClaim {
 public:
  explicit OpenClaim(const std::string& hypothesis, std::uint32_t donors = 0)
      : text_(kTenRows + hypothesis) {
    const auto inputs = text_.inputs();
    auto opened = plan::Claim::open(inputs, text_.graph(), {{0}, {donors}});
    diagnostics_ = std::move(opened.diagnostics);
    if (opened.value) claim_ = std::move(*opened.value);
  }

  /// Two nodes with these rules, and what else is said of them.
  static OpenClaim of_rules(const std::string& n, const std::string& m,
                            const std::string& more = "", std::uint32_t donors = 0) {
    return OpenClaim("hypothesis h about net {\n  n at net.neurons[0] is high, resampled " + n +
                         "\n  m at net.neurons[1] is low, resampled " + m +
                         "\n  answer at net.label is n or m\n  " + more + "\n}\n",
                     donors);
  }

  [[nodiscard]] const check::Program& program() const { return text_.program; }
  [[nodiscard]] const plan::Claim& claim() const { return *claim_; }
  [[nodiscard]] bool open() const { return claim_ != nullptr; }

  [[nodiscard]] plan::Scrub planned(plan::Mode mode = plan::Mode::scrub,
                                    plan::Variant variant = plan::Variant::as_written) const {
    INFO(text_.rendered(diagnostics_));
    REQUIRE(claim_);
    auto made = claim_->plan(mode, variant);
    INFO(text_.rendered(made.diagnostics));
    REQUIRE(made);
    return std::move(*made);
  }
  /// What is said where no plan can be made.
  [[nodiscard]] diag::Code error() const {
    if (!claim_) return diagnostics_.at(0).code;
    auto made = claim_->plan(plan::Mode::scrub, plan::Variant::as_written);
    REQUIRE(!made);
    return made.diagnostics.at(0).code;
  }

 private:
  TextProgram text_;
  std::unique_ptr<plan::Claim> claim_;
  std::vector<diag::Diagnostic> diagnostics_;
};

/// The donors of the draw on a stream.
inline const plan::Donors& on_stream(const plan::Scrub& scrub, std::string_view stream) {
  for (std::size_t i = 0; i < scrub.tree.draws.size(); ++i) {
    if (scrub.tree.draws[i].stream == stream) return *scrub.donors[i];
  }
  FAIL("no draw on " << stream);
  return *scrub.donors[0];
}

/// Who may stand in for a datum, in the order in which they are counted.
inline Rows set_of(const plan::Donors& donors, plan::RowId datum) {
  Rows rows;
  donors.for_each(datum, [&](plan::RowId row) { rows.push_back(row); });
  CHECK(donors.count(datum) == rows.size());
  return rows;
}

/// A rule that leaves references untested which nobody can stand in for.
inline std::string lenient(const std::string& rule) {
  const bool says = rule.starts_with("{") || rule.find("allow") != std::string::npos;
  return says ? rule : rule + ", allow 100%";
}

/// The same for a rule of the node `n`.
inline Rows set_of_rule(const std::string& rule, plan::RowId datum, std::uint32_t donors = 0) {
  const auto claim = OpenClaim::of_rules(lenient(rule), "any", "", donors);
  return set_of(on_stream(claim.planned(), "answer/n"), datum);
}

}  // namespace hyp::test
