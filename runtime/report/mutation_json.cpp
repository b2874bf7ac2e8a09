// SPDX-License-Identifier: MIT
#include "runtime/report/diagnostic_json.hpp"
#include "runtime/report/mutation.hpp"
#include "runtime/report/result_json.hpp"

namespace hyp::report {
namespace {

Json held_json(const std::vector<Held>& all, const source::SourceMap& sources) {
  Json out = Json::array();
  for (const auto& held : all) {
    Json one = expectation_json(held.result, sources);
    one["held_by"] = held.by;
    out.push_back(std::move(one));
  }
  return out;
}

Json counts_json(const FateCounts& counts) {
  return {{"mutants", counts.all()},
          {"killed", counts.killed},
          {"lived", counts.lived},
          {"undecided", counts.undecided},
          {"same", counts.same},
          {"refused", counts.refused},
          {"share_killed", or_null(counts.share())}};
}

Json mutant_json(const Mutation& all, const MutantResult& mutant,
                 const source::SourceMap& sources) {
  Json out = {{"claim", mutant.claim},
              {"kind", mutant.kind},
              {"change", mutant.what},
              {"fate", name_of(mutant.fate)}};
  const auto nearest = closest(all.held, mutant.held);
  out["nearest"] = nearest ? Json(mutant.held[*nearest].result.text) : Json(nullptr);
  out["refused_because"] = or_null(mutant.error);
  out["expectations"] = held_json(mutant.held, sources);
  return out;
}

Json claims_json(const Mutation& all) {
  Json out = Json::array();
  for (const auto& claim : all.claims) {
    out.push_back({{"name", claim.name},
                   {"data", claim.data},
                   {"trials", claim.trials},
                   {"first_expectation", claim.first},
                   {"expectations", claim.last - claim.first}});
  }
  return out;
}

}  // namespace

std::string to_json(const Mutation& mutation, const source::SourceMap& sources) {
  Json diagnostics = Json::array(), mutants = Json::array(), left = Json::array();
  for (const auto& one : mutation.diagnostics) diagnostics.push_back(diagnostic_json(one, sources));
  for (const auto& mutant : mutation.mutants) {
    mutants.push_back(mutant_json(mutation, mutant, sources));
  }
  for (const auto& one : mutation.left_out) {
    left.push_back({{"name", one.name}, {"because", one.reason}});
  }
  const Json out = {{"format_version", kFormatVersion},
                    {"command", "mutate"},
                    {"file", mutation.file},
                    {"counts", counts_json(count(mutation.mutants))},
                    {"diagnostics", std::move(diagnostics)},
                    {"provenance", provenance_json(mutation.provenance)},
                    {"seconds", mutation.seconds},
                    {"made", mutation.made},
                    {"claims", claims_json(mutation)},
                    {"expectations", held_json(mutation.held, sources)},
                    {"mutants", std::move(mutants)},
                    {"not_mutated", std::move(left)}};
  return written(out);
}

}  // namespace hyp::report
