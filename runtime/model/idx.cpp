// SPDX-License-Identifier: MIT
// IDX: two zero bytes, the element type, the rank, the extents (big-endian), the elements.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "runtime/model/cursor.hpp"
#include "runtime/model/inflate.hpp"
#include "runtime/model/layout.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/sniff.hpp"

namespace hyp::model {
namespace {

constexpr std::size_t kLongestHeader = 4 + 255 * 4;
constexpr std::string_view kArray = "the array";

struct Header {
  Shape shape;
  ElementType type = ElementType::u8;
  std::size_t begin = 0;    // of the elements in the file
  std::uint64_t bytes = 0;  // of the elements
};

std::optional<ElementType> element_type(std::uint8_t code) {
  switch (code) {
    case 0x08:
      return ElementType::u8;
    case 0x09:
      return ElementType::i8;
    case 0x0B:
      return ElementType::i16;
    case 0x0C:
      return ElementType::i32;
    case 0x0D:
      return ElementType::f32;
    case 0x0E:
      return ElementType::f64;
    default:
      return std::nullopt;
  }
}

diag::Outcome<Header> read_header(const Asked& asked, const source::Bytes& content) {
  Cursor cursor(content.view());
  const auto magic = cursor.take(4);
  if (!magic || (*magic)[0] != std::byte{0} || (*magic)[1] != std::byte{0}) {
    return not_a("an IDX file", Asked{{asked.file.path, content}, asked.span});
  }
  Header header;
  const auto code = std::to_integer<std::uint8_t>((*magic)[2]);
  const auto type = element_type(code);
  if (!type) {
    return problem_in(diag::Code::element_type, asked, kArray,
                      {{"type", fmt::format("0x{:02x}", code)}});
  }
  header.type = *type;
  const auto rank = std::to_integer<std::size_t>((*magic)[3]);
  for (std::size_t i = 0; i < rank; ++i) {
    const auto extent = cursor.big<std::uint32_t>();
    if (!extent) return problem_in(diag::Code::file_ends_inside, asked, "the IDX header");
    header.shape.push_back(*extent);
  }
  header.begin = cursor.at();
  const auto bytes = byte_size(header.shape, size_of(header.type));
  if (!bytes) return problem_in(diag::Code::file_damaged, asked, "the IDX header");
  header.bytes = *bytes;
  return header;
}

// As much of the front as any header needs.
source::Bytes front(const Asked& asked) {
  std::span<const std::byte> packed = asked.file.bytes.view();
  if (!is_gzip(packed)) return asked.file.bytes;
  Buffer out;
  while (is_gzip(packed) &&
         inflate_stream(packed, Wrapper::gzip, kLongestHeader, out) == Inflated::whole) {
  }
  return out.release();
}

}  // namespace

diag::Outcome<source::Bytes> decompress_idx(const Asked& asked) {
  if (!is_gzip(asked.file.bytes.view())) return asked.file.bytes;
  const source::Bytes start = front(asked);
  if (start.size() == 0) return decompress(asked, kLongestHeader);
  const auto header = read_header(asked, start);
  if (!header) return header.diagnostics;
  const std::uint64_t announced = header->begin + header->bytes;
  auto content = decompress(asked, std::min(announced, kLargestUnpacked));
  if (!content && announced <= kLargestUnpacked &&
      content.diagnostics[0].code == diag::Code::content_too_large) {
    return problem_in(diag::Code::trailing_bytes, asked, kArray);
  }
  return content;
}

diag::Outcome<Array> read_idx(const Asked& asked) {
  const auto content = decompress_idx(asked);
  if (!content) return content.diagnostics;
  auto header = read_header(asked, *content);
  if (!header) return header.diagnostics;
  const std::uint64_t left = content->size() - header->begin;
  if (left < header->bytes) {
    return problem_in(diag::Code::file_too_short, asked, kArray,
                      {{"needed", header->bytes}, {"left", left}});
  }
  if (left > header->bytes) {
    return problem_in(diag::Code::trailing_bytes, asked, kArray);
  }
  Array array{std::move(header->shape), header->type,
              slice(*content, header->begin, header->bytes)};
  const std::size_t element = size_of(array.type);
  if (element > 1) {
    auto turned =
        copy_row_major(array.bytes.view(), array.shape, row_major(array.shape), element, true);
    if (!turned) {
      return problem_in(diag::Code::out_of_memory, asked, kArray, {{"bytes", header->bytes}});
    }
    array.bytes = std::move(*turned);
  }
  return array;
}

}  // namespace hyp::model
