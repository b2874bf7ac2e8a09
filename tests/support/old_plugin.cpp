// SPDX-License-Identifier: MIT
// A plugin as another build of hyp would have left it: its fingerprint is not ours.
#include "runtime/exec/plugin.hpp"

namespace {
constexpr hyp::exec::Plugin kPlugin{hyp::exec::fingerprint() + 1, nullptr, nullptr};
}

extern "C" const hyp::exec::Plugin* hyp_torch_plugin() {
  return &kPlugin;
}
