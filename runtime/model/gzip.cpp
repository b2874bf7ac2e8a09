// SPDX-License-Identifier: MIT
#include <algorithm>

#include "runtime/model/cursor.hpp"
#include "runtime/model/inflate.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/sniff.hpp"

namespace hyp::model {
namespace {

constexpr std::string_view kPart = "the gzip stream";

// The last four bytes of a gzip file tell its content's size (of its last member, modulo 2^32): a
// hint for how much room to make, worth nothing as a fact.
std::uint64_t size_hint(std::span<const std::byte> packed, std::uint64_t limit) {
  if (packed.size() < 18) return 0;
  const auto told = load<std::uint32_t>(packed.data() + packed.size() - 4);
  return std::min<std::uint64_t>({told, limit, packed.size() * kMostPerByte});
}

diag::Diagnostic error(const Asked& asked, Inflated how, std::uint64_t limit, std::size_t had) {
  switch (how) {
    case Inflated::truncated:
      return problem_in(diag::Code::file_ends_inside, asked, kPart);
    case Inflated::too_large:
      return problem_in(diag::Code::content_too_large, asked, "the content", {{"limit", limit}});
    case Inflated::no_memory:
      return problem_in(diag::Code::out_of_memory, asked, "the content", {{"bytes", had}});
    default:
      return problem_in(diag::Code::file_damaged, asked, kPart);
  }
}

bool all_zero(std::span<const std::byte> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

}  // namespace

diag::Outcome<source::Bytes> decompress(const Asked& asked, std::uint64_t limit) {
  std::span<const std::byte> packed = asked.file.bytes.view();
  if (!is_gzip(packed)) return asked.file.bytes;
  Buffer out;
  const std::uint64_t hint = size_hint(packed, limit);
  if (!out.reserve(hint)) return error(asked, Inflated::no_memory, limit, hint);
  do {
    const Inflated how = inflate_stream(packed, Wrapper::gzip, limit, out);
    if (how != Inflated::whole) return error(asked, how, limit, out.capacity());
  } while (is_gzip(packed));
  if (!all_zero(packed)) return problem_in(diag::Code::trailing_bytes, asked, kPart);
  return out.release();
}

}  // namespace hyp::model
