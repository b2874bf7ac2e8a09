// SPDX-License-Identifier: MIT
// What a pass promises whatever the network: bits, rows, overrides, known values, errors.
#include <cstring>
#include <limits>
#include <numeric>

#include "lang/diag/render.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_executor.hpp"
#include "tests/support/network_builder.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;
using check::SiteId;
using exec::Forward;
using test::NetworkBuilder;
using test::Random;

namespace {

using Function = check::Elementwise::Function;

std::unique_ptr<exec::Executor> open(const model::Network& network, int threads) {
  auto executor = exec::open_executor(network, {.threads = threads});
  REQUIRE(executor);
  return std::move(*executor);
}

std::vector<model::Activations> run(exec::Executor& executor, const Forward& forward) {
  test::Quiet quiet;
  auto read = executor.forward(forward, quiet);
  REQUIRE(read);
  return std::move(*read);
}

bool same_bits(const model::Activations& a, std::int64_t i, const model::Activations& b,
               std::int64_t j) {
  return a.width == b.width && std::memcmp(a.row(i), b.row(j), a.width * sizeof(float)) == 0;
}

std::string text(const diag::Diagnostic& diagnostic) {
  source::SourceMap sources;
  const auto file = sources.add("claim.hyp", "model net = cnn()\n");
  diag::Diagnostic placed = diagnostic;
  if (placed.span) placed.span = source::Span{file, 6, 9};
  return diag::render_text(placed, sources, false);
}

const std::string kPlace =
    " --> claim.hyp:1:7\n"
    "  |\n"
    "1 | model net = cnn()\n"
    "  |       ^^^\n";

// Sizes that no vector width divides.
struct Small {
  NetworkBuilder builder{{1, 11, 9}};
  SiteId conv = builder.add("conv", check::Conv2d{5, {3, 3}}, {test::kInput}, {5, 9, 7});
  SiteId pool = builder.add("pool", check::MaxPool2d{}, {conv}, {5, 4, 3});
  SiteId flat = builder.add("flat", check::Flatten{}, {pool}, {60});
  SiteId fc = builder.add("fc", check::Linear{13, true}, {flat}, {13});
  SiteId bend = builder.add("bend", check::Elementwise{Function::sigmoid}, {fc}, {13});
  SiteId logits = builder.add("logits", check::Linear{3, true}, {bend}, {3});
  SiteId label = builder.add("label", check::Argmax{}, {logits}, {});
  model::Network network = builder.finish();
  model::Dataset data = test::random_dataset(1000, {1, 11, 9}, Random(2));

  [[nodiscard]] Forward forward(std::vector<SiteId> read) const {
    Forward pass;
    pass.data = &data;
    pass.read = std::move(read);
    return pass;
  }
};

}  // namespace

TEST_CASE_METHOD(Small, "the bits of a row depend on neither threads nor the other rows") {
  const std::vector<SiteId> read{conv, fc, bend, logits, label};
  const auto one = open(network, 1), three = open(network, 3);
  const auto whole = run(*one, forward(read));
  Random random(3);
  for (const std::size_t count : {1, 2, 31, 255, 257, 999}) {
    Forward some = forward(read);
    for (std::size_t i = 0; i < count; ++i) {
      some.rows.push_back(static_cast<std::uint32_t>(random.integer(0, data.rows - 1)));
    }
    const auto part = run(*three, some);
    for (std::size_t s = 0; s < read.size(); ++s) {
      REQUIRE(part[s].rows == static_cast<std::int64_t>(count));
      for (std::size_t i = 0; i < count; ++i) {
        REQUIRE(same_bits(part[s], static_cast<std::int64_t>(i), whole[s], some.rows[i]));
      }
    }
  }
}

TEST_CASE_METHOD(Small, "known values save work and change no bit, and are not touched") {
  const auto executor = open(network, 2);
  const auto clean = run(*executor, forward({pool, flat, fc, logits}));
  const auto before = clean;
  Forward pass = forward({flat, logits});
  pass.rows = {5, 999, 5, 0};
  const auto computed = run(*executor, pass);
  pass.known = {{pool, &clean[0]}, {flat, &clean[1]}, {fc, &clean[2]}};
  const auto reused = run(*executor, pass);
  for (std::size_t s = 0; s < 2; ++s) CHECK(reused[s].values == computed[s].values);
  // An override below `flat` and on it works on copies, and makes the known `fc` worthless.
  pass.overrides = {{flat, {0, 59}, std::vector<float>{1, 2}}};
  const auto overridden = run(*executor, pass);
  CHECK(overridden[0].row(1)[59] == 2);
  CHECK(overridden[1].values != computed[1].values);
  pass.known.clear();
  CHECK(run(*executor, pass)[1].values == overridden[1].values);
  for (std::size_t s = 0; s < clean.size(); ++s) CHECK(clean[s].values == before[s].values);
}

TEST_CASE_METHOD(Small, "overrides are constants, or rows of the pass; the last one wins") {
  const auto executor = open(network, 2);
  test::FakeExecutor fake(network);
  Forward pass = forward({pool, fc, logits});
  for (std::uint32_t i = 0; i < 600; ++i) pass.rows.push_back((i * 7) % 1000);
  model::Activations rows{600, 3, {}};
  Random random(4);
  for (int i = 0; i < 1800; ++i) rows.values.push_back(random.uniform(-2, 2));
  pass.overrides = {{conv, {0, 100, 314}, std::vector<float>{3, -3, 5}},
                    {fc, {12, 0, 4}, rows},
                    {fc, {4, 5}, std::vector<float>{0.25F, 0.5F}}};
  const auto seen = run(*executor, pass);
  const auto wanted = run(fake, pass);
  for (std::int64_t i = 0; i < 600; ++i) {
    REQUIRE(seen[1].row(i)[12] == rows.row(i)[0]);
    REQUIRE(seen[1].row(i)[0] == rows.row(i)[1]);
    REQUIRE(seen[1].row(i)[4] == 0.25F);
    REQUIRE(seen[1].row(i)[5] == 0.5F);
  }
  for (std::size_t s = 0; s < 3; ++s) {
    for (std::size_t i = 0; i < seen[s].values.size(); ++i) {
      REQUIRE(seen[s].values[i] == Approx(wanted[s].values[i]).epsilon(1e-5).margin(1e-5));
    }
  }
  // A site that overrides write wholly: its inputs play no part, rows of the pass are kept apart.
  model::Activations all{600, 13, {}};
  for (int i = 0; i < 600 * 13; ++i) all.values.push_back(random.uniform(-2, 2));
  std::vector<std::int64_t> elements(13);
  std::iota(elements.begin(), elements.end(), 0);
  pass.overrides = {{fc, elements, all}};
  CHECK(run(*executor, pass)[1].values == all.values);
}

TEST_CASE_METHOD(Small, "an override of a view leaves the site under it alone") {
  const auto executor = open(network, 1);
  Forward pass = forward({pool, flat});
  const auto clean = run(*executor, pass);
  pass.overrides = {{flat, {3}, std::vector<float>{77}}};
  const auto seen = run(*executor, pass);
  CHECK(seen[0].values == clean[0].values);
  CHECK(seen[1].row(999)[3] == 77);
}

TEST_CASE("integers small enough come out exactly, in every operation that keeps them") {
  NetworkBuilder builder({1, 6, 6});
  const auto conv = builder.add("conv", check::Conv2d{2, {3, 3}}, {test::kInput}, {2, 4, 4});
  const auto pool = builder.add("pool", check::MaxPool2d{}, {conv}, {2, 2, 2});
  const auto relu = builder.add("relu", check::Elementwise{Function::relu}, {pool}, {2, 2, 2});
  const auto flat = builder.add("flat", check::Flatten{}, {relu}, {8});
  const auto fc = builder.add("fc", check::Linear{3, true}, {flat}, {3});
  const auto two = builder.add("two", check::Constant{2}, {}, {});
  const auto twice = builder.add("twice", check::Arithmetic{check::Arithmetic::Operator::multiply},
                                 {fc, two}, {3});
  const auto label = builder.add("label", check::Argmax{}, {twice}, {});
  model::Network network = builder.finish();
  Random random(5);
  for (auto& [name, weight] : network.weights) {
    for (float& value : weight.values) value = static_cast<float>(random.integer(-3, 3));
  }
  std::vector<float> inputs;
  for (int i = 0; i < 300 * 36; ++i) inputs.push_back(static_cast<float>(random.integer(-9, 9)));
  // By hand: every weight of the first channel one, so the window of a row of ones sums to nine.
  auto& first = network.weights["conv.weight"].values;
  std::fill(first.begin(), first.begin() + 9, 1.0F);
  network.weights["conv.bias"].values = {-4, 0};
  std::fill(inputs.begin(), inputs.begin() + 36, 1.0F);
  const model::Dataset data = test::dataset(300, {6, 6}, inputs);  // reshaped to [1, 6, 6]
  Forward pass;
  pass.data = &data;
  pass.read = {conv, pool, relu, flat, fc, twice, label};
  const auto seen = run(*open(network, 2), pass);
  test::FakeExecutor fake(network);
  const auto wanted = run(fake, pass);
  for (std::size_t s = 0; s < pass.read.size(); ++s) CHECK(seen[s].values == wanted[s].values);
  CHECK(seen[0].row(0)[0] == 5);
  CHECK(seen[3].row(0)[3] == 5);
}

TEST_CASE("argmax is the lowest index among equals") {
  NetworkBuilder builder({40});
  const auto label = builder.add("label", check::Argmax{}, {test::kInput}, {});
  const model::Network network = builder.finish();
  std::vector<float> inputs(3 * 40, 0.0F);
  inputs[40 + 17] = inputs[40 + 30] = 1;
  inputs[80 + 39] = 1;
  inputs[80] = -0.0F;
  const model::Dataset data = test::dataset(3, {40}, inputs);
  Forward pass;
  pass.data = &data;
  pass.read = {label};
  CHECK(run(*open(network, 1), pass)[0].values == std::vector<float>{0, 17, 39});
}

TEST_CASE("bytes mean k / 255, other numbers themselves") {
  NetworkBuilder builder({256});
  (void)builder.add("same", check::Identity{}, {test::kInput}, {256});
  const model::Network network = builder.finish();
  const auto executor = open(network, 1);
  model::Dataset data;
  data.rows = 1;
  data.inputs.shape = {1, 16, 16};
  std::string bytes;
  for (int k = 0; k < 256; ++k) bytes.push_back(static_cast<char>(k));
  data.inputs.bytes = source::Bytes::own(bytes);
  Forward pass;
  pass.data = &data;
  pass.read = {test::kInput};
  data.inputs.type = model::ElementType::u8;
  const auto seen = run(*executor, pass)[0].values;
  for (int k = 0; k < 256; ++k) REQUIRE(seen[k] == static_cast<float>(k) / 255.0F);
  data.inputs.type = model::ElementType::i8;
  const auto signed_bytes = run(*executor, pass)[0].values;
  for (int k = 0; k < 256; ++k)
    REQUIRE(signed_bytes[k] == static_cast<float>(k < 128 ? k : k - 256));
}

TEST_CASE("a NaN or infinity that is read names the first row and the site") {
  NetworkBuilder builder({3});
  const auto log = builder.add("log", check::Elementwise{Function::log}, {test::kInput}, {3});
  const auto label = builder.add("label", check::Argmax{}, {log}, {});
  const auto relu = builder.add("relu", check::Elementwise{Function::relu}, {test::kInput}, {3});
  const model::Network network = builder.finish();
  std::vector<float> inputs(1000 * 3, 1.0F);
  inputs[700 * 3 + 2] = -1;
  inputs[900 * 3 + 1] = 0;
  const model::Dataset data = test::dataset(1000, {3}, inputs);
  const auto executor = open(network, 2);
  test::Quiet quiet;
  Forward pass;
  pass.data = &data;
  pass.read = {log};
  auto read = executor->forward(pass, quiet);
  REQUIRE_FALSE(read);
  CHECK(
      text(read.diagnostics[0]) ==
      "error[E0760]: element 2 of `log` is NaN in row 700 of `rows`\n" + kPlace +
          "  = help: check the weights and the scale of that row: the network overflows there, or "
          "divides by zero\n");
  pass.rows = {1, 2, 900};
  read = executor->forward(pass, quiet);
  REQUIRE_FALSE(read);
  CHECK(text(read.diagnostics[0])
            .starts_with(
                "error[E0760]: element 1 of `log` is minus infinite in row 900 of `rows`\n"));
  pass.rows = {700};
  pass.read = {label};  // the place of a NaN among numbers is not a number
  read = executor->forward(pass, quiet);
  REQUIRE_FALSE(read);
  CHECK(text(read.diagnostics[0]).starts_with("error[E0760]: element 0 of `label` is NaN"));
  pass.read = {relu};  // what is not read is not looked at
  CHECK(executor->forward(pass, quiet));
}

TEST_CASE("a listener may stop a pass") {
  NetworkBuilder builder({3});
  (void)builder.add("same", check::Identity{}, {test::kInput}, {3});
  const model::Network network = builder.finish();
  const model::Dataset data = test::random_dataset(5000, {3}, Random(6));
  test::Impatient impatient;
  Forward pass;
  pass.data = &data;
  pass.read = {test::kInput};
  const auto read = open(network, 2)->forward(pass, impatient);
  REQUIRE_FALSE(read);
  CHECK(read.diagnostics[0].code == diag::Code::interrupted);
}

TEST_CASE("what LibTorch refuses is told in its words, on one line and without a backtrace") {
  NetworkBuilder builder({1, 6, 6});
  (void)builder.add("conv", check::Conv2d{2, {3, 3}}, {test::kInput}, {2, 4, 4});
  model::Network network = builder.finish();
  network.weights["conv.weight"].shape = {2, 3, 3, 1};
  const auto executor = exec::open_executor(network, {});
  REQUIRE_FALSE(executor);
  CHECK(text(executor.diagnostics[0]) ==
        "error[E0863]: LibTorch cannot run `net`: Given groups=1, weight of size [2, 3, 3, 1], "
        "expected input[128, 1, 6, 6] to have 3 channels, but got 1 channels instead\n" +
            kPlace + "  = help: check the equations against the weights\n");
}

TEST_CASE("a network too large for the machine is an error, not a crash") {
  constexpr std::int64_t padding = std::int64_t{1} << 22, side = 2 * padding + 1;
  NetworkBuilder builder({1, 1, 1});
  check::Conv2d conv;
  conv.padding = {padding, padding};
  (void)builder.add("wide", conv, {test::kInput}, {1, side, side});
  const model::Network network = builder.finish();
  const auto executor = exec::open_executor(network, {});
  REQUIRE_FALSE(executor);
  CHECK(text(executor.diagnostics[0]) ==
        "error[E0864]: there is not enough memory to run `net`: its largest value, [1, "
        "8388609, 8388609], takes 281475043819524 bytes a row\n" +
            kPlace + "  = help: use fewer threads, or a smaller network\n");
}

TEST_CASE("the backend says what computed") {
  NetworkBuilder builder({1});
  (void)builder.add("same", check::Identity{}, {test::kInput}, {1});
  const model::Network network = builder.finish();
  const exec::Backend backend = open(network, 3)->backend();
  CHECK(backend.name == "LibTorch");
  CHECK(backend.version.find('.') != std::string::npos);
  CHECK(backend.blas.size() > std::string("oneDNN ").size());
  CHECK(backend.threads == 3);
  CHECK(backend.batch >= 1);
}
