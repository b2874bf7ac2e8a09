// SPDX-License-Identifier: MIT
#include "runtime/embed/open_test.hpp"

#include <algorithm>

#include "lang/diag/suggest.hpp"
#include "runtime/embed/version.hpp"

namespace hyp::embed {
namespace {

std::string listed(const std::vector<std::string>& names, const std::string& before = "") {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + ("`" + before + names[i]) + "`";
  }
  return text;
}

template <typename Id>
std::vector<std::string> names_of(const check::Program& program, const std::vector<Id>& ids) {
  std::vector<std::string> names;
  for (const auto id : ids) {
    const auto& name = program[id].name;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

diag::Diagnostic unknown(std::string_view what, const std::string& name,
                         const std::vector<std::string>& known) {
  diag::Facts facts{{"what", what}, {"name", name}};
  const auto near = diag::nearest(name, known);
  if (!near.empty()) facts.emplace_back("suggestion", near);
  return {diag::Code::unknown_option_name, std::nullopt, std::move(facts)};
}

diag::Diagnostic no_test(const check::Program& program, const std::string& file) {
  diag::Facts facts{{"file", file}};
  if (!program.hypotheses.empty()) {
    facts.emplace_back("hypothesis", program.hypotheses.front().name);
  }
  return {diag::Code::no_test_to_ask, std::nullopt, std::move(facts)};
}

}  // namespace

diag::Outcome<check::TestId> choose_test(const check::Program& program, const AskOptions& asked,
                                         const std::string& file, const std::string& before) {
  std::vector<check::TestId> all, named;
  for (std::uint32_t i = 0; i < program.tests.size(); ++i) all.push_back({i});
  for (const auto id : all) {
    if (asked.name.empty() || program[id].name == asked.name) named.push_back(id);
  }
  const auto names = names_of(program, all);
  if (named.empty() && !asked.name.empty()) {
    std::vector<std::string> known;
    for (const auto& hypothesis : program.hypotheses) known.push_back(hypothesis.name);
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (known[i] != asked.name) continue;
      return diag::Diagnostic(diag::Code::hypothesis_untested, program.hypotheses[i].span,
                              {{"name", asked.name}});
    }
    if (!known.empty()) return unknown("hypothesis", asked.name, known);
  }
  if (all.empty()) return no_test(program, file);
  if (asked.name.empty() && names.size() > 1) {
    return diag::Diagnostic(
        diag::Code::test_not_named, std::nullopt,
        {{"file", file}, {"count", names.size()}, {"names", listed(names, before)}});
  }
  std::vector<check::DataId> data;
  for (const auto id : named) data.push_back(program[id].references);
  const auto known = names_of(program, data);
  if (asked.on.empty()) {
    if (known.size() == 1) return named.front();
    return diag::Diagnostic(
        diag::Code::tested_on_several, program[named.front()].span,
        {{"name", program[named.front()].name}, {"names", listed(known, "--on ")}});
  }
  for (const auto id : named) {
    if (program[program[id].references].name == asked.on) return id;
  }
  return unknown("test of `" + program[named.front()].name + "` on", asked.on, known);
}

OpenTest::OpenTest(const check::Program& of, check::TestId id, const AskOptions& asked,
                   Listener& listener)
    : program(of),
      test(of[id]),
      hypothesis(of[test.hypothesis]),
      model(of[hypothesis.model]),
      stages{of, options, listener} {
  options.seed = asked.seed;
  options.threads = asked.threads;
  options.set = asked.set;
  options.trials = asked.trials;
  stages.report.provenance.hyp_version = kVersion;
  stages.report.provenance.seed = asked.seed;
  stages.report.provenance.repeat = asked.repeat;
}

diag::Outcome<std::unique_ptr<OpenTest>> OpenTest::open(const check::Program& program,
                                                        check::TestId test, const AskOptions& asked,
                                                        const std::string& file,
                                                        source::Loader& loader,
                                                        Listener& listener) {
  std::unique_ptr<OpenTest> made(new OpenTest(program, test, asked, listener));
  Stages& stages = made->stages;
  std::optional<score::Environment> environment;
  std::optional<graph::Correspondence> graph;
  std::optional<std::unique_ptr<plan::Claim>> claim;
  const auto& what = made->test;
  bool done = stages.keep(environment_of(program, asked.set), environment) &&
              stages.keep(graph::build(program, what.hypothesis), graph) &&
              prepare(stages, {{}, {test}}, loader, file);
  if (done) {
    const auto points = points_of(program, what.sweeps, *environment);
    made->point = points.front();
    made->points = std::ssize(points);
    stages.point = made->point.shown;
    made->inputs = stages.inputs(made->point.environment);
    made->inputs.hypothesis = &made->hypothesis;
    done =
        stages.keep(plan::Claim::open(made->inputs, *graph, {what.references, what.donors}), claim);
  }
  if (!done) return std::move(stages.report.diagnostics);
  made->claim = std::move(*claim);
  made->clean = stages.captured->find(made->hypothesis.model, what.references, made->model.logits);
  return {std::move(made), stages.report.diagnostics};
}

}  // namespace hyp::embed
