// SPDX-License-Identifier: MIT
#include "runtime/model/safetensors.hpp"

#include <algorithm>
#include <optional>

#include "runtime/model/buffer.hpp"
#include "runtime/model/cursor.hpp"
#include "runtime/model/layout.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/safetensors_header.hpp"

namespace hyp::model {
namespace {

constexpr std::uint64_t kLongestHeader = 100'000'000;  // what the format allows
constexpr std::size_t kLengthSize = 8;

std::optional<ElementType> element_type(std::string_view name) {
  constexpr std::pair<std::string_view, ElementType> kTypes[] = {
      {"BOOL", ElementType::boolean}, {"U8", ElementType::u8},     {"I8", ElementType::i8},
      {"I16", ElementType::i16},      {"I32", ElementType::i32},   {"I64", ElementType::i64},
      {"F16", ElementType::f16},      {"BF16", ElementType::bf16}, {"F32", ElementType::f32},
      {"F64", ElementType::f64}};
  for (const auto& [known, type] : kTypes) {
    if (known == name) return type;
  }
  return std::nullopt;
}

std::string quoted(const SafetensorsEntry& entry) {
  return "tensor `" + shown(entry.name) + "`";
}

// Where the header went wrong: the JSON reader tells bytes, and only its own errors have them.
std::string place(const SafetensorsHeader& header) {
  if (header.at) return "at byte " + std::to_string(kLengthSize + *header.at);
  return header.entries.empty() ? "at its start" : "for " + quoted(header.entries.back());
}

// A tensor's place in the numbers must have the size of its shape.
diag::Outcome<Array> read_entry(const Asked& asked, const SafetensorsEntry& entry,
                                const source::Bytes& numbers) {
  const auto type = element_type(entry.type);
  if (!type) {
    return problem_in(diag::Code::element_type, asked, quoted(entry),
                      {{"type", shown(entry.type)}, {"example", "tensor.float()"}});
  }
  const auto bytes = byte_size(entry.shape, size_of(*type));
  const auto [begin, end] = entry.place;
  if (!bytes || begin > end || end - begin != *bytes) {
    return problem_in(diag::Code::file_damaged, asked, "the place of " + quoted(entry));
  }
  if (end > numbers.size()) {
    return problem(diag::Code::past_storage, asked,
                   {{"name", shown(entry.name)}, {"needed", end}, {"available", numbers.size()}});
  }
  return Array{entry.shape, *type, slice(numbers, begin, *bytes)};
}

// The first entry that does not begin where the one before it ends.
const SafetensorsEntry* find_gap(const SafetensorsHeader& header) {
  std::vector<const SafetensorsEntry*> sorted;
  for (const auto& entry : header.entries) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->place < b->place; });
  std::uint64_t covered = 0;
  for (const auto* entry : sorted) {
    if (entry->place[0] != covered) return entry;
    covered = entry->place[1];
  }
  return nullptr;
}

}  // namespace

diag::Outcome<NamedArrays> read_safetensors(const Asked& asked) {
  Cursor cursor(asked.file.bytes.view());
  const auto length = cursor.little<std::uint64_t>();
  if (length && *length > kLongestHeader) {
    return problem_in(diag::Code::content_too_large, asked, "the header",
                      {{"limit", kLongestHeader}});
  }
  const auto json = length ? cursor.take(*length) : std::nullopt;
  if (!json) return problem_in(diag::Code::file_ends_inside, asked, "the header");
  const SafetensorsHeader header = read_safetensors_header(as_text(*json));
  if (header.twice) {
    return problem(diag::Code::named_twice, asked, {{"name", shown(*header.twice)}});
  }
  if (!header.expected.empty()) {
    return problem(
        diag::Code::header_syntax, asked,
        {{"format", "safetensors"}, {"expected", header.expected}, {"place", place(header)}});
  }
  const source::Bytes numbers = slice(asked.file.bytes, cursor.at(), cursor.left());
  NamedArrays found;
  std::uint64_t covered = 0;
  for (const auto& entry : header.entries) {
    auto array = read_entry(asked, entry, numbers);
    if (!array) return array.diagnostics;
    covered += array->bytes.size();
    found.items.emplace_back(entry.name, std::move(*array));
  }
  if (const auto* entry = find_gap(header)) {
    return problem_in(diag::Code::file_damaged, asked, "the place of " + quoted(*entry));
  }
  if (covered != numbers.size()) {
    return problem_in(diag::Code::trailing_bytes, asked, "the last tensor");
  }
  if (found.items.empty()) return problem(diag::Code::no_tensors, asked);
  return found;
}

}  // namespace hyp::model
