// SPDX-License-Identifier: MIT
// A claim as text, with data and weights made in memory: everything a test of the oracle (or of the
// engine against it) needs, without a file.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lang/source/source_map.hpp"
#include "tests/oracle/world.hpp"

namespace hyp::oracle {

/// Inputs [rows, width] as float32 and integer columns.
[[nodiscard]] model::Dataset table(
    const std::string& name, const std::vector<std::vector<double>>& inputs,
    const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& columns = {});

struct Axis {
  std::string name;
  std::int64_t first, last;
};
/// What `data name = grid(...)` declares: the last axis fastest, a column for each axis.
[[nodiscard]] model::Dataset grid(const std::string& name, const std::vector<Axis>& axes);

/// The checked text; `given` has the activations of given sites by name. Throws with the rendered
/// errors where it has any.
class Setting {
 public:
  Setting(const std::string& text, std::vector<model::Dataset> datasets,
          std::map<std::string, model::Weight> weights = {},
          const std::map<std::string, model::Activations>& given = {});
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

  [[nodiscard]] const check::Program& program() const { return program_; }
  /// The networks in the order of the text.
  [[nodiscard]] const std::vector<model::Network>& networks() const { return networks_; }
  [[nodiscard]] check::DataId data(const std::string& name) const;
  /// A hypothesis (the first where none is named) on data (the first where none is named).
  [[nodiscard]] World world(const std::string& hypothesis = "", const std::string& references = "",
                            const std::string& donors = "") const;

 private:
  source::SourceMap sources_;
  check::Program program_;
  std::vector<model::Dataset> datasets_;
  std::vector<model::Network> networks_;  // by ModelId
};

}  // namespace hyp::oracle
