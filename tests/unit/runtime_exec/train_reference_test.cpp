// SPDX-License-Identifier: MIT
// PyTorch's own training of the same network from the same draws: tests/numeric/make_training.py.
#include <array>

#include "runtime/exec/train.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/network_builder.hpp"

using namespace hyp;

namespace {

struct Silent : exec::TrainListener {
  void progress(std::string_view, std::int64_t, std::int64_t) override {}
};

check::Model network() {
  using Function = check::Elementwise::Function;
  test::NetworkBuilder b({1, 6, 6});
  // A bias before batch_norm has no gradient but rounding, which no two programs share.
  const check::Conv2d padded{4, {3, 3}, {1, 1}, {1, 1}, {1, 1}, 1, false};
  auto at = b.add("conv", padded, {test::kInput}, {4, 6, 6});
  at = b.add("norm", check::BatchNorm{}, {at}, {4, 6, 6});
  at = b.add("pool", check::MaxPool2d{}, {at}, {4, 3, 3});
  at = b.add("relu", check::Elementwise{Function::relu}, {at}, {4, 3, 3});
  at = b.add("flat", check::Flatten{}, {at}, {36});
  at = b.add("fc1", check::Linear{10}, {at}, {10});
  at = b.add("tanh", check::Elementwise{Function::tanh}, {at}, {10});
  (void)b.add("fc2", check::Linear{3}, {at}, {3});
  auto model = b.finish().equations;
  model.classes = 3;
  return model;
}

}  // namespace

TEST_CASE("training goes as in PyTorch from the same weights in the same order") {
  constexpr int kRows = 50;
  std::vector<float> values;
  std::vector<std::int64_t> labels;
  for (int row = 0; row < kRows; ++row) {
    for (int i = 0; i < 36; ++i) {
      values.push_back(static_cast<float>((row * 37 + i * i * 11) % 17 / 17.0));
    }
    labels.push_back(row % 3);
  }
  const auto data = test::dataset(kRows, {1, 6, 6}, values);
  const auto model = network();
  Silent silent;
  const auto trained = exec::train({&model, &data, labels, 4, 3, 8, 0.01}, {.threads = 1}, silent);
  REQUIRE(trained);
  constexpr std::array<double, 4> kLosses{1.18605706, 1.12663527, 1.12352518, 1.10874367};
  for (std::size_t i = 0; i < kLosses.size(); ++i) {
    CHECK(trained->epochs[i].loss == Approx(kLosses[i]).margin(1e-5));
  }
  CHECK(trained->result.loss == Approx(1.10214496).margin(1e-5));
  const auto near = [&](const std::string& name, const std::vector<double>& wanted) {
    const auto& seen = trained->weights.at(name).values;
    REQUIRE(seen.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      INFO(name << "[" << i << "]");
      CHECK(seen[i] == Approx(wanted[i]).margin(1e-5));
    }
  };
  near("norm.running_mean", {-0.682905734, 0.0216288306, -0.00273671327, -0.0884162411});
  near("norm.running_var", {0.107260689, 0.0863586962, 0.0751526728, 0.0816428438});
  near("fc2.bias", {-0.0385865048, 0.0997177511, 0.269700795});
}
