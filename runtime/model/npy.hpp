// SPDX-License-Identifier: MIT
// NumPy's npy: magic, version, a Python dictionary that says what the elements are, the elements.
#pragma once

#include "lang/diag/outcome.hpp"
#include "runtime/model/readers.hpp"

namespace hyp::model {

/// Versions 1 to 3; big-endian elements are turned, Fortran order is transposed.
[[nodiscard]] diag::Outcome<Array> read_npy(const Asked& asked);

/// What the header says before any element is touched. `descr` is NumPy's word for the element
/// type, such as `<f4`; "a structure" where it is a list.
struct NpyHeader {
  std::string descr;
  bool fortran_order = false;
  Shape shape;
  std::size_t begin = 0;  ///< of the elements in the file
};
[[nodiscard]] diag::Outcome<NpyHeader> read_npy_header(const Asked& asked);

/// Whether hyp reads elements of this `descr`.
[[nodiscard]] bool npy_type_known(std::string_view descr);

}  // namespace hyp::model
