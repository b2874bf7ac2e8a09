// SPDX-License-Identifier: MIT
// Any bytes must parse: without a crash, and into a tree that still holds them all.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"

using namespace hyp;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  source::SourceMap sources;
  const auto file = sources.add("fuzz.hyp", std::string(reinterpret_cast<const char*>(data), size));
  const auto parsed = syntax::parse(sources, file);
  if (!parsed.value || syntax::text_of(parsed->tree, sources) != sources.text(file)) std::abort();
  for (const auto& node : parsed->tree.nodes) {  // children cover their parents exactly
    std::uint32_t at = node.span.begin;
    if (syntax::is_token(node.kind)) continue;
    for (std::uint32_t i = 0; i < node.child_count; ++i) {
      const auto& child = parsed->tree.nodes[parsed->tree.children[node.first_child + i]];
      if (child.span.begin != at) std::abort();
      at = child.span.end;
    }
    if (at != node.span.end) std::abort();
  }
  for (const auto& diagnostic : parsed.diagnostics) {
    const bool inside = diagnostic.span && diagnostic.span->begin <= diagnostic.span->end &&
                        diagnostic.span->end <= size;
    if (!inside || diag::render(diagnostic, sources).message.empty()) std::abort();
  }
  (void)diag::render_text(parsed.diagnostics, sources, false);
  return 0;
}
