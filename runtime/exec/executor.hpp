// SPDX-License-Identifier: MIT
// The one door to LibTorch, without LibTorch: run a network on rows of data, with parts of it
// overwritten on the way. A test can put a fake behind it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lang/check/ids.hpp"
#include "lang/diag/outcome.hpp"
#include "runtime/model/activations.hpp"
#include "runtime/model/dataset.hpp"
#include "runtime/model/network.hpp"
#include "runtime/score/basis.hpp"

namespace hyp::exec {

using check::SiteId;

using model::Activations;

/// Values of the untouched network, known beforehand: row r of the *data set* lies in row r of
/// `values`. They save work and never change a result: one that lies downstream of an override is
/// not used.
struct Known {
  SiteId site;
  const Activations* values;
};

/// Elements of a site that are overwritten before anything reads them. `values` holds one number
/// per element, or one row of such numbers per pass row. Of several for one element the last wins.
///
/// With a basis Q the site's part along it is replaced instead: a <- a + Q^T Q (v - a), computed in
/// binary64 from the value `a` that the overrides before it left. `values` then holds the whole
/// site v (of one row, or a row per pass row), and `elements` is empty.
struct Override {
  SiteId site;
  std::vector<std::int64_t> elements;  ///< flat indices into the site's value
  std::variant<std::vector<float>, Activations> values;
  const score::Basis* along = nullptr;
};

/// One forward pass over many rows. What `read` needs is computed from the nearest known values.
struct Forward {
  const model::Dataset* data = nullptr;
  std::vector<std::uint32_t> rows;  ///< the data row of each pass row; empty: every row in order
  std::vector<Known> known;
  std::vector<Override> overrides;
  std::vector<SiteId> read;
};

/// Told how far a long computation is; may ask it to stop. Called on the thread that asked for the
/// computation, at most 20 times a second and once at the end.
class Listener {
 public:
  virtual ~Listener() = default;
  /// `done` of `total` rows; `stage` is the name of the model.
  virtual void progress(std::string_view stage, std::int64_t done, std::int64_t total) = 0;
  virtual bool cancelled() { return false; }
};

struct Options {
  int threads = 0;  ///< 0: as many as the machine has processors
};

/// What computed the numbers, for provenance.
struct Backend {
  std::string name;     ///< "LibTorch"
  std::string version;  ///< "1.13.0"
  std::string blas;     ///< what multiplies matrices: "oneDNN 2.6.3", or the path of libblas
  int threads = 1;
  std::int64_t batch = 1;  ///< rows computed at once; follows from network and machine
};

class Executor {
 public:
  virtual ~Executor() = default;
  /// The sites of `forward.read`, one row per pass row. The bits of a row depend on neither
  /// threads nor the other rows. Cancelled: error `interrupted`. A NaN or infinity in what was read
  /// is an error that names the row and the site.
  virtual diag::Outcome<std::vector<Activations>> forward(const Forward& forward,
                                                          Listener& listener) = 0;
  [[nodiscard]] virtual Backend backend() const = 0;
};

/// Loads LibTorch on first use (0.4 s). `network` must outlive the executor.
[[nodiscard]] diag::Outcome<std::unique_ptr<Executor>> open_executor(const model::Network& network,
                                                                     const Options& options);

}  // namespace hyp::exec
