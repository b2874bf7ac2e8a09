// SPDX-License-Identifier: MIT
#include "runtime/report/diagnostic_json.hpp"

#include "runtime/report/json_text.hpp"

namespace hyp::report {

void put_place(Json& object, const std::optional<diag::Rendered::Place>& place) {
  object["file"] = place ? Json(place->file) : Json(nullptr);
  object["line"] = place ? Json(place->line) : Json(nullptr);
  object["column"] = place ? Json(place->column) : Json(nullptr);
  object["end_line"] = place ? Json(place->end_line) : Json(nullptr);
  object["end_column"] = place ? Json(place->end_column) : Json(nullptr);
}

Json diagnostic_json(const diag::Diagnostic& diagnostic, const source::SourceMap& sources) {
  const diag::Rendered rendered = diag::render(diagnostic, sources);
  Json out = {
      {"code", rendered.code}, {"severity", rendered.severity}, {"message", rendered.message}};
  put_place(out, rendered.place);
  out["labels"] = Json::array();
  for (const auto& label : rendered.labels) {
    Json item = {{"text", label.text}};
    put_place(item, label.place);
    out["labels"].push_back(std::move(item));
  }
  out["notes"] = rendered.notes;
  out["help"] = rendered.help.empty() ? Json(nullptr) : Json(rendered.help);
  return out;
}

}  // namespace hyp::report
