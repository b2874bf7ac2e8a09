// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cassert>

#include "runtime/model/readers.hpp"

namespace hyp::model {

std::string sha256_hex(std::span<const std::byte> content) {
  std::array<unsigned char, 32> digest;
  [[maybe_unused]] const int done =
      EVP_Digest(content.data(), content.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  assert(done == 1);
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

}  // namespace hyp::model
