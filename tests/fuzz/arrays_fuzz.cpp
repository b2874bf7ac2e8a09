// SPDX-License-Identifier: MIT
// Fuzzes whatever read_arrays() tells apart, checkpoints above all.
#include "tests/fuzz/fuzz.hpp"

using namespace hyp;
using namespace hyp::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const model::Asked asked = file(data, size);
  check_arrays(model::read_arrays(asked));
  return 0;
}
