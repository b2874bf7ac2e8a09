// SPDX-License-Identifier: MIT
// Where fetched files go. Libraries of hyp have no hands: the host reads and writes for them, as
// source::Loader does for what is only read, so that a host may keep data in any way it likes and a
// test may keep it in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "lang/source/loader.hpp"

namespace hyp::fetch {

/// Why something could not be written; empty when it could.
using Reason = std::string;

/// The beginning of a file that is being fetched. It stays behind when it is destroyed, unless it
/// was finished or removed; nobody else has it meanwhile.
class Part {
 public:
  virtual ~Part() = default;
  [[nodiscard]] virtual std::string path() const = 0;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  [[nodiscard]] virtual Reason append(std::span<const std::byte> bytes) = 0;
  /// Makes it empty again.
  [[nodiscard]] virtual Reason clear() = 0;
  /// What it holds now.
  [[nodiscard]] virtual source::Lookup content() = 0;
  /// Gives it the name of the file, in one step. What had that name is kept under another.
  [[nodiscard]] virtual Reason finish() = 0;
  virtual void remove() = 0;
};

class Folder {
 public:
  virtual ~Folder() = default;
  /// Where a file of the catalogue lies, or would.
  [[nodiscard]] virtual std::string target(const std::string& name) const = 0;
  /// What a run would find: the file without `.gz` first.
  [[nodiscard]] virtual source::Lookup find(const std::string& name) = 0;
  /// The part of a file. Waits for another process that has it, asking `go_on` now and then; null
  /// when that says no.
  using Opened = std::variant<std::unique_ptr<Part>, Reason>;
  [[nodiscard]] virtual Opened open(const std::string& name,
                                    const std::function<bool()>& go_on) = 0;
};

}  // namespace hyp::fetch
