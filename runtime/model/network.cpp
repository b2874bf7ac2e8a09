// SPDX-License-Identifier: MIT
#include "runtime/model/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>

#include "lang/diag/suggest.hpp"
#include "runtime/model/files.hpp"
#include "runtime/model/given.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

constexpr std::size_t kMostSuggestions = 20;  // the search is slow, and nobody reads more
constexpr std::size_t kMostUnused = 8;

// "[3, 0, 2]" of a flat index.
std::string place(const check::Shape& shape, std::size_t flat) {
  check::Shape index(shape.size());
  auto rest = static_cast<std::int64_t>(flat);
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    index[axis] = rest % shape[axis];
    rest /= shape[axis];
  }
  return check::to_string(index);
}

// A wrapper puts a prefix before every name ("module.conv1.weight"): that is nearer than any
// likeness of letters.
std::string suggestion(const std::string& name, const NamedArrays& arrays) {
  std::vector<std::string> names;
  for (const auto& [candidate, array] : arrays.items) {
    if (candidate.ends_with("." + name) || name.ends_with("." + candidate)) return candidate;
    names.push_back(candidate);
  }
  return diag::nearest(name, names);
}

bool same_path(const std::filesystem::path& a, const std::filesystem::path& b) {
  return a.lexically_normal() == b.lexically_normal();
}

class Fitting {
 public:
  Fitting(const check::Model& model, const Content& content, const NamedArrays& arrays)
      : model_(model), content_(content), arrays_(arrays) {}

  diag::Outcome<Network> run() {
    Network network{model_, {}, content_.file.path, content_.file.sha256};
    std::set<std::string> wanted;
    for (const auto& spec : check::weight_specs(model_)) {
      wanted.insert(spec.name);
      if (auto weight = fit(spec)) network.weights.emplace(spec.name, std::move(*weight));
    }
    warn_unused(wanted);
    if (found_.has_errors()) return found_.take();
    return {std::move(network), found_.take()};
  }

 private:
  void report(diag::Code code, const check::WeightSpec& spec, diag::Facts facts) {
    facts.emplace_back("name", shown(spec.name));
    auto error = problem(code, content_.asked, std::move(facts));
    error.span = model_.site(spec.site).span;
    error.labels.push_back({model_.weights_span, diag::Note::weights_here, {}});
    found_.add(std::move(error));
  }

  std::optional<Weight> fit(const check::WeightSpec& spec) {
    const Array* array = arrays_.find(spec.name);
    if (const auto* error = arrays_.why_unread(spec.name)) {
      found_.add(*error);
      return std::nullopt;
    }
    if (array == nullptr) {
      diag::Facts facts{{"shape", check::to_string(spec.shape)}};
      const auto near = suggested_++ < kMostSuggestions ? suggestion(spec.name, arrays_) : "";
      if (!near.empty()) facts.emplace_back("suggestion", shown(near));
      report(diag::Code::weight_missing, spec, std::move(facts));
      return std::nullopt;
    }
    if (array->shape != spec.shape) {
      report(diag::Code::weight_shape, spec,
             {{"seen", check::to_string(array->shape)}, {"shape", check::to_string(spec.shape)}});
      return std::nullopt;
    }
    Weight weight{spec.shape, array->to_f32()};
    for (std::size_t i = 0; i < weight.values.size(); ++i) {
      if (std::isfinite(weight.values[i])) continue;
      report(diag::Code::weight_not_finite, spec,
             {{"value", array->at(static_cast<std::int64_t>(i))}, {"place", place(spec.shape, i)}});
      return std::nullopt;
    }
    return weight;
  }

  // Counters of training steps lie beside every BatchNorm's weights and mean nothing here. In a
  // file of activations lie inputs, columns, and the weights of layers that are computed no more.
  void warn_unused(const std::set<std::string>& wanted) {
    if (beside_activations_) return;
    std::vector<std::string> unused;
    for (const auto& [name, array] : arrays_.items) {
      const bool counter = name.ends_with("num_batches_tracked");
      if (!wanted.contains(name) && !counter) unused.push_back(name);
    }
    for (const auto& [name, error] : arrays_.unread) {
      if (!wanted.contains(name)) unused.push_back(name);
    }
    if (unused.empty()) return;
    found_.add(problem(diag::Code::weights_unused, content_.asked,
                       {{"count", unused.size()}, {"names", name_list(unused, kMostUnused)}}));
  }

  const check::Model& model_;
  const Content& content_;
  const NamedArrays& arrays_;
  diag::Diagnostics found_;
  const bool beside_activations_ =
      std::any_of(model_.sites.begin(), model_.sites.end(), [this](const check::Site& site) {
        const auto* given = std::get_if<check::Given>(&site.operation);
        return given && same_path(given->file.path, model_.weights_file);
      });
  std::size_t suggested_ = 0;
};

diag::Outcome<Network> load_weights(const check::Model& model, source::Loader& loader,
                                    const std::string& referrer) {
  if (model.weights_file.empty()) return Network{model, {}, {}, {}};
  const check::FileReference reference{model.weights_file, model.weights_sha256,
                                       model.weights_span};
  const auto content = open_file(reference, loader, referrer, unpack_any);
  if (!content) return content.diagnostics;
  const auto arrays = read_arrays(content->asked);
  if (!arrays) return arrays.diagnostics;
  return Fitting(model, *content, *arrays).run();
}

}  // namespace

diag::Outcome<Network> load_network(const check::Model& model, source::Loader& loader,
                                    const std::string& referrer) {
  auto network = load_weights(model, loader, referrer);
  diag::Diagnostics all;
  all.add(std::move(network.diagnostics));
  for (std::uint32_t i = 0; i < model.sites.size(); ++i) {
    if (!std::holds_alternative<check::Given>(model.sites[i].operation)) continue;
    auto given = load_given(model.sites[i], loader, referrer);
    all.add(std::move(given.diagnostics));
    if (given.value && network.value) network.value->given.emplace(i, std::move(*given.value));
  }
  if (all.has_errors()) return all.take();
  return {std::move(*network.value), all.take()};
}

}  // namespace hyp::model
