// SPDX-License-Identifier: MIT
// How far a row of layers can be a chain at all: not beyond what the language has no operation for,
// and not into blocks that names say are joined in another way.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/propose/order.hpp"

namespace hyp::propose {

struct Doubts {
  std::size_t certain = 0;  ///< so many steps may follow each other
  std::string why;          ///< a sentence on the step behind them; empty where there is none
};
[[nodiscard]] Doubts doubts_of(const std::vector<Step>& steps);

/// "12 layers are not used: `a`, `b`, ..."
[[nodiscard]] std::string unused(const std::vector<Step>& steps, std::size_t from);

}  // namespace hyp::propose
