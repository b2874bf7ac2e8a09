// SPDX-License-Identifier: MIT
#include "runtime/bind/fit.hpp"

#include <cmath>
#include <set>

#include "lang/diag/outcome.hpp"
#include "runtime/score/layout.hpp"
#include "runtime/score/missing_column.hpp"

namespace hyp::bind {
namespace {

using diag::Code;
using diag::Diagnostic;

Diagnostic with_declarations(Diagnostic problem, const check::Model& model,
                             const check::DataDeclaration& data) {
  return std::move(std::move(problem)
                       .label(data.span, diag::Note::defined_here, {{"name", data.name}})
                       .label(model.span, diag::Note::defined_here, {{"name", model.name}}));
}

void check_inputs(const check::Program& program, const Needs& needs,
                  const std::map<check::DataId, model::Dataset>& datasets,
                  diag::Diagnostics& diagnostics) {
  for (const auto& [run, span] : needs.runs) {
    const auto data = datasets.find(run.second);
    if (data == datasets.end()) continue;
    const check::Model& model = program[run.first];
    const auto* input = model.input();
    if (!input) continue;
    if (!data->second.has_inputs) {
      diagnostics.add(
          with_declarations(score::no_such_input(span, data->second), model, program[run.second]));
      continue;
    }
    const check::Shape& needed = input->shape;
    const check::Shape seen = data->second.input_shape();
    if (score::trimmed(needed) == score::trimmed(seen)) continue;
    diagnostics.add(with_declarations({Code::input_shape,
                                       span,
                                       {{"model", model.name},
                                        {"data", data->second.name},
                                        {"needed", check::to_string(needed)},
                                        {"seen", check::to_string(seen)}}},
                                      model, program[run.second]));
  }
}

// Rows of activations belong to rows of data.
void check_given(const check::Program& program, const Needs& needs,
                 const std::map<check::DataId, model::Dataset>& datasets,
                 const std::map<check::ModelId, model::Network>& networks,
                 diag::Diagnostics& diagnostics) {
  for (const auto& [run, span] : needs.runs) {
    const auto data = datasets.find(run.second);
    const auto network = networks.find(run.first);
    if (data == datasets.end() || network == networks.end()) continue;
    for (const auto& [id, given] : network->second.given) {
      if (given.values.rows == data->second.rows) continue;
      const auto& site = program[run.first].site(id);
      const auto& files = data->second.files;
      diagnostics.add(Diagnostic(Code::given_rows, std::get<check::Given>(site.operation).file.span,
                                 {{"path", given.file.path},
                                  {"site", site.name},
                                  {"seen", given.values.rows},
                                  {"data", data->second.name},
                                  {"rows", data->second.rows},
                                  {"from", files.empty() ? std::string("its declaration")
                                                         : "`" + files[0].path + "`"}})
                          .label(program[run.second].span, diag::Note::defined_here,
                                 {{"name", data->second.name}}));
    }
  }
}

void check_labels(const check::Model& model, const model::Dataset& data, source::Span span,
                  diag::Diagnostics& diagnostics) {
  const auto* labels = data.column("label");
  if (!labels) {
    diagnostics.add(score::no_such_column(span, data, "label"));
    return;
  }
  std::int64_t outside = 0, first = 0;
  for (std::int64_t row = 0; row < data.rows; ++row) {
    const double label = labels->values.at(row);
    if (label != std::trunc(label)) {
      diagnostics.add(
          {Code::label_not_whole, span, {{"data", data.name}, {"row", row}, {"value", label}}});
      return;
    }
    if (label >= 0 && label < static_cast<double>(model.classes)) continue;
    if (outside++ == 0) first = row;
  }
  if (outside == 0) return;
  diagnostics.add({Code::label_outside_classes,
                   span,
                   {{"count", outside},
                    {"rows", data.rows},
                    {"data", data.name},
                    {"model", model.name},
                    {"row", first},
                    {"value", labels->values.at(first)},
                    {"last", model.classes - 1}}});
}

}  // namespace

std::vector<Diagnostic> misfits(const check::Program& program, const Needs& needs,
                                const std::map<check::DataId, model::Dataset>& datasets,
                                const std::map<check::ModelId, model::Network>& networks) {
  diag::Diagnostics diagnostics;
  check_inputs(program, needs, datasets, diagnostics);
  check_given(program, needs, datasets, networks, diagnostics);
  std::set<std::pair<check::ModelId, check::DataId>> checked;
  for (const auto& use : needs.labels) {
    const auto data = datasets.find(use.data);
    if (data == datasets.end() || !checked.insert({use.model, use.data}).second) continue;
    check_labels(program[use.model], data->second, use.span, diagnostics);
  }
  score::Inputs inputs;
  inputs.program = &program;
  for (const auto& [id, data] : datasets) inputs.datasets[id] = &data;
  diagnostics.add(score::diagnose(inputs, needs.wanted, needs.sets));
  return diagnostics.take();
}

}  // namespace hyp::bind
