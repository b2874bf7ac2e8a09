// SPDX-License-Identifier: MIT
// Running a planned scrub: both engines say the same, blocks come whole and in order, stopping
// stops. What is drawn is judged elsewhere (tests/oracle, tests/unit/runtime_plan).
#include "runtime/exec/scrub.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "runtime/exec/answers.hpp"
#include "runtime/score/blocks.hpp"
#include "tests/support/fake_executor.hpp"
#include "tests/support/quiet.hpp"
#include "tests/support/text_program.hpp"

using namespace hyp;
using plan::Mode;
using plan::Variant;

namespace {

// Six neurons that feed three logits; the last of them is dead.
std::string world(const std::string& hypothesis, const std::string& rows = "x: 0..6, y: 0..5") {
  return "language 1\ndata rows = grid(" + rows + ")\ndata few = grid(x: 0..3, y: 0..2)\n" + R"(
model net(weights: "net.pt") {
  input [2]
  hidden  = linear(input / 3 - 1, out: 6)
  neurons = relu(hidden)
  logits  = linear(neurons, out: 3)
  label   = argmax(logits)
}
score total = sum(input)
region high = total > 5
region wide = input[0] > 3
)" + hypothesis;
}

std::string two(const std::string& n = "", const std::string& m = "",
                const std::string& more = "") {
  return "hypothesis h about net {\n  n at net.neurons[0, 1] is high" + n +
         "\n  m at net.neurons[3] is wide" + m + "\n  answer at net.label is n or m\n  " + more +
         "\n}\n";
}

// Everything that a run hands out, by trial.
struct Collected {
  exec::Ran ran;
  std::vector<std::vector<double>> logits;
  std::vector<std::vector<std::uint8_t>> obeyed;
  std::vector<std::vector<std::int32_t>> predicted;
  bool in_order = true;
  std::int64_t blocks = 0;
};

class World {
 public:
  // `real`: LibTorch computes the network; else plain loops.
  explicit World(const std::string& text, bool real = false, bool capture = true)
      : text_(text), network_(text_.network(11)), fake_(network_) {
    for (auto& weight : network_.weights.at("hidden.weight").values) weight *= 2;
    for (int i = 10; i < 12; ++i) network_.weights.at("hidden.weight").values[i] = 0;
    network_.weights.at("hidden.bias").values[5] = -1;
    exec::Executor* executor = &fake_;
    if (real) {
      auto opened = exec::open_executor(network_, {1});
      INFO(text_.rendered(opened.diagnostics));
      REQUIRE(opened);
      real_ = std::move(*opened);
      executor = real_.get();
    }
    machines_.executors[{0}] = executor;
    machines_.networks[{0}] = &network_;
    for (const auto& [id, data] : text_.datasets) machines_.datasets[id] = &data;
    if (capture) capture_all(*executor);
    auto inputs = text_.inputs();
    inputs.networks[{0}] = &network_;
    auto opened = plan::Claim::open(inputs, text_.graph(), {{0}, {0}});
    INFO(text_.rendered(opened.diagnostics));
    REQUIRE(opened);
    claim_ = std::move(*opened);
    scrubber_ = std::make_unique<exec::Scrubber>(machines_, text_.captured);
  }

  [[nodiscard]] plan::Scrub planned(Mode mode = Mode::scrub,
                                    Variant variant = Variant::as_written) const {
    auto made = claim_->plan(mode, variant);
    INFO(text_.rendered(made.diagnostics));
    REQUIRE(made);
    return std::move(*made);
  }
  [[nodiscard]] diag::Outcome<exec::Ran> start(const plan::Scrub& scrub,
                                               const exec::Sampling& sampling,
                                               const exec::BlockConsumer& consumer,
                                               exec::Listener& listener) const {
    return scrubber_->run(scrub, sampling, consumer, listener);
  }

  [[nodiscard]] Collected run(const plan::Scrub& scrub, const exec::Sampling& sampling) const {
    const std::int64_t rows = scrub.pool->rows(scrub.references);
    Collected all;
    all.logits.resize(sampling.trials);
    all.obeyed.resize(sampling.trials);
    all.predicted.resize(sampling.trials);
    for (auto& one : all.logits) one.resize(static_cast<std::size_t>(3 * rows), NAN);
    std::map<std::int64_t, std::uint32_t> next;
    std::mutex mutex;
    const auto consumer = [&](const exec::Block& block) {
      const std::lock_guard lock(mutex);
      ++all.blocks;
      all.in_order = all.in_order && block.trial == next[block.first]++;
      all.in_order = all.in_order && block.first % score::kBlockRows == 0;
      all.in_order = all.in_order && block.rows == std::min(score::kBlockRows, rows - block.first);
      all.in_order = all.in_order && std::ssize(block.logits) == 3 * block.rows;
      std::copy(block.logits.begin(), block.logits.end(),
                all.logits[block.trial].begin() + 3 * block.first);
      // By place: of two threads the second may be done first.
      const auto put = [&](auto& to, auto from) {
        if (from.empty()) return;
        to.resize(static_cast<std::size_t>(rows));
        std::copy(from.begin(), from.end(), to.begin() + block.first);
      };
      put(all.obeyed[block.trial], block.obeyed);
      put(all.predicted[block.trial], block.predicted);
    };
    test::Quiet quiet;
    auto ran = start(scrub, sampling, consumer, quiet);
    INFO(text_.rendered(ran.diagnostics));
    REQUIRE(ran);
    all.ran = std::move(*ran);
    return all;
  }

  [[nodiscard]] const model::Activations& clean(std::uint32_t site) const {
    return *text_.captured.find({0}, {0}, {site});
  }
  [[nodiscard]] check::SiteId logits() const { return text_.program.models[0].logits; }

 private:
  void capture_all(exec::Executor& executor) {
    test::Quiet quiet;
    for (const auto& [id, data] : text_.datasets) {
      exec::Forward forward;
      forward.data = &data;
      for (std::uint32_t site = 0; site < network_.equations.sites.size(); ++site) {
        forward.read.push_back({site});
      }
      auto values = executor.forward(forward, quiet);
      REQUIRE(values);
      for (std::uint32_t site = 0; site < values->size(); ++site) {
        text_.captured.sites[{{0}, id, {site}}] = std::move((*values)[site]);
      }
    }
  }

  test::TextProgram text_;
  model::Network network_;
  test::FakeExecutor fake_;
  std::unique_ptr<exec::Executor> real_;
  exec::Machines machines_;
  std::unique_ptr<plan::Claim> claim_;
  std::unique_ptr<exec::Scrubber> scrubber_;
};

exec::Sampling sampling(std::uint32_t trials, int threads = 1,
                        std::optional<exec::Engine> engine = std::nullopt) {
  return {5, trials, threads, engine};
}

// Whether one donor could serve all nodes of a claim.
bool shares(const std::string& claim) {
  return claim.find("shuffled") == std::string::npos && claim.find("of few") == std::string::npos;
}

// Within 1e-5 of the largest logit.
void check_close(const Collected& a, const Collected& b) {
  REQUIRE(a.logits.size() == b.logits.size());
  double largest = 0, apart = 0;
  for (std::size_t t = 0; t < a.logits.size(); ++t) {
    for (std::size_t i = 0; i < a.logits[t].size(); ++i) {
      largest = std::max(largest, std::abs(a.logits[t][i]));
      apart = std::max(apart, std::abs(a.logits[t][i] - b.logits[t][i]));
    }
  }
  CHECK(largest > 0.1);
  CHECK(apart <= 1e-5 * largest);
}

bool finite(const Collected& all) {
  return std::all_of(all.logits.begin(), all.logits.end(), [](const auto& trial) {
    return std::all_of(trial.begin(), trial.end(), [](double v) { return std::isfinite(v); });
  });
}

// Asks to stop once `enough` is set.
struct Stopping final : exec::Listener {
  void progress(std::string_view, std::int64_t, std::int64_t) override {}
  bool cancelled() override { return enough; }
  std::atomic<bool> enough = false;
};

std::int64_t fact(const diag::Diagnostic& diagnostic, std::string_view name) {
  for (const auto& one : diagnostic.facts) {
    if (one.name == name) return std::get<std::int64_t>(one.value);
  }
  FAIL("no fact " << name);
  return 0;
}

}  // namespace

TEST_CASE("sums of contributions are what forward passes give") {
  for (const auto& claim :
       {two(), two(", resampled any", ", resampled within 2 of total, excluding itself"),
        two(", resampled shuffled", ", resampled near total sigma 1"),
        two(", resampled any, of few", ", resampled itself", "all else is same value"),
        two("", "", "draw n, m, others together"), two("", "", "all else is fixed few[2]"),
        std::string("hypothesis h about net {\n  n at net.neurons is high\n"
                    "  answer at net.label is n\n}\n")}) {
    for (const bool real : {false, true}) {
      INFO(claim);
      const World world(::world(claim), real);
      for (const auto mode : {Mode::scrub, Mode::swap}) {
        for (const auto variant : {Variant::as_written, Variant::any, Variant::own_donors,
                                   Variant::baseline, Variant::twin}) {
          if (variant == Variant::twin && !shares(claim)) continue;
          const auto scrub = world.planned(mode, variant);
          const auto sums = world.run(scrub, sampling(3));
          const auto passes = world.run(scrub, sampling(3, 1, exec::Engine::forward));
          CHECK(sums.ran.engine == exec::Engine::affine);
          CHECK(passes.ran.engine == exec::Engine::forward);
          CHECK(sums.ran.random == passes.ran.random);
          check_close(sums, passes);
          CHECK(sums.obeyed == passes.obeyed);
          CHECK(sums.predicted == passes.predicted);
        }
      }
    }
  }
}

TEST_CASE("where more than sums lies between, or a donor has donors, passes are run") {
  const World before_relu(
      ::world("hypothesis h about net {\n  n at net.hidden[0, 1] is high\n"
              "  answer at net.label is n\n}\n"));
  CHECK(before_relu.run(before_relu.planned(), sampling(2)).ran.engine == exec::Engine::forward);
  const World deep(
      ::world("hypothesis h about net {\n  deep at net.hidden[0] is high\n"
              "  top at net.neurons[0, 1] reads deep, resampled any\n"
              "  answer at net.label reads top\n}\n"));
  for (const auto asked : {std::optional<exec::Engine>(), std::optional(exec::Engine::affine)}) {
    CHECK(deep.run(deep.planned(), sampling(2, 1, asked)).ran.engine == exec::Engine::forward);
  }
}

TEST_CASE("passes need no activations that are known beforehand") {
  const std::string text = ::world(
      "hypothesis h about net {\n  deep at net.hidden[0] is high\n"
      "  top at net.neurons[0, 1] reads deep, resampled any, of few\n"
      "  answer at net.label reads top\n}\n");
  const World known(text), unknown(text, false, false);
  const auto a = known.run(known.planned(), sampling(4));
  const auto b = unknown.run(unknown.planned(), sampling(4));
  CHECK(a.logits == b.logits);
}

TEST_CASE("blocks are whole and in the order of the trials, whatever the threads do") {
  const World world(::world(two(", resampled shuffled"), "x: 0..99, y: 0..99"));
  const auto scrub = world.planned();
  const auto one = world.run(scrub, sampling(20));
  const auto three = world.run(scrub, sampling(20, 3));
  const auto passes = world.run(scrub, sampling(3, 3, exec::Engine::forward));
  for (const auto* all : {&one, &three, &passes}) {
    CHECK(all->in_order);
    CHECK(all->blocks == 3 * std::ssize(all->logits));  // 10000 rows: 4096 + 4096 + 1808
    CHECK(finite(*all));
  }
  CHECK(one.logits == three.logits);
  CHECK(passes.ran.engine == exec::Engine::forward);
}

TEST_CASE("a trial is the same however many there are") {
  const World world(::world(two()));
  const auto scrub = world.planned();
  for (const auto engine : {exec::Engine::affine, exec::Engine::forward}) {
    const auto few = world.run(scrub, sampling(2, 1, engine));
    const auto many = world.run(scrub, sampling(40, 1, engine));
    CHECK(few.logits[1] == many.logits[1]);
    CHECK(many.logits[1] != many.logits[2]);
  }
}

TEST_CASE("with every donor the example itself the answers are the clean ones") {
  for (const auto engine : {exec::Engine::affine, exec::Engine::forward}) {
    const World world(
        ::world(two(", resampled itself", ", resampled itself", "all else is itself")));
    const auto all = world.run(world.planned(), sampling(2, 1, engine));
    CHECK(!all.ran.random);
    const auto& clean = world.clean(world.logits().index);
    for (std::size_t i = 0; i < clean.values.size(); ++i) {
      CHECK(all.logits[0][i] == Approx(clean.values[i]).margin(1e-5));
    }
    CHECK(all.logits[0] == all.logits[1]);
  }
}

TEST_CASE("a draw that changes nothing has no effect, and nothing waits for it") {
  const World world(::world(
      "hypothesis h about net {\n  n at net.neurons[0] is high\n  dead at net.neurons[5] is wide\n"
      "  answer at net.label is n or dead\n  all else is itself\n}\n"));
  for (const auto engine : {exec::Engine::affine, exec::Engine::forward}) {
    const auto scrub = world.planned();
    const auto all = world.run(scrub, sampling(1, 1, engine));
    for (const auto& replaced : scrub.tree.visits[0].replaced) {
      CHECK(all.ran.effect[replaced.draw] == (replaced.node.index == 0));
    }
  }
}

TEST_CASE("a swap says what was predicted and whether it came so") {
  const World world(::world(two()));
  const auto scrub = world.planned(Mode::swap);
  const auto all = world.run(scrub, sampling(3));
  for (std::size_t t = 0; t < 3; ++t) {
    REQUIRE(all.predicted[t].size() == 42);
    for (std::size_t r = 0; r < 42; ++r) {
      const double* row = all.logits[t].data() + 3 * r;
      const auto answer = std::max_element(row, row + 3) - row;
      CHECK((all.predicted[t][r] == 0 || all.predicted[t][r] == 1));
      CHECK(all.obeyed[t][r] == (answer == all.predicted[t][r] ? 1 : 0));
    }
  }
  CHECK(world.run(world.planned(), sampling(1)).obeyed[0].empty());

  const auto& clean = world.clean(world.logits().index);
  const auto obeyed = exec::obeyed_clean(scrub, clean);
  REQUIRE(obeyed.size() == 42);
  for (std::int64_t r = 0; r < 42; ++r) {
    const std::int64_t x = r / 6, y = r % 6;  // the first axis is the slowest
    const auto answer = std::max_element(clean.row(r), clean.row(r) + 3) - clean.row(r);
    CHECK(obeyed[static_cast<std::size_t>(r)] == (answer == (x + y > 5 || x > 3 ? 1 : 0) ? 1 : 0));
  }
}

TEST_CASE("references that are not tested hold finite numbers") {
  const World world(::world(two(", resampled within 0 of total, excluding itself, allow 10%")));
  const auto scrub = world.planned();
  CHECK(std::count(scrub.tested.begin(), scrub.tested.end(), 0) == 2);  // both corners
  for (const auto engine : {exec::Engine::affine, exec::Engine::forward}) {
    CHECK(finite(world.run(scrub, sampling(3, 1, engine))));
  }
}

TEST_CASE("a run that is stopped in the middle says how far it was") {
  const World world(::world(two(), "x: 0..99, y: 0..99"));
  const auto scrub = world.planned();
  for (const auto engine : {exec::Engine::affine, exec::Engine::forward}) {
    Stopping listener;
    std::atomic<std::uint32_t> last = 0;
    const std::uint32_t trials = engine == exec::Engine::affine ? 1000 : 40;
    const auto consumer = [&](const exec::Block& block) {
      last = std::max<std::uint32_t>(last, block.trial);
      if (block.trial >= 20) listener.enough = true;
    };
    const auto ran = world.start(scrub, sampling(trials, 2, engine), consumer, listener);
    REQUIRE(!ran);
    REQUIRE(ran.diagnostics.size() == 1);
    CHECK(ran.diagnostics[0].code == diag::Code::interrupted);
    CHECK(fact(ran.diagnostics[0], "total") == trials);
    CHECK(fact(ran.diagnostics[0], "done") < 100);
    CHECK(last < 100);
  }
}

TEST_CASE("a run that is stopped before it begins makes no trial") {
  const World world(::world(two()));
  test::Impatient impatient;
  for (const auto variant : {Variant::as_written, Variant::baseline}) {
    for (const auto engine : {exec::Engine::affine, exec::Engine::forward}) {
      int blocks = 0;
      const auto ran = world.start(
          world.planned(Mode::scrub, variant), sampling(3, 1, engine),
          [&](const exec::Block&) { ++blocks; }, impatient);
      REQUIRE(!ran);
      CHECK(ran.diagnostics.at(0).code == diag::Code::interrupted);
      CHECK(fact(ran.diagnostics[0], "done") == 0);
      CHECK(blocks == 0);
    }
  }
}

TEST_CASE("a long run tells how far it is, and ends at its end") {
  const World world(::world(two()));
  for (const auto engine : {exec::Engine::affine, exec::Engine::forward}) {
    test::Quiet quiet;
    REQUIRE(world.start(
        world.planned(), sampling(40, 2, engine), [](const exec::Block&) {}, quiet));
    CHECK(quiet.last_stage == "trials");
    CHECK(quiet.last_done == 42 * 40);
    CHECK(quiet.last_total == 42 * 40);
    CHECK(!quiet.on_other_thread);
  }
}

TEST_CASE("what is kept of draws and predictions changes nothing, and only what fits is kept") {
  for (const Mode mode : {Mode::scrub, Mode::swap}) {
    const World world(::world(two(), "x: 0..99, y: 0..59"));
    const auto scrub = world.planned(mode);
    const auto plain = world.run(scrub, sampling(3));
    const auto same = [&](const Collected& other) {
      return other.logits == plain.logits && other.obeyed == plain.obeyed &&
             other.predicted == plain.predicted;
    };
    for (const std::int64_t bytes :
         {std::int64_t{1} << 20, std::int64_t{100'000}, std::int64_t{0}}) {
      exec::DrawnDonors drawn(bytes);
      auto kept = sampling(1);
      kept.drawn = &drawn;
      CHECK(world.run(scrub, kept).logits.front() == plain.logits.front());
      kept.trials = 3;
      CHECK(same(world.run(scrub, kept)));
      kept.threads = 2;
      CHECK(same(world.run(scrub, kept)));
      kept.seed = 6;
      CHECK_FALSE(same(world.run(scrub, kept)));
    }
  }
}
