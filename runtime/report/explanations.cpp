// SPDX-License-Identifier: MIT
#include "runtime/report/explanations.hpp"

#include "lang/diag/explain.hpp"
#include "runtime/report/json_text.hpp"

namespace hyp::report {
namespace {

std::string_view name_of(diag::Explanation::Block::Kind kind) {
  using Kind = diag::Explanation::Block::Kind;
  switch (kind) {
    case Kind::prose:
      return "prose";
    case Kind::wrong:
      return "wrong";
    case Kind::right:
      return "right";
    case Kind::shell:
      return "shell";
  }
  return {};
}

Json blocks_json(const diag::Explanation* explanation) {
  Json out = Json::array();
  if (!explanation) return out;
  for (const auto& block : explanation->blocks) {
    out.push_back({{"kind", name_of(block.kind)}, {"text", block.text}});
    if (block.runs) out.back()["shown_by"] = "run";
  }
  return out;
}

}  // namespace

std::string to_json(const std::vector<diag::Code>& codes) {
  Json out = {{"format_version", 1}, {"command", "explain"}, {"codes", Json::array()}};
  for (const auto code : codes) {
    const auto& row = diag::info(code);
    const auto* explanation = diag::explain(code);
    out["codes"].push_back(
        {{"code", row.id},
         {"name", row.name},
         {"severity", row.severity == diag::Severity::error ? "error" : "warning"},
         {"section", explanation ? Json(explanation->section) : Json(nullptr)},
         {"message", diag::message_of(code)},
         {"explanation", blocks_json(explanation)}});
  }
  return written(out);
}

}  // namespace hyp::report
