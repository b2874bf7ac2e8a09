// SPDX-License-Identifier: MIT
#include "runtime/exec/torch/operations.hpp"

#include <ATen/Context.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/full.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/mkldnn_linear.h>
#include <ATen/ops/softmax.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/exec/training_draws.hpp"

namespace hyp::exec {
namespace {

using at::Tensor;
using Tensors = std::vector<Tensor>;

// True when no other tensor, view or slot sees this memory.
bool owned(const Tensor& x) {
  return x.use_count() == 1 && x.storage().use_count() == 1;
}

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  if (!has_onednn()) return at::linear(x, weight, bias);
  // The reference BLAS that at::linear may stand on is 30 times slower.
  return at::mkldnn_linear(x.to_mkldnn(), weight, bias).to_dense();
}

// max_pool2d of 2 x 2 windows side by side, rows first: several times faster than LibTorch's.
Tensor max_of_pairs(const Tensor& x) {
  const std::int64_t rows = x.size(2) / 2 * 2, columns = x.size(3) / 2 * 2;
  const Tensor tall = at::maximum(x.slice(2, 0, rows, 2), x.slice(2, 1, rows, 2));
  return at::maximum(tall.slice(3, 0, columns, 2), tall.slice(3, 1, columns, 2));
}

// NaN where the vector holds one, so that it is found when the result is read.
float argmax(const float* values, std::int64_t count) {
  const float* end = values + count;
  if (std::any_of(values, end, [](float v) { return std::isnan(v); })) {
    return std::numeric_limits<float>::quiet_NaN();
  }
  return static_cast<float>(std::max_element(values, end) - values);
}

struct Apply {
  const check::Site& site;
  const Weights& weights;
  Tensors inputs;
  std::int64_t batch;
  const Learning* learning;

  const Tensor& x() const { return inputs[0]; }
  Tensor weight(const char* tensor) const { return weights.get(site.weights, tensor); }

  Tensor operator()(const check::Input&) const { return x(); }
  Tensor operator()(const check::Given&) const { return x(); }

  Tensor operator()(const check::Conv2d& conv) const {
    return at::conv2d(x(), weight("weight"), weight("bias"), conv.stride, conv.padding,
                      conv.dilation, conv.groups);
  }

  Tensor operator()(const check::Linear& op) const {
    const Tensor y = linear(x().reshape({-1, x().size(-1)}), weight("weight"), weight("bias"));
    std::vector<std::int64_t> sizes = x().sizes().vec();
    sizes.back() = op.out;
    return y.reshape(sizes);
  }

  Tensor operator()(const check::BatchNorm& norm) const {
    return at::batch_norm(x(), weight("weight"), weight("bias"), weight("running_mean"),
                          weight("running_var"), /*training=*/learning != nullptr,
                          /*momentum=*/0.1, norm.epsilon, /*cudnn_enabled=*/false);
  }

  Tensor operator()(const check::MaxPool2d& pool) const {
    constexpr check::Pair two{2, 2}, none{0, 0};
    // Where two elements of a window are equal, max_pool2d alone gives the gradient to one of them.
    if (learning == nullptr && pool.kernel == two && pool.stride == two && pool.padding == none) {
      return max_of_pairs(x());
    }
    return at::max_pool2d(x(), pool.kernel, pool.stride, pool.padding);
  }

  Tensor operator()(const check::AveragePool2d& pool) const {
    return at::avg_pool2d(x(), pool.kernel, pool.stride, pool.padding, /*ceil_mode=*/false,
                          /*count_include_pad=*/true);
  }

  Tensor operator()(const check::Flatten&) const { return x().reshape({batch, -1}); }
  Tensor operator()(const check::Identity& dropout) const {
    if (learning == nullptr || dropout.rate == 0) return x();
    Tensor mask = at::empty(x().sizes(), at::kFloat);
    dropout_mask({mask.data_ptr<float>(), static_cast<std::size_t>(mask.numel())}, dropout.rate,
                 learning->seed, learning->step, learning->site);
    return x().mul(mask);
  }
  Tensor operator()(const check::Softmax& softmax) const {
    return at::softmax(x(), softmax.axis + 1);
  }

  Tensor operator()(const check::Argmax&) const {
    Tensor result = at::empty({batch}, at::kFloat);
    const std::int64_t width = x().numel() / batch;
    for (std::int64_t i = 0; i < batch; ++i) {
      result.data_ptr<float>()[i] = argmax(x().data_ptr<float>() + i * width, width);
    }
    return result;
  }

  Tensor operator()(const check::Index& index) const {
    Tensor part = x();
    for (const std::int64_t i : index.at) part = part.select(1, i);
    return part;
  }

  Tensor operator()(const check::Elementwise& op) const {
    using Function = check::Elementwise::Function;
    switch (op.function) {
      case Function::relu:
        return learning == nullptr && owned(x()) ? x().relu_() : x().relu();
      case Function::sigmoid:
        return x().sigmoid();
      case Function::tanh:
        return x().tanh();
      case Function::gelu:
        return at::gelu(x());
      case Function::exp:
        return x().exp();
      case Function::log:
        return x().log();
      case Function::sqrt:
        return x().sqrt();
      case Function::abs:
        return x().abs();
      case Function::negate:
        return x().neg();
    }
    return {};
  }

  Tensor operator()(const check::Arithmetic& op) const {
    Tensor a = inputs[0], b = inputs[1];
    // One number per row meets every element of that row.
    while (a.dim() < b.dim()) a = a.unsqueeze(-1);
    while (b.dim() < a.dim()) b = b.unsqueeze(-1);
    switch (op.op) {
      case check::Arithmetic::Operator::add:
        return a.add(b);
      case check::Arithmetic::Operator::subtract:
        return a.sub(b);
      case check::Arithmetic::Operator::multiply:
        return a.mul(b);
      case check::Arithmetic::Operator::divide:
        return a.div(b);
    }
    return {};
  }

  Tensor operator()(const check::Constant& constant) const {
    return at::full({batch}, constant.value, at::kFloat);
  }
};

}  // namespace

bool has_onednn() {
  return at::globalContext().hasMKLDNN() && at::globalContext().userEnabledMkldnn();
}

Weights::Weights(const model::Network& network) {
  for (const auto& [name, weight] : network.weights) {
    // LibTorch has no tensor of constants; nothing here writes to a weight.
    auto* values = const_cast<float*>(weight.values.data());
    tensors_[name] = at::from_blob(values, weight.shape, at::kFloat);
  }
}

at::Tensor Weights::get(const std::string& prefix, const char* tensor) const {
  const auto found = tensors_.find(prefix + "." + tensor);
  return found == tensors_.end() ? at::Tensor() : found->second;
}

at::Tensor apply(const check::Site& site, const Weights& weights, std::vector<at::Tensor> inputs,
                 std::int64_t batch, const Learning* learning) {
  const Apply visitor{site, weights, std::move(inputs), batch, learning};
  return std::visit(visitor, site.operation).contiguous();
}

}  // namespace hyp::exec
