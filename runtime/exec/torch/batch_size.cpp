// SPDX-License-Identifier: MIT
#include "runtime/exec/torch/batch_size.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <random>

#include "runtime/exec/torch/evaluate.hpp"

namespace hyp::exec {
namespace {

// 128 rows are as fast as any number and keep the buffers of a small network within the caches.
// Matrix products and vector loops treat the rows of their last tile otherwise (of 32 rows, two
// come out with other bits on a machine with AVX2), hence multiples of 48, a tile of AVX-512.
constexpr std::int64_t kCandidates[] = {128, 144, 96, 64, 48, 16};
constexpr std::int64_t kLargestValue = 64 << 20;  // bytes

using Order = std::vector<std::uint32_t>;

// Each row is put where its neighbour was, at the other end, and anywhere.
std::vector<Order> trials(std::int64_t batch) {
  Order identity(static_cast<std::size_t>(batch));
  std::iota(identity.begin(), identity.end(), 0U);
  Order turned = identity, reversed = identity, mixed = identity;
  std::rotate(turned.begin(), turned.begin() + 1, turned.end());
  std::reverse(reversed.begin(), reversed.end());
  std::minstd_rand random(1);
  for (std::size_t i = mixed.size(); i > 1; --i) std::swap(mixed[i - 1], mixed[random() % i]);
  return {identity, turned, reversed, mixed};
}

// By site; empty where it is no leaf.
std::vector<Activations> random_leaves(const check::Model& model, std::int64_t rows) {
  std::minstd_rand random(7);
  std::vector<Activations> leaves(model.sites.size());
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (!check::is_leaf(model.sites[i].operation)) continue;
    leaves[i] = {rows, check::elements(model.sites[i].shape), {}};
    for (std::int64_t n = rows * leaves[i].width; n > 0; --n) {
      leaves[i].values.push_back(static_cast<float>(random() % 65536) / 65536.0F);
    }
  }
  return leaves;
}

bool rows_are_independent(const check::Model& model, const Weights& weights, std::int64_t batch) {
  model::Dataset data;
  data.rows = batch;
  const std::vector<Activations> leaves = random_leaves(model, batch);
  std::vector<at::Tensor> first(model.sites.size());
  Forward forward;
  forward.data = &data;
  for (std::uint32_t i = 0; i < model.sites.size(); ++i) {
    forward.read.push_back(SiteId{i});
    if (leaves[i].rows > 0) forward.known.push_back({SiteId{i}, &leaves[i]});
  }
  const std::vector<Step> steps = demand(model, forward);
  bool independent = true;
  for (const Order& order : trials(batch)) {
    forward.rows = order;
    const Pass pass{model, weights, forward, steps, batch};
    evaluate(pass, {0, batch}, [&](SiteId site, const at::Tensor& value) {
      at::Tensor& reference = first[site.index];
      if (!reference.defined()) {
        reference = value.clone();
        return;
      }
      const std::size_t width = static_cast<std::size_t>(value.numel() / batch);
      for (std::int64_t i = 0; i < batch; ++i) {
        independent &=
            std::memcmp(value.data_ptr<float>() + i * width,
                        reference.data_ptr<float>() + order[i] * width, width * sizeof(float)) == 0;
      }
    });
    if (!independent) return false;
  }
  return true;
}

}  // namespace

std::int64_t choose_batch(const check::Model& model, const Weights& weights) {
  std::int64_t largest = 1;
  for (const check::Site& site : model.sites) {
    largest = std::max(largest, check::elements(site.shape));
  }
  for (const std::int64_t batch : kCandidates) {
    const bool fits = largest <= kLargestValue / std::int64_t{sizeof(float)} / batch;
    if (fits && rows_are_independent(model, weights, batch)) return batch;
  }
  rows_are_independent(model, weights, 1);  // so that unusable weights are found here
  return 1;
}

}  // namespace hyp::exec
