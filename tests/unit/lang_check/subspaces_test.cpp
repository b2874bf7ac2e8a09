// SPDX-License-Identifier: MIT
// Directions and subspaces as checked, and what computing them reads.
#include "lang/check/subspaces.hpp"

#include <memory>

#include "lang/check/check.hpp"
#include "lang/check/uses.hpp"
#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/catch.hpp"

using namespace hyp;
using namespace hyp::check;

namespace {

struct NoFiles : source::Loader {
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

struct Checked {
  source::SourceMap sources;
  Program program;
  explicit Checked(const std::string& text) {
    const auto id = sources.add("claim.hyp", R"(language 1
data rows = grid(a: 0..3, b: 0..3)
data other = grid(c: 0..3, d: 0..3)
model net(weights: "w.pt") {
  input [2]
  neurons = relu(linear(input, out: 3, weights: "fc1"))
  map     = 2 * input
  logits  = linear(neurons, out: 2)
  y       = logits[1] - logits[0]
  end     = y + map[0]
}
let half = 0.5
region high = input[0] + net.map[1] > rows.b
)" + text);
    auto parsed = syntax::parse(sources, id);
    REQUIRE(parsed.diagnostics.empty());
    NoFiles loader;
    auto checked =
        check::check(std::make_shared<syntax::File>(std::move(*parsed)), sources, loader);
    INFO(diag::render_text(checked.diagnostics, sources, false));
    REQUIRE(checked.value);
    program = std::move(*checked);
  }
  [[nodiscard]] const Direction& direction(std::uint32_t i, std::size_t item = 0) const {
    return std::get<Direction>(program.subspaces.at(i).items.at(item).vectors);
  }
  [[nodiscard]] Uses uses(std::uint32_t i) const {
    Uses all;
    all.add(program, SubspaceId{i});
    return all;
  }
};

const SiteId kNeurons{2};

}  // namespace

TEST_CASE("a direction is a signed sum with constant factors") {
  const Checked c(
      "direction d = net.neurons along half * (mean(in high) - mean / 2) - -[1, 0, half] + net.y "
      "on rows\n");
  const auto& d = c.program.subspaces.at(0);
  CHECK(d.direction);
  CHECK(c.program[d.model].site(d.site).name == "neurons");
  CHECK(d.on == DataId{0});
  const auto& terms = c.direction(0).terms;
  REQUIRE(terms.size() == 4);
  CHECK(terms[0].factor == 0.5);
  CHECK(std::get<Direction::Mean>(terms[0].vector).in);
  CHECK(terms[1].factor == -0.25);
  CHECK_FALSE(std::get<Direction::Mean>(terms[1].vector).in);
  CHECK(terms[2].factor == 1);
  CHECK(std::get<Direction::Listed>(terms[2].vector).values == std::vector{1.0, 0.0, 0.5});
  CHECK(terms[3].factor == 1);
  const auto& gradient = std::get<Direction::Gradient>(terms[3].vector);
  CHECK(c.program[d.model].site(gradient.to).name == "y");
  CHECK(c.program.lets[0].fixed);
}

TEST_CASE("a subspace lists what spans it") {
  const Checked c(
      "subspace s = net.neurons along pca(2, in high), \"axes.npy\", d, 2 * d, "
      "net.logits[1] on other\n"
      "direction d = net.neurons along \"d.npy\"\n");
  const auto& items = c.program.subspaces.at(1).items;
  REQUIRE(items.size() == 5);
  CHECK(std::get<Subspace::Pca>(items[0].vectors).axes == 2);
  CHECK(std::get<Subspace::Pca>(items[0].vectors).in);
  CHECK(std::get<Subspace::Stored>(items[1].vectors).file.path == "axes.npy");
  CHECK(std::get<Subspace::Named>(items[2].vectors).subspace == SubspaceId{0});
  const auto& twice = c.direction(1, 3).terms.at(0);
  CHECK(twice.factor == 2);
  CHECK(std::get<Direction::Named>(twice.vector).direction == SubspaceId{0});
  CHECK(std::get<Direction::Gradient>(c.direction(1, 4).terms.at(0).vector).element == 1);
  CHECK(files_of(c.program.subspaces[1]).size() == 1);
  CHECK(files_of(c.program.subspaces[0]).at(0)->path == "d.npy");
}

TEST_CASE("what a subspace reads, it reads on the data it names") {
  const Checked c(
      "subspace s = net.neurons along pca(1, in high), d on other\n"
      "direction d = net.neurons along net.logits[1] - mean on rows\n");
  const Uses all = c.uses(1);  // `d` was needed first
  const ModelId net{0};
  CHECK(all.subspaces == std::set{SubspaceId{0}, SubspaceId{1}});
  CHECK(all.data == std::set{DataId{0}, DataId{1}});
  CHECK(all.weights == std::set{net});
  CHECK(all.sites.empty());
  CHECK(all.sites_on == std::set<std::tuple<ModelId, DataId, SiteId>>{
                            {net, DataId{0}, kNeurons},
                            {net, DataId{1}, kNeurons},
                            {net, DataId{1}, SiteId{4}}});  // what `high` reads
}

TEST_CASE("a place of a node is a subspace where it is nothing but its name") {
  const Checked c(
      "direction d = net.neurons along [1, 2, 3]\n"
      "hypothesis h about net {\n a at d, net.map[1] is high\n b at net.end reads a\n"
      " allow oblique\n}\n");
  const auto& h = c.program.hypotheses.at(0);
  CHECK(h.oblique);
  CHECK(h.nodes[0].subspaces == std::vector{SubspaceId{0}});
  CHECK(h.nodes[0].places.size() == 1);
  CHECK(c.sources.text(h.nodes[0].subspace_spans.at(0)) == "d");
  const Checked plain(
      "direction d = net.neurons along [1, 2, 3]\n"
      "hypothesis h {\n a at d is high\n b at net.end reads a\n}\n");
  CHECK_FALSE(plain.program.hypotheses.at(0).oblique);
}
