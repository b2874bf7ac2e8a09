// SPDX-License-Identifier: MIT
#include "runtime/model/npy.hpp"

#include <algorithm>
#include <optional>

#include "runtime/model/layout.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

// `descr` without its byte order.
std::optional<ElementType> element_type(std::string_view name) {
  constexpr std::pair<std::string_view, ElementType> kTypes[] = {
      {"b1", ElementType::boolean}, {"u1", ElementType::u8},  {"i1", ElementType::i8},
      {"i2", ElementType::i16},     {"i4", ElementType::i32}, {"i8", ElementType::i64},
      {"f2", ElementType::f16},     {"f4", ElementType::f32}, {"f8", ElementType::f64}};
  for (const auto& [known, type] : kTypes) {
    if (known == name) return type;
  }
  return std::nullopt;
}

std::optional<ElementType> described(std::string_view descr) {
  if (descr.empty() || std::string_view("<>|=").find(descr[0]) == std::string_view::npos) {
    return std::nullopt;
  }
  const auto type = element_type(descr.substr(1));
  const bool order_needed = type && size_of(*type) > 1;
  return order_needed && descr[0] == '|' ? std::nullopt : type;
}

// The strides of a shape whose first axis is the fastest.
std::vector<std::int64_t> column_major(const Shape& shape) {
  const Shape turned(shape.rbegin(), shape.rend());
  auto strides = row_major(turned);
  std::reverse(strides.begin(), strides.end());
  return strides;
}

}  // namespace

bool npy_type_known(std::string_view descr) {
  return described(descr).has_value();
}

diag::Outcome<Array> read_npy(const Asked& asked) {
  constexpr std::string_view kArray = "the array";
  auto header = read_npy_header(asked);
  if (!header) return header.diagnostics;
  const auto type = described(header->descr);
  if (!type) {
    return problem_in(diag::Code::element_type, asked, kArray,
                      {{"type", shown(header->descr)},
                       {"example", "numpy.save(path, array.astype(\"float32\"))"}});
  }
  const auto bytes = byte_size(header->shape, size_of(*type));
  if (!bytes) return problem_in(diag::Code::file_damaged, asked, "the shape of the npy header");
  const std::uint64_t left = asked.file.bytes.size() - header->begin;
  if (left < *bytes) {
    return problem_in(diag::Code::file_too_short, asked, kArray,
                      {{"needed", *bytes}, {"left", left}});
  }
  if (left > *bytes) return problem_in(diag::Code::trailing_bytes, asked, kArray);
  Array array{std::move(header->shape), *type, slice(asked.file.bytes, header->begin, *bytes)};
  const auto strides = header->fortran_order ? column_major(array.shape) : row_major(array.shape);
  const bool reverse = header->descr[0] == '>' && size_of(*type) > 1;
  if (reverse || !contiguous(array.shape, strides)) {
    auto copy = copy_row_major(array.bytes.view(), array.shape, strides, size_of(*type), reverse);
    if (!copy) {
      return problem_in(diag::Code::out_of_memory, asked, kArray, {{"bytes", *bytes}});
    }
    array.bytes = std::move(*copy);
  }
  return array;
}

}  // namespace hyp::model
