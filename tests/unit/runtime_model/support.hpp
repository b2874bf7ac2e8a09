// SPDX-License-Identifier: MIT
// Builds small files byte by byte, so that every test says what is in them, and hosts without
// disks.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "runtime/model/readers.hpp"

namespace hyp::test {

using namespace std::string_view_literals;

/// The bytes of a number, low bytes first.
template <typename T>
std::string little(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}
template <typename T>
std::string little_all(const std::vector<T>& values) {
  std::string out;
  for (const T value : values) out += little(value);
  return out;
}

/// A file under the name "file".
[[nodiscard]] model::Asked asked(std::string content);

/// "E0801: message" of each diagnostic, then "  note: ..." and "  help: ..." lines.
[[nodiscard]] std::string said(const std::vector<diag::Diagnostic>& diagnostics);

[[nodiscard]] std::string gzip(std::string_view content);

/// One file of a zip archive; what is set apart lies about itself.
struct ZipEntry {
  std::string name;
  std::string content;
  bool deflate = false;
  std::uint16_t flags = 0;
  std::uint32_t crc_error = 0;  ///< added to the right checksum
};
[[nodiscard]] std::string zip(const std::vector<ZipEntry>& entries);
/// With a zip64 end, sizes in the extra field, and 32-bit fields that say to look there.
[[nodiscard]] std::string zip64(const std::vector<ZipEntry>& entries);

/// `header` is the Python dictionary.
[[nodiscard]] std::string npy(std::string_view header, std::string_view elements, char version = 1);
[[nodiscard]] std::string idx(char type, const std::vector<std::uint32_t>& shape,
                              std::string_view elements);
[[nodiscard]] std::string safetensors(std::string_view header, std::string_view numbers);

/// Pieces of pickles.
namespace pickle {
[[nodiscard]] std::string text(std::string_view text);
[[nodiscard]] std::string integer(std::int32_t value);
[[nodiscard]] std::string tuple(const std::vector<std::int32_t>& values);
/// A float32 tensor of the record "data/KEY".
[[nodiscard]] std::string tensor(std::string_view key, const std::vector<std::int32_t>& sizes,
                                 const std::vector<std::int32_t>& strides, std::int32_t offset = 0,
                                 std::string_view type = "FloatStorage",
                                 std::string_view device = "cpu");
/// {key: value, ...} of pairs of pieces, as an OrderedDict.
[[nodiscard]] std::string dict(const std::vector<std::pair<std::string, std::string>>& items);
/// A whole pickle, protocol 2.
[[nodiscard]] std::string whole(std::string_view root);
}  // namespace pickle

/// A checkpoint: archive folder "net", one pickle, records of data, version 3.
[[nodiscard]] std::string checkpoint(std::string_view root,
                                     const std::map<std::string, std::string>& records,
                                     std::vector<ZipEntry> more = {{"net/version", "3\n"}});

using Files = std::map<std::string, std::string>;

/// Files by name; a content of "!reason" is a file that cannot be read.
class MapLoader : public source::Loader {
 public:
  explicit MapLoader(Files files) : files_(std::move(files)) {}
  source::Lookup import(std::string_view name, std::string_view importer) override;
  source::Lookup data(std::string_view name, std::string_view referrer) override;

 private:
  Files files_;
};

}  // namespace hyp::test
