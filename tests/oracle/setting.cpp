// SPDX-License-Identifier: MIT
#include "tests/oracle/setting.hpp"

#include <algorithm>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"

namespace hyp::oracle {
namespace {

class NoFiles final : public source::Loader {
 public:
  source::Lookup import(std::string_view, std::string_view) override { return source::NotFound{}; }
  source::Lookup data(std::string_view, std::string_view) override { return source::NotFound{}; }
};

template <typename T>
source::Bytes bytes(const std::vector<T>& values) {
  const auto* first = reinterpret_cast<const char*>(values.data());
  return source::Bytes::own({first, first + values.size() * sizeof(T)});
}

}  // namespace

model::Dataset table(
    const std::string& name, const std::vector<std::vector<double>>& inputs,
    const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& columns) {
  model::Dataset data;
  data.name = name;
  data.rows = static_cast<std::int64_t>(inputs.size());
  std::vector<float> flat;
  for (const auto& row : inputs) {
    for (const double v : row) flat.push_back(static_cast<float>(v));
  }
  data.inputs.shape = {data.rows, static_cast<std::int64_t>(inputs.at(0).size())};
  data.inputs.type = model::ElementType::f32;
  data.inputs.bytes = bytes(flat);
  for (const auto& [column, values] : columns) {
    data.columns.push_back({column, {{data.rows}, model::ElementType::i64, bytes(values)}});
  }
  return data;
}

model::Dataset grid(const std::string& name, const std::vector<Axis>& axes) {
  std::vector<std::vector<double>> inputs{{}};
  for (const auto& axis : axes) {
    std::vector<std::vector<double>> longer;
    for (const auto& row : inputs) {
      for (auto v = axis.first; v <= axis.last; ++v) {
        longer.push_back(row);
        longer.back().push_back(static_cast<double>(v));
      }
    }
    inputs = std::move(longer);
  }
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> columns;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    columns.emplace_back(axes[i].name, std::vector<std::int64_t>());
    for (const auto& row : inputs) {
      columns.back().second.push_back(static_cast<std::int64_t>(row[i]));
    }
  }
  return table(name, inputs, columns);
}

Setting::Setting(const std::string& text, std::vector<model::Dataset> datasets,
                 std::map<std::string, model::Weight> weights,
                 const std::map<std::string, model::Activations>& given)
    : datasets_(std::move(datasets)) {
  const auto file = sources_.add("claim.hyp", text);
  const auto refuse = [&](const std::vector<diag::Diagnostic>& errors) {
    throw std::runtime_error(text + "\n" + diag::render_text(errors, sources_, false));
  };
  auto parsed = syntax::parse(sources_, file);
  if (!parsed.diagnostics.empty()) refuse(parsed.diagnostics);
  NoFiles loader;
  auto checked =
      check::check(std::make_shared<const syntax::File>(std::move(*parsed)), sources_, loader);
  if (!checked) refuse(checked.diagnostics);
  program_ = std::move(*checked);
  for (const auto& model : program_.models) {
    networks_.push_back({model, weights, "", ""});
    for (std::uint32_t i = 0; i < model.sites.size(); ++i) {
      if (!std::holds_alternative<check::Given>(model.sites[i].operation)) continue;
      networks_.back().given[{i}] = {given.at(model.sites[i].name), {}};
    }
  }
}

check::DataId Setting::data(const std::string& name) const {
  for (std::uint32_t i = 0; i < program_.data.size(); ++i) {
    if (program_.data[i].name == name) return {i};
  }
  throw std::runtime_error("no data " + name);
}

World Setting::world(const std::string& hypothesis, const std::string& references,
                     const std::string& donors) const {
  World world;
  world.program = &program_;
  world.hypothesis = {0};
  for (std::uint32_t i = 0; i < program_.hypotheses.size(); ++i) {
    if (program_.hypotheses[i].name == hypothesis) world.hypothesis = {i};
  }
  world.network = &networks_.at(world.claim().model.index);
  for (const auto& dataset : datasets_) world.datasets[data(dataset.name)] = &dataset;
  world.references = references.empty() ? check::DataId{0} : data(references);
  world.donors = donors.empty() ? world.references : data(donors);
  return world;
}

}  // namespace hyp::oracle
