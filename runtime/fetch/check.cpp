// SPDX-License-Identifier: MIT
#include "runtime/fetch/check.hpp"

#include "runtime/model/readers.hpp"

namespace hyp::fetch {

std::uint64_t most_bytes(const stdlib::DataFile& file) {
  constexpr std::uint64_t kTimes = 4, kAtLeast = 65536;
  return file.size * kTimes + kAtLeast;
}

Checked check_file(const stdlib::DataFile& file, const source::Lookup& lookup) {
  using State = Checked::State;
  if (const auto* nowhere = std::get_if<source::NotFound>(&lookup)) {
    if (nowhere->reason.empty()) return {};
    const auto path = nowhere->searched.empty() ? file.path : nowhere->searched.back();
    return {State::unreadable, path, {}, nowhere->reason};
  }
  const auto& found = std::get<source::Found>(lookup);
  const auto content = model::decompress({found, {}}, most_bytes(file));
  if (!content) return {State::damaged, found.path, {}, {}};
  const auto hash = model::sha256_hex(content->view());
  return {hash == file.sha256 ? State::right : State::wrong, found.path, hash, {}};
}

}  // namespace hyp::fetch
