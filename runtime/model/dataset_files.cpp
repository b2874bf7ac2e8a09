// SPDX-License-Identifier: MIT
// Data sets of IDX and npy files: one file for the inputs, one for each column.
#include "runtime/model/dataset_parts.hpp"
#include "runtime/model/npy.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

using Unpack = diag::Outcome<source::Bytes> (*)(const Asked&);
using Read = diag::Outcome<Array> (*)(const Asked&);

// Reads all files, so that all that is wrong with any of them is told at once.
template <typename Source>
diag::Outcome<Dataset> load_files(Dataset base, const Source& from, const Host& host, Unpack unpack,
                                  Read read) {
  diag::Diagnostics found;
  const auto load = [&](const check::FileReference& reference) -> std::optional<Array> {
    const auto content = open_file(reference, host.loader, host.referrer, unpack);
    if (!content) {
      found.add(content.diagnostics);
      return std::nullopt;
    }
    auto array = read(content->asked);
    found.add(array.diagnostics);
    base.files.push_back(content->file);
    return std::move(array.value);
  };
  if (auto inputs = load(from.input)) base.inputs = std::move(*inputs);
  for (const auto& [name, reference] : from.columns) {
    if (auto values = load(reference)) base.columns.push_back({name, std::move(*values)});
  }
  if (found.has_errors()) return found.take();
  return {std::move(base), found.take()};
}

}  // namespace

diag::Outcome<Dataset> load_idx(Dataset base, const check::IdxData& from, const Host& host) {
  auto loaded = load_files(std::move(base), from, host, decompress_idx, read_idx);
  if (!loaded) return loaded;
  diag::Diagnostics wrong;
  for (std::size_t i = 0; i < loaded->columns.size(); ++i) {
    const Column& column = loaded->columns[i];
    if (column.integer()) continue;
    wrong.add(diag::Diagnostic(diag::Code::column_type, from.columns[i].second.span,
                               {{"name", column.name}, {"type", name_of(column.values.type)}}));
  }
  if (wrong.has_errors()) return wrong.take();
  return loaded;
}

diag::Outcome<Dataset> load_npy(Dataset base, const check::NpyData& from, const Host& host) {
  return load_files(std::move(base), from, host, unpack_any, read_npy);
}

}  // namespace hyp::model
