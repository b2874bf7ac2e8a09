// SPDX-License-Identifier: MIT
// A combination gives every claimed element a donor, and one to what nobody claims. Elements that
// two claims draw for alike are one cell: claim A allows what claim B allows where at each cell
// B's donors are among A's, and A forces no two cells to one donor that B draws apart.
// Private to runtime/embed.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "runtime/embed/diff_combinations.hpp"

namespace hyp::embed {

using Draws = std::array<std::uint32_t, 2>;  ///< the first's, the second's

/// What both draw for by these draws.
struct Cell {
  Draws draws;
  std::array<std::optional<std::uint32_t>, 2> visits;  ///< of nodes that read others
  std::array<std::string, 2> at;                       ///< a node of each, or "all else"
};

/// Two visits, the first's and the second's.
class Cells {
 public:
  explicit Cells(const Compared& compared)
      : compared_(compared), model_(compared.tests[0]->model) {}

  /// Why they have no common cells; empty where they have.
  [[nodiscard]] std::string not_comparable(std::uint32_t first, std::uint32_t second) const;
  /// Each pair of draws once.
  [[nodiscard]] std::vector<Cell> of(std::uint32_t first, std::uint32_t second) const;

 private:
  [[nodiscard]] const plan::Visit& visit(std::size_t side, std::uint32_t index) const {
    return compared_.scrubs[side]->tree.visits[index];
  }
  [[nodiscard]] const std::string& node_name(std::size_t side, check::NodeId node) const {
    return compared_.tests[side]->hypothesis.nodes[node.index].name;
  }
  [[nodiscard]] bool downstream(check::SiteId from, check::SiteId to) const {
    return check::downstream_of(model_, from)[to.index];
  }
  [[nodiscard]] std::string deeper(std::uint32_t first, std::uint32_t second) const;
  [[nodiscard]] bool rest(std::size_t side, check::NodeId reader) const;

  const Compared& compared_;
  const check::Model& model_;
};

}  // namespace hyp::embed
