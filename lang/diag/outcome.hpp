// SPDX-License-Identifier: MIT
// What every entry function returns: a value, and everything there was to say on the way.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "lang/diag/diagnostic.hpp"

namespace hyp::diag {

/// Collects diagnostics in the order in which they are found.
class Diagnostics {
 public:
  void add(Diagnostic diagnostic) { all_.push_back(std::move(diagnostic)); }
  void add(std::vector<Diagnostic> more) {
    std::move(more.begin(), more.end(), std::back_inserter(all_));
  }
  [[nodiscard]] bool has_errors() const {
    return std::any_of(all_.begin(), all_.end(),
                       [](const Diagnostic& d) { return d.severity() == Severity::error; });
  }
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return all_; }
  [[nodiscard]] std::vector<Diagnostic> take() { return std::move(all_); }

 private:
  std::vector<Diagnostic> all_;
};

/// A value, absent exactly when an error stopped it, with all errors and warnings.
template <typename T>
struct Outcome {
  std::optional<T> value;
  std::vector<Diagnostic> diagnostics = {};

  Outcome(T v, std::vector<Diagnostic> d = {}) : value(std::move(v)), diagnostics(std::move(d)) {}
  Outcome(Diagnostic error) { diagnostics.push_back(std::move(error)); }
  Outcome(std::vector<Diagnostic> errors) : diagnostics(std::move(errors)) {}

  explicit operator bool() const { return value.has_value(); }
  T& operator*() & { return *value; }
  const T& operator*() const& { return *value; }
  T&& operator*() && { return std::move(*value); }
  T* operator->() { return &*value; }
  const T* operator->() const { return &*value; }
};

}  // namespace hyp::diag
