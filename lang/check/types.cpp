// SPDX-License-Identifier: MIT
#include "lang/check/expr.hpp"

namespace hyp::check {

std::string describe(const Type& type) {
  if (type.element == Type::Element::part) return "a partition";
  if (type.element == Type::Element::boolean) {
    return type.per_example ? "a region" : "a condition";
  }
  if (type.percent) return "a percentage";
  if (type.tensor) return type.per_example ? "a tensor per example" : "a constant tensor";
  if (type.per_example) return type.integer ? "a whole number per example" : "a score";
  return "a number";
}

}  // namespace hyp::check
