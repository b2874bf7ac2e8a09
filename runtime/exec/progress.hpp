// SPDX-License-Identifier: MIT
// Passes on how far a part of a long computation is, as how far the whole is.
#pragma once

#include "runtime/exec/executor.hpp"

namespace hyp::exec {

/// A part that begins at `begin` of `total` and counts for `weight` of the whole a step. A total of
/// 0 reports nothing.
class Progress final : public Listener {
 public:
  Progress(Listener& outer, std::int64_t begin, std::int64_t total, std::int64_t weight)
      : outer_(outer), begin_(begin), total_(total), weight_(weight) {}

  void progress(std::string_view, std::int64_t done, std::int64_t) override {
    if (total_ > 0) outer_.progress("trials", begin_ + done * weight_, total_);
  }
  bool cancelled() override { return outer_.cancelled(); }

 private:
  Listener& outer_;
  std::int64_t begin_, total_, weight_;
};

/// The error of trials that were stopped, `done` of `total` of them made.
inline diag::Diagnostic interrupted(std::int64_t done, std::int64_t total) {
  return {diag::Code::interrupted,
          std::nullopt,
          {{"done", done}, {"total", total}, {"steps", "trials"}, {"model", "trials"}}};
}

}  // namespace hyp::exec
