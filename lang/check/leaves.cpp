// SPDX-License-Identifier: MIT
#include "lang/check/leaves.hpp"

#include <fmt/format.h>

#include "lang/check/call_arguments.hpp"
#include "lang/check/expr_text.hpp"
#include "lang/check/operations.hpp"

namespace hyp::check::equations {

using diag::Code;

std::optional<Shape> leaf_shape(const syntax::Expr& written, const LeafWords& words,
                                const NumberScope& scope, diag::Diagnostics& diagnostics) {
  const auto bad = [&](const syntax::Expr& expr) {
    diagnostics.add({Code::bad_extents,
                     expr.span,
                     {{"what", words.what},
                      {"limit", kLargestArgument},
                      {"seen", seen(expr)},
                      {"example", words.example}}});
  };
  const auto* list = std::get_if<syntax::List>(&written.node);
  if (!list) {
    bad(written);
    return std::nullopt;
  }
  Shape shape;
  for (const auto& item : list->items) {
    const auto number = constant(*item, scope);
    const auto extent = number ? whole(*number) : std::nullopt;
    if (!extent || *extent < 1 || *extent > kLargestArgument) {
      bad(*item);
    } else {
      shape.push_back(*extent);
    }
  }
  if (shape.size() != list->items.size()) return std::nullopt;
  if (fits(shape)) return shape;
  diagnostics.add({Code::value_too_large,
                   written.span,
                   {{"what", words.what}, {"shape", to_string(shape)}, {"limit", kMostElements}}});
  return std::nullopt;
}

std::optional<GivenLeaf> given_leaf(const syntax::Equation& equation, const NumberScope& scope,
                                    diag::Diagnostics& diagnostics) {
  const syntax::Given& given = *equation.given;
  const std::string& name = equation.name.text;
  GivenLeaf leaf{{{}, name, given.array != nullptr}, {}};
  auto file = file_reference(*given.file, diagnostics);
  if (file) leaf.operation.file = std::move(*file);
  if (given.array) leaf.operation.array = std::get<syntax::Text>(given.array->node).value;
  const std::string example =
      fmt::format("{} = given \"{}\" [200]", name,
                  leaf.operation.file.path.empty() ? "file.npz" : leaf.operation.file.path);
  if (!given.shape) {
    diagnostics.add(
        {Code::given_without_shape, equation.name.span, {{"name", name}, {"example", example}}});
    return std::nullopt;
  }
  auto shape = leaf_shape(*given.shape, {fmt::format("`{}`", name), example}, scope, diagnostics);
  if (!file || !shape) return std::nullopt;
  leaf.shape = std::move(*shape);
  return leaf;
}

}  // namespace hyp::check::equations
