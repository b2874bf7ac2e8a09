// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "lang/diag/explain.hpp"
#include "lang/diag/suggest.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"
#include "runtime/report/explanations.hpp"

namespace hyp::cli {
namespace {

// The nearest id or name in the case in which the table has it.
std::string nearest_code(std::string word) {
  std::vector<std::string> known;
  const bool digits = word.find_first_of("0123456789") != std::string::npos;
  for (char& c : word) {
    const char from = digits ? 'a' : 'A', to = digits ? 'A' : 'a';
    if (c >= from && c < from + 26) c = static_cast<char>(c - from + to);
  }
  for (const auto code : diag::all_codes()) {
    known.emplace_back(digits ? diag::info(code).id : diag::info(code).name);
  }
  return diag::nearest(word, known);
}

std::optional<std::vector<diag::Code>> asked(const std::vector<std::string>& words) {
  if (words.empty()) return diag::all_codes();
  std::vector<diag::Code> codes;
  bool known = true;
  for (const auto& word : words) {
    if (const auto code = diag::find_code(word)) {
      codes.push_back(*code);
      continue;
    }
    known = false;
    const auto near = nearest_code(word);
    complain(fmt::format(
        "hyp: there is no error `{}`: {}\n", word,
        near.empty() ? "`hyp explain` lists all" : fmt::format("did you mean `{}`?", near)));
  }
  return known ? std::optional(std::move(codes)) : std::nullopt;
}

}  // namespace

ExitCode explain_command(const ExplainArgs& args) {
  const auto codes = asked(args.codes);
  if (!codes) return ExitCode::usage;
  if (!args.json.empty()) return write_json(args.json, report::to_json(*codes), ExitCode::ok);
  if (args.markdown) return write_out(diag::render_markdown(), ExitCode::ok);
  if (args.list || args.codes.empty()) return write_out(diag::render_list(*codes), ExitCode::ok);
  std::string text;
  for (const auto code : *codes) {
    const auto* explanation = diag::explain(code);
    if (!text.empty()) text += "\n";
    if (explanation) text += diag::render_text(*explanation, color_out());
  }
  return write_out(text, ExitCode::ok);
}

}  // namespace hyp::cli
