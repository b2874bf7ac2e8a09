// SPDX-License-Identifier: MIT
#include "runtime/exec/torch/backend.hpp"

#include <ATen/Version.h>
#include <dlfcn.h>

#include <cstdlib>
#include <memory>

#include "runtime/exec/torch/operations.hpp"

// LAPACK's and BLAS's own symbol, from whatever library LibTorch was linked to.
extern "C" __attribute__((weak)) void sgemm_();

namespace hyp::exec {
namespace {

// The word that follows `key`, up to a comma or white space.
std::string word_after(const std::string& text, const std::string& key) {
  const auto at = text.find(key);
  if (at == std::string::npos) return "";
  const auto begin = at + key.size();
  return text.substr(begin, text.find_first_of(", \n", begin) - begin);
}

std::string blas_library() {
  Dl_info info{};
  if (sgemm_ == nullptr || ::dladdr(reinterpret_cast<void*>(&sgemm_), &info) == 0) {
    return "inside LibTorch";
  }
  const std::unique_ptr<char, decltype(&std::free)> path(::realpath(info.dli_fname, nullptr),
                                                         &std::free);
  return path ? path.get() : info.dli_fname;
}

}  // namespace

Backend describe_backend(int threads, std::int64_t batch) {
  const std::string config = at::show_config();
  std::string blas = blas_library();
  if (has_onednn()) {
    blas = "oneDNN " + word_after(config, "MKL-DNN v");
    if (blas == "oneDNN ") blas = "oneDNN " + word_after(config, "oneDNN v");
  }
  return {"LibTorch", word_after(config, "TORCH_VERSION="), blas, threads, batch};
}

}  // namespace hyp::exec
