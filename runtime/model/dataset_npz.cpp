// SPDX-License-Identifier: MIT
// Data sets of one npz file: the arrays are told by name.
#include <algorithm>
#include <functional>

#include "runtime/model/dataset_parts.hpp"
#include "runtime/model/missing_array.hpp"
#include "runtime/model/npy.hpp"
#include "runtime/model/npz.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/sniff.hpp"

namespace hyp::model {
namespace {

// Whether a `.hyp` file can name a column so: `fc2.bias` beside the columns is a weight.
bool can_be_named(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9');
  });
}

class Npz {
 public:
  Npz(const Archive& archive, diag::Diagnostics& found)
      : archive_(archive), found_(found), names_(npz_names(archive)) {}

  std::optional<Array> array(const std::string& name) {
    if (!has(name)) {
      found_.add(no_array(archive_.asked(), name, names_));
      return std::nullopt;
    }
    const auto file = npz_member(archive_, name);
    if (!file) return refuse<Array>(file.diagnostics);
    auto read = read_npy(*file);
    if (!read) return refuse<Array>(read.diagnostics);
    return std::move(*read);
  }

  // An array that nobody asked for by name is a column if it can be one, and is let lie otherwise.
  std::optional<Array> array_if_column(const std::string& name, std::int64_t rows) {
    const auto file = npz_member(archive_, name);
    if (!file) return refuse<Array>(file.diagnostics);
    const auto header = read_npy_header(*file);
    if (!header) return refuse<Array>(header.diagnostics);
    if (header->shape != Shape{rows}) return std::nullopt;
    if (npy_type_known(header->descr)) return array(name);
    found_.add(problem(diag::Code::array_skipped, archive_.asked(),
                       {{"name", shown(name)}, {"type", shown(header->descr)}}));
    return std::nullopt;
  }

  // How many rows columns alone have: as many as the arrays that can be columns; where there are
  // none, as many as the other arrays have along their first axis.
  std::optional<std::int64_t> rows(const std::string& data, const std::string& written) {
    std::vector<std::pair<std::string, Shape>> all;
    for (const auto& name : names_) {
      if (!can_be_named(name)) continue;
      const auto file = npz_member(archive_, name);
      if (!file) return refuse<std::int64_t>(file.diagnostics);
      const auto header = read_npy_header(*file);
      if (!header) return refuse<std::int64_t>(header.diagnostics);
      if (!header->shape.empty()) all.emplace_back(name, header->shape);
    }
    const auto is_column = [](const auto& array) { return array.second.size() == 1; };
    if (std::any_of(all.begin(), all.end(), is_column)) std::erase_if(all, std::not_fn(is_column));
    if (all.empty()) {
      found_.add(no_array(archive_.asked(), "input", names_));
      return std::nullopt;
    }
    const auto& [first, shape] = all.front();
    const auto other = std::find_if(all.begin(), all.end(), [&](const auto& array) {
      return array.second[0] != all.front().second[0];
    });
    if (other == all.end()) return shape[0];
    found_.add(problem(
        diag::Code::rows_unclear, archive_.asked(),
        {{"name", data},
         {"first", shown(first)},
         {"rows", shape[0]},
         {"other", shown(other->first)},
         {"seen", other->second[0]},
         {"example", "npz(\"" + written + "\", " + shown(first) + ": \"" + shown(first) + "\")"}}));
    return std::nullopt;
  }

  [[nodiscard]] bool has(const std::string& name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  template <typename T>
  std::optional<T> refuse(const std::vector<diag::Diagnostic>& errors) {
    found_.add(errors);
    return std::nullopt;
  }

  const Archive& archive_;
  diag::Diagnostics& found_;
  std::vector<std::string> names_;
};

}  // namespace

diag::Outcome<Dataset> load_npz(Dataset base, const check::NpzData& from, const Host& host) {
  const auto content = open_file(from.file, host.loader, host.referrer, unpack_any);
  if (!content) return content.diagnostics;
  constexpr std::string_view kFormat = "an npz file";
  if (sniff(content->asked.file.bytes.view()) != Format::zip) return not_a(kFormat, content->asked);
  const auto archive = Archive::open(content->asked);
  if (!archive) return archive.diagnostics;
  if (!is_npz(*archive)) return not_a(kFormat, content->asked);

  diag::Diagnostics found;
  Npz npz(*archive, found);
  base.files.push_back(content->file);
  base.arrays = npz.names();
  base.has_inputs = from.input_named || npz.has(from.input);
  std::optional<std::int64_t> rows;
  if (base.has_inputs) {
    if (auto inputs = npz.array(from.input)) base.inputs = std::move(*inputs);
    if (!base.inputs.shape.empty()) rows = base.inputs.shape[0];
  }
  for (const auto& [name, array_name] : from.columns) {
    if (auto values = npz.array(array_name)) base.columns.push_back({name, std::move(*values)});
  }
  if (!base.has_inputs && !base.columns.empty()) {
    const auto& shape = base.columns[0].values.shape;
    rows = shape.empty() ? 1 : shape[0];
  } else if (!base.has_inputs && from.columns.empty()) {
    rows = npz.rows(base.name, from.file.path);
  }
  if (!base.has_inputs) base.rows = rows.value_or(0);
  if (from.columns.empty() && rows) {
    for (const auto& name : npz.names()) {
      if (!can_be_named(name) || (base.has_inputs && name == from.input)) continue;
      auto values = npz.array_if_column(name, *rows);
      if (values) base.columns.push_back({name, std::move(*values)});
    }
  }
  if (found.has_errors()) return found.take();
  return {std::move(base), found.take()};
}

}  // namespace hyp::model
