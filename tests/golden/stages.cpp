// SPDX-License-Identifier: MIT
#include "tests/golden/stages.hpp"

#include <algorithm>
#include <sstream>

#include "lang/diag/render.hpp"
#include "lang/format/format.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/graph/dot.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/embed/file_loader.hpp"
#include "runtime/embed/session.hpp"
#include "tests/support/quiet.hpp"

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

Output layout(std::string_view name, std::string text) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(std::string(name), std::move(text)));
  if (!parsed.diagnostics.empty())
    return syntax_errors(name, std::string(sources.text(parsed->file)));
  return {format::format(*parsed, sources)};
}

const std::string kFolder = std::string(HYP_TEST_SOURCE_DIR) + "/golden/";

embed::FileLoader loader(const std::string& data = kFolder + "data") {
  return embed::FileLoader({{data}, {kFolder + "imports"}, ""});
}

// Where the tests lie differs from machine to machine.
std::string without_folder(std::string text) {
  for (const auto& folder : {kFolder, kFolder.substr(0, kFolder.rfind("tests/golden/"))}) {
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
      text.erase(at, folder.size());
    }
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

Output run_errors(std::string_view name, std::string text, embed::FileLoader files) {
  embed::Session session(files);
  const auto checked = session.check(std::string(name), std::move(text));
  if (!checked) return errors(checked.diagnostics, session);
  test::Quiet quiet;
  return errors(session.run(*checked, {}, quiet).diagnostics, session);
}

Output run_errors(std::string_view name, std::string text) {
  return run_errors(name, std::move(text), loader());
}

// A mistake in hypotheses/first.hyp: the lines that begin with `-` are replaced by those with `+`.
Output first_mistakes(std::string_view, std::string edit) {
  const std::string folder = kFolder + "../../hypotheses";
  const auto lookup = embed::read_file(folder + "/first.hyp");
  std::string text(std::get<source::Found>(lookup).bytes.text());
  std::string before, after;
  std::istringstream lines(edit);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('-')) before += line.substr(1) + "\n";
    if (line.starts_with('+')) after += line.substr(1) + "\n";
  }
  const auto at = text.find(before);
  if (before.empty() || at == std::string::npos) return {"first.hyp has no such lines\n"};
  return run_errors("first.hyp", text.replace(at, before.size(), after), loader(folder));
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
      {"syntax_errors", syntax_errors},
      {"syntax_tree", syntax_tree},
      {"format", layout},
      {"check_errors", check_errors},
      {"program", program},
      {"run_errors", run_errors},
      {"first_mistakes", first_mistakes, ".edit"},
  };
  return all;
}

}  // namespace hyp::golden
