// SPDX-License-Identifier: MIT
#include <filesystem>

#include "lang/document/document.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/cli/commands.hpp"
#include "stdlib/embedded.hpp"

namespace hyp::cli {
namespace {

constexpr std::string_view kLibraryHead =
    "# The library\n\n"
    "What `import \"std/...\"` brings, as it is written: the library is part of the program, and "
    "the\n"
    "statements below are its source. This page is what `hyp doc` prints.\n\n";

std::optional<std::string> page(const std::string& import_name, const std::string& shown,
                                std::string text, ExitCode& code) {
  source::SourceMap sources;
  const auto parsed = syntax::parse(sources, sources.add(shown, std::move(text)));
  show(parsed.diagnostics, sources);
  code = exit_code(parsed.diagnostics);
  if (code != ExitCode::ok) return std::nullopt;
  return document::document(*parsed, import_name, sources);
}

}  // namespace

ExitCode doc_command(const DocArgs& args) {
  std::string out;
  ExitCode code = ExitCode::ok;
  const auto add = [&](const std::string& import_name, const std::string& shown, std::string text) {
    const auto made = page(import_name, shown, std::move(text), code);
    if (made) out += (out.empty() || out.ends_with("\n\n") ? "" : "\n") + *made;
    return made.has_value();
  };
  if (args.files.empty()) {
    out = kLibraryHead;
    for (const auto& file : stdlib::files()) {
      const std::string name(file.name);
      if (!add(name, name + ".hyp", std::string(file.text))) return code;
    }
  }
  for (const auto& file : args.files) {
    if (const auto text = stdlib::find(file)) {
      if (!add(file, file + ".hyp", std::string(*text))) return code;
      continue;
    }
    auto text = read_source(file);
    if (!text) return ExitCode::missing_input;
    const auto name = std::filesystem::path(file).replace_extension().generic_string();
    if (!add(file == "-" ? "<stdin>" : name, shown_name(file), std::move(*text))) return code;
  }
  return write_out(out, ExitCode::ok);
}

}  // namespace hyp::cli
