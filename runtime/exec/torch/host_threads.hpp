// SPDX-License-Identifier: MIT
// at::set_num_threads speaks to the whole process: whoever changes the number puts it back.
#pragma once

#include <ATen/Parallel.h>

namespace hyp::exec {

/// Puts the host's own number of threads back at the end of its life.
class HostThreads {
 public:
  HostThreads() : before_(at::get_num_threads()) {}
  ~HostThreads() { at::set_num_threads(before_); }
  HostThreads(const HostThreads&) = delete;
  HostThreads& operator=(const HostThreads&) = delete;

 private:
  int before_;
};

}  // namespace hyp::exec
