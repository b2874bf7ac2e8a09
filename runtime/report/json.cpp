// SPDX-License-Identifier: MIT

#include "runtime/report/diagnostic_json.hpp"
#include "runtime/report/report.hpp"
#include "runtime/report/result_json.hpp"
#include "runtime/report/test_text.hpp"

namespace hyp::report {
namespace {

std::string_view name_of(stats::Mode mode) {
  switch (mode) {
    case stats::Mode::direct:
      return "direct";
    case stats::Mode::scrub:
      return "scrub";
    case stats::Mode::swap:
      return "swap";
  }
  return {};
}

Json untested_or_null(stats::Untested why) {
  switch (why) {
    case stats::Untested::none:
      return nullptr;
    case stats::Untested::no_example:
      return "no_example";
    case stats::Untested::no_stake:
      return "no_stake";
    case stats::Untested::no_donor:
      return "no_donor";
  }
  return nullptr;
}

Json sweep_json(const stats::SweepPoint& point) {
  Json out = Json::object();
  for (const auto& value : point.values) out[value.name] = value.value;
  return out;
}

Json estimate_json(const std::optional<stats::Estimate>& estimate) {
  if (!estimate) return nullptr;
  return {{"value", estimate->value},        {"low", or_null(estimate->low)},
          {"high", or_null(estimate->high)}, {"conservative", estimate->conservative},
          {"trials", estimate->trials},      {"n", estimate->n}};
}

Json beside_json(const std::optional<stats::Beside>& beside) {
  if (!beside) return nullptr;
  return {{"clean", beside->clean},
          {"constant", or_null(beside->constant)},
          {"baseline", estimate_json(beside->baseline)},
          {"recovered", or_null(beside->recovered)},
          {"stake", estimate_json(beside->stake)},
          {"no_stake", beside->no_stake},
          {"twin", estimate_json(beside->twin)},
          {"one_donor", estimate_json(beside->one_donor)},
          {"own_donors", estimate_json(beside->own_donors)}};
}

// A figure of an experiment has nothing beside it: the last four fields are of tests alone.
Json figure_json(const stats::Figure& figure) {
  Json out = {{"sweep", sweep_json(figure.sweep)},
              {"intervention", or_null(figure.intervention)},
              {"metric", figure.metric},
              {"region", or_null(figure.region)},
              {"value", figure.value},
              {"low", or_null(figure.low)},
              {"high", or_null(figure.high)},
              {"n", figure.n},
              {"n_not_tested", figure.n_not_tested}};
  if (figure.mode == stats::Mode::direct) return out;
  out["mode"] = name_of(figure.mode);
  out["trials"] = figure.trials;
  out["conservative"] = figure.conservative;
  out["beside"] = beside_json(figure.beside);
  return out;
}

Json work_json(const stats::Work& work) {
  return {{"mode", name_of(work.mode)},
          {"sweep", sweep_json(work.sweep)},
          {"engine", work.engine},
          {"obstacle", work.obstacle.empty() ? Json(nullptr) : Json(work.obstacle)},
          {"visits", work.visits},
          {"draws", work.draws},
          {"references", work.rows},
          {"tested", work.tested},
          {"kept_bytes", work.kept_bytes},
          {"contribution_bytes", work.contribution_bytes}};
}

Json donors_json(const stats::NodeDonors& donors) {
  return {{"mode", name_of(donors.mode)},
          {"sweep", sweep_json(donors.sweep)},
          {"stream", donors.stream},
          {"rule", donors.rule},
          {"place", donors.place},
          {"smallest", or_null(donors.smallest)},
          {"median", or_null(donors.median)},
          {"largest", or_null(donors.largest)},
          {"itself", donors.itself},
          {"without", donors.without},
          {"reads", donors.reads},
          {"effect", or_null(donors.effect)}};
}

Json figures_json(const std::vector<stats::Figure>& figures) {
  Json out = Json::array();
  for (const auto& figure : figures) out.push_back(figure_json(figure));
  return out;
}

}  // namespace

Json verdict_or_null(const std::optional<stats::Verdict>& verdict) {
  return verdict ? Json(stats::name_of(*verdict)) : Json(nullptr);
}

Json provenance_json(const Provenance& from) {
  Json files = Json::array();
  for (const auto& [path, sha256] : from.files) {
    files.push_back({{"path", path}, {"sha256", sha256}});
  }
  return {{"hyp", from.hyp_version},    {"backend", or_null(from.backend)},
          {"blas", or_null(from.blas)}, {"threads", from.threads},
          {"seed", from.seed},          {"files", std::move(files)},
          {"repeat", from.repeat}};
}

Json expectation_json(const stats::ExpectationResult& expectation,
                      const source::SourceMap& sources) {
  Json out = {{"text", expectation.text}, {"verdict", stats::name_of(expectation.verdict)}};
  const auto& span = expectation.span;
  std::optional<diag::Rendered::Place> place;
  if (span.size() > 0 && span.file.index < sources.size()) {
    const auto begin = sources.position(span.file, span.begin);
    const auto end = sources.position(span.file, span.end);
    place = {sources.name(span.file), begin.line, begin.column, end.line, end.column};
  }
  put_place(out, place);
  out["decided_on"] = figures_json(expectation.decided_on);
  if (expectation.mode == stats::Mode::direct) return out;
  out["mode"] = name_of(expectation.mode);
  out["not_tested_because"] = untested_or_null(expectation.untested);
  out["trials_to_settle"] = or_null(expectation.trials_to_settle);
  return out;
}

namespace {

Json experiment_json(const stats::ExperimentResult& experiment, const source::SourceMap& sources) {
  Json expectations = Json::array();
  for (const auto& expectation : experiment.expectations) {
    expectations.push_back(expectation_json(expectation, sources));
  }
  Json out = {{"name", experiment.name},
              {"hypothesis", or_null(experiment.hypothesis)},
              {"engine", experiment.engine},
              {"trials", or_null(experiment.trials)},
              {"seed", or_null(experiment.seed)},
              {"verdict", verdict_or_null(experiment.verdict)},
              {"data", experiment.data},
              {"prose", experiment.prose},
              {"results", figures_json(experiment.results)},
              {"expectations", std::move(expectations)}};
  if (!is_test(experiment)) return out;
  out["rival"] = experiment.rival;
  out["near_ties"] = or_null(experiment.near_ties);
  out["donors"] = Json::array();
  for (const auto& donors : experiment.donors) out["donors"].push_back(donors_json(donors));
  if (!experiment.work.empty()) {
    out["work"] = Json::array();
    for (const auto& work : experiment.work) out["work"].push_back(work_json(work));
  }
  return out;
}

Json learned_json(const exec::Learned& learned) {
  return {{"loss", learned.loss}, {"accuracy", learned.accuracy}};
}

Json training_json(const TrainingResult& training) {
  Json epochs = Json::array();
  for (const auto& epoch : training.epochs) epochs.push_back(learned_json(epoch));
  return {{"model", training.model},
          {"data", training.data},
          {"rows", training.rows},
          {"epochs", std::move(epochs)},
          {"result", learned_json(training.result)},
          {"path", training.path},
          {"sha256", training.sha256}};
}

}  // namespace

std::string to_json(const Report& report, const source::SourceMap& sources) {
  Json diagnostics = Json::array();
  for (const auto& diagnostic : report.diagnostics) {
    diagnostics.push_back(diagnostic_json(diagnostic, sources));
  }
  Json experiments = Json::array();
  for (const auto& experiment : report.experiments) {
    experiments.push_back(experiment_json(experiment, sources));
  }
  Json out = {{"format_version", kFormatVersion},
              {"command", report.command},
              {"file", report.file},
              {"verdict", verdict_or_null(report.verdict)},
              {"diagnostics", std::move(diagnostics)},
              {"provenance", provenance_json(report.provenance)},
              {"experiments", std::move(experiments)}};
  if (report.command == "train") {
    out.erase("experiments");
    out["trainings"] = Json::array();
    for (const auto& training : report.trainings) {
      out["trainings"].push_back(training_json(training));
    }
  }
  // Names and paths may hold any byte: what is not UTF-8 is replaced, never thrown over.
  return written(out);
}

std::string together(const std::string& command, const std::vector<std::string>& documents) {
  if (documents.size() == 1) return documents.front();
  Json out = {{"format_version", kFormatVersion}, {"command", command}, {"files", Json::array()}};
  for (const auto& document : documents) out["files"].push_back(Json::parse(document));
  return written(out);
}

}  // namespace hyp::report
