// SPDX-License-Identifier: MIT
// Fuzzes zip archives and all their entries.
#include "runtime/model/zip.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace hyp;
using namespace hyp::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const model::Asked asked = file(data, size);
  const auto archive = model::Archive::open(asked);
  if (!archive) return 0;
  for (const auto& entry : archive->entries()) {
    const auto content = archive->read(entry);
    if (content && content->size() != entry.size) std::abort();
  }
  return 0;
}
