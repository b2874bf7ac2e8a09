// SPDX-License-Identifier: MIT
// A listener that lets everything run to its end and remembers what it was told.
#pragma once

#include <string>
#include <thread>

#include "runtime/exec/executor.hpp"

namespace hyp::test {

class Quiet : public exec::Listener {
 public:
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    last_stage = stage;
    last_done = done;
    last_total = total;
    on_other_thread |= std::this_thread::get_id() != home_;
    ++calls;
  }
  std::string last_stage;
  std::int64_t last_done = -1, last_total = -1;
  int calls = 0;
  bool on_other_thread = false;

 private:
  std::thread::id home_ = std::this_thread::get_id();
};

/// Asks to stop at once.
class Impatient final : public exec::Listener {
 public:
  void progress(std::string_view, std::int64_t, std::int64_t) override {}
  bool cancelled() override { return true; }
};

}  // namespace hyp::test
