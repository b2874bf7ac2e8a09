// SPDX-License-Identifier: MIT
// A folder of this machine as the place of fetched files.
#pragma once

#include <string>
#include <vector>

#include "runtime/fetch/folder.hpp"

namespace hyp::cli {

/// Parts lie beside their files as `NAME.part`, locked while a process writes to them. A wrong file
/// that stands in the way of the right one is kept as `NAME.wrong`.
class DataFolder final : public fetch::Folder {
 public:
  /// Puts files into `folder`; finds them there, and in `also` before that.
  explicit DataFolder(std::string folder, std::vector<std::string> also = {});

  [[nodiscard]] std::string target(const std::string& name) const override;
  [[nodiscard]] source::Lookup find(const std::string& name) override;
  [[nodiscard]] Opened open(const std::string& name, const std::function<bool()>& go_on) override;

 private:
  std::string folder_;
  std::vector<std::string> places_;
};

/// The first of the folders that has the file, without `.gz` or else with it, as a run finds it.
[[nodiscard]] source::Lookup find_data(const std::vector<std::string>& folders,
                                       const std::string& name);

}  // namespace hyp::cli
