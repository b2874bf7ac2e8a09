// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include "lang/diag/render.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"

namespace hyp::cli {
namespace {

std::optional<std::string> read_stdin() {
  std::string text;
  char buffer[65536];
  for (;;) {
    const auto got = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0) return std::nullopt;
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string shown_name(const std::string& file) {
  return file == "-" ? "<stdin>" : file;
}

std::optional<std::string> read_source(const std::string& file) {
  if (file == "-") {
    auto text = read_stdin();
    if (!text) complain("hyp: cannot read standard input\n");
    return text;
  }
  const auto lookup = embed::read_file(file);
  if (const auto* found = std::get_if<source::Found>(&lookup)) {
    return std::string(found->bytes.text());
  }
  const auto& why = std::get<source::NotFound>(lookup);
  complain(why.reason.empty() ? fmt::format("hyp: there is no file `{}`\n", file)
                              : fmt::format("hyp: cannot read `{}`: {}\n", file, why.reason));
  return std::nullopt;
}

std::string command_line(const std::vector<std::string>& words) {
  std::string line = "hyp";
  for (const auto& word : words) {
    const bool plain =
        !word.empty() &&
        word.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=%,:+@") ==
            std::string::npos;
    line += ' ';
    if (plain) {
      line += word;
      continue;
    }
    line += '\'';
    for (const char c : word) line += c == '\'' ? std::string("'\\''") : std::string(1, c);
    line += '\'';
  }
  return line;
}

void show(const std::vector<diag::Diagnostic>& diagnostics, const source::SourceMap& sources) {
  complain(diag::render_text(diagnostics, sources, color_err()));
}

void advise(const std::vector<diag::Diagnostic>& diagnostics) {
  for (const auto severity : {diag::Severity::error, diag::Severity::warning}) {
    for (const auto& diagnostic : diagnostics) {
      if (diagnostic.severity() != severity) continue;
      return complain(fmt::format("\nfor more on {}, type `hyp explain {}`\n",
                                  severity == diag::Severity::error ? "an error" : "a warning",
                                  diag::info(diagnostic.code).id));
    }
  }
}

ExitCode stop(const std::vector<diag::Diagnostic>& diagnostics) {
  advise(diagnostics);
  return exit_code(diagnostics);
}

ExitCode write_json(const std::string& target, const std::string& json, ExitCode done) {
  if (target == "-") return write_out(json, done);
  std::string reason;
  if (write_file(target, json, reason)) return done;
  complain(fmt::format("hyp: cannot write `{}`: {}\n", target, reason));
  return ExitCode::cannot_write;
}

ExitCode write_out(const std::string& text, ExitCode done) {
  if (print(text)) return done;
  complain("hyp: cannot write to standard output\n");
  return ExitCode::cannot_write;
}

}  // namespace hyp::cli
