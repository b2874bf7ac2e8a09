// SPDX-License-Identifier: MIT
// The pieces of checking declarations. Private to lang/check.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/check/context.hpp"

namespace hyp::check {

using MaybeIndex = std::optional<std::uint32_t>;

/// Adds a row to a table of the program; its index.
template <typename T>
std::uint32_t keep(std::vector<T>& table, T row) {
  table.push_back(std::move(row));
  return static_cast<std::uint32_t>(table.size() - 1);
}

/// The name under which results show a declaration: `mnist.train` where it was imported.
[[nodiscard]] std::string full_name(const Context& context, const Symbol& symbol);
/// Numbers of lets, for building models and data; what is looked up becomes fixed.
[[nodiscard]] NumberLookup number_lookup(Context& context, std::uint32_t module);

MaybeIndex check_model(Context& context, const Symbol& symbol, const syntax::Model& model);

}  // namespace hyp::check
