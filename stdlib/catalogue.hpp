// SPDX-License-Identifier: MIT
// The data that the standard library is about and hyp does not carry: what it is, by the hash of
// its content, and where the public keeps it. `hyp data` reads this table, and so does the error
// for a file that is missing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hyp::stdlib {

/// Size and hash are of the content, decompressed: gzip files of one content differ.
struct DataFile {
  std::string path;  ///< below a data folder: "mnist/train-images-idx3-ubyte.gz"
  std::uint64_t size;
  std::string sha256;  ///< lower-case hex

  /// What a mirror keeps it under: "train-images-idx3-ubyte.gz".
  [[nodiscard]] std::string_view name() const;
  /// The path without `.gz`, as declarations write it.
  [[nodiscard]] std::string_view plain_path() const;
};

struct DataSet {
  std::string name;   ///< what `hyp data fetch` is told
  std::string about;  ///< one line
  std::string licence;
  std::vector<DataFile> files;
  std::vector<std::string> mirrors;  ///< folders; a file's own name is appended
};

[[nodiscard]] const std::vector<DataSet>& catalogue();

/// Null where the catalogue has none of that name.
[[nodiscard]] const DataSet* find_data_set(std::string_view name);

/// The data set that a path in a declaration belongs to, with `.gz` or without; null for any other.
[[nodiscard]] const DataSet* data_set_of(std::string_view path);

}  // namespace hyp::stdlib
