// SPDX-License-Identifier: MIT
#include "runtime/exec/torch/train.hpp"

#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "runtime/exec/adam.hpp"
#include "runtime/exec/rows.hpp"
#include "runtime/exec/torch/host_threads.hpp"
#include "runtime/exec/torch/operations.hpp"
#include "runtime/exec/torch/torch_guard.hpp"
#include "runtime/exec/training_draws.hpp"

namespace hyp::exec {
namespace {

constexpr std::chrono::milliseconds kBetweenReports{50};

// Sites that the logits are computed from, in order.
std::vector<SiteId> upstream(const check::Model& model) {
  std::vector<bool> needed(model.sites.size(), false);
  needed[model.logits.index] = true;
  std::vector<SiteId> sites;
  for (std::uint32_t i = model.logits.index + 1; i-- > 0;) {
    if (!needed[i]) continue;
    sites.push_back(SiteId{i});
    for (const SiteId input : model.sites[i].inputs) needed[input.index] = true;
  }
  std::reverse(sites.begin(), sites.end());
  return sites;
}

bool normalises(const check::Model& model) {
  return std::any_of(model.sites.begin(), model.sites.end(), [](const check::Site& site) {
    return std::holds_alternative<check::BatchNorm>(site.operation);
  });
}

// The weights while they change: one memory, seen by LibTorch and by the optimiser.
struct Parameter {
  at::Tensor tensor;
  Adam adam;
};

class Trainer {
 public:
  Trainer(const TrainTask& task, TrainListener& listener)
      : task_(task),
        listener_(listener),
        model_(*task.model),
        sites_(upstream(model_)),
        normalises_(normalises(model_)) {
    trained_.weights = initial_weights(model_, task.seed);
    std::map<std::string, at::Tensor> tensors;
    for (auto& [name, weight] : trained_.weights) {
      at::Tensor tensor = at::from_blob(weight.values.data(), weight.shape, at::kFloat);
      tensors[name] = tensor;
      if (name.ends_with(".running_mean") || name.ends_with(".running_var")) continue;
      parameters_.push_back({tensor.requires_grad_(true), Adam(weight.values.size())});
    }
    weights_ = Weights(std::move(tensors));
  }

  std::optional<diag::Diagnostic> run() {
    for (std::int64_t epoch = 0; epoch < task_.epochs; ++epoch) {
      if (auto stopped = run_epoch(epoch)) return stopped;
    }
    listener_.progress(model_.name, total(), total());
    return std::nullopt;
  }

  Trained take() { return std::move(trained_); }

 private:
  [[nodiscard]] std::int64_t total() const { return task_.epochs * task_.data->rows; }

  std::optional<diag::Diagnostic> run_epoch(std::int64_t epoch) {
    const std::int64_t rows = task_.data->rows;
    const auto order = epoch_order(rows, task_.seed, epoch);
    Learned sum;
    for (std::int64_t begin = 0, end = 0; begin < rows; begin = end) {
      end = std::min(begin + task_.batch, rows);
      if (normalises_ && rows - end == 1) end = rows;  // one row alone has no variance
      const std::span<const std::uint32_t> batch(order.data() + begin,
                                                 static_cast<std::size_t>(end - begin));
      const double loss = step(batch, sum);
      if (!std::isfinite(loss)) return diverged(loss, epoch);
      sum.loss += loss * static_cast<double>(batch.size());
      if (auto stopped = report(epoch * rows + end)) return stopped;
    }
    const auto count = static_cast<double>(rows);
    trained_.epochs.push_back({sum.loss / count, sum.accuracy / count});
    listener_.epoch(trained_.epochs.back());
    return std::nullopt;
  }

  // The loss before the step; counts the right answers.
  double step(std::span<const std::uint32_t> rows, Learned& sum) {
    const auto count = static_cast<std::int64_t>(rows.size());
    const at::Tensor logits = forward(rows);
    at::Tensor labels = at::empty({count}, at::kLong);
    for (std::int64_t i = 0; i < count; ++i) {
      const auto label = task_.labels[rows[static_cast<std::size_t>(i)]];
      labels.data_ptr<std::int64_t>()[i] = label;
      const float* begin = logits.data_ptr<float>() + i * model_.classes;
      if (std::max_element(begin, begin + model_.classes) - begin == label) sum.accuracy += 1;
    }
    const at::Tensor loss = at::cross_entropy_loss(logits, labels);
    const double value = loss.item<float>();
    if (!std::isfinite(value)) return value;
    loss.backward();
    for (Parameter& parameter : parameters_) {
      if (!parameter.tensor.grad().defined()) continue;  // the logits do not depend on it
      const at::Tensor gradient = parameter.tensor.grad().contiguous();
      const auto size = static_cast<std::size_t>(gradient.numel());
      parameter.adam.step({parameter.tensor.data_ptr<float>(), size},
                          {gradient.data_ptr<float>(), size}, task_.rate);
      parameter.tensor.mutable_grad().reset();
    }
    ++steps_;
    return value;
  }

  at::Tensor forward(std::span<const std::uint32_t> rows) {
    const auto count = static_cast<std::int64_t>(rows.size());
    std::vector<at::Tensor> values(model_.sites.size());
    for (const SiteId id : sites_) {
      const check::Site& site = model_.site(id);
      if (std::holds_alternative<check::Input>(site.operation)) {
        values[id.index] = inputs(site, rows);
        continue;
      }
      std::vector<at::Tensor> operands;
      for (const SiteId input : site.inputs) operands.push_back(values[input.index]);
      const Learning learning{task_.seed, steps_, id.index};
      values[id.index] = apply(site, weights_, std::move(operands), count, &learning);
    }
    return values[model_.logits.index];
  }

  at::Tensor inputs(const check::Site& site, std::span<const std::uint32_t> rows) const {
    std::vector<std::int64_t> sizes{static_cast<std::int64_t>(rows.size())};
    sizes.insert(sizes.end(), site.shape.begin(), site.shape.end());
    at::Tensor value = at::empty(sizes, at::kFloat);
    const auto width = static_cast<std::size_t>(check::elements(site.shape));
    float* to = value.data_ptr<float>();
    for (const auto row : rows) {
      copy_input(*task_.data, row, {to, width});
      to += width;
    }
    return value;
  }

  std::optional<diag::Diagnostic> report(std::int64_t done) {
    if (listener_.cancelled() && done < total()) {
      return diag::Diagnostic(
          diag::Code::interrupted, std::nullopt,
          {{"done", done}, {"total", total()}, {"steps", "examples"}, {"model", model_.name}});
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - reported_ < kBetweenReports || done == total()) return std::nullopt;
    reported_ = now;
    listener_.progress(model_.name, done, total());
    return std::nullopt;
  }

  [[nodiscard]] diag::Diagnostic diverged(double loss, std::int64_t epoch) const {
    return {diag::Code::training_diverged,
            model_.span,
            {{"model", model_.name},
             {"value", std::isnan(loss) ? "NaN" : "infinite"},
             {"epoch", epoch + 1},
             {"steps", steps_},
             {"suggestion", fmt::format("{:.3g}", task_.rate / 10)}}};
  }

  const TrainTask& task_;
  TrainListener& listener_;
  const check::Model& model_;
  std::vector<SiteId> sites_;
  bool normalises_;
  Trained trained_;
  std::vector<Parameter> parameters_;
  Weights weights_;
  std::int64_t steps_ = 0;
  std::chrono::steady_clock::time_point reported_ = std::chrono::steady_clock::now();
};

}  // namespace

int threads_of(const Options& options) {
  if (options.threads > 0) return options.threads;
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

diag::Outcome<Trained> train_with_torch(const TrainTask& task, const Options& options,
                                        TrainListener& listener) {
  const model::Network network{*task.model, {}, {}, {}};
  Trained trained;
  auto failure = torch_guard(network, [&]() -> std::optional<diag::Diagnostic> {
    const HostThreads host;
    at::set_num_threads(threads_of(options));
    Trainer trainer(task, listener);
    auto stopped = trainer.run();
    if (!stopped) trained = trainer.take();
    return stopped;
  });
  if (failure) return std::move(*failure);
  return trained;
}

}  // namespace hyp::exec
