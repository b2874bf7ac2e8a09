// SPDX-License-Identifier: MIT
// The host's hands: no library of hyp opens a file except through this interface.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hyp::source {

/// Bytes that stay alive as long as any copy does: a mapped file, or memory.
class Bytes {
 public:
  Bytes() = default;
  Bytes(std::span<const std::byte> view, std::shared_ptr<const void> owner)
      : view_(view), owner_(std::move(owner)) {}
  /// Takes over a string's memory.
  static Bytes own(std::string text);

  [[nodiscard]] std::span<const std::byte> view() const { return view_; }
  [[nodiscard]] std::string_view text() const {
    return {reinterpret_cast<const char*>(view_.data()), view_.size()};
  }
  [[nodiscard]] std::size_t size() const { return view_.size(); }

 private:
  std::span<const std::byte> view_;
  std::shared_ptr<const void> owner_;
};

/// A file that was found: its bytes, and the name under which errors and provenance show it.
struct Found {
  std::string path;
  Bytes bytes;
};

/// Why a file could not be had.
struct NotFound {
  std::vector<std::string> searched;  ///< every path tried, in order
  std::string reason;  ///< empty when it is simply absent, else e.g. "permission denied"
  std::string similar = {};  ///< a file there whose name is nearly this one; empty when none is
  std::string fetch = {};    ///< the data set it belongs to, of those that the host can fetch
};

using Lookup = std::variant<Found, NotFound>;

class Loader {
 public:
  virtual ~Loader() = default;
  /// The text of `import "name"` written in the file shown as `importer`.
  virtual Lookup import(std::string_view name, std::string_view importer) = 0;
  /// A data or weights file named in the file shown as `referrer`.
  virtual Lookup data(std::string_view name, std::string_view referrer) = 0;
};

}  // namespace hyp::source
