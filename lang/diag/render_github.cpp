// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "lang/diag/render.hpp"

namespace hyp::diag {
namespace {

// What ends a line or begins an escape; in a property also what ends the property.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    const bool ends = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    out += ends ? fmt::format("%{:02X}", static_cast<unsigned>(c)) : std::string(1, c);
  }
  return out;
}

}  // namespace

std::string github_line(std::string_view severity, const std::optional<Rendered::Place>& place,
                        std::string_view title, std::string_view message) {
  std::string properties;
  if (place) {
    properties = fmt::format("file={},line={},", escaped(place->file, true), place->line);
    const bool one_line = place->line == place->end_line;
    if (one_line) properties += fmt::format("col={},", place->column);
    properties += fmt::format("endLine={},", place->end_line);
    if (one_line) properties += fmt::format("endColumn={},", place->end_column);
  }
  return fmt::format("::{} {}title={}::{}\n", severity, properties, escaped(title, true),
                     escaped(message, false));
}

std::string render_github(const std::vector<Diagnostic>& diagnostics,
                          const source::SourceMap& sources) {
  std::string out;
  for (const auto& diagnostic : diagnostics) {
    const Rendered r = render(diagnostic, sources);
    std::string message = r.message;
    for (const auto& label : r.labels) {
      if (label.text.empty() || !label.place) continue;
      message += fmt::format("\n{}:{}: {}", label.place->file, label.place->line, label.text);
    }
    for (const auto& note : r.notes) message += "\nnote: " + note;
    if (!r.help.empty()) message += "\nhelp: " + r.help;
    out += github_line(r.severity, r.place, r.code, message);
  }
  return out;
}

}  // namespace hyp::diag
