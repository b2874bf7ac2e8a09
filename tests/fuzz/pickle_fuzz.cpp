// SPDX-License-Identifier: MIT
// Fuzzes the pickle machine alone.
#include "runtime/model/pickle.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace hyp;
using namespace hyp::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const model::Asked asked = file(data, size);
  const auto pickle = model::read_pickle(asked);
  if (!pickle && pickle.diagnostics.empty()) std::abort();
  return 0;
}
