// SPDX-License-Identifier: MIT
// A picture in characters, small enough to glance at.
#pragma once

#include <string>
#include <vector>

#include "lang/check/model.hpp"

namespace hyp::report {

/// Of an input [rows, columns], perhaps with leading axes of extent 1: a line for two rows of it,
/// from its lowest number (a space) to its highest (`@`); trailing spaces are cut. No lines where
/// it is no picture of at most 32 columns and 64 rows.
[[nodiscard]] std::vector<std::string> thumbnail(const check::Shape& shape,
                                                 const std::vector<double>& input);

}  // namespace hyp::report
