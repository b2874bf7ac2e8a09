// SPDX-License-Identifier: MIT
#include "lang/diag/render.hpp"

namespace hyp::diag {
namespace {

Rendered::Place place(source::Span span, const source::SourceMap& sources) {
  const auto begin = sources.position(span.file, span.begin);
  const auto end = sources.position(span.file, span.end);
  return {sources.name(span.file), begin.line, begin.column, end.line, end.column};
}

// Of the forms that ` || ` separates, the first that has all its facts.
std::string help_of(std::string_view forms, const Facts& facts) {
  constexpr std::string_view kOr = " || ";
  for (;;) {
    const auto end = forms.find(kOr);
    auto filled = fill(forms.substr(0, end), facts);
    if (!filled.empty() || end == std::string_view::npos) return filled;
    forms.remove_prefix(end + kOr.size());
  }
}

}  // namespace

Rendered render(const Diagnostic& diagnostic, const source::SourceMap& sources) {
  const CodeInfo& row = info(diagnostic.code);
  Rendered out;
  out.code = row.id;
  out.severity = row.severity == Severity::error ? "error" : "warning";
  out.message = fill(row.message, diagnostic.facts);
  if (diagnostic.span) out.place = place(*diagnostic.span, sources);
  for (const auto& label : diagnostic.labels) {
    out.labels.push_back({fill(text(label.note), label.facts), place(label.span, sources)});
  }
  for (const auto& note : diagnostic.notes) out.notes.push_back(fill(text(note.note), note.facts));
  out.help = help_of(row.help, diagnostic.facts);
  return out;
}

}  // namespace hyp::diag
