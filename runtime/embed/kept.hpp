// SPDX-License-Identifier: MIT
// Activations that outlive a run: of a network and data that have not changed since, nothing is
// computed again.
#pragma once

#include <map>
#include <string>

#include "runtime/exec/execute.hpp"

namespace hyp::embed {

class Kept {
 public:
  /// As exec::capture, but for what the last call left here. Only what this call asks for stays.
  [[nodiscard]] diag::Outcome<score::Captured> capture(const std::vector<plan::CaptureStep>& steps,
                                                       const exec::Machines& machines,
                                                       exec::Listener& listener);

 private:
  std::map<std::string, model::Activations> known_;  // by network, data and site, all by content
};

}  // namespace hyp::embed
