// SPDX-License-Identifier: MIT
// Zip archives as torch.save and numpy.savez write them, and no others that could be a trap.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "runtime/model/readers.hpp"

namespace hyp::model {

/// The directory of an archive. Stored and deflated entries, zip64, and bytes before the archive
/// are read; encrypted, overlapping and doubly named entries and several disks are errors.
class Archive {
 public:
  struct Entry {
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packed = 0;  ///< bytes in the archive
    std::uint64_t size = 0;    ///< bytes of the content
    std::uint64_t header = 0;  ///< where its local header begins in the file
  };

  [[nodiscard]] static diag::Outcome<Archive> open(const Asked& asked);

  /// In the order of the directory.
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] const Entry* find(std::string_view name) const;
  /// The content, its checksum verified; without a copy where it is stored plainly.
  [[nodiscard]] diag::Outcome<source::Bytes> read(const Entry& entry) const;
  [[nodiscard]] const Asked& asked() const { return asked_; }

 private:
  explicit Archive(Asked asked) : asked_(std::move(asked)) {}

  Asked asked_;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t, std::less<>> index_;
};

}  // namespace hyp::model
