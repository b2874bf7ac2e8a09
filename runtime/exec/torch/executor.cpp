// SPDX-License-Identifier: MIT
// The executor on LibTorch, and the plugin's one symbol.
#include "runtime/exec/executor.hpp"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

#include "runtime/exec/plugin.hpp"
#include "runtime/exec/rows.hpp"
#include "runtime/exec/torch/backend.hpp"
#include "runtime/exec/torch/batch_size.hpp"
#include "runtime/exec/torch/evaluate.hpp"
#include "runtime/exec/torch/host_threads.hpp"
#include "runtime/exec/torch/torch_guard.hpp"
#include "runtime/exec/torch/train.hpp"

namespace hyp::exec {
namespace {

// LibTorch computes on this thread alone: how it splits work over threads would change bits.
void stay_on_this_thread() {
  // Asking takes over the process-wide number, once a thread; a later change of it is not seen
  // here.
  if (at::get_num_threads() != 1) at::set_num_threads(1);
}

class TorchExecutor final : public Executor {
 public:
  TorchExecutor(const model::Network& network, int threads)
      : network_(network), weights_(network), threads_(threads) {
    const HostThreads host;
    stay_on_this_thread();
    const c10::InferenceMode inference;
    batch_ = choose_batch(network.equations, weights_);
    for (const auto& [site, given] : network.given) given_.push_back({site, &given.values});
  }

  diag::Outcome<std::vector<Activations>> forward(const Forward& forward,
                                                  Listener& listener) override {
    std::vector<Activations> read;
    auto failure = torch_guard(network_, [&] { return run(forward, listener, read); });
    if (failure) return std::move(*failure);
    return read;
  }

  [[nodiscard]] Backend backend() const override { return describe_backend(threads_, batch_); }

 private:
  std::optional<diag::Diagnostic> run(const Forward& forward, Listener& listener,
                                      std::vector<Activations>& read) const {
    const check::Model& model = network_.equations;
    const std::int64_t rows =
        forward.rows.empty() ? forward.data->rows : static_cast<std::int64_t>(forward.rows.size());
    assert(!model.input() || forward.data->inputs.bytes.size() ==
                                 forward.data->rows * check::elements(model.input()->shape) *
                                     model::size_of(forward.data->inputs.type));
    for (const SiteId site : forward.read) {
      const std::int64_t width = check::elements(model.site(site).shape);
      read.push_back({rows, width, std::vector<float>(static_cast<std::size_t>(rows * width))});
    }
    const std::vector<Step> steps = demand(model, forward, given_);
    const Pass pass{model, weights_, forward, steps, batch_};
    const HostThreads host;
    return run_batches(
        {rows, batch_, threads_},
        [&](RowRange range) {
          return torch_guard(network_, [&] { return run_batch(pass, range, read); });
        },
        model.name, listener);
  }

  // Batches write to rows of their own, so `read` needs no lock.
  std::optional<diag::Diagnostic> run_batch(const Pass& pass, RowRange range,
                                            std::vector<Activations>& read) const {
    stay_on_this_thread();
    const c10::InferenceMode inference;
    evaluate(pass, range, [&](SiteId site, const at::Tensor& value) {
      for (std::size_t i = 0; i < read.size(); ++i) {
        if (pass.forward.read[i] != site) continue;
        float* to = read[i].values.data() + range.begin * read[i].width;
        std::memcpy(to, value.data_ptr<float>(),
                    (range.end - range.begin) * read[i].width * sizeof(float));
      }
    });
    return check_finite(pass, range, read);
  }

  [[nodiscard]] std::optional<diag::Diagnostic> check_finite(
      const Pass& pass, RowRange range, const std::vector<Activations>& read) const {
    for (std::int64_t row = range.begin; row < range.end; ++row) {
      for (std::size_t i = 0; i < read.size(); ++i) {
        const std::span<const float> values(read[i].row(row), read[i].width);
        const auto element = first_not_finite(values);
        if (!element) continue;
        const check::Site& site = pass.model.site(pass.forward.read[i]);
        const float value = values[*element];
        return diag::Diagnostic(diag::Code::activation_not_finite, site.span,
                                {{"element", *element},
                                 {"site", site.name.empty() ? pass.model.name : site.name},
                                 {"value", std::isnan(value) ? "NaN"
                                           : value > 0       ? "infinite"
                                                             : "minus infinite"},
                                 {"row", pass.data_row(row)},
                                 {"data", pass.forward.data->name}});
      }
    }
    return std::nullopt;
  }

  const model::Network& network_;
  Weights weights_;
  std::vector<Known> given_;
  int threads_;
  std::int64_t batch_ = 1;
};

diag::Outcome<std::unique_ptr<Executor>> open(const model::Network& network,
                                              const Options& options) {
  std::unique_ptr<Executor> executor;
  auto failure = torch_guard(network, [&]() -> std::optional<diag::Diagnostic> {
    executor = std::make_unique<TorchExecutor>(network, threads_of(options));
    return std::nullopt;
  });
  if (failure) return std::move(*failure);
  return executor;
}

constexpr Plugin kPlugin{fingerprint(), &open, &train_with_torch};

}  // namespace
}  // namespace hyp::exec

extern "C" __attribute__((visibility("default"))) const hyp::exec::Plugin* hyp_torch_plugin() {
  return &hyp::exec::kPlugin;
}
