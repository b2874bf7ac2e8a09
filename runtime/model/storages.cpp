// SPDX-License-Identifier: MIT
#include "runtime/model/storages.hpp"

#include <limits>

#include "runtime/model/layout.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

// Tensors that are not row-major are copied, and a stride of 0 makes any number of elements out of
// one: as much as the file is long, and this much more, is what honest files need.
constexpr std::uint64_t kCopiedBeyondFile = std::uint64_t{1} << 26;

std::vector<std::int64_t> integers(const Pickle& pickle, Handle tuple) {
  std::vector<std::int64_t> out;
  for (const Handle item : pickle[tuple].items) out.push_back(pickle[item].integer);
  return out;
}

std::string quoted(const std::string& name) {
  return "tensor `" + shown(name) + "`";
}

}  // namespace

diag::Outcome<source::Bytes> Storages::record(std::string_view key, const std::string& name) {
  const auto known = records_.find(key);
  if (known != records_.end()) return known->second;
  const auto* entry = archive_.find(prefix_ + "data/" + std::string(key));
  if (entry == nullptr) {
    return problem_in(diag::Code::file_damaged, archive_.asked(), "the storage of " + quoted(name));
  }
  auto content = archive_.read(*entry);
  if (content) records_.emplace(key, *content);
  return content;
}

diag::Outcome<Array> Storages::read(const Pickle& pickle, Handle tensor, const std::string& name) {
  const Asked& asked = archive_.asked();
  const TensorParts from = parts(pickle[tensor]);
  const Value& storage = pickle[from.storage];
  const auto type = storage_type(storage.name);
  if (!type) {
    return problem_in(diag::Code::element_type, asked, quoted(name),
                      {{"type", shown(storage.name)}, {"example", "tensor.float()"}});
  }
  const auto content = record(storage.text, name);
  if (!content) return content.diagnostics;

  const std::size_t element = size_of(*type);
  const Shape shape = integers(pickle, from.sizes);
  const auto strides = integers(pickle, from.strides);
  const std::int64_t offset = pickle[from.offset].integer;
  const auto bytes = byte_size(shape, element);
  const auto span = reach(shape, strides);
  if (!bytes || !span || offset < 0) {
    return problem_in(diag::Code::file_damaged, asked, "the shape of " + quoted(name));
  }
  std::uint64_t needed = 0;
  if (__builtin_add_overflow(*span, static_cast<std::uint64_t>(offset), &needed) ||
      __builtin_mul_overflow(needed, std::uint64_t{element}, &needed) || needed > content->size()) {
    return problem(diag::Code::past_storage, asked,
                   {{"name", shown(name)}, {"needed", needed}, {"available", content->size()}});
  }
  const std::size_t begin = static_cast<std::size_t>(offset) * element;
  if (contiguous(shape, strides)) return Array{shape, *type, slice(*content, begin, *bytes)};
  const std::uint64_t most = asked.file.bytes.size() + kCopiedBeyondFile;
  if (*bytes > most - copied_) {
    return problem_in(diag::Code::content_too_large, asked, quoted(name), {{"limit", most}});
  }
  copied_ += *bytes;
  auto copy = copy_row_major(content->view().subspan(begin), shape, strides, element, false);
  if (!copy) {
    return problem_in(diag::Code::out_of_memory, asked, quoted(name), {{"bytes", *bytes}});
  }
  return Array{shape, *type, std::move(*copy)};
}

}  // namespace hyp::model
