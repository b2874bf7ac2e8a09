// SPDX-License-Identifier: MIT
// What a network computed at a site, row by row.
#pragma once

#include <cstdint>
#include <vector>

namespace hyp::model {

/// Values of one site: `rows` x `width` float32, row-major; width = elements of the site's shape.
struct Activations {
  std::int64_t rows = 0;
  std::int64_t width = 0;
  std::vector<float> values;

  [[nodiscard]] const float* row(std::int64_t i) const { return values.data() + i * width; }
};

}  // namespace hyp::model
