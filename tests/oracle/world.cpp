// SPDX-License-Identifier: MIT
#include "tests/oracle/world.hpp"

#include <cstring>

namespace hyp::oracle {
namespace {

template <typename T>
double read(const model::Array& array, std::int64_t i) {
  T value;
  std::memcpy(&value, array.bytes.view().data() + static_cast<std::size_t>(i) * sizeof(T),
              sizeof(T));
  return static_cast<double>(value);
}

double element(const model::Array& array, std::int64_t i) {
  using model::ElementType;
  switch (array.type) {
    case ElementType::boolean:
    case ElementType::u8:
      return read<std::uint8_t>(array, i);
    case ElementType::i8:
      return read<std::int8_t>(array, i);
    case ElementType::i16:
      return read<std::int16_t>(array, i);
    case ElementType::i32:
      return read<std::int32_t>(array, i);
    case ElementType::i64:
      return read<std::int64_t>(array, i);
    case ElementType::f32:
      return read<float>(array, i);
    case ElementType::f64:
      return read<double>(array, i);
    case ElementType::f16:
    case ElementType::bf16:
      break;
  }
  throw Refused("the oracle reads no 16-bit floats");
}

}  // namespace

const model::Dataset& World::dataset(check::DataId data) const {
  const auto it = datasets.find(data);
  if (it == datasets.end()) throw Refused("data set " + (*program)[data].name + " is not here");
  return *it->second;
}

Values World::input(Datum datum) const {
  const auto& inputs = dataset(datum.data).inputs;
  const std::int64_t width = check::elements(inputs.shape) / inputs.shape[0];
  Values out;
  for (std::int64_t i = 0; i < width; ++i) {
    const double stored = element(inputs, datum.row * width + i);
    out.push_back(inputs.type == model::ElementType::u8 ? stored / 255 : stored);
  }
  return out;
}

Example World::example(Datum datum) const {
  Example example;
  if (dataset(datum.data).has_inputs) example.input = input(datum);
  for (const auto& [site, given] : network->given) {
    const float* row = given.values.row(datum.row);
    example.given[site] = Values(row, row + given.values.width);
  }
  return example;
}

double World::column(Datum datum, const std::string& name) const {
  for (const auto& column : dataset(datum.data).columns) {
    if (column.name == name) return element(column.values, datum.row);
  }
  throw Refused("no column " + name);
}

}  // namespace hyp::oracle
