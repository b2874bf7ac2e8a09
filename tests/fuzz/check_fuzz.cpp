// SPDX-License-Identifier: MIT
// Any file must be checked: without a crash or a hang, to a program that can be printed and drawn,
// or to errors that can be shown.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "lang/document/document.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/graph/dot.hpp"
#include "lang/syntax/parse.hpp"
#include "stdlib/embedded.hpp"

using namespace hyp;

namespace {

struct Library final : source::Loader {
  source::Lookup import(std::string_view name, std::string_view) override {
    const auto text = stdlib::find(name);
    if (!text) return source::NotFound{};
    return source::Found{std::string(name), source::Bytes::own(std::string(*text))};
  }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  source::SourceMap sources;
  const auto file = sources.add("fuzz.hyp", std::string(reinterpret_cast<const char*>(data), size));
  auto parsed = syntax::parse(sources, file);
  if (!parsed.value) std::abort();
  (void)document::document(*parsed, "fuzz", sources);
  Library loader;
  const auto checked =
      check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, loader);
  (void)diag::render_text(checked.diagnostics, sources, false);
  if (!checked) return 0;
  (void)check::dump(*checked);
  for (std::uint32_t i = 0; i < checked->hypotheses.size(); ++i) {
    const auto graph = graph::build(*checked, {i});
    (void)diag::render_text(graph.diagnostics, sources, false);
    if (graph) (void)graph::to_dot(*graph, *checked);
  }
  return 0;
}
