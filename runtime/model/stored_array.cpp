// SPDX-License-Identifier: MIT
#include "runtime/model/stored_array.hpp"

#include "runtime/model/files.hpp"
#include "runtime/model/npy.hpp"

namespace hyp::model {

diag::Outcome<StoredArray> load_array(const check::FileReference& reference, source::Loader& loader,
                                      const std::string& referrer) {
  auto content = open_file(reference, loader, referrer, unpack_any);
  if (!content) return std::move(content.diagnostics);
  auto array = read_npy(content->asked);
  if (!array) return std::move(array.diagnostics);
  return StoredArray{std::move(*array), std::move(content->file)};
}

}  // namespace hyp::model
