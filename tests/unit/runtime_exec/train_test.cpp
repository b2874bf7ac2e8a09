// SPDX-License-Identifier: MIT
// Training: what is drawn, one step by hand, that it learns, and how it ends early.
#include "runtime/exec/train.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lang/diag/render.hpp"
#include "runtime/exec/adam.hpp"
#include "runtime/exec/training_draws.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/network_builder.hpp"

using namespace hyp;
using exec::Learned;
using exec::TrainTask;
using test::NetworkBuilder;

namespace {

struct Heard : exec::TrainListener {
  void progress(std::string_view, std::int64_t at, std::int64_t of) override {
    done = at;
    total = of;
  }
  void epoch(const Learned& learned) override { epochs.push_back(learned); }
  bool cancelled() override { return !epochs.empty() && stop; }
  std::int64_t done = 0, total = 0;
  std::vector<Learned> epochs;
  bool stop = false;
};

// A grid of 10 x 10 whose middle band is class 1, and networks for it.
struct Band {
  Band() {
    std::vector<float> values;
    for (int x = 0; x < 10; ++x) {
      for (int y = 0; y < 10; ++y) {
        values.insert(values.end(), {static_cast<float>(x) / 10, static_cast<float>(y) / 10});
        labels.push_back(x + y > 6 && x + y < 12 ? 1 : 0);
      }
    }
    data = test::dataset(100, {2}, values);
  }
  [[nodiscard]] TrainTask task(const check::Model& model) const {
    return {&model, &data, labels, 300, 1, 10, 0.01};
  }
  model::Dataset data;
  std::vector<std::int64_t> labels;
};

enum class Middle { nothing, dropout, batch_norm };

check::Model network(Middle middle = Middle::nothing) {
  NetworkBuilder builder({2});
  auto at = builder.add("hidden", check::Linear{32}, {test::kInput}, {32});
  if (middle == Middle::batch_norm) at = builder.add("norm", check::BatchNorm{}, {at}, {32});
  at = builder.add("neurons", check::Elementwise{}, {at}, {32});
  if (middle == Middle::dropout) at = builder.add("drop", check::Identity{0.1}, {at}, {32});
  (void)builder.add("logits", check::Linear{2}, {at}, {2});
  auto model = builder.finish().equations;
  model.classes = 2;
  return model;
}

exec::Trained trained(const TrainTask& task) {
  Heard heard;
  auto outcome = exec::train(task, {.threads = 1}, heard);
  REQUIRE(outcome);
  return std::move(*outcome);
}

bool same_bits(const exec::Trained& a, const exec::Trained& b) {
  return std::equal(a.weights.begin(), a.weights.end(), b.weights.begin(), b.weights.end(),
                    [](const auto& x, const auto& y) {
                      const auto& u = x.second.values;
                      const auto& v = y.second.values;
                      return x.first == y.first && u.size() == v.size() &&
                             std::memcmp(u.data(), v.data(), u.size() * sizeof(float)) == 0;
                    });
}

}  // namespace

TEST_CASE("the first step of Adam goes by the rate against the sign of the gradient") {
  std::vector<float> weights{1.0F, -2.0F, 0.5F};
  exec::Adam adam(3);
  adam.step(weights, std::vector<float>{0.25F, -4.0F, 0.0F}, 0.1);
  // m = 0.1 g and v = 0.001 g^2, both divided by what they lack: g / (|g| + 1e-8).
  CHECK(weights[0] == Approx(0.9).epsilon(1e-6));
  CHECK(weights[1] == Approx(-1.9).epsilon(1e-6));
  CHECK(weights[2] == 0.5F);
  adam.step(weights, std::vector<float>{-0.25F, -4.0F, 1.0F}, 0.1);
  // m = (0.9 * 0.1 - 0.1) g = -0.01 g over 0.19; v = (0.999 + 1) * 0.001 g^2 over 0.001999
  CHECK(weights[0] == Approx(0.9 + 0.1 * 0.01 / 0.19).epsilon(1e-6));
  CHECK(weights[1] == Approx(-1.8).epsilon(1e-6));
  CHECK(weights[2] == Approx(0.5 - 0.1 * (0.1 / 0.19) / std::sqrt(0.001 / 0.001999)).epsilon(1e-6));
}

TEST_CASE("first weights fill the range that PyTorch's layers have") {
  NetworkBuilder builder({3, 20, 20});
  const auto conv = builder.add("conv", check::Conv2d{64, {5, 5}}, {test::kInput}, {64, 16, 16});
  const auto norm = builder.add("norm", check::BatchNorm{}, {conv}, {64, 16, 16});
  const auto flat = builder.add("flat", check::Flatten{}, {norm}, {16384});
  (void)builder.add("fc", check::Linear{10}, {flat}, {10});
  const auto model = builder.finish().equations;
  const auto weights = exec::initial_weights(model, 7);
  const auto fills = [&](const std::string& name, double bound) {
    const auto& values = weights.at(name).values;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    double sum = 0;
    for (const float value : values) sum += double{value} * value;
    INFO(name);
    CHECK(*low >= -bound);
    CHECK(*high <= bound);
    CHECK(*high - *low > 1.5 * bound);
    // The variance of a uniform distribution; of n values it is off by about 0.9 / sqrt(n).
    const auto n = static_cast<double>(values.size());
    CHECK(sum / n == Approx(bound * bound / 3).epsilon(4 / std::sqrt(n)));
  };
  fills("conv.weight", 1 / std::sqrt(75.0));
  fills("conv.bias", 1 / std::sqrt(75.0));
  fills("fc.weight", 1 / std::sqrt(16384.0));
  CHECK(weights.at("norm.weight").values == std::vector<float>(64, 1));
  CHECK(weights.at("norm.bias").values == std::vector<float>(64, 0));
  CHECK(weights.at("norm.running_mean").values == std::vector<float>(64, 0));
  CHECK(weights.at("norm.running_var").values == std::vector<float>(64, 1));
  CHECK(exec::initial_weights(model, 8).at("fc.bias").values != weights.at("fc.bias").values);
  CHECK(weights.at("conv.bias").values[0] != weights.at("conv.weight").values[0]);
}

TEST_CASE("each epoch sees every row once, in an order of its own") {
  const auto first = exec::epoch_order(1000, 5, 0);
  auto sorted = first;
  std::sort(sorted.begin(), sorted.end());
  for (std::uint32_t i = 0; i < 1000; ++i) REQUIRE(sorted[i] == i);
  CHECK(first != sorted);
  CHECK(first == exec::epoch_order(1000, 5, 0));
  CHECK(first != exec::epoch_order(1000, 5, 1));
  CHECK(first != exec::epoch_order(1000, 6, 0));
}

TEST_CASE("dropout keeps its share, and what it keeps makes up for the rest") {
  std::vector<float> mask(10000);
  exec::dropout_mask(mask, 0.2, 3, 0, 4);
  const auto dropped = std::count(mask.begin(), mask.end(), 0.0F);
  CHECK(std::abs(dropped - 2000) < 200);
  CHECK(std::count(mask.begin(), mask.end(), 1.25F) == 10000 - dropped);
  auto next = mask;
  exec::dropout_mask(next, 0.2, 3, 1, 4);
  CHECK(next != mask);
}

TEST_CASE("a network learns a band") {
  const Band band;
  const auto middle = GENERATE(Middle::nothing, Middle::dropout, Middle::batch_norm);
  const auto model = network(middle);
  Heard heard;
  const auto learned = exec::train(band.task(model), {.threads = 1}, heard);
  REQUIRE(learned);
  // Means of ten examples are not those of all, so the finished network is a little off there.
  const bool noisy = middle == Middle::batch_norm;
  CHECK(learned->result.accuracy >= (noisy ? 0.9 : 0.99));
  CHECK(learned->result.loss < (noisy ? 0.3 : 0.05));
  REQUIRE(learned->epochs.size() == 300);
  CHECK(heard.epochs.size() == 300);
  CHECK(learned->epochs.front().loss > 0.5);
  CHECK(heard.done == heard.total);
  if (middle == Middle::batch_norm) {
    CHECK(learned->weights.at("norm.running_mean").values != std::vector<float>(32, 0));
  }
}

TEST_CASE("one seed gives the same bytes, another seed others") {
  const Band band;
  const auto model = network(Middle::dropout);
  auto task = band.task(model);
  task.epochs = 3;
  const auto first = trained(task);
  CHECK(same_bits(first, trained(task)));
  CHECK(first.epochs[2].loss == trained(task).epochs[2].loss);
  task.seed = 2;
  CHECK_FALSE(same_bits(first, trained(task)));
}

TEST_CASE("one row left over joins the last batch where a batch is normalised") {
  Band band;
  const auto model = network(Middle::batch_norm);
  auto task = band.task(model);
  task.batch = 33;
  task.epochs = 30;
  const auto learned = trained(task);
  CHECK(std::isfinite(learned.result.loss));
}

TEST_CASE("a batch with one value of each channel is refused before the variance becomes NaN") {
  Band band;
  const auto model = network(Middle::batch_norm);
  const auto said = [&](const TrainTask& task) {
    Heard heard;
    const auto refused = exec::train(task, {.threads = 1}, heard);
    CHECK(heard.epochs.empty());
    REQUIRE(refused.diagnostics.size() == 1);
    auto error = refused.diagnostics[0];
    error.span.reset();
    return diag::render_text({error}, {}, false);
  };
  auto task = band.task(model);
  task.batch = 1;
  CHECK(said(task) ==
        "error[E0878]: `batch_norm` in `net` needs the variance of its channels, but a batch of 1 "
        "has one value of each\n  = help: write `batch 2`, or more\n");
  const auto row = test::dataset(1, {2}, {0.5F, 0.5F});
  CHECK(said({&model, &row, {1}, 1, 1, 64, 0.01}).ends_with("train on more examples\n"));
  const auto plain = network();
  task = band.task(plain);
  task.batch = 1;
  task.epochs = 1;
  CHECK(trained(task).epochs.size() == 1);
}

TEST_CASE("training that is stopped says where") {
  const Band band;
  const auto model = network();
  Heard heard;
  heard.stop = true;
  const auto stopped = exec::train(band.task(model), {.threads = 1}, heard);
  REQUIRE_FALSE(stopped);
  CHECK(heard.epochs.size() == 1);
  CHECK(diag::render_text(stopped.diagnostics, source::SourceMap{}, false) ==
        "error[E0865]: stopped after 110 of 30000 examples of `net`\n"
        "  = help: run it again from the start\n");
}

TEST_CASE("a loss that leaves the numbers says what to change") {
  const Band band;
  auto model = network();
  auto task = band.task(model);
  task.rate = 1e30;
  Heard heard;
  const auto stopped = exec::train(task, {.threads = 1}, heard);
  REQUIRE_FALSE(stopped);
  source::SourceMap sources;
  const auto file = sources.add("claim.hyp", "model net = cnn()\n");
  auto diagnostic = stopped.diagnostics[0];
  diagnostic.span = source::Span{file, 6, 9};
  const auto text = diag::render_text(diagnostic, sources, false);
  CHECK(text.find("error[E0871]: the loss of `net` is ") == 0);
  CHECK(text.find(" in epoch 1, after ") != std::string::npos);
  CHECK(text.find("help: take smaller steps: `rate 1e+29`") != std::string::npos);
}
