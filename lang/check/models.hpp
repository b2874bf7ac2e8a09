// SPDX-License-Identifier: MIT
// Equations to a network: operations and weight names looked up, shapes inferred.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "lang/check/data.hpp"
#include "lang/check/model.hpp"
#include "lang/diag/outcome.hpp"
#include "lang/syntax/ast.hpp"

namespace hyp::check {

/// The value of a numeric `let` by name, where there is one.
using NumberLookup = std::function<std::optional<double>(const syntax::Name&)>;

/// A model with equations, or a definition with its arguments.
struct ModelInstance {
  const syntax::Model* equations = nullptr;
  std::string name;                       ///< "net"
  source::Span span;                      ///< the declaration that made it
  std::map<std::string, double> numbers;  ///< arguments that are numbers
  std::optional<FileReference> weights;   ///< the argument `weights`
};

/// `"path" sha256 "hash"` as an argument, or adds an error: not a text, an empty path, a hash that
/// is not 64 hexadecimal digits.
[[nodiscard]] std::optional<FileReference> file_reference(const syntax::Expr& expr,
                                                          diag::Diagnostics& diagnostics);

/// Builds the network, or adds at least one error: unknown operations and arguments, values used
/// in a circle, every shape mismatch, a value that feeds nothing beside the output, weights without
/// a file. Parameters of a definition that the instance leaves out take their fallbacks.
[[nodiscard]] std::optional<Model> build_model(const ModelInstance& instance,
                                               const NumberLookup& lookup,
                                               diag::Diagnostics& diagnostics);

/// `data name = idx(...) | npy(...) | npz(...) | grid(...) | strokes(...)`, or adds at least one error.
[[nodiscard]] std::optional<DataDeclaration> build_data(const syntax::Data& data,
                                                        const std::string& name,
                                                        const NumberLookup& lookup,
                                                        diag::Diagnostics& diagnostics);

}  // namespace hyp::check
