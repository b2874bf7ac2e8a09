// SPDX-License-Identifier: MIT
// The loader most hosts want: files of this machine, searched as docs say. A host with files
// elsewhere brings its own source::Loader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/source/loader.hpp"

namespace hyp::embed {

/// Where to look, in order.
struct SearchPath {
  std::vector<std::string> data;     ///< `--data` folders, $HYP_DATA; then beside the file and the
                                     ///< user's data folder
  std::vector<std::string> imports;  ///< `-I` folders, $HYP_PATH; before them beside the file,
                                     ///< after them the library inside the binary
  std::string user_data;             ///< "~/.local/share/hyp"; empty when there is none
};

class FileLoader : public source::Loader {
 public:
  explicit FileLoader(SearchPath path) : path_(std::move(path)) {}

  source::Lookup import(std::string_view name, std::string_view importer) override;
  source::Lookup data(std::string_view name, std::string_view referrer) override;

 private:
  SearchPath path_;
};

/// The whole of one regular file, mapped; or why not.
[[nodiscard]] source::Lookup read_file(const std::string& path);

}  // namespace hyp::embed
