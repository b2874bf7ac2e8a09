// SPDX-License-Identifier: MIT
// What an expression is evaluated for, row by row: an expression means nothing without it.
#pragma once

#include <compare>

#include "lang/check/ids.hpp"

namespace hyp::score {

/// Nothing varies; or a row is an example of `data`; or a row is a unit of `site`, whose statistics
/// are over the examples of `data` (the `where` of a group).
struct Domain {
  enum class Kind { constant, examples, units };
  Kind kind = Kind::constant;
  check::DataId data = {};
  check::ModelId model = {};
  check::SiteId site = {};

  auto operator<=>(const Domain&) const = default;

  static Domain examples(check::DataId data) { return {Kind::examples, data, {}, {}}; }
  static Domain units(check::DataId data, check::ModelId model, check::SiteId site) {
    return {Kind::units, data, model, site};
  }
};

}  // namespace hyp::score
