// SPDX-License-Identifier: MIT
#include "runtime/embed/describe.hpp"

#include "runtime/embed/file_loader.hpp"
#include "runtime/model/files.hpp"
#include "runtime/score/words.hpp"

namespace hyp::embed {
namespace {

using report::NetworkFacts;
using report::SiteFacts;
using report::WantedTensor;

// The shapes of the tensors of a network's file; empty where it cannot be read.
std::optional<model::NamedArrays> arrays_of(const check::Model& model, source::Loader& loader,
                                            const std::string& referrer, diag::Diagnostics& found) {
  if (model.weights_file.empty()) return std::nullopt;
  const auto content =
      model::open_file({model.weights_file, model.weights_sha256, model.weights_span}, loader,
                       referrer, model::unpack_any);
  found.add(content.diagnostics);
  if (!content) return std::nullopt;
  auto arrays = model::read_arrays(content->asked);
  found.add(arrays.diagnostics);
  return std::move(arrays.value);
}

}  // namespace

diag::Outcome<model::Inventory> describe_file(const std::string& path, source::Loader& loader) {
  // The name of a file that is here means that file, whatever the data folders hold.
  auto here = read_file(path);
  auto* found = std::get_if<source::Found>(&here);
  const auto asked = found ? diag::Outcome<model::Asked>(model::Asked{std::move(*found), {}})
                           : model::find_file({path, "", {}}, loader, "");
  auto inventory =
      asked ? model::take_inventory(*asked) : diag::Outcome<model::Inventory>(asked.diagnostics);
  // It was asked for on the command line, not at a place in a text.
  for (auto& diagnostic : inventory.diagnostics) diagnostic.span.reset();
  return inventory;
}

diag::Outcome<std::vector<NetworkFacts>> describe_networks(const check::Program& program,
                                                           source::Loader& loader,
                                                           const std::string& referrer) {
  diag::Diagnostics found;
  std::vector<NetworkFacts> all;
  for (const auto& model : program.models) {
    const auto arrays = arrays_of(model, loader, referrer, found);
    NetworkFacts network{model.name, model.weights_file, arrays.has_value(), {}};
    for (const auto& site : model.sites) {
      SiteFacts facts{site.name, std::string(score::word(site.operation)), site.shape, {}, {}, {}};
      if (const auto* given = std::get_if<check::Given>(&site.operation)) {
        const bool npy =
            given->file.path.ends_with(".npy") || given->file.path.ends_with(".npy.gz");
        facts.given = {given->file.path, npy && !given->named ? "" : given->array};
      }
      for (const auto input : site.inputs) {
        const auto& name = model.site(input).name;
        facts.inputs.push_back(name.empty() ? "-" : name);
      }
      network.sites.push_back(std::move(facts));
    }
    for (const auto& spec : check::weight_specs(model)) {
      WantedTensor wanted{spec.name, spec.shape, std::nullopt};
      if (const auto* array = arrays ? arrays->find(spec.name) : nullptr)
        wanted.seen = array->shape;
      if (const auto* error = arrays ? arrays->why_unread(spec.name) : nullptr) found.add(*error);
      network.sites[spec.site.index].weights.push_back(std::move(wanted));
    }
    all.push_back(std::move(network));
  }
  return {std::move(all), found.take()};
}

}  // namespace hyp::embed
