// SPDX-License-Identifier: MIT
#include "runtime/report/data_info.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/report/data_report.hpp"
#include "runtime/report/diagnostic_json.hpp"
#include "runtime/report/json_text.hpp"

namespace hyp::report {
namespace {

std::string range_text(const model::Summary& summary) {
  std::string out;
  if (summary.min) {
    out = fmt::format("{:.6g} to {:.6g}, mean {:.6g}", *summary.min, *summary.max, *summary.mean);
  }
  if (summary.not_numbers == 0) return out;
  return out + (out.empty() ? "" : ", ") + fmt::format("{} NaN", summary.not_numbers);
}

void append_arrays(std::string& out, const std::vector<ArrayInfo>& arrays) {
  std::size_t names = 0, types = 0, shapes = 0;
  for (const auto& array : arrays) {
    names = std::max(names, array.name.size());
    types = std::max(types, array.type.size());
    shapes = std::max(shapes, check::to_string(array.shape).size());
  }
  for (const auto& array : arrays) {
    if (names > 0) out += fmt::format("  {:<{}}", array.name, names);
    auto line = fmt::format("  {:<{}}  {:<{}}  {}", array.type, types,
                            check::to_string(array.shape), shapes, range_text(array.summary));
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
    if (array.summary.classes.empty()) continue;
    out += "    how often each:";
    for (const auto& [value, times] : array.summary.classes) {
      out += fmt::format(" {}: {}{}", value, times,
                         &value == &array.summary.classes.back().first ? "" : ",");
    }
    out += "\n";
  }
}

Json or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json arrays_json(const std::vector<ArrayInfo>& arrays) {
  Json out = Json::array();
  for (const auto& array : arrays) {
    Json classes = nullptr;
    if (!array.summary.classes.empty()) {
      classes = Json::array();
      for (const auto& [value, times] : array.summary.classes) {
        classes.push_back({{"value", value}, {"count", times}});
      }
    }
    out.push_back({{"name", array.name},
                   {"type", array.type},
                   {"shape", array.shape},
                   {"min", or_null(array.summary.min)},
                   {"max", or_null(array.summary.max)},
                   {"mean", or_null(array.summary.mean)},
                   {"nan", array.summary.not_numbers},
                   {"classes", std::move(classes)}});
  }
  return out;
}

Json data_json(const DeclaredData& data) {
  Json files = Json::array();
  for (const auto& [path, sha256] : data.files) {
    files.push_back({{"path", path}, {"sha256", sha256}});
  }
  return {{"name", data.name},
          {"rows", data.rows},
          {"input_shape", data.input_shape ? Json(*data.input_shape) : Json(nullptr)},
          {"arrays", arrays_json(data.arrays)},
          {"files", std::move(files)}};
}

}  // namespace

std::string to_text(const FileInfo& info) {
  if (info.format.empty()) return {};
  auto out = fmt::format("{}: {}, {}\n  sha256 {}\n", info.path,
                         info.format == "hyp" ? "a file of hyp" : info.format,
                         write_bytes(info.bytes), info.sha256);
  append_arrays(out, info.arrays);
  if (info.format == "weights") {
    out += fmt::format("  To see its tensors, type `hyp model {}`.\n", info.path);
  }
  for (const auto& data : info.data) {
    out += fmt::format("\ndata {}: {} rows", data.name, data.rows);
    if (data.input_shape) out += " of " + check::to_string(*data.input_shape);
    out += "\n";
    append_arrays(out, data.arrays);
    for (const auto& [path, sha256] : data.files) {
      out += fmt::format("  from {}\n    sha256 {}\n", path, sha256);
    }
  }
  return out;
}

std::string to_json(const FileInfo& info, const source::SourceMap& sources) {
  Json diagnostics = Json::array(), data = Json::array();
  for (const auto& diagnostic : info.diagnostics) {
    diagnostics.push_back(diagnostic_json(diagnostic, sources));
  }
  for (const auto& declared : info.data) data.push_back(data_json(declared));
  const Json out = {{"format_version", 1},
                    {"command", "data info"},
                    {"file", info.path},
                    {"format", info.format.empty() ? Json(nullptr) : Json(info.format)},
                    {"bytes", info.bytes},
                    {"sha256", info.sha256.empty() ? Json(nullptr) : Json(info.sha256)},
                    {"diagnostics", std::move(diagnostics)},
                    {"arrays", arrays_json(info.arrays)},
                    {"data_sets", std::move(data)}};
  return written(out);
}

}  // namespace hyp::report
