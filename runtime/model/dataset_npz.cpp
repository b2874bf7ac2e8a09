// SPDX-License-Identifier: MIT
// Data sets of one npz file: the arrays are told by name.
#include <algorithm>

#include "lang/diag/suggest.hpp"
#include "runtime/model/dataset_parts.hpp"
#include "runtime/model/npy.hpp"
#include "runtime/model/npz.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/sniff.hpp"

namespace hyp::model {
namespace {

constexpr std::size_t kMostNames = 8;

diag::Diagnostic no_array(const Asked& asked, const std::string& name,
                          const std::vector<std::string>& names) {
  diag::Facts facts{{"name", shown(name)}};
  const auto near = diag::nearest(name, names);
  if (!near.empty()) facts.emplace_back("suggestion", shown(near));
  return problem(diag::Code::array_missing, asked, std::move(facts))
      .remark(diag::Note::arrays_held, {{"names", name_list(names, kMostNames)}});
}

class Npz {
 public:
  Npz(const Archive& archive, diag::Diagnostics& found)
      : archive_(archive), found_(found), names_(npz_names(archive)) {}

  std::optional<Array> array(const std::string& name) {
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
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
  auto inputs = npz.array(from.input);
  if (inputs) base.inputs = std::move(*inputs);
  for (const auto& [name, array_name] : from.columns) {
    if (auto values = npz.array(array_name)) base.columns.push_back({name, std::move(*values)});
  }
  if (from.columns.empty() && inputs && !base.inputs.shape.empty()) {
    for (const auto& name : npz.names()) {
      if (name == from.input) continue;
      auto values = npz.array_if_column(name, base.inputs.shape[0]);
      if (values) base.columns.push_back({name, std::move(*values)});
    }
  }
  if (found.has_errors()) return found.take();
  return {std::move(base), found.take()};
}

}  // namespace hyp::model
