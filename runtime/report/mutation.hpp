// SPDX-License-Identifier: MIT
// What expectations made of the mutants of their claims (docs/method.md, "Mutants").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/report/report.hpp"

namespace hyp::report {

/// What became of a mutant. `same`: every figure that is expected something of is the original's,
/// to the last digit, so that no expectation on this data could tell the two apart. `undecided`:
/// nothing is refuted, but not everything supported either. `refused`: it cannot be run.
enum class Fate { killed, lived, undecided, same, refused };
[[nodiscard]] std::string_view name_of(Fate fate);

/// An expectation and how far it is from tipping: the distance from the interval to the bound,
/// positive where it is supported, negative where it is refuted, the smallest over all points of
/// the sweeps.
struct Held {
  stats::ExpectationResult result;
  double by = 0;  ///< NaN where there is no figure
};

struct MutantResult {
  std::string claim;    ///< the hypothesis
  std::string kind;     ///< "drop"
  std::string heading;  ///< "unit dropped"
  std::string what;
  Fate fate = Fate::refused;
  std::vector<Held> held;  ///< of all that the file expects; empty for a refused one
  std::string error;       ///< why it was refused
};

/// What is expected of one hypothesis whose tests are supported: a part of all that is expected.
struct MutatedClaim {
  std::string name;
  std::string data;  ///< "images"; of several tests "images, unseen"
  std::int64_t trials = 0;
  std::size_t first = 0, last = 0;  ///< in Mutation::held
};

/// A test that was not mutated, and why.
struct LeftOut {
  std::string name;
  std::string reason;
};

struct Mutation {
  std::string file;
  std::vector<diag::Diagnostic> diagnostics;
  Provenance provenance;
  std::vector<MutatedClaim> claims;
  std::vector<Held> held;             ///< of the claims themselves
  std::vector<MutantResult> mutants;  ///< those that were run
  std::int64_t made = 0;              ///< of how many
  double seconds = 0;                 ///< that the mutants took
  std::vector<LeftOut> left_out;
};

struct FateCounts {
  std::int64_t killed = 0, lived = 0, undecided = 0, same = 0, refused = 0;
  [[nodiscard]] std::int64_t all() const { return killed + lived + undecided + same + refused; }
  /// Killed of those that could have been: neither equivalent nor refused. Empty where there is
  /// none.
  [[nodiscard]] std::optional<double> share() const;
};
[[nodiscard]] FateCounts count(const std::vector<MutantResult>& mutants);

/// The expectation that came nearest to killing a mutant that lived: of which the smallest part is
/// left of what it held by for the original. Its index; empty where none has a figure.
[[nodiscard]] std::optional<std::size_t> closest(const std::vector<Held>& original,
                                                 const std::vector<Held>& mutant);

/// A table by kind, what each expectation killed, and every mutant that was not killed.
[[nodiscard]] std::string to_text(const Mutation& mutation, bool color);
/// One JSON object; see report.hpp.
[[nodiscard]] std::string to_json(const Mutation& mutation, const source::SourceMap& sources);

}  // namespace hyp::report
