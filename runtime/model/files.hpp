// SPDX-License-Identifier: MIT
// From the name of a file in a declaration to its content, found and verified.
#pragma once

#include <string>

#include "lang/check/data.hpp"
#include "runtime/model/dataset.hpp"
#include "runtime/model/readers.hpp"

namespace hyp::model {

/// The file under its name, or under its name with `.gz`. Else an error that lists where it was
/// looked for.
[[nodiscard]] diag::Outcome<Asked> find_file(const check::FileReference& reference,
                                             source::Loader& loader, const std::string& referrer);

/// A file with its content unpacked, and what it is for the record.
struct Content {
  Asked asked;  ///< the path as found, the bytes unpacked
  SourceFile file;
};

/// Finds a file, unpacks it by `unpack` and compares its hash with the pinned one.
[[nodiscard]] diag::Outcome<Content> open_file(
    const check::FileReference& reference, source::Loader& loader, const std::string& referrer,
    diag::Outcome<source::Bytes> (*unpack)(const Asked&));

/// decompress() up to kLargestUnpacked.
[[nodiscard]] diag::Outcome<source::Bytes> unpack_any(const Asked& asked);

}  // namespace hyp::model
