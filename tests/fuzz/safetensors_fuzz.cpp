// SPDX-License-Identifier: MIT
// Fuzzes safetensors files.
#include "runtime/model/safetensors.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace hyp;
using namespace hyp::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const model::Asked asked = file(data, size);
  check_arrays(model::read_safetensors(asked));
  return 0;
}
