// SPDX-License-Identifier: MIT
#include <dlfcn.h>

#include <filesystem>

#include "runtime/exec/plugin.hpp"

namespace hyp::exec {
namespace {

// The folder of the program or library that this code was linked into. Asked of the linker rather
// than left to `$ORIGIN`, which means the wrong file where dlopen is wrapped, as sanitizers do.
std::string folder_of_code() {
  Dl_info info{};
  std::error_code none;
  std::filesystem::path file = "/proc/self/exe";  // a program found through PATH has no folder
  if (::dladdr(reinterpret_cast<void*>(&folder_of_code), &info) != 0 && info.dli_fname != nullptr) {
    const std::filesystem::path told = info.dli_fname;
    if (told.has_parent_path()) file = told;
  }
  return std::filesystem::weakly_canonical(file, none).parent_path().string();
}

}  // namespace

diag::Outcome<const Plugin*> find_plugin(source::Span span) {
  const std::string file = kPluginFile;
  const std::string folder = folder_of_code();
  // Beside the program (a build folder), then where it is installed, then as the linker searches.
  return load_plugin({folder + "/" + file, folder + "/../lib/hyp/" + file, file}, span);
}

diag::Outcome<std::unique_ptr<Executor>> open_executor(const model::Network& network,
                                                       const Options& options) {
  auto plugin = find_plugin(network.equations.span);
  if (!plugin) return std::move(plugin.diagnostics);
  return (*plugin)->open(network, options);
}

}  // namespace hyp::exec
