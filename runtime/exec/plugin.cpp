// SPDX-License-Identifier: MIT
#include "runtime/exec/plugin.hpp"

#include <dlfcn.h>

namespace hyp::exec {
namespace {

// "X: cannot open shared object file: ..." speaks of X: the candidate itself, or a library it
// needs.
bool is_about(std::string_view reason, std::string_view candidate) {
  const auto slash = candidate.rfind('/');
  const auto file = slash == std::string_view::npos ? candidate : candidate.substr(slash + 1);
  const auto colon = reason.find(": ");
  return colon != std::string_view::npos && reason.substr(0, colon).ends_with(file) &&
         reason.find("No such file or directory") != std::string_view::npos;
}

diag::Outcome<const Plugin*> accept(void* library, const std::string& candidate,
                                    source::Span span) {
  const auto entry = reinterpret_cast<PluginEntry>(::dlsym(library, kPluginSymbol));
  const Plugin* plugin = entry == nullptr ? nullptr : entry();
  if (plugin == nullptr || plugin->fingerprint != fingerprint()) {
    return diag::Diagnostic(diag::Code::executor_mismatch, span, {{"file", candidate}});
  }
  return plugin;
}

}  // namespace

diag::Outcome<const Plugin*> load_plugin(const std::vector<std::string>& candidates,
                                         source::Span span) {
  diag::Diagnostic missing(diag::Code::executor_missing, span, {{"file", kPluginFile}});
  std::optional<diag::Diagnostic> unloadable;
  for (const std::string& candidate : candidates) {
    // RTLD_NODELETE: LibTorch cannot be unloaded.
    void* library = ::dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library != nullptr) return accept(library, candidate, span);
    const char* error = ::dlerror();
    const std::string reason = error == nullptr ? "" : error;
    missing.notes.push_back({diag::Note::searched, {{"path", candidate}}});
    if (!unloadable && !is_about(reason, candidate)) {
      unloadable.emplace(diag::Code::executor_unloadable, span,
                         diag::Facts{{"file", candidate}, {"reason", reason}});
    }
  }
  return unloadable ? std::move(*unloadable) : std::move(missing);
}

}  // namespace hyp::exec
