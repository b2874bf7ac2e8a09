// SPDX-License-Identifier: MIT
// Who stands in for whom.
#pragma once

#include <string>
#include <vector>

#include "runtime/report/table.hpp"
#include "runtime/stats/results.hpp"

namespace hyp::report {

/// One mode's nodes and others. A node is called by its stream's last name where that is enough.
class Donors {
 public:
  explicit Donors(const std::vector<stats::NodeDonors>& donors);

  /// "sees_one (48 units of net.neurons): within 1% of likeness", one a node.
  [[nodiscard]] std::vector<std::string> rules() const;
  /// How many may stand in: a row a node where no sweep changes it, else a row a sweep point.
  [[nodiscard]] Table sizes() const;

 private:
  struct Node {
    std::string name;
    std::vector<const stats::NodeDonors*> points;  ///< one where no sweep changes it
  };
  std::vector<Node> nodes_;
};

}  // namespace hyp::report
