// SPDX-License-Identifier: MIT
// One test at one point of its sweeps, its claim open: where questions about claims begin. Private
// to runtime/embed.
#pragma once

#include <memory>
#include <string>

#include "runtime/embed/run.hpp"
#include "runtime/embed/stages.hpp"

namespace hyp::embed {

/// The test that is asked about. Errors: none in the file, none of that name, several and none
/// named. `before`: what to write before a name to mean it.
[[nodiscard]] diag::Outcome<check::TestId> choose_test(const check::Program& program,
                                                       const AskOptions& asked,
                                                       const std::string& file,
                                                       const std::string& before = "");

class OpenTest {
 public:
  /// Reads data and weights, computes what the claim reads of the clean network, and opens the
  /// claim at the first point of the sweeps. `program` must outlive it.
  [[nodiscard]] static diag::Outcome<std::unique_ptr<OpenTest>> open(
      const check::Program& program, check::TestId test, const AskOptions& asked,
      const std::string& file, source::Loader& loader, Listener& listener);
  OpenTest(const OpenTest&) = delete;
  OpenTest& operator=(const OpenTest&) = delete;

  const check::Program& program;
  const check::Test& test;
  const check::Hypothesis& hypothesis;
  const check::Model& model;
  RunOptions options;
  Stages stages;
  Point point;
  std::int64_t points = 1;
  score::Inputs inputs;  ///< knows the hypothesis: values of nodes can be evaluated
  std::unique_ptr<plan::Claim> claim;
  const model::Activations* clean = nullptr;  ///< logits of the references

 private:
  OpenTest(const check::Program& of, check::TestId id, const AskOptions& asked, Listener& listener);
};

}  // namespace hyp::embed
