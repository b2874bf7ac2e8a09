// SPDX-License-Identifier: MIT
#include "runtime/embed/train.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "lang/diag/suggest.hpp"
#include "runtime/bind/bind.hpp"
#include "runtime/embed/run.hpp"
#include "runtime/embed/version.hpp"
#include "runtime/model/readers.hpp"
#include "runtime/model/write_safetensors.hpp"

namespace hyp::embed {
namespace {

using Metadata = std::vector<std::pair<std::string, std::string>>;

// Where the loader finds it; else beside the file that names it.
std::string path_of(const std::string& weights, const std::string& file, source::Loader& loader) {
  const auto lookup = loader.data(weights, file);
  if (const auto* found = std::get_if<source::Found>(&lookup)) return found->path;
  const auto& nowhere = std::get<source::NotFound>(lookup);
  if (!nowhere.reason.empty() && !nowhere.searched.empty()) return nowhere.searched.back();
  return (std::filesystem::path(file).parent_path() / weights).lexically_normal().string();
}

// Every label, as the class of its row.
diag::Outcome<std::vector<std::int64_t>> labels_of(const check::Program& program,
                                                   const check::Training& training,
                                                   const model::Dataset& data,
                                                   const score::Environment& environment) {
  score::Inputs inputs;
  inputs.program = &program;
  inputs.datasets[training.data] = &data;
  inputs.environment = environment;
  const score::Captured nothing;
  inputs.captured = &nothing;
  const auto table = score::evaluate(inputs, {training.data, {training.label}, {}, {}});
  if (!table) return table.diagnostics;
  const std::int64_t classes = program[training.model].classes;
  std::vector<std::int64_t> labels;
  const auto& values = table->numbers.at(training.label);
  for (const double value : values) {
    const bool whole = value == std::trunc(value);
    if (whole && value >= 0 && value < static_cast<double>(classes)) {
      labels.push_back(static_cast<std::int64_t>(value));
      continue;
    }
    diag::Facts facts{{"row", labels.size()},
                      {"data", data.name},
                      {"value", value},
                      {"model", training.name},
                      {"last", classes - 1}};
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    constexpr double kMostClasses = 1e6;  // beyond it the advice to have so many is none
    if (*least >= 0 && *most < kMostClasses) facts.emplace_back("needed", *most + 1);
    return diag::Diagnostic(
        whole ? diag::Code::taught_outside_classes : diag::Code::taught_not_whole,
        program[training.label].span, std::move(facts));
  }
  return labels;
}

// Files by their content, wherever they lie; generated data by its declaration.
std::string data_text(const check::DataDeclaration& declaration, const model::Dataset& data,
                      const source::SourceMap& sources) {
  std::string text;
  for (const auto& file : data.files) {
    text += fmt::format("{}{} sha256 {}", text.empty() ? "" : ", ",
                        std::filesystem::path(file.path).filename().string(), file.sha256);
  }
  if (!text.empty()) return text;
  return std::string(sources.text(declaration.span));
}

Metadata metadata_of(const check::Training& training, const std::string& data,
                     const TrainOptions& options, const exec::Trained& trained) {
  return {{"format", "pt"},
          {"hyp", std::string(kVersion)},
          {"command", options.command},
          {"model", training.name},
          {"data", data},
          {"label", training.label_text},
          {"epochs", std::to_string(training.epochs)},
          {"seed", std::to_string(training.seed)},
          {"batch", std::to_string(training.batch)},
          {"rate", fmt::format("{}", training.rate)},
          {"loss", fmt::format("{}", trained.result.loss)},
          {"accuracy", fmt::format("{}", trained.result.accuracy)},
          {"backend", trained.backend.name + " " + trained.backend.version},
          {"blas", trained.backend.blas},
          {"threads", std::to_string(trained.backend.threads)}};
}

}  // namespace

diag::Outcome<std::vector<TrainTarget>> train_targets(const check::Program& program,
                                                      const std::vector<std::string>& only,
                                                      const std::string& file,
                                                      source::Loader& loader) {
  if (program.trainings.empty()) {
    return diag::Diagnostic(diag::Code::no_training, std::nullopt, {{"file", file}});
  }
  std::vector<std::string> known;
  std::vector<TrainTarget> targets;
  for (std::uint32_t i = 0; i < program.trainings.size(); ++i) {
    const auto& training = program.trainings[i];
    known.push_back(training.name);
    if (!only.empty() && std::find(only.begin(), only.end(), training.name) == only.end()) continue;
    targets.push_back({{i}, path_of(program[training.model].weights_file, file, loader)});
  }
  for (const auto& name : only) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    diag::Facts facts{{"what", "training of a network"}, {"name", name}};
    const auto near = diag::nearest(name, known);
    if (!near.empty()) facts.emplace_back("suggestion", near);
    return diag::Diagnostic(diag::Code::unknown_option_name, std::nullopt, std::move(facts));
  }
  return targets;
}

diag::Outcome<TrainedNetwork> train(const check::Program& program, check::TrainingId id,
                                    const TrainOptions& options, const source::SourceMap& sources,
                                    source::Loader& loader, exec::TrainListener& listener) {
  const check::Training& training = program[id];
  const auto environment = environment_of(program, options.set);
  if (!environment) return environment.diagnostics;
  const auto bound = bind::bind(program, id, loader, sources.name(program.file));
  if (!bound) return bound.diagnostics;
  const model::Dataset& data = bound->datasets.at(training.data);
  auto labels = labels_of(program, training, data, *environment);
  if (!labels) return labels.diagnostics;
  const exec::TrainTask task{&program[training.model],
                             &data,
                             std::move(*labels.value),
                             training.epochs,
                             static_cast<std::uint64_t>(training.seed),
                             training.batch,
                             training.rate};
  auto trained = exec::train(task, {options.threads}, listener);
  if (!trained) return trained.diagnostics;
  TrainedNetwork network;
  network.weights = model::write_safetensors(
      trained->weights,
      metadata_of(training, data_text(program[training.data], data, sources), options, *trained));
  network.result = {training.name, data.name, data.rows, trained->epochs, trained->result, {}, {}};
  network.result.sha256 = model::sha256_hex(std::as_bytes(std::span<const char>(network.weights)));
  network.provenance.hyp_version = kVersion;
  network.provenance.backend = trained->backend.name + " " + trained->backend.version;
  network.provenance.blas = trained->backend.blas;
  network.provenance.threads = trained->backend.threads;
  network.provenance.seed = task.seed;
  network.provenance.repeat = options.repeat;
  for (const auto& file : data.files) network.provenance.files.emplace_back(file.path, file.sha256);
  diag::Diagnostics warnings;
  warnings.add(bound.diagnostics);
  return {std::move(network), warnings.take()};
}

}  // namespace hyp::embed
