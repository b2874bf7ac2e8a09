// SPDX-License-Identifier: MIT
#include "runtime/exec/batches.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include "lang/diag/render.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;
using exec::RowRange;

namespace {

diag::Diagnostic failed(std::int64_t row) {
  return {diag::Code::activation_not_finite, std::nullopt, {{"row", row}}};
}

}  // namespace

TEST_CASE("every row is worked on once, whatever the batch and the threads") {
  for (const std::int64_t rows : {0, 1, 7, 8, 9, 100}) {
    for (const int threads : {1, 2, 5}) {
      std::mutex mutex;
      std::multiset<std::int64_t> seen;
      test::Quiet listener;
      const auto failure = exec::run_batches(
          {rows, 8, threads},
          [&](RowRange range) -> std::optional<diag::Diagnostic> {
            const std::lock_guard lock(mutex);
            for (auto row = range.begin; row < range.end; ++row) seen.insert(row);
            return std::nullopt;
          },
          "net", listener);
      CHECK_FALSE(failure);
      CHECK(seen.size() == static_cast<std::size_t>(rows));
      CHECK(std::set(seen.begin(), seen.end()).size() == seen.size());
      CHECK(listener.last_done == rows);
      CHECK(listener.last_total == rows);
      CHECK(listener.last_stage == "net");
    }
  }
}

TEST_CASE("the listener is called on the caller's thread, now and then") {
  test::Quiet listener;
  (void)exec::run_batches(
      {40, 1, 2},
      [](RowRange) -> std::optional<diag::Diagnostic> {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return std::nullopt;
      },
      "net", listener);
  CHECK_FALSE(listener.on_other_thread);
  CHECK(listener.calls >= 2);
  CHECK(listener.calls <= 40);
}

TEST_CASE("of several failing batches the first is told, though it fails last") {
  test::Quiet listener;
  const auto failure = exec::run_batches(
      {4, 1, 4},
      [](RowRange range) -> std::optional<diag::Diagnostic> {
        if (range.begin == 0) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds(50 - 15 * range.begin));
        return failed(range.begin);
      },
      "net", listener);
  REQUIRE(failure);
  CHECK(std::get<std::int64_t>(failure->facts[0].value) == 1);
}

TEST_CASE("after a failure no further batch begins") {
  test::Quiet listener;
  std::atomic<int> begun = 0;
  const auto failure = exec::run_batches(
      {1000, 1, 2},
      [&](RowRange range) -> std::optional<diag::Diagnostic> {
        ++begun;
        return failed(range.begin);
      },
      "net", listener);
  CHECK(failure);
  CHECK(begun <= 2);
}

TEST_CASE("a cancelled pass says how far it came") {
  test::Impatient listener;
  const auto failure = exec::run_batches(
      {1000, 8, 2}, [](RowRange) { return std::optional<diag::Diagnostic>(); }, "net", listener);
  REQUIRE(failure);
  CHECK(failure->code == diag::Code::interrupted);
  CHECK(diag::render_text(*failure, source::SourceMap(), false) ==
        "error[E0865]: stopped after 0 of 1000 rows of `net`\n"
        "  = help: run it again from the start\n");
}
