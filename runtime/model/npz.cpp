// SPDX-License-Identifier: MIT
#include "runtime/model/npz.hpp"

#include <algorithm>
#include <cassert>

#include "runtime/model/npy.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

constexpr std::string_view kEnding = ".npy";

}  // namespace

bool is_npz(const Archive& archive) {
  const auto& entries = archive.entries();
  return !entries.empty() &&
         std::all_of(entries.begin(), entries.end(), [](const Archive::Entry& entry) {
           return std::string_view(entry.name).ends_with(kEnding);
         });
}

std::vector<std::string> npz_names(const Archive& archive) {
  std::vector<std::string> names;
  for (const auto& entry : archive.entries()) {
    names.push_back(entry.name.substr(0, entry.name.size() - kEnding.size()));
  }
  return names;
}

diag::Outcome<Asked> npz_member(const Archive& archive, const std::string& name) {
  const auto* entry = archive.find(name + std::string(kEnding));
  assert(entry != nullptr);
  auto content = archive.read(*entry);
  if (!content) return content.diagnostics;
  return member(archive.asked(), name, std::move(*content));
}

diag::Outcome<NamedArrays> read_npz(const Archive& archive) {
  NamedArrays found;
  for (const auto& name : npz_names(archive)) {
    const auto file = npz_member(archive, name);
    if (!file) return file.diagnostics;
    auto array = read_npy(*file);
    if (!array && array.diagnostics.front().code == diag::Code::element_type) {
      found.unread.emplace_back(name, std::move(array.diagnostics.front()));
      continue;
    }
    if (!array) return array.diagnostics;
    found.items.emplace_back(name, std::move(*array));
  }
  return found;
}

}  // namespace hyp::model
