// SPDX-License-Identifier: MIT
// A file and what it imports, looked at for changes: by content, for editors replace files, and
// save them unchanged.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "runtime/embed/file_loader.hpp"

namespace hyp::cli {

class WatchedFiles : public source::Loader {
 public:
  WatchedFiles(std::string file, embed::SearchPath search)
      : file_(std::move(file)), inner_(std::move(search)) {}

  /// The file's text now, for a new look at it; what was imported before is forgotten.
  [[nodiscard]] std::optional<std::string> begin();
  /// Whether the file, or one that was imported or looked for since, is not what it was.
  [[nodiscard]] bool changed() const;

  source::Lookup import(std::string_view name, std::string_view importer) override;
  source::Lookup data(std::string_view name, std::string_view referrer) override {
    return inner_.data(name, referrer);
  }

 private:
  using Text = std::optional<std::string>;  // empty where there is no such file
  static Text read(const std::string& path);

  std::string file_;
  embed::FileLoader inner_;
  std::map<std::string, Text> seen_;
};

}  // namespace hyp::cli
