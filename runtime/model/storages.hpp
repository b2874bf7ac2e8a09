// SPDX-License-Identifier: MIT
// From tensors of a pickle to arrays: finds the records of their storages, minds sizes and strides.
#pragma once

#include <map>
#include <string>

#include "runtime/model/pickle.hpp"
#include "runtime/model/zip.hpp"

namespace hyp::model {

class Storages {
 public:
  /// `prefix` is the archive's folder, "mnist_model/". Both must outlive this.
  Storages(const Archive& archive, std::string prefix)
      : archive_(archive), prefix_(std::move(prefix)) {}

  /// The array of a tensor; without a copy where it lies row-major in its storage. `name` is for
  /// errors.
  [[nodiscard]] diag::Outcome<Array> read(const Pickle& pickle, Handle tensor,
                                          const std::string& name);

 private:
  [[nodiscard]] diag::Outcome<source::Bytes> record(std::string_view key, const std::string& name);

  const Archive& archive_;
  std::string prefix_;
  std::map<std::string, source::Bytes, std::less<>> records_;
  std::uint64_t copied_ = 0;
};

}  // namespace hyp::model
