// SPDX-License-Identifier: MIT
// The explanations of the codes: none is missing, their samples give what they are said to give,
// and docs/errors.md is made of them.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "lang/diag/explain.hpp"
#include "lang/diag/render.hpp"
#include "lang/graph/correspondence.hpp"
#include "runtime/embed/file_loader.hpp"
#include "runtime/embed/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/quiet.hpp"

using namespace hyp;

namespace {

using Block = diag::Explanation::Block;
using Kind = Block::Kind;

bool has(const diag::Explanation& explanation, Kind kind) {
  return std::any_of(explanation.blocks.begin(), explanation.blocks.end(),
                     [&](const Block& block) { return block.kind == kind; });
}

struct Said {
  std::set<std::string_view> codes;
  std::string text;
};

// What `hyp check` says of a sample, or `hyp run`.
Said say(const Block& sample) {
  embed::FileLoader loader({{}, {}, ""});
  embed::Session session(loader);
  auto checked = session.check("sample.hyp", sample.text);
  auto found = std::move(checked.diagnostics);
  for (std::uint32_t i = 0; checked.value && !sample.runs && i < checked->hypotheses.size(); ++i) {
    auto built = graph::build(*checked, {i});
    std::move(built.diagnostics.begin(), built.diagnostics.end(), std::back_inserter(found));
  }
  if (checked.value && sample.runs) {
    test::Quiet quiet;
    auto report = session.run(*checked, {}, quiet);
    std::move(report.diagnostics.begin(), report.diagnostics.end(), std::back_inserter(found));
  }
  Said said{{}, diag::render_text(found, session.sources(), false)};
  for (const auto& diagnostic : found) said.codes.insert(diag::info(diagnostic.code).id);
  return said;
}

}  // namespace

TEST_CASE("every code has an explanation, and every explanation a code") {
  std::set<std::string_view> explained;
  for (const auto& explanation : diag::explanations()) {
    INFO(explanation.id);
    CHECK(explained.insert(explanation.id).second);
    const auto code = diag::find_code(explanation.id);
    REQUIRE(code.has_value());
    CHECK(explanation.name == diag::info(*code).name);
    CHECK(!explanation.section.empty());
    REQUIRE(!explanation.blocks.empty());
    CHECK(explanation.blocks.front().kind == Kind::prose);
    // What a file can show is shown, wrong and mended; else what to type.
    CHECK((has(explanation, Kind::right) || has(explanation, Kind::shell)));
    CHECK((!has(explanation, Kind::wrong) || has(explanation, Kind::right)));
  }
  for (const auto code : diag::all_codes()) {
    INFO(diag::info(code).id << ": write one in lang/diag/explanations");
    CHECK(explained.count(diag::info(code).id) == 1);
  }
}

TEST_CASE("every sample gives what it is said to give") {
  std::size_t samples = 0;
  for (const auto& explanation : diag::explanations()) {
    for (const auto& block : explanation.blocks) {
      if (block.kind != Kind::wrong && block.kind != Kind::right) continue;
      ++samples;
      const auto said = say(block);
      INFO(explanation.id << (block.kind == Kind::wrong ? " wrong" : " right") << "\n"
                          << block.text << "\n"
                          << said.text);
      if (block.kind == Kind::wrong) {
        CHECK(said.codes == std::set<std::string_view>{explanation.id});
      } else {
        CHECK(said.codes.empty());
      }
    }
  }
  CHECK(samples > 200);
}

TEST_CASE("docs/errors.md is made of the explanations") {
  const std::string path = std::string(HYP_TEST_SOURCE_DIR) + "/../docs/errors.md";
  const auto made = diag::render_markdown();
  if (std::getenv("HYP_UPDATE_GOLDEN")) std::ofstream(path, std::ios::binary) << made;
  std::ifstream in(path, std::ios::binary);
  const std::string kept(std::istreambuf_iterator<char>(in), {});
  INFO("HYP_UPDATE_GOLDEN=1 writes it anew");
  CHECK(kept == made);
}
