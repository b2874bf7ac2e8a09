// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "lang/diag/render.hpp"
#include "lang/format/format.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"
#include "runtime/cli/unified_diff.hpp"

namespace hyp::cli {
namespace {

namespace fs = std::filesystem;

// At the first line that is laid out otherwise.
std::string annotation(const std::string& file, std::string_view before, std::string_view after) {
  const auto end = std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first;
  const auto line = static_cast<std::uint32_t>(1 + std::count(before.begin(), end, '\n'));
  return diag::github_line("error", diag::Rendered::Place{file, line, 1, line, 1}, "hyp fmt",
                           "laid out otherwise from here: type `hyp fmt " + file + "`");
}

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

ExitCode lay_out(const std::string& file, const FmtArgs& args,
                 std::vector<diag::Diagnostic>& found) {
  auto source = read_source(file);
  if (!source) return ExitCode::missing_input;
  const auto before = *source;
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(shown_name(file), std::move(*source)));
  show(parsed.diagnostics, sources);
  found.insert(found.end(), parsed.diagnostics.begin(), parsed.diagnostics.end());
  const bool annotates = args.format == Format::github;
  const auto code = exit_code(parsed.diagnostics);
  if (code != ExitCode::ok) {
    return annotates ? write_out(diag::render_github(parsed.diagnostics, sources), code) : code;
  }
  const auto after = format::format(*parsed, sources);
  const bool differs = before != after;
  const auto done = args.check && differs ? ExitCode::refuted : ExitCode::ok;
  if (annotates && done != ExitCode::ok) {
    return write_out(annotation(shown_name(file), before, after), done);
  }
  if (args.diff) return write_out(unified_diff(shown_name(file), before, after), done);
  if (!args.check && file == "-") return write_out(after, done);
  if (!differs) return done;
  const auto written = args.check ? ExitCode::ok : replace(file, after);
  return written == ExitCode::ok ? write_out(shown_name(file) + "\n", done) : written;
}

}  // namespace

ExitCode fmt_command(const FmtArgs& args) {
  ExitCode worst = ExitCode::ok;
  std::vector<diag::Diagnostic> found;
  for (const auto& file : args.files) {
    const auto code = lay_out(file, args, found);
    if (worst == ExitCode::ok || (worst == ExitCode::refuted && code != ExitCode::ok)) worst = code;
  }
  advise(found);
  return worst;
}

}  // namespace hyp::cli
