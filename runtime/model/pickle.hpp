// SPDX-License-Identifier: MIT
// Pickles as torch.save writes them for tensors. A pickle is a program; the few instructions that
// build plain values are followed and nothing is ever called: the names of four constructors are
// known here and stand for values, any other name is an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lang/diag/outcome.hpp"
#include "runtime/model/readers.hpp"

namespace hyp::model {

/// An index into Pickle::values. Values that hold others hold handles, so that no shape of data -
/// deep, shared or circular - can make destruction recurse or memory leak.
using Handle = std::uint32_t;

struct Value {
  enum class Kind {
    none,
    boolean,
    integer,
    real,
    text,
    tuple,
    list,
    dict,
    global,
    storage,
    tensor
  };
  Kind kind = Kind::none;
  std::uint32_t depth = 0;    ///< levels of values in it, as far as known when it was made
  std::int64_t integer = 0;   ///< of a boolean, an integer
  std::string_view text;      ///< of a text; module of a global; record key of a storage
  std::string_view name;      ///< of a global; a storage's type, "FloatStorage"
  std::vector<Handle> items;  ///< of a tuple, a list; key, value, ... of a dict; a tensor's parts
};

/// The parts of a Value of kind tensor: storage, offset in elements, sizes, strides.
struct TensorParts {
  Handle storage, offset, sizes, strides;
};
[[nodiscard]] inline TensorParts parts(const Value& tensor) {
  return {tensor.items[0], tensor.items[1], tensor.items[2], tensor.items[3]};
}

/// All values of a pickle; texts point into its bytes.
struct Pickle {
  std::vector<Value> values;
  Handle root = 0;

  [[nodiscard]] const Value& operator[](Handle handle) const { return values[handle]; }
};

/// The most levels of tuples, lists and dictionaries in one another.
inline constexpr std::uint32_t kDeepestPickle = 64;

/// `asked` is the pickle itself (data.pkl). A tensor's parts are of the right kinds: a storage, an
/// integer, two tuples of integers of one length.
[[nodiscard]] diag::Outcome<Pickle> read_pickle(const Asked& asked);

/// The element type of "FloatStorage"; nothing for types that Array does not have.
[[nodiscard]] std::optional<ElementType> storage_type(std::string_view name);

}  // namespace hyp::model
