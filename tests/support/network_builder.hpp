// SPDX-License-Identifier: MIT
// Small networks and data sets by hand, with random numbers where a test does not care.
#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "runtime/model/dataset.hpp"
#include "runtime/model/network.hpp"

namespace hyp::test {

/// Uniform on (low, high), the same on every machine.
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  float uniform(float low, float high) {
    return low + (high - low) * static_cast<float>(engine_() >> 8) / 16777216.0F;
  }
  /// One of first ... last.
  std::int64_t integer(std::int64_t first, std::int64_t last) {
    return first + static_cast<std::int64_t>(engine_() % static_cast<unsigned>(last - first + 1));
  }

 private:
  std::mt19937 engine_;
};

class NetworkBuilder {
 public:
  explicit NetworkBuilder(check::Shape input) {
    network_.equations.name = "net";
    (void)add("input", check::Input{}, {}, std::move(input));
  }
  check::SiteId add(std::string name, check::Operation operation, std::vector<check::SiteId> inputs,
                    check::Shape shape) {
    auto& sites = network_.equations.sites;
    sites.push_back({name, {}, std::move(operation), std::move(inputs), name, std::move(shape)});
    network_.equations.output = {static_cast<std::uint32_t>(sites.size() - 1)};
    network_.equations.logits = network_.equations.output;
    return network_.equations.output;
  }
  /// Weights in (-1, 1), variances in (0.5, 1.5).
  model::Network finish(Random random = Random(1)) {
    for (const auto& spec : check::weight_specs(network_.equations)) {
      const float low = spec.name.ends_with("running_var") ? 0.5F : -1.0F;
      const float high = low + (low > 0 ? 1.0F : 2.0F);
      auto& weight = network_.weights[spec.name];
      weight.shape = spec.shape;
      for (std::int64_t i = 0; i < check::elements(spec.shape); ++i) {
        weight.values.push_back(random.uniform(low, high));
      }
    }
    return std::move(network_);
  }

 private:
  model::Network network_;
};

inline constexpr check::SiteId kInput{0};

/// Inputs of one float32 row after the other; `values` holds them all.
inline model::Dataset dataset(std::int64_t rows, check::Shape shape,
                              const std::vector<float>& values) {
  model::Dataset data;
  data.name = "rows";
  data.rows = rows;
  data.inputs.shape = std::move(shape);
  data.inputs.shape.insert(data.inputs.shape.begin(), rows);
  data.inputs.type = model::ElementType::f32;
  data.inputs.bytes = source::Bytes::own(
      std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
  return data;
}

inline model::Dataset random_dataset(std::int64_t rows, const check::Shape& shape, Random random,
                                     float low = -1, float high = 1) {
  std::vector<float> values;
  for (std::int64_t i = rows * check::elements(shape); i > 0; --i) {
    values.push_back(random.uniform(low, high));
  }
  return dataset(rows, shape, values);
}

}  // namespace hyp::test
