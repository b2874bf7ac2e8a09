// SPDX-License-Identifier: MIT
#include "runtime/model/files.hpp"

#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

diag::Diagnostic not_found(const check::FileReference& reference, const source::NotFound& nowhere) {
  const Asked asked{{reference.path, {}}, reference.span};
  if (!nowhere.reason.empty()) {
    return problem(diag::Code::file_unreadable, asked, {{"reason", nowhere.reason}});
  }
  auto error = problem(diag::Code::file_missing, asked);
  if (!nowhere.fetch.empty()) error.facts.emplace_back("fetch", nowhere.fetch);
  for (const auto& path : nowhere.searched) {
    error.notes.push_back({diag::Note::searched, {{"path", path}}});
  }
  if (!nowhere.similar.empty()) {
    error.notes.push_back({diag::Note::similar, {{"path", nowhere.similar}}});
  }
  return error;
}

}  // namespace

diag::Outcome<Asked> find_file(const check::FileReference& reference, source::Loader& loader,
                               const std::string& referrer) {
  auto lookup = loader.data(reference.path, referrer);
  if (auto* found = std::get_if<source::Found>(&lookup)) {
    return Asked{std::move(*found), reference.span};
  }
  auto& nowhere = std::get<source::NotFound>(lookup);
  if (!nowhere.reason.empty() || reference.path.ends_with(".gz")) {
    return not_found(reference, nowhere);
  }
  auto packed = loader.data(reference.path + ".gz", referrer);
  if (auto* found = std::get_if<source::Found>(&packed)) {
    return Asked{std::move(*found), reference.span};
  }
  const auto& also = std::get<source::NotFound>(packed);
  nowhere.reason = also.reason;
  nowhere.searched.insert(nowhere.searched.end(), also.searched.begin(), also.searched.end());
  return not_found(reference, nowhere);
}

diag::Outcome<Content> open_file(const check::FileReference& reference, source::Loader& loader,
                                 const std::string& referrer,
                                 diag::Outcome<source::Bytes> (*unpack)(const Asked&)) {
  const auto asked = find_file(reference, loader, referrer);
  if (!asked) return asked.diagnostics;
  auto bytes = unpack(*asked);
  if (!bytes) return bytes.diagnostics;
  const std::string hash = sha256_hex(bytes->view());
  if (!reference.sha256.empty() && hash != reference.sha256) {
    return problem(diag::Code::wrong_hash, *asked, {{"seen", hash}, {"pinned", reference.sha256}});
  }
  const std::string path = asked->file.path;
  return Content{{{path, std::move(*bytes)}, reference.span}, {path, hash}};
}

diag::Outcome<source::Bytes> unpack_any(const Asked& asked) {
  return decompress(asked, kLargestUnpacked);
}

}  // namespace hyp::model
