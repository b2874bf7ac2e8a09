// SPDX-License-Identifier: MIT
#include "runtime/report/data_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/report/json_text.hpp"
#include "runtime/report/paint.hpp"

namespace hyp::report {
namespace {

bool is_missing(const DataFileState& file) {
  return file.found.empty() || (file.state && *file.state != "right");
}

std::string state_text(const DataFileState& file) {
  if (file.found.empty()) return "missing";
  if (!file.state) return file.found;
  if (*file.state == "unreadable") return file.found + ": " + file.reason;
  return fmt::format("{}: {}", *file.state, file.found);
}

void append_set(std::string& out, const DataSetState& set, bool verbose) {
  if (verbose) {
    out += fmt::format("{}: {}\n", set.name, set.about);
    append_wrapped(out, "licence: " + set.licence, 2);
  }
  std::size_t width = 0;
  for (const auto& file : set.files) width = std::max(width, file.path.size());
  for (const auto& file : set.files) {
    out += fmt::format("  {:<{}}  {:>8}  {}\n", file.path, width, write_bytes(file.bytes),
                       state_text(file));
    if (file.seen.empty()) continue;
    out +=
        fmt::format("    its sha256 is    {}\n    but it should be {}\n", file.seen, file.sha256);
  }
}

Json file_json(const DataFileState& file) {
  Json out = {{"path", file.path},
              {"bytes", file.bytes},
              {"sha256", file.sha256},
              {"found", or_null(file.found)}};
  if (!file.state) return out;
  out["state"] = *file.state;
  out["seen_sha256"] = or_null(file.seen);
  out["reason"] = or_null(file.reason);
  return out;
}

}  // namespace

std::string write_bytes(std::uint64_t bytes) {
  const auto number = static_cast<double>(bytes);
  if (bytes < 1000) return fmt::format("{} B", bytes);
  if (number < 999.95e3) return fmt::format("{:.1f} kB", number / 1e3);
  if (number < 999.95e6) return fmt::format("{:.1f} MB", number / 1e6);
  return fmt::format("{:.1f} GB", number / 1e9);
}

std::string to_text(const DataReport& report) {
  const bool verbose = report.command == "data list";
  std::string out, wanted;
  for (const auto& set : report.sets) {
    append_set(out, set, verbose);
    if (verbose) out += '\n';
    if (std::any_of(set.files.begin(), set.files.end(), is_missing)) wanted += ' ' + set.name;
  }
  if (verbose) {
    out +=
        "Sizes are of the content. hyp redistributes none of this: it is fetched from its public "
        "homes.\n";
  }
  if (!wanted.empty()) out += "To get what is missing, type `hyp data fetch" + wanted + "`.\n";
  return out;
}

std::string to_json(const DataReport& report) {
  Json sets = Json::array();
  for (const auto& set : report.sets) {
    Json files = Json::array();
    for (const auto& file : set.files) files.push_back(file_json(file));
    sets.push_back({{"name", set.name},
                    {"about", set.about},
                    {"licence", set.licence},
                    {"mirrors", set.mirrors},
                    {"files", std::move(files)}});
  }
  const Json out = {{"format_version", 1},
                    {"command", report.command},
                    {"searched", report.searched},
                    {"data_sets", std::move(sets)}};
  return written(out);
}

}  // namespace hyp::report
