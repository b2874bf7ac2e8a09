// SPDX-License-Identifier: MIT
// Fuzzes the pickle of a checkpoint inside an archive that is otherwise right, so that checksums do
// not stand in the way: what becomes of tensors, strides, storages and names.
#include "tests/fuzz/fuzz.hpp"
#include "tests/unit/runtime_model/support.hpp"

using namespace hyp;
using namespace hyp::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string pickle(reinterpret_cast<const char*>(data), size);
  const std::string storage(64, '\x3f');
  const std::string content = test::zip(
      {{"net/data.pkl", pickle}, {"net/data/0", storage}, {"net/data/1", storage.substr(0, 8)}});
  check_arrays(model::read_arrays(test::asked(content)));
  return 0;
}
