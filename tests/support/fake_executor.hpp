// SPDX-License-Identifier: MIT
// An executor without LibTorch: plain loops in binary64, written from the comments of
// lang/check/model.hpp. It holds the real one to account, and lets other floors run small networks.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "runtime/exec/executor.hpp"

namespace hyp::test {

/// One example's value at one site.
using Value = std::vector<double>;

/// Element (channel, row, column) of a value of shape [channels, rows, columns].
struct Map {
  const Value& value;
  const check::Shape& shape;
  [[nodiscard]] bool inside(std::int64_t row, std::int64_t column) const {
    return row >= 0 && row < shape[1] && column >= 0 && column < shape[2];
  }
  [[nodiscard]] double at(std::int64_t channel, std::int64_t row, std::int64_t column) const {
    return value[(channel * shape[1] + row) * shape[2] + column];
  }
};

/// Computes one operation for one example.
struct Naive {
  const model::Network& network;
  const check::Site& site;
  std::vector<const Value*> inputs;
  std::vector<const check::Shape*> shapes;  ///< of the inputs

  [[nodiscard]] const std::vector<float>* tensor(const char* name) const {
    const auto found = network.weights.find(site.weights + "." + name);
    return found == network.weights.end() ? nullptr : &found->second.values;
  }
  [[nodiscard]] const Value& x() const { return *inputs[0]; }

  /// Calls visit(channel, row, column) for every element of the site's [channels, rows, columns].
  template <typename Visit>
  Value each(Visit visit) const {
    Value out;
    for (std::int64_t c = 0; c < site.shape[0]; ++c)
      for (std::int64_t i = 0; i < site.shape[1]; ++i)
        for (std::int64_t j = 0; j < site.shape[2]; ++j) out.push_back(visit(c, i, j));
    return out;
  }

  Value operator()(const check::Input&) const { return x(); }
  Value operator()(const check::Given&) const { return x(); }

  Value operator()(const check::Conv2d& op) const {
    const Map in{x(), *shapes[0]};
    const auto &weight = *tensor("weight"), *bias = tensor("bias");
    const std::int64_t per_group = in.shape[0] / op.groups;
    return each([&](std::int64_t c, std::int64_t i, std::int64_t j) {
      double sum = bias != nullptr ? (*bias)[c] : 0;
      const std::int64_t first = c / (op.out / op.groups) * per_group;
      for (std::int64_t k = 0; k < per_group; ++k)
        for (std::int64_t u = 0; u < op.kernel[0]; ++u)
          for (std::int64_t v = 0; v < op.kernel[1]; ++v) {
            const auto row = i * op.stride[0] - op.padding[0] + u * op.dilation[0];
            const auto column = j * op.stride[1] - op.padding[1] + v * op.dilation[1];
            if (!in.inside(row, column)) continue;
            sum += in.at(first + k, row, column) *
                   weight[((c * per_group + k) * op.kernel[0] + u) * op.kernel[1] + v];
          }
      return sum;
    });
  }

  Value operator()(const check::Linear& op) const {
    const auto &weight = *tensor("weight"), *bias = tensor("bias");
    const std::int64_t in = shapes[0]->back(), vectors = check::elements(*shapes[0]) / in;
    Value out;
    for (std::int64_t n = 0; n < vectors; ++n)
      for (std::int64_t o = 0; o < op.out; ++o) {
        double sum = bias != nullptr ? (*bias)[o] : 0;
        for (std::int64_t i = 0; i < in; ++i) sum += x()[n * in + i] * weight[o * in + i];
        out.push_back(sum);
      }
    return out;
  }

  Value operator()(const check::BatchNorm& op) const {
    const std::int64_t channels = site.shape[0], size = check::elements(site.shape) / channels;
    Value out;
    for (std::int64_t c = 0; c < channels; ++c)
      for (std::int64_t i = 0; i < size; ++i) {
        const double mean = (*tensor("running_mean"))[c], variance = (*tensor("running_var"))[c];
        const double y = (x()[c * size + i] - mean) / std::sqrt(variance + op.epsilon);
        out.push_back(op.affine ? y * (*tensor("weight"))[c] + (*tensor("bias"))[c] : y);
      }
    return out;
  }

  Value operator()(const check::MaxPool2d& op) const {
    const Map in{x(), *shapes[0]};
    return each([&](std::int64_t c, std::int64_t i, std::int64_t j) {
      double largest = -std::numeric_limits<double>::infinity();
      for (std::int64_t u = 0; u < op.kernel[0]; ++u)
        for (std::int64_t v = 0; v < op.kernel[1]; ++v) {
          const auto row = i * op.stride[0] - op.padding[0] + u;
          const auto column = j * op.stride[1] - op.padding[1] + v;
          if (in.inside(row, column)) largest = std::max(largest, in.at(c, row, column));
        }
      return largest;
    });
  }

  Value operator()(const check::AveragePool2d& op) const {
    const Map in{x(), *shapes[0]};
    return each([&](std::int64_t c, std::int64_t i, std::int64_t j) {
      double sum = 0;
      for (std::int64_t u = 0; u < op.kernel[0]; ++u)
        for (std::int64_t v = 0; v < op.kernel[1]; ++v) {
          const auto row = i * op.stride[0] - op.padding[0] + u;
          const auto column = j * op.stride[1] - op.padding[1] + v;
          if (in.inside(row, column)) sum += in.at(c, row, column);
        }
      return sum / static_cast<double>(op.kernel[0] * op.kernel[1]);
    });
  }

  Value operator()(const check::Flatten&) const { return x(); }
  Value operator()(const check::Identity&) const { return x(); }

  Value operator()(const check::Softmax& op) const {
    const check::Shape& shape = *shapes[0];
    std::int64_t step = 1;  // between neighbours along the axis
    for (auto d = shape.size(); d-- > static_cast<std::size_t>(op.axis) + 1;) step *= shape[d];
    const std::int64_t length = shape[op.axis];
    Value out(x().size());
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(x().size()); ++i) {
      const std::int64_t first = i - i / step % length * step;
      double sum = 0;
      for (std::int64_t k = 0; k < length; ++k) sum += std::exp(x()[first + k * step] - x()[i]);
      out[i] = 1 / sum;
    }
    return out;
  }

  Value operator()(const check::Argmax&) const {
    return {static_cast<double>(std::max_element(x().begin(), x().end()) - x().begin())};
  }

  Value operator()(const check::Index& op) const {
    std::int64_t first = 0, size = check::elements(*shapes[0]);
    for (std::size_t d = 0; d < op.at.size(); ++d) {
      size /= (*shapes[0])[d];
      first += op.at[d] * size;
    }
    return Value(x().begin() + first, x().begin() + first + size);
  }

  static double apply(check::Elementwise::Function function, double v) {
    using Function = check::Elementwise::Function;
    switch (function) {
      case Function::relu:
        return std::max(v, 0.0);
      case Function::sigmoid:
        return 1 / (1 + std::exp(-v));
      case Function::tanh:
        return std::tanh(v);
      case Function::gelu:
        return v / 2 * (1 + std::erf(v / std::sqrt(2.0)));
      case Function::exp:
        return std::exp(v);
      case Function::log:
        return std::log(v);
      case Function::sqrt:
        return std::sqrt(v);
      case Function::abs:
        return std::abs(v);
      case Function::negate:
        return -v;
    }
    return 0;
  }

  Value operator()(const check::Elementwise& op) const {
    Value out;
    for (const double v : x()) out.push_back(apply(op.function, v));
    return out;
  }

  Value operator()(const check::Arithmetic& op) const {
    using Operator = check::Arithmetic::Operator;
    const Value &a = *inputs[0], &b = *inputs[1];
    Value out;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      const double u = a[shapes[0]->empty() ? 0 : i], v = b[shapes[1]->empty() ? 0 : i];
      out.push_back(op.op == Operator::add        ? u + v
                    : op.op == Operator::subtract ? u - v
                    : op.op == Operator::multiply ? u * v
                                                  : u / v);
    }
    return out;
  }

  Value operator()(const check::Constant& op) const { return {op.value}; }
};

/// Computes every site of every row anew: no demand, no batches, no use of known values.
class FakeExecutor final : public exec::Executor {
 public:
  explicit FakeExecutor(const model::Network& network) : network_(network) {}

  diag::Outcome<std::vector<model::Activations>> forward(const exec::Forward& forward,
                                                         exec::Listener& listener) override {
    const check::Model& model = network_.equations;
    const auto rows =
        forward.rows.empty() ? forward.data->rows : static_cast<std::int64_t>(forward.rows.size());
    std::vector<model::Activations> out;
    for (const auto site : forward.read) {
      out.push_back({rows, check::elements(model.site(site).shape), {}});
    }
    for (std::int64_t row = 0; row < rows; ++row) {
      const auto data_row = forward.rows.empty() ? row : std::int64_t{forward.rows[row]};
      const std::vector<Value> values = run(forward, row, data_row);
      for (std::size_t i = 0; i < out.size(); ++i) {
        for (const double v : values[forward.read[i].index]) {
          out[i].values.push_back(static_cast<float>(v));
        }
      }
    }
    listener.progress(model.name, rows, rows);
    return out;
  }

  [[nodiscard]] exec::Backend backend() const override { return {"fake", "1", "none", 1, 1}; }

 private:
  [[nodiscard]] Value leaf(check::SiteId site, const model::Dataset& data, std::int64_t row) const {
    const auto given = network_.given.find(site);
    Value value;
    for (std::int64_t i = 0; i < check::elements(network_.equations.site(site).shape); ++i) {
      value.push_back(given == network_.given.end() ? data.input(row, i)
                                                    : double{given->second.values.row(row)[i]});
    }
    return value;
  }

  [[nodiscard]] std::vector<Value> run(const exec::Forward& forward, std::int64_t row,
                                       std::int64_t data_row) const {
    const check::Model& model = network_.equations;
    std::vector<Value> values;
    for (std::uint32_t s = 0; s < model.sites.size(); ++s) {
      Value input;
      Naive naive{network_, model.sites[s], {}, {}};
      if (check::is_leaf(model.sites[s].operation)) {
        input = leaf(check::SiteId{s}, *forward.data, data_row);
        naive.inputs.push_back(&input);
      }
      for (const auto from : model.sites[s].inputs) {
        naive.inputs.push_back(&values[from.index]);
        naive.shapes.push_back(&model.site(from).shape);
      }
      values.push_back(std::visit(naive, model.sites[s].operation));
      for (const auto& one : forward.overrides) {
        if (one.site.index == s) overwrite(values.back(), one, row);
      }
    }
    return values;
  }

  static void overwrite(Value& value, const exec::Override& one, std::int64_t row) {
    const auto* rows = std::get_if<model::Activations>(&one.values);
    if (one.along != nullptr) {
      const float* donor =
          rows != nullptr ? rows->row(row) : std::get<std::vector<float>>(one.values).data();
      return replace_along(value, *one.along, donor);
    }
    for (std::size_t i = 0; i < one.elements.size(); ++i) {
      value[one.elements[i]] =
          rows != nullptr ? rows->row(row)[i] : std::get<std::vector<float>>(one.values)[i];
    }
  }

  // a + Q^T Q (v - a), one element of the square matrix Q^T Q after the other.
  static void replace_along(Value& value, const score::Basis& basis, const float* donor) {
    const Value before = value;
    for (std::size_t i = 0; i < before.size(); ++i) {
      for (std::size_t j = 0; j < before.size(); ++j) {
        double entry = 0;
        for (std::int64_t k = 0; k < basis.dimension; ++k) {
          const double* row = basis.rows.data() + k * basis.width;
          entry += row[i] * row[j];
        }
        value[i] += entry * (donor[j] - before[j]);
      }
    }
  }

  const model::Network& network_;
};

}  // namespace hyp::test
