// SPDX-License-Identifier: MIT
// What each operation of a network computes, as its definition in lang/check/model.hpp reads.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "tests/oracle/forward.hpp"

namespace hyp::oracle {
namespace {

using check::Shape;

// Row-major access by indices that need not be inside: outside counts as `outside`.
struct Map {
  const Values& values;
  std::int64_t rows, columns;
  [[nodiscard]] double at(std::int64_t c, std::int64_t y, std::int64_t x, double outside) const {
    if (y < 0 || x < 0 || y >= rows || x >= columns) return outside;
    return values[static_cast<std::size_t>((c * rows + y) * columns + x)];
  }
};

class Operator {
 public:
  Operator(const model::Network& network, check::SiteId id, const std::vector<Values>& inputs)
      : network_(network), site_(network.equations.site(id)), inputs_(inputs) {}

  Values operator()(const check::Input&) const { throw Refused("the input is not computed"); }
  Values operator()(const check::Given&) const { throw Refused("what is given is not computed"); }
  Values operator()(const check::Identity&) const { return inputs_[0]; }
  Values operator()(const check::Flatten&) const { return inputs_[0]; }
  Values operator()(const check::Constant& constant) const { return {constant.value}; }

  Values operator()(const check::Linear& linear) const {
    const auto in = shape_of(0).back();
    Values out;
    for (std::int64_t row = 0; row < size(inputs_[0]) / in; ++row) {
      for (std::int64_t o = 0; o < linear.out; ++o) {
        double sum = linear.bias ? weight("bias", o) : 0;
        for (std::int64_t i = 0; i < in; ++i) {
          sum += weight("weight", o * in + i) * inputs_[0][static_cast<std::size_t>(row * in + i)];
        }
        out.push_back(sum);
      }
    }
    return out;
  }

  Values operator()(const check::Conv2d& conv) const {
    const Map map{inputs_[0], shape_of(0)[1], shape_of(0)[2]};
    const auto in = shape_of(0)[0] / conv.groups, out = conv.out / conv.groups;
    Values result;
    each_position([&](std::int64_t o, std::int64_t y, std::int64_t x) {
      double sum = conv.bias ? weight("bias", o) : 0;
      for (std::int64_t i = 0; i < in; ++i) {
        for (std::int64_t dy = 0; dy < conv.kernel[0]; ++dy) {
          for (std::int64_t dx = 0; dx < conv.kernel[1]; ++dx) {
            sum += weight("weight", ((o * in + i) * conv.kernel[0] + dy) * conv.kernel[1] + dx) *
                   map.at(o / out * in + i,
                          y * conv.stride[0] + dy * conv.dilation[0] - conv.padding[0],
                          x * conv.stride[1] + dx * conv.dilation[1] - conv.padding[1], 0);
          }
        }
      }
      result.push_back(sum);
    });
    return result;
  }

  Values operator()(const check::BatchNorm& norm) const {
    const auto channels = site_.shape[0];
    const auto positions = check::elements(site_.shape) / channels;
    Values out;
    for (std::int64_t i = 0; i < size(inputs_[0]); ++i) {
      const auto c = i / positions;
      double v = (inputs_[0][static_cast<std::size_t>(i)] - weight("running_mean", c)) /
                 std::sqrt(weight("running_var", c) + norm.epsilon);
      if (norm.affine) v = v * weight("weight", c) + weight("bias", c);
      out.push_back(v);
    }
    return out;
  }

  Values operator()(const check::MaxPool2d& pool) const {
    constexpr double kNothing = -std::numeric_limits<double>::infinity();
    return pooled(
        pool, kNothing, [](double a, double b) { return std::max(a, b); }, 1);
  }

  Values operator()(const check::AveragePool2d& pool) const {
    return pooled(
        pool, 0, [](double a, double b) { return a + b; },
        static_cast<double>(pool.kernel[0] * pool.kernel[1]));
  }

  Values operator()(const check::Softmax& softmax) const {
    const Shape& shape = site_.shape;
    const auto axis = static_cast<std::size_t>(softmax.axis);
    const auto extent = shape[axis];
    const auto inner = check::elements(Shape(shape.begin() + softmax.axis + 1, shape.end()));
    Values out(inputs_[0].size());
    for (std::int64_t start = 0; start < size(inputs_[0]); ++start) {
      if (start / inner % extent != 0) continue;
      double top = inputs_[0][static_cast<std::size_t>(start)], sum = 0;
      for (std::int64_t i = 0; i < extent; ++i) {
        top = std::max(top, inputs_[0][static_cast<std::size_t>(start + i * inner)]);
      }
      for (std::int64_t i = 0; i < extent; ++i) {
        sum += std::exp(inputs_[0][static_cast<std::size_t>(start + i * inner)] - top);
      }
      for (std::int64_t i = 0; i < extent; ++i) {
        const auto at = static_cast<std::size_t>(start + i * inner);
        out[at] = std::exp(inputs_[0][at] - top) / sum;
      }
    }
    return out;
  }

  Values operator()(const check::Argmax&) const {
    const auto top = std::max_element(inputs_[0].begin(), inputs_[0].end());
    return {static_cast<double>(top - inputs_[0].begin())};
  }

  Values operator()(const check::Index& index) const {
    std::int64_t start = 0;
    for (std::size_t axis = 0; axis < index.at.size(); ++axis) {
      start = start * shape_of(0)[axis] + index.at[axis];
    }
    const auto count = check::elements(site_.shape);
    const auto first = inputs_[0].begin() + start * count;
    return {first, first + count};
  }

  Values operator()(const check::Elementwise& elementwise) const {
    Values out;
    for (const double x : inputs_[0]) out.push_back(of(elementwise.function, x));
    return out;
  }

  Values operator()(const check::Arithmetic& arithmetic) const {
    Values out;
    const Values &a = inputs_[0], &b = inputs_[1];
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      const double x = a[a.size() == 1 ? 0 : i], y = b[b.size() == 1 ? 0 : i];
      switch (arithmetic.op) {
        case check::Arithmetic::Operator::add:
          out.push_back(x + y);
          break;
        case check::Arithmetic::Operator::subtract:
          out.push_back(x - y);
          break;
        case check::Arithmetic::Operator::multiply:
          out.push_back(x * y);
          break;
        case check::Arithmetic::Operator::divide:
          out.push_back(x / y);
          break;
      }
    }
    return out;
  }

 private:
  static std::int64_t size(const Values& values) {
    return static_cast<std::int64_t>(values.size());
  }
  [[nodiscard]] const Shape& shape_of(std::size_t input) const {
    return network_.equations.site(site_.inputs[input]).shape;
  }
  [[nodiscard]] double weight(const char* tensor, std::int64_t i) const {
    const auto it = network_.weights.find(site_.weights + "." + tensor);
    if (it == network_.weights.end()) throw Refused("no weights for " + site_.weights);
    return it->second.values[static_cast<std::size_t>(i)];
  }
  template <typename Visit>
  void each_position(Visit visit) const {
    for (std::int64_t c = 0; c < site_.shape[0]; ++c) {
      for (std::int64_t y = 0; y < site_.shape[1]; ++y) {
        for (std::int64_t x = 0; x < site_.shape[2]; ++x) visit(c, y, x);
      }
    }
  }
  template <typename Pool, typename Join>
  Values pooled(const Pool& pool, double nothing, Join join, double divisor) const {
    const Map map{inputs_[0], shape_of(0)[1], shape_of(0)[2]};
    Values result;
    each_position([&](std::int64_t c, std::int64_t y, std::int64_t x) {
      double all = nothing;
      for (std::int64_t dy = 0; dy < pool.kernel[0]; ++dy) {
        for (std::int64_t dx = 0; dx < pool.kernel[1]; ++dx) {
          all = join(all, map.at(c, y * pool.stride[0] + dy - pool.padding[0],
                                 x * pool.stride[1] + dx - pool.padding[1], nothing));
        }
      }
      result.push_back(all / divisor);
    });
    return result;
  }
  static double of(check::Elementwise::Function function, double x) {
    using F = check::Elementwise::Function;
    switch (function) {
      case F::relu:
        return x > 0 ? x : 0;
      case F::sigmoid:
        return 1 / (1 + std::exp(-x));
      case F::tanh:
        return std::tanh(x);
      case F::gelu:
        return 0.5 * x * (1 + std::erf(x / std::numbers::sqrt2));
      case F::exp:
        return std::exp(x);
      case F::log:
        return std::log(x);
      case F::sqrt:
        return std::sqrt(x);
      case F::abs:
        return std::abs(x);
      case F::negate:
        return -x;
    }
    return x;
  }

  const model::Network& network_;
  const check::Site& site_;
  const std::vector<Values>& inputs_;
};

}  // namespace

Values apply(const model::Network& network, check::SiteId site, const std::vector<Values>& inputs) {
  return std::visit(Operator(network, site, inputs), network.equations.site(site).operation);
}

}  // namespace hyp::oracle
