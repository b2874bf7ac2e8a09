// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "lang/diag/render.hpp"
#include "lang/graph/correspondence.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/embed/version.hpp"

namespace hyp::cli {
namespace {

std::string summary(const std::string& file, const check::Program& program) {
  const auto count = [](std::size_t n, std::string_view noun) {
    return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
  };
  const auto hypotheses = program.hypotheses.size();
  std::string text = fmt::format(
      "{}: {} {}, {}, {}", file, hypotheses, hypotheses == 1 ? "hypothesis" : "hypotheses",
      count(program.tests.size(), "test"), count(program.experiments.size(), "experiment"));
  if (!program.trainings.empty()) text += ", " + count(program.trainings.size(), "training");
  text += "\n";
  for (const auto& group : program.groups) {
    if (group.span.file != program.file) continue;
    text += fmt::format("  group {}: {}\n", group.name, check::size_text(program, group.set));
  }
  return text;
}

// A hypothesis must also be a claim about its network.
void add_graph_errors(diag::Outcome<check::Program>& checked) {
  if (!checked.value) return;
  for (std::uint32_t i = 0; i < checked->hypotheses.size(); ++i) {
    auto built = graph::build(*checked, {i});
    for (auto& diagnostic : built.diagnostics) {
      checked.diagnostics.push_back(std::move(diagnostic));
    }
  }
}

}  // namespace

ExitCode check_command(const CheckArgs& args, const embed::SearchPath& search) {
  const bool json_out = args.format == Format::json || args.json == "-";
  ExitCode worst = ExitCode::ok;
  std::string text;
  std::vector<std::string> documents;
  std::vector<diag::Diagnostic> found;
  for (const auto& file : args.files) {
    const auto source = read_source(file);
    if (!source) {
      if (worst == ExitCode::ok) worst = ExitCode::missing_input;
      continue;
    }
    embed::FileLoader loader(search);
    embed::Session session(loader);
    auto checked = session.check(shown_name(file), *source);
    add_graph_errors(checked);
    const auto code = exit_code(checked.diagnostics);
    if (worst == ExitCode::ok) worst = code;
    if (!json_out) show(checked.diagnostics, session.sources());
    if (args.format == Format::github) {
      text += diag::render_github(checked.diagnostics, session.sources());
    }
    if (code == ExitCode::ok) text += summary(shown_name(file), *checked);
    report::Report report;
    report.command = "check";
    report.file = shown_name(file);
    report.diagnostics = std::move(checked.diagnostics);
    report.provenance.hyp_version = embed::kVersion;
    documents.push_back(report::to_json(report, session.sources()));
    found.insert(found.end(), report.diagnostics.begin(), report.diagnostics.end());
  }
  if (!json_out) advise(found);
  if (documents.empty()) return worst;
  const auto json = report::together("check", documents);
  if (!args.json.empty() && args.json != "-") worst = write_json(args.json, json, worst);
  return write_out(json_out ? json : text, worst);
}

}  // namespace hyp::cli
