// SPDX-License-Identifier: MIT
#include "runtime/embed/machine.hpp"

#include <chrono>
#include <cstring>

namespace hyp::embed {
namespace {

constexpr std::int64_t kWidth = 512, kRows = 16384;

class Silent final : public exec::Listener {
  void progress(std::string_view, std::int64_t, std::int64_t) override {}
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

model::Network one_layer() {
  model::Network network;
  auto& model = network.equations;
  model.name = "doctor";
  model.sites.push_back({"input", {}, check::Input{}, {}, "", {kWidth}});
  model.sites.push_back({"layer", {}, check::Linear{kWidth, true}, {{0}}, "layer", {kWidth}});
  model.output = model.logits = {1};
  network.weights["layer.weight"] = {{kWidth, kWidth}, std::vector<float>(kWidth * kWidth, 0.01F)};
  network.weights["layer.bias"] = {{kWidth}, std::vector<float>(kWidth, 0.5F)};
  return network;
}

model::Dataset examples() {
  auto numbers = std::make_shared<std::vector<float>>(kRows * kWidth);
  for (std::size_t i = 0; i < numbers->size(); ++i) {
    (*numbers)[i] = static_cast<float>(i % 97) / 97;
  }
  model::Dataset data;
  data.name = "rows";
  data.rows = kRows;
  data.inputs = {{kRows, kWidth}, model::ElementType::f32, {}};
  data.inputs.bytes = source::Bytes(std::as_bytes(std::span(*numbers)), numbers);
  return data;
}

// The best of three: others may be using the machine too.
diag::Outcome<double> speed(exec::Executor& executor, const model::Dataset& data) {
  exec::Forward forward;
  forward.data = &data;
  forward.read = {{1}};
  Silent silent;
  double best = 0;
  for (int i = 0; i < 3; ++i) {
    const auto start = std::chrono::steady_clock::now();
    auto ran = executor.forward(forward, silent);
    if (!ran) return std::move(ran.diagnostics);
    best = std::max(best, 2.0 * kRows * kWidth * kWidth / 1e9 / seconds_since(start));
  }
  return best;
}

}  // namespace

diag::Outcome<Machine> measure_machine(int threads) {
  const auto network = one_layer();
  const auto data = examples();
  Machine machine;
  for (const int wanted : {1, threads}) {
    const auto start = std::chrono::steady_clock::now();
    auto executor = exec::open_executor(network, {wanted});
    if (!executor) return std::move(executor.diagnostics);
    if (machine.start_seconds == 0) machine.start_seconds = seconds_since(start);
    machine.backend = (*executor)->backend();
    auto measured = speed(**executor, data);
    if (!measured) return std::move(measured.diagnostics);
    if (machine.gflops == 0) machine.gflops = *measured;
    machine.gflops_all = *measured;
  }
  return machine;
}

}  // namespace hyp::embed
