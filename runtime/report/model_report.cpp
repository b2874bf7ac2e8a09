// SPDX-License-Identifier: MIT
#include "runtime/report/model_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/report/json_text.hpp"
#include "runtime/report/table.hpp"

namespace hyp::report {
namespace {

using model::Inventory;

constexpr std::size_t kColumns = 120;

std::string number(const model::TensorFacts& tensor, double value) {
  return tensor.count == tensor.not_finite ? "-" : fmt::format("{:.6g}", value);
}

std::string tensor_line(const NetworkFacts& network, const WantedTensor& wanted) {
  std::string found = "there";
  if (!network.file_read) {
    found = "file not read";
  } else if (!wanted.seen) {
    found = "missing";
  } else if (*wanted.seen != wanted.shape) {
    found = check::to_string(*wanted.seen) + " in the file";
  }
  return fmt::format("{} {}: {}", wanted.name, check::to_string(wanted.shape), found);
}

std::string operation_text(const SiteFacts& site) {
  if (site.given) {
    const auto array =
        site.given->array.empty() ? "" : fmt::format(" array \"{}\"", site.given->array);
    return fmt::format("given \"{}\"{}", site.given->file, array);
  }
  if (site.inputs.empty()) return site.operation;
  return fmt::format("{} of {}", site.operation, fmt::join(site.inputs, ", "));
}

}  // namespace

std::string to_text(const Inventory& inventory) {
  Table table;
  table.keys = {{"tensor", {}}};
  table.values = {{"type", {}}, {"shape", {}}, {"elements", {}}, {"min", {}}, {"max", {}}};
  std::string not_finite;
  for (const auto& tensor : inventory.tensors) {
    table.keys[0].cells.push_back(tensor.name.empty() ? "-" : tensor.name);
    table.values[0].cells.emplace_back(name_of(tensor.type));
    table.values[1].cells.push_back(check::to_string(tensor.shape));
    table.values[2].cells.push_back(fmt::format("{}", tensor.count));
    table.values[3].cells.push_back(number(tensor, tensor.min));
    table.values[4].cells.push_back(number(tensor, tensor.max));
    if (tensor.not_finite > 0) {
      not_finite += fmt::format("{}: {} elements are not finite\n", tensor.name, tensor.not_finite);
    }
  }
  std::string out = fmt::format("{}: {}, {} tensors, {} parameters\nsha256 {}\n",
                                inventory.file.path, inventory.format, inventory.tensors.size(),
                                inventory.parameters, inventory.file.sha256);
  for (const auto& [key, value] : inventory.metadata) out += fmt::format("{}: {}\n", key, value);
  return out + "\n" + lay_out(table, kColumns) + not_finite;
}

std::string to_json(const Inventory& inventory) {
  Json tensors = Json::array();
  for (const auto& tensor : inventory.tensors) {
    const bool any = tensor.count > tensor.not_finite;
    tensors.push_back({{"name", tensor.name},
                       {"type", name_of(tensor.type)},
                       {"shape", tensor.shape},
                       {"elements", tensor.count},
                       {"min", any ? Json(tensor.min) : Json(nullptr)},
                       {"max", any ? Json(tensor.max) : Json(nullptr)},
                       {"not_finite", tensor.not_finite}});
  }
  Json metadata = Json::object();
  for (const auto& [key, value] : inventory.metadata) metadata[key] = value;
  return written({{"format_version", 1},
                  {"command", "model"},
                  {"file", inventory.file.path},
                  {"format", inventory.format},
                  {"sha256", inventory.file.sha256},
                  {"parameters", inventory.parameters},
                  {"metadata", std::move(metadata)},
                  {"tensors", std::move(tensors)}});
}

std::string to_text(const std::vector<NetworkFacts>& networks) {
  std::string out;
  for (const auto& network : networks) {
    if (!out.empty()) out += "\n";
    out += "model " + network.name;
    if (!network.weights_file.empty()) out += fmt::format(", weights \"{}\"", network.weights_file);
    out += "\n\n";
    Table table;
    table.keys = {{"site", {}}};
    table.values = {{"shape", {}}, {"operation", {}}};
    std::string tensors;
    for (const auto& site : network.sites) {
      table.keys[0].cells.push_back(site.name.empty() ? "-" : site.name);
      table.values[0].cells.push_back(check::to_string(site.shape));
      table.values[1].cells.push_back(operation_text(site));
      for (const auto& wanted : site.weights) {
        tensors += "  " + tensor_line(network, wanted) + "\n";
      }
    }
    out += lay_out(table, kColumns);
    if (!tensors.empty()) out += "\n" + tensors;
  }
  return out;
}

std::string to_json(const std::vector<NetworkFacts>& networks) {
  Json models = Json::array();
  for (const auto& network : networks) {
    Json sites = Json::array();
    for (const auto& site : network.sites) {
      Json weights = Json::array();
      for (const auto& wanted : site.weights) {
        weights.push_back({{"name", wanted.name},
                           {"shape", wanted.shape},
                           {"seen", wanted.seen ? Json(*wanted.seen) : Json(nullptr)}});
      }
      Json given = nullptr;
      if (site.given) given = {{"file", site.given->file}, {"array", site.given->array}};
      sites.push_back({{"name", site.name},
                       {"operation", site.operation},
                       {"shape", site.shape},
                       {"inputs", site.inputs},
                       {"weights", std::move(weights)},
                       {"given", std::move(given)}});
    }
    models.push_back({{"name", network.name},
                      {"weights_file",
                       network.weights_file.empty() ? Json(nullptr) : Json(network.weights_file)},
                      {"file_read", network.file_read},
                      {"sites", std::move(sites)}});
  }
  return written({{"format_version", 1}, {"command", "model"}, {"models", std::move(models)}});
}

}  // namespace hyp::report
