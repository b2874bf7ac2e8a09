// SPDX-License-Identifier: MIT
// The open table of what an equation can compute. A new operation is a row here, an alternative of
// check::Operation, and a case in each executor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/check/call_arguments.hpp"
#include "lang/check/model.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::check::equations {

/// A value that feeds an operation.
struct Operand {
  std::string text;   ///< as the user wrote it, for messages
  source::Span span;  ///< where it is used
  Shape shape;
  std::optional<source::Span> defined;  ///< its equation, where it is named
};

/// A call whose arguments were understood.
struct Context {
  const Signature& signature;
  const Operand& x;
  const Arguments& arguments;
  diag::Diagnostics& diagnostics;
};

struct Built {
  Operation operation;
  Shape shape;
};

struct OperationRow {
  Signature signature;
  bool weighted = false;
  /// The operation and the shape of what it yields, or an error added.
  std::optional<Built> (*build)(const Context&);
};

[[nodiscard]] const std::vector<OperationRow>& all_operations();
[[nodiscard]] const OperationRow* find_operation(std::string_view name);

/// Elements that one example's value or one weight tensor may have.
constexpr std::int64_t kMostElements = std::int64_t{1} << 31;
/// Whether a value of this shape is within the limit, computed without overflow.
[[nodiscard]] bool fits(const Shape& shape);

/// "a single number", or the shape.
[[nodiscard]] std::string shape_text(const Shape& shape);

/// Adds that the operand is not `wanted`; `example` is what to write instead, empty for no advice.
void wrong_shape(const Context& context, std::string_view wanted, std::string example = {});
/// Adds that `what` has too many elements.
void too_large(const Context& context, std::string_view what, const Shape& shape);

// The rows' own functions, by family.
[[nodiscard]] std::optional<Built> build_conv2d(const Context& context);
[[nodiscard]] std::optional<Built> build_max_pool(const Context& context);
[[nodiscard]] std::optional<Built> build_average_pool(const Context& context);
[[nodiscard]] std::optional<Built> build_linear(const Context& context);
[[nodiscard]] std::optional<Built> build_batch_norm(const Context& context);
[[nodiscard]] std::optional<Built> build_softmax(const Context& context);
[[nodiscard]] std::optional<Built> build_argmax(const Context& context);

}  // namespace hyp::check::equations
