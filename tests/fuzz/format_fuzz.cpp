// SPDX-License-Identifier: MIT
// Whatever parses has one layout: laying out changes no token, no comment and no meaning, and is
// done after one time.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/support/layout.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto once = hyp::test::laid_out(text);
  if (!once) return 0;
  if (!hyp::test::difference(text, *once).empty()) std::abort();
  if (hyp::test::laid_out(*once) != once) std::abort();
  return 0;
}
