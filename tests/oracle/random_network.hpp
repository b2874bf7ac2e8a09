// SPDX-License-Identifier: MIT
// Small networks with integer weights on integer data: all numbers are exact in float32, so that
// two implementations must agree to the bit.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/oracle/random.hpp"
#include "tests/oracle/setting.hpp"

namespace hyp::oracle {

struct RandomSite {
  std::string name;
  std::int64_t width = 1;
  double bound = 0;                ///< no element is larger
  std::set<std::size_t> upstream;  ///< strictly, by place in `sites`
};

/// `model net(...)`: sites[0] is the input, then named vectors, at last `logits` and `label`.
struct RandomNetwork {
  std::string text;
  std::vector<RandomSite> sites;
  std::map<std::string, model::Weight> weights;
};
[[nodiscard]] RandomNetwork random_network(Random& random, std::int64_t inputs);

/// `data rows` (a grid or a table with integer columns) and `data more` (without columns).
struct RandomData {
  std::string text;
  std::vector<model::Dataset> datasets;
  std::vector<std::string> columns;
};
[[nodiscard]] RandomData random_data(Random& random, std::int64_t inputs);

}  // namespace hyp::oracle
