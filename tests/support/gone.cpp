// SPDX-License-Identifier: MIT
// The library that hyp_orphan_plugin needs and cannot find.
int hyp_gone() {
  return 1;
}
