// SPDX-License-Identifier: MIT
#include "runtime/report/json_text.hpp"
#include "runtime/report/result_json.hpp"
#include "runtime/report/why.hpp"

namespace hyp::report {
namespace {

Json carried_json(const Carried& carried) {
  return carried.word.empty()                            ? Json(carried.number)
         : carried.word == "yes" || carried.word == "no" ? Json(carried.word == "yes")
                                                         : Json(carried.word);
}

Json stand_in_json(const StandIn& one) {
  return {{"data", one.data},
          {"row", one.row},
          {"score", or_null(one.score)},
          {"margin", one.margin},
          {"answer", one.answer}};
}

Json chance_json(const stats::Chance& chance) {
  return {{"probability", chance.value},
          {"exact", chance.exact},
          {"combinations", chance.exact ? Json(chance.combinations) : Json(nullptr)},
          {"trials", chance.exact ? Json(nullptr) : Json(chance.trials)},
          {"low", or_null(chance.low)},
          {"high", or_null(chance.high)},
          {"in_run", {{"hits", chance.run_hits}, {"trials", chance.run_trials}}}};
}

Json example_json(const Example& example) {
  Json columns = Json::object();
  for (const auto& [name, value] : example.columns) columns[name] = value;
  return {{"data", example.data},     {"row", example.row},       {"columns", std::move(columns)},
          {"logits", example.logits}, {"answer", example.answer}, {"rival", example.rival},
          {"margin", example.margin}};
}

Json node_json(const AskedNode& node) {
  Json comparisons = Json::array(), turnings = Json::array();
  for (const auto& one : node.comparisons) {
    comparisons.push_back({{"score", one.score},
                           {"value", one.value},
                           {"relation", one.relation},
                           {"bound", one.bound},
                           {"holds", one.holds}});
  }
  for (const auto& one : node.turnings) {
    turnings.push_back({{"score", one.score},
                        {"value", one.value},
                        {"to", one.to},
                        {"beyond", one.beyond},
                        {"becomes", carried_json(one.becomes)}});
  }
  return {{"name", node.name},
          {"place", node.place},
          {"is", or_null(node.text)},
          {"value", node.value ? carried_json(*node.value) : Json(nullptr)},
          {"comparisons", std::move(comparisons)},
          {"changes", std::move(turnings)},
          {"reads", node.reads},
          {"rule", or_null(node.rule)},
          {"drawn_for_donor_of", or_null(node.datum_of)}};
}

Json draw_json(const AskedDraw& draw) {
  Json first = Json::array();
  for (const auto& one : draw.first) first.push_back(stand_in_json(one));
  Json brought = nullptr;
  if (draw.brought) {
    brought = {{"own", draw.brought->own},
               {"mean", draw.brought->mean},
               {"least", draw.brought->least},
               {"greatest", draw.brought->greatest}};
  }
  return {{"stream", draw.stream},
          {"of", draw.of},
          {"rules", draw.rules},
          {"donors", draw.count},
          {"uniform", draw.has_set},
          {"itself", draw.itself},
          {"by", or_null(draw.by)},
          {"first", std::move(first)},
          {"effect", draw.effect},
          {"tried", draw.tried},
          {"keeps", draw.keeps},
          {"brings", std::move(brought)},
          {"flip", draw.flip ? stand_in_json(*draw.flip) : Json(nullptr)}};
}

Json zeroed_json(const Zeroed& one) {
  return {{"unit", one.unit}, {"margin", one.margin}, {"answer", one.answer}};
}

Json all_at_once_json(const std::optional<AllAtOnce>& all) {
  if (!all) return nullptr;
  Json donors = Json::array();
  for (const auto& [of, one] : all->donors) {
    donors.push_back({{"of", of}, {"data", one.data}, {"row", one.row}});
  }
  return {{"donors", std::move(donors)}, {"margin", all->margin}, {"answer", all->answer}};
}

Json sweep_json(const stats::SweepPoint& point) {
  Json out = Json::object();
  for (const auto& value : point.values) out[value.name] = value.value;
  return out;
}

}  // namespace

std::string to_json(const Why& why) {
  Json nodes = Json::array(), draws = Json::array(), units = Json::array(), zeros = Json::array();
  for (const auto& node : why.nodes) nodes.push_back(node_json(node));
  for (const auto& draw : why.draws) draws.push_back(draw_json(draw));
  for (const auto& unit : why.units) {
    units.push_back({{"node", unit.node}, {"unit", unit.unit}, {"brings", unit.brought}});
  }
  for (const auto& one : why.zero_flips) zeros.push_back(zeroed_json(one));
  Json swap = nullptr;
  if (why.swap) {
    swap = {{"predicted", why.swap->predicted}, {"obeyed", chance_json(why.swap->obeyed)}};
  }
  return written(
      {{"format_version", kFormatVersion},
       {"command", "why"},
       {"file", why.file},
       {"hypothesis", why.hypothesis},
       {"sweep", sweep_json(why.point)},
       {"points", why.points},
       {"engine", why.engine},
       {"example", example_json(why.example)},
       {"nodes", std::move(nodes)},
       {"tested", why.tested},
       {"draws", std::move(draws)},
       {"units", std::move(units)},
       {"preserved", why.preserved ? chance_json(*why.preserved) : Json(nullptr)},
       {"swap", std::move(swap)},
       {"together", all_at_once_json(why.all_at_once)},
       {"never_changes", why.never},
       {"zeroed",
        {{"units", why.zeroed},
         {"flips", std::move(zeros)},
         {"nearest", why.zero_nearest ? zeroed_json(*why.zero_nearest) : Json(nullptr)}}},
       {"provenance", provenance_json(why.provenance)}});
}

std::string to_json(const Worst& worst) {
  Json rows = Json::array();
  for (const auto& one : worst.worst) {
    rows.push_back({{"row", one.row},
                    {"label", or_null(one.label)},
                    {"answer", one.answer},
                    {"margin", one.margin},
                    {"kept", one.kept},
                    {"obeyed", or_null(one.obeyed)}});
  }
  return written({{"format_version", kFormatVersion},
                  {"command", "why"},
                  {"file", worst.file},
                  {"hypothesis", worst.hypothesis},
                  {"data", worst.data},
                  {"sweep", sweep_json(worst.point)},
                  {"points", worst.points},
                  {"trials", worst.trials},
                  {"rows", worst.rows},
                  {"not_tested", worst.not_tested},
                  {"always", worst.always},
                  {"worst", std::move(rows)},
                  {"provenance", provenance_json(worst.provenance)}});
}

}  // namespace hyp::report
