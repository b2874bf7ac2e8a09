// SPDX-License-Identifier: MIT
#include "runtime/exec/torch/evaluate.hpp"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <span>

#include "runtime/exec/along.hpp"
#include "runtime/exec/rows.hpp"

namespace hyp::exec {
namespace {

class Batch {
 public:
  Batch(const Pass& pass, RowRange rows)
      : pass_(pass), rows_(rows), values_(pass.model.sites.size()) {}

  void run(const Take& take) {
    for (const Step& step : pass_.steps) {
      at::Tensor value = make(step);
      if (!step.overrides.empty()) overwrite(value, step);
      take(step.site, value);
      values_[step.site.index] = std::move(value);
    }
  }

 private:
  // Every batch is full, so that LibTorch takes the same way through every batch.
  [[nodiscard]] std::int64_t pass_row(std::int64_t i) const {
    return std::min(rows_.begin + i, rows_.end - 1);
  }

  [[nodiscard]] at::Tensor empty(const check::Site& site) const {
    std::vector<std::int64_t> sizes{pass_.batch};
    sizes.insert(sizes.end(), site.shape.begin(), site.shape.end());
    return at::empty(sizes, at::kFloat);
  }

  at::Tensor make(const Step& step) {
    const check::Site& site = pass_.model.site(step.site);
    switch (step.source) {
      case Step::Source::overrides:
        return empty(site);
      case Step::Source::known:
        return fill(empty(site), [&](std::int64_t row, std::span<float> out) {
          std::memcpy(out.data(), step.known->row(pass_.data_row(row)), out.size_bytes());
        });
      case Step::Source::operation:
        break;
    }
    if (std::holds_alternative<check::Input>(site.operation)) {
      return fill(empty(site), [&](std::int64_t row, std::span<float> out) {
        copy_input(*pass_.forward.data, pass_.data_row(row), out);
      });
    }
    std::vector<at::Tensor> inputs;
    for (const SiteId input : site.inputs) inputs.push_back(values_[input.index]);
    for (const SiteId input : step.last_used) values_[input.index].reset();
    return apply(site, pass_.weights, std::move(inputs), pass_.batch);
  }

  template <typename CopyRow>
  at::Tensor fill(at::Tensor value, const CopyRow& copy_row) const {
    const std::size_t width = value.numel() / pass_.batch;
    float* out = value.data_ptr<float>();
    for (std::int64_t i = 0; i < pass_.batch; ++i) {
      copy_row(pass_row(i), std::span<float>(out + i * width, width));
    }
    return value;
  }

  void overwrite(at::Tensor& value, const Step& step) const {
    // The memory may be that of a site which is read as it is: flatten's input, for one.
    if (value.storage().use_count() > 1) value = value.clone();
    const std::int64_t width = value.numel() / pass_.batch;
    for (const Override* one : step.overrides) {
      const auto* rows = std::get_if<Activations>(&one->values);
      const auto* constants = std::get_if<std::vector<float>>(&one->values);
      [[maybe_unused]] const std::size_t count = one->along ? width : one->elements.size();
      assert(rows == nullptr ||
             (rows->rows >= rows_.end && count == static_cast<std::size_t>(rows->width)));
      assert(constants == nullptr || constants->size() == count);
      for (std::int64_t i = 0; i < pass_.batch; ++i) {
        const float* from = rows != nullptr ? rows->row(pass_row(i)) : constants->data();
        float* to = value.data_ptr<float>() + i * width;
        if (one->along != nullptr) {
          replace_along(*one->along, {from, static_cast<std::size_t>(width)},
                        {to, static_cast<std::size_t>(width)});
          continue;
        }
        for (const std::int64_t element : one->elements) to[element] = *from++;
      }
    }
  }

  const Pass& pass_;
  RowRange rows_;
  std::vector<at::Tensor> values_;
};

}  // namespace

void evaluate(const Pass& pass, RowRange rows, const Take& take) {
  Batch(pass, rows).run(take);
}

}  // namespace hyp::exec
