// SPDX-License-Identifier: MIT
#include "tests/golden/stages.hpp"

#include <algorithm>

#include "lang/diag/render.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/graph/dot.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/embed/file_loader.hpp"
#include "runtime/embed/session.hpp"

namespace hyp::golden {
namespace {

Output syntax_errors(std::string_view name, std::string text) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(std::string(name), std::move(text)));
  Output output{diag::render_text(parsed.diagnostics, sources, false)};
  for (const auto& diagnostic : parsed.diagnostics) output.codes.push_back(diagnostic.code);
  return output;
}

Output syntax_tree(std::string_view name, std::string text) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(std::string(name), std::move(text)));
  return {syntax::dump(parsed->tree, sources)};
}

const std::string kFolder = std::string(HYP_TEST_SOURCE_DIR) + "/golden/";

embed::FileLoader loader() {
  return embed::FileLoader({{kFolder + "data"}, {kFolder + "imports"}, ""});
}

// Where the tests lie differs from machine to machine.
std::string without_folder(std::string text) {
  for (auto at = text.find(kFolder); at != std::string::npos; at = text.find(kFolder, at)) {
    text.erase(at, kFolder.size());
  }
  return text;
}

Output errors(const std::vector<diag::Diagnostic>& diagnostics, const embed::Session& session) {
  Output output{without_folder(diag::render_text(diagnostics, session.sources(), false))};
  for (const auto& diagnostic : diagnostics) output.codes.push_back(diagnostic.code);
  return output;
}

Output check_errors(std::string_view name, std::string text) {
  auto files = loader();
  embed::Session session(files);
  auto checked = session.check(std::string(name), std::move(text));
  for (std::uint32_t i = 0; checked.value && i < checked->hypotheses.size(); ++i) {
    auto built = graph::build(*checked, {i});
    std::move(built.diagnostics.begin(), built.diagnostics.end(),
              std::back_inserter(checked.diagnostics));
  }
  return errors(checked.diagnostics, session);
}

Output run_errors(std::string_view name, std::string text) {
  struct Silent : embed::Listener {
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
  };
  auto files = loader();
  embed::Session session(files);
  const auto checked = session.check(std::string(name), std::move(text));
  if (!checked) return errors(checked.diagnostics, session);
  Silent silent;
  return errors(session.run(*checked, {}, silent).diagnostics, session);
}

Output program(std::string_view name, std::string text) {
  auto files = loader();
  embed::Session session(files);
  const auto checked = session.check(std::string(name), std::move(text));
  if (!checked) return errors(checked.diagnostics, session);
  std::string dumped = check::dump(*checked);
  for (std::uint32_t i = 0; i < checked->hypotheses.size(); ++i) {
    const auto built = graph::build(*checked, {i});
    dumped += built ? graph::dump(*built, *checked) : errors(built.diagnostics, session).text;
  }
  return {dumped};
}

}  // namespace

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all = {
      {"syntax_errors", syntax_errors}, {"syntax_tree", syntax_tree},
      {"check_errors", check_errors},   {"program", program},
      {"run_errors", run_errors},
  };
  return all;
}

}  // namespace hyp::golden
