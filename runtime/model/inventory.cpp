// SPDX-License-Identifier: MIT
#include "runtime/model/inventory.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/model/cursor.hpp"
#include "runtime/model/npz.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/safetensors_header.hpp"
#include "runtime/model/sniff.hpp"

namespace hyp::model {
namespace {

TensorFacts facts_of(const std::string& name, const Array& array) {
  TensorFacts facts{shown(name), array.type, array.shape, check::elements(array.shape)};
  bool first = true;
  for (std::int64_t i = 0; i < facts.count; ++i) {
    const double value = array.at(i);
    if (!std::isfinite(value)) {
      ++facts.not_finite;
      continue;
    }
    facts.min = first ? value : std::min(facts.min, value);
    facts.max = first ? value : std::max(facts.max, value);
    first = false;
  }
  return facts;
}

std::string format_of(const Asked& plain) {
  switch (sniff(plain.file.bytes.view())) {
    case Format::npy:
      return "npy";
    case Format::safetensors:
      return "safetensors";
    default:
      break;
  }
  const auto archive = Archive::open(plain);
  return archive && is_npz(*archive) ? "npz" : "PyTorch state_dict";
}

// The header has been read before and is sound.
std::vector<std::pair<std::string, std::string>> metadata_of(const Asked& plain) {
  Cursor cursor(plain.file.bytes.view());
  const auto length = cursor.little<std::uint64_t>();
  const auto json = cursor.take(*length);
  auto metadata = read_safetensors_header(as_text(*json)).metadata;
  for (auto& [key, value] : metadata) {
    key = shown(key);
    value = shown(value);
  }
  return metadata;
}

}  // namespace

diag::Outcome<Inventory> take_inventory(const Asked& asked) {
  auto content = decompress(asked, kLargestUnpacked);
  if (!content) return std::move(content.diagnostics);
  const Asked plain{{asked.file.path, std::move(*content)}, asked.span};
  const auto arrays = read_arrays(plain);
  if (!arrays) return arrays.diagnostics;
  Inventory all;
  all.file = {asked.file.path, sha256_hex(plain.file.bytes.view())};
  all.format = format_of(plain);
  if (all.format == "safetensors") all.metadata = metadata_of(plain);
  for (const auto& [name, array] : arrays->items) {
    all.tensors.push_back(facts_of(name, array));
    if (!is_integer(array.type)) all.parameters += all.tensors.back().count;
  }
  std::vector<diag::Diagnostic> unread;
  for (const auto& [name, error] : arrays->unread) unread.push_back(error);
  return {std::move(all), std::move(unread)};
}

}  // namespace hyp::model
