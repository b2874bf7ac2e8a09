// SPDX-License-Identifier: MIT
// A plugin that needs a library which the linker does not find, as when LibTorch is not installed.
int hyp_gone();

extern "C" int hyp_torch_plugin() {
  return hyp_gone();
}
