// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "lang/format/format.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"
#include "runtime/cli/unified_diff.hpp"

namespace hyp::cli {
namespace {

namespace fs = std::filesystem;

// Through links, with the permissions that it has.
ExitCode replace(const std::string& file, const std::string& text) {
  std::error_code error;
  const auto target = fs::canonical(file, error);
  std::string reason = error.message();
  bool done = false;
  if (!error && ::access(target.c_str(), W_OK) != 0) {
    reason = std::strerror(errno);
  } else if (!error) {
    const auto permissions = fs::status(target, error).permissions();
    done = write_file(target.string(), text, reason);
    if (done && !error) fs::permissions(target, permissions, error);
  }
  if (done) return ExitCode::ok;
  complain(fmt::format("hyp: cannot write `{}`: {}\n", file, reason));
  return ExitCode::cannot_write;
}

ExitCode lay_out(const std::string& file, const FmtArgs& args) {
  auto source = read_source(file);
  if (!source) return ExitCode::missing_input;
  const auto before = *source;
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(shown_name(file), std::move(*source)));
  show(parsed.diagnostics, sources);
  const auto code = exit_code(parsed.diagnostics);
  if (code != ExitCode::ok) return code;
  const auto after = format::format(*parsed, sources);
  const bool differs = before != after;
  const auto done = args.check && differs ? ExitCode::refuted : ExitCode::ok;
  if (args.diff) return write_out(unified_diff(shown_name(file), before, after), done);
  if (!args.check && file == "-") return write_out(after, done);
  if (!differs) return done;
  const auto written = args.check ? ExitCode::ok : replace(file, after);
  return written == ExitCode::ok ? write_out(shown_name(file) + "\n", done) : written;
}

}  // namespace

ExitCode fmt_command(const FmtArgs& args) {
  ExitCode worst = ExitCode::ok;
  for (const auto& file : args.files) {
    const auto code = lay_out(file, args);
    if (worst == ExitCode::ok || (worst == ExitCode::refuted && code != ExitCode::ok)) worst = code;
  }
  return worst;
}

}  // namespace hyp::cli
