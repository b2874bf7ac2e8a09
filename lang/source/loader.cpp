// SPDX-License-Identifier: MIT
#include "lang/source/loader.hpp"

#include <utility>

namespace hyp::source {

Bytes Bytes::own(std::string text) {
  auto owner = std::make_shared<const std::string>(std::move(text));
  const std::span<const std::byte> view = std::as_bytes(std::span(owner->data(), owner->size()));
  return {view, std::move(owner)};
}

}  // namespace hyp::source
