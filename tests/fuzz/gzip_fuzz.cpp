// SPDX-License-Identifier: MIT
// Fuzzes gzip files, one after another or alone.
#include "tests/fuzz/fuzz.hpp"

using namespace hyp;
using namespace hyp::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const model::Asked asked = file(data, size);
  static_cast<void>(model::decompress(asked, 1 << 20));
  return 0;
}
