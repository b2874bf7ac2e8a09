// SPDX-License-Identifier: MIT
#include "runtime/model/write_safetensors.hpp"

#include <bit>
#include <nlohmann/json.hpp>

namespace hyp::model {
namespace {

using Json = nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

constexpr std::size_t kAlignment = 8;

void append_little(std::string& to, std::uint64_t value) {
  for (int byte = 0; byte < 8; ++byte) to += static_cast<char>(value >> (8 * byte) & 0xFFU);
}

}  // namespace

std::string write_safetensors(const std::map<std::string, Weight>& tensors,
                              const std::vector<std::pair<std::string, std::string>>& metadata) {
  Json header = Json::object();
  for (const auto& [key, text] : metadata) header["__metadata__"][key] = text;
  std::string numbers;
  for (const auto& [name, weight] : tensors) {
    const auto begin = numbers.size();
    numbers.append(reinterpret_cast<const char*>(weight.values.data()),
                   weight.values.size() * sizeof(float));
    header[name] = {
        {"dtype", "F32"}, {"shape", weight.shape}, {"data_offsets", {begin, numbers.size()}}};
  }
  // Paths in a command may hold any byte: what is not UTF-8 is replaced, never thrown over.
  std::string json = header.dump(-1, ' ', false, Json::error_handler_t::replace);
  json.append((kAlignment - json.size() % kAlignment) % kAlignment, ' ');
  std::string file;
  file.reserve(sizeof(std::uint64_t) + json.size() + numbers.size());
  append_little(file, json.size());
  return file + json + numbers;
}

}  // namespace hyp::model
