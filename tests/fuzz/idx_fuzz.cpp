// SPDX-License-Identifier: MIT
// Fuzzes IDX files, plain or gzip.
#include "tests/fuzz/fuzz.hpp"

using namespace hyp;
using namespace hyp::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const model::Asked asked = file(data, size);
  check_array(model::read_idx(asked));
  return 0;
}
