// SPDX-License-Identifier: MIT
// The process' streams and signals: the only place of hyp that prints.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "runtime/embed/session.hpp"

namespace hyp::cli {

/// Whether standard output is a terminal.
[[nodiscard]] bool terminal_out();
/// Whether a stream may be coloured: a terminal, and NO_COLOR not set.
[[nodiscard]] bool color_out();
[[nodiscard]] bool color_err();

/// To standard output. False when it cannot be written (a closed pipe, a full disk).
[[nodiscard]] bool print(std::string_view text);
/// To standard error; failure to complain is not complained about.
void complain(std::string_view text);

/// Writes a whole file, or says why not and leaves what was there before.
[[nodiscard]] bool write_file(const std::string& path, std::string_view text, std::string& reason);

/// Draws progress with the time left on a terminal, for work of over a second; stops at Ctrl-C.
class TerminalListener : public embed::Listener {
 public:
  TerminalListener();
  ~TerminalListener() override;
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override;
  bool cancelled() override;
  /// Takes away what is drawn, before something else is printed.
  void clear();

 private:
  std::string stage_;
  std::chrono::steady_clock::time_point started_;
  bool drawn_ = false;
};

}  // namespace hyp::cli
