// SPDX-License-Identifier: MIT
// The seam between the program and libhyp_torch.so, the plugin in which LibTorch lives.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/exec/train.hpp"

namespace hyp::exec {

/// What the plugin's one C symbol, `hyp_torch_plugin`, returns a pointer to. `fingerprint` comes
/// first for ever, so that any two builds can compare it.
struct Plugin {
  std::uint64_t fingerprint;
  diag::Outcome<std::unique_ptr<Executor>> (*open)(const model::Network&, const Options&);
  diag::Outcome<Trained> (*train)(const TrainTask&, const Options&, TrainListener&);
};
using PluginEntry = const Plugin* (*)();

inline constexpr const char* kPluginFile = "libhyp_torch.so";
inline constexpr const char* kPluginSymbol = "hyp_torch_plugin";

/// A number that differs between builds whose structures or error codes differ: C++ types cross the
/// seam, so program and plugin must come from one build.
constexpr std::uint64_t fingerprint() {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  const auto mix = [&](std::uint64_t value) { hash = (hash ^ value) * 0x100000001b3; };
  const auto mix_name = [&](std::string_view name) {
    for (const char c : name) mix(static_cast<unsigned char>(c));
  };
#define HYP_ERROR(code, name, message, help) mix_name(#name);
#define HYP_WARNING(code, name, message, help) mix_name(#name);
#define HYP_NOTE(name, text) mix_name(#name);
#include "lang/diag/codes.def"
#undef HYP_ERROR
#undef HYP_WARNING
#undef HYP_NOTE
  for (const std::size_t size :
       {sizeof(check::Model), sizeof(check::Site), sizeof(check::Operation), sizeof(model::Network),
        sizeof(model::Dataset), sizeof(diag::Diagnostic), sizeof(Forward), sizeof(Override),
        sizeof(Activations), sizeof(Options), sizeof(Backend), sizeof(TrainTask),
        sizeof(Trained)}) {
    mix(size);
  }
  for (const char* text : {__VERSION__, "interface 2"}) mix_name(text);
  return hash;
}

/// The first of `candidates` that the dynamic linker finds; it stays loaded. `$ORIGIN` means the
/// folder of the calling program or library; a name without `/` is searched as the linker does.
/// Errors stand at `span`: none found, one that cannot be loaded, one of another build.
[[nodiscard]] diag::Outcome<const Plugin*> load_plugin(const std::vector<std::string>& candidates,
                                                       source::Span span);

/// The plugin that belongs to this program, from where it is built or installed.
[[nodiscard]] diag::Outcome<const Plugin*> find_plugin(source::Span span);

}  // namespace hyp::exec
