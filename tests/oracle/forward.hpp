// SPDX-License-Identifier: MIT
// The oracle's own forward pass: plain loops in double precision, one example at a time, every
// value computed anew along every path that asks for it.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtime/model/network.hpp"

namespace hyp::oracle {

/// What the oracle says where method.md says "error": the claim cannot be tested as it stands.
struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Values = std::vector<double>;

/// What a network takes from one example: its input, and what it is given at sites.
struct Example {
  Values input;
  std::map<check::SiteId, Values> given = {};
};

/// One operation on the values of its inputs. `site` gives shapes and the names of its weights.
[[nodiscard]] Values apply(const model::Network& network, check::SiteId site,
                           const std::vector<Values>& inputs);

/// The part of a value along orthonormal rows Q: Q^T Q a.
[[nodiscard]] Values projected(const std::vector<Values>& basis, const Values& value);

/// Elements of a site that a child replaces in its reader's pass, or its part along a basis;
/// `values` is then of the whole site. With `via`, only on paths to the reader that visit at least
/// one of these sites.
struct Overwrite {
  check::SiteId site;
  std::vector<std::int64_t> elements;
  Values values;
  std::vector<check::SiteId> via;
  std::vector<Values> basis = {};
};

/// One forward pass on one example.
class Pass {
 public:
  Pass(const model::Network& network, Example example, std::vector<Overwrite> overwrites = {});

  /// The value of `site` as a reader that stands there sees it. Refused where two overwrites meet
  /// in one element on one path.
  [[nodiscard]] Values read(check::SiteId site) const;
  /// The value of `site` as a reader at `reader`, fed by it directly, sees it.
  [[nodiscard]] Values read(check::SiteId site, check::SiteId reader) const;

 private:
  // For each overwrite whether the path from here down to the reader is one of its own.
  using Reached = std::vector<bool>;

  void pass_by(check::SiteId site, Reached& reached) const;
  [[nodiscard]] Values value(check::SiteId site, Reached reached) const;

  const model::Network& network_;
  Example example_;
  std::vector<Overwrite> overwrites_;
};

}  // namespace hyp::oracle
