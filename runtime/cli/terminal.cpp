// SPDX-License-Identifier: MIT
#include "runtime/cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace hyp::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

// The second Ctrl-C ends the process at once.
void on_interrupt(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

bool color(int stream) {
  const char* no_color = std::getenv("NO_COLOR");
  return ::isatty(stream) && !(no_color && *no_color);
}

bool write_all(std::FILE* stream, std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stream) == text.size() &&
         std::fflush(stream) == 0;
}

}  // namespace

bool terminal_out() {
  return ::isatty(STDOUT_FILENO) != 0;
}
bool color_out() {
  return color(STDOUT_FILENO);
}
bool color_err() {
  return color(STDERR_FILENO);
}

bool print(std::string_view text) {
  return write_all(stdout, text);
}

void complain(std::string_view text) {
  (void)write_all(stderr, text);
}

bool write_file(const std::string& path, std::string_view text, std::string& reason) {
  // Beside the target first, so that a full disk never costs the result of an earlier run.
  const std::string temporary = path + ".part";
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  bool done = file && write_all(file, text);
  int error = errno;
  if (file && std::fclose(file) != 0 && done) {
    done = false;
    error = errno;
  }
  if (done && std::rename(temporary.c_str(), path.c_str()) != 0) {
    done = false;
    error = errno;
  }
  if (!done) {
    reason = std::strerror(error);
    if (file) std::remove(temporary.c_str());
  }
  return done;
}

TerminalListener::TerminalListener() : started_(std::chrono::steady_clock::now()) {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

TerminalListener::~TerminalListener() {
  clear();
}

bool TerminalListener::cancelled() {
  return interrupted != 0;
}

void TerminalListener::clear() {
  if (drawn_) complain("\r\033[K");
  drawn_ = false;
}

void TerminalListener::progress(std::string_view stage, std::int64_t done, std::int64_t total) {
  using Seconds = std::chrono::duration<double>;
  const auto now = std::chrono::steady_clock::now();
  if (stage != stage_) {
    stage_ = stage;
    started_ = now;
  }
  const double seconds = Seconds(now - started_).count();
  if (done >= total || total <= 0) return clear();
  constexpr double kPatience = 1.0;
  if (!::isatty(STDERR_FILENO) || seconds < kPatience || done == 0) return;
  const double share = static_cast<double>(done) / static_cast<double>(total);
  constexpr int kWidth = 24;
  const auto filled = static_cast<std::size_t>(share * kWidth);
  complain(fmt::format("\r\033[K{} [{:<{}}] {:3.0f} %, {:.0f} s left", stage,
                       std::string(filled, '='), kWidth, share * 100,
                       seconds / share * (1 - share)));
  drawn_ = true;
}

}  // namespace hyp::cli
