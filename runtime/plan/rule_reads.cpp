// SPDX-License-Identifier: MIT
#include "runtime/plan/rule_reads.hpp"

#include <algorithm>

namespace hyp::plan {

using Kind = check::Rule::Kind;

DataId donors_of(const check::Rule& rule, const RuleSetting& setting) {
  if (rule.kind == Kind::fixed) return *rule.example_of;
  return rule.of.value_or(setting.donors);
}

bool by_score(Kind kind) {
  return kind == Kind::within || kind == Kind::nearest || kind == Kind::near;
}

std::vector<DataId> donor_data(const DrawRule& rule, const RuleSetting& setting,
                               const std::vector<DataId>& datum_data) {
  std::vector<DataId> all;
  const auto add = [&](DataId data) {
    if (std::find(all.begin(), all.end(), data) == all.end()) all.push_back(data);
  };
  for (const auto& arm : rule.arms) {
    if (arm.rule.kind == Kind::itself) {
      for (const DataId data : datum_data) add(data);
    } else {
      add(donors_of(arm.rule, setting));
    }
  }
  return all;
}

void want_columns(const DrawRule& rule, const RuleSetting& setting,
                  const std::vector<DataId>& datum_data, Columns& columns) {
  for (const auto& arm : rule.arms) {
    const DataId donors = donors_of(arm.rule, setting);
    for (const DataId data : datum_data) {
      if (arm.when) columns.want(*arm.when, data);
    }
    if (arm.rule.in) columns.want(*arm.rule.in, donors);
    for (const auto value : arm.rule.values) {
      columns.want(value, donors);
      if (arm.rule.kind == Kind::from) continue;
      for (const DataId data : datum_data) columns.want(value, data);
      if (by_score(arm.rule.kind)) columns.want(value, setting.references);
    }
  }
}

}  // namespace hyp::plan
