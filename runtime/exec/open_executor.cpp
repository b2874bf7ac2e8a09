// SPDX-License-Identifier: MIT
#include "runtime/exec/plugin.hpp"

namespace hyp::exec {

diag::Outcome<std::unique_ptr<Executor>> open_executor(const model::Network& network,
                                                       const Options& options) {
  const std::string file = kPluginFile;
  // Beside the program (a build folder), then where it is installed, then as the linker searches.
  auto plugin =
      load_plugin({"$ORIGIN/" + file, "$ORIGIN/../lib/hyp/" + file, file}, network.equations.span);
  if (!plugin) return std::move(plugin.diagnostics);
  return (*plugin)->open(network, options);
}

}  // namespace hyp::exec
