// SPDX-License-Identifier: MIT
// Which reader a file belongs to.
#include <algorithm>

#include "runtime/model/npy.hpp"
#include "runtime/model/npz.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/safetensors.hpp"
#include "runtime/model/sniff.hpp"
#include "runtime/model/state_dict.hpp"
#include "runtime/model/zip.hpp"

namespace hyp::model {
namespace {

// torch.export's archives, of the first releases and of later ones.
bool is_exported_program(const Archive& archive) {
  const auto& entries = archive.entries();
  return std::any_of(entries.begin(), entries.end(), [](const Archive::Entry& entry) {
    const std::string_view name = entry.name;
    return name.ends_with("serialized_exported_program.json") || name.ends_with("archive_format");
  });
}

diag::Outcome<NamedArrays> read_zip(const Asked& asked) {
  const auto archive = Archive::open(asked);
  if (!archive) return archive.diagnostics;
  if (is_exported_program(*archive)) return problem(diag::Code::exported_program, asked);
  return is_npz(*archive) ? read_npz(*archive) : read_state_dict(*archive);
}

diag::Outcome<NamedArrays> read_one(const Asked& asked) {
  auto array = read_npy(asked);
  if (!array) return array.diagnostics;
  NamedArrays found;
  found.items.emplace_back("", std::move(*array));
  return found;
}

}  // namespace

diag::Outcome<NamedArrays> read_arrays(const Asked& asked) {
  auto content = decompress(asked, kLargestUnpacked);
  if (!content) return content.diagnostics;
  const Asked plain{{asked.file.path, std::move(*content)}, asked.span};
  switch (sniff(plain.file.bytes.view())) {
    case Format::zip:
      return read_zip(plain);
    case Format::npy:
      return read_one(plain);
    case Format::safetensors:
      return read_safetensors(plain);
    case Format::legacy_checkpoint:
      return problem(diag::Code::legacy_checkpoint, plain);
    case Format::pickle:
      return problem(diag::Code::plain_pickle, plain);
    default:
      return not_a("a state_dict (.pt), safetensors, npz or npy file", plain);
  }
}

}  // namespace hyp::model
