// SPDX-License-Identifier: MIT
// What every fuzzed reader needs: input as a file, and a look at every element of what was read.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include "runtime/model/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace hyp::fuzz {

inline model::Asked file(const std::uint8_t* data, std::size_t size) {
  const std::string content(reinterpret_cast<const char*>(data), size);
  return {{"input", source::Bytes::own(content)}, {}};
}

inline void look_at(const model::Array& array) {
  const auto elements = static_cast<std::size_t>(check::elements(array.shape));
  if (elements * model::size_of(array.type) != array.bytes.size()) std::abort();
  if (array.to_f32().size() != elements) std::abort();
  if (elements > 0) static_cast<void>(array.at(static_cast<std::int64_t>(elements) - 1));
}

inline void check_array(const diag::Outcome<model::Array>& outcome) {
  if (!outcome && outcome.diagnostics.empty()) std::abort();
  if (outcome) look_at(*outcome);
}

inline void check_arrays(const diag::Outcome<model::NamedArrays>& outcome) {
  if (!outcome && outcome.diagnostics.empty()) std::abort();
  if (!outcome) return;
  for (const auto& [name, array] : outcome->items) look_at(array);
}

}  // namespace hyp::fuzz
