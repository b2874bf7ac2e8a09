// SPDX-License-Identifier: MIT
#include "tests/oracle/forward.hpp"

#include <algorithm>
#include <utility>

namespace hyp::oracle {

Values projected(const std::vector<Values>& basis, const Values& value) {
  Values part(value.size(), 0.0);
  for (const auto& row : basis) {
    double along = 0;
    for (std::size_t i = 0; i < value.size(); ++i) along += row[i] * value[i];
    for (std::size_t i = 0; i < value.size(); ++i) part[i] += along * row[i];
  }
  return part;
}

Pass::Pass(const model::Network& network, Example example, std::vector<Overwrite> overwrites)
    : network_(network), example_(std::move(example)), overwrites_(std::move(overwrites)) {}

Values Pass::read(check::SiteId site) const {
  Reached reached;
  for (const auto& overwrite : overwrites_) reached.push_back(overwrite.via.empty());
  return value(site, std::move(reached));
}

Values Pass::read(check::SiteId site, check::SiteId reader) const {
  if (site == reader) return read(site);
  Reached reached;
  for (const auto& overwrite : overwrites_) reached.push_back(overwrite.via.empty());
  pass_by(reader, reached);
  return value(site, std::move(reached));
}

void Pass::pass_by(check::SiteId site, Reached& reached) const {
  for (std::size_t i = 0; i < overwrites_.size(); ++i) {
    const auto& via = overwrites_[i].via;
    if (std::find(via.begin(), via.end(), site) != via.end()) reached[i] = true;
  }
}

Values Pass::value(check::SiteId site, Reached reached) const {
  pass_by(site, reached);
  const check::Site& at = network_.equations.site(site);
  Values result;
  if (std::holds_alternative<check::Input>(at.operation)) {
    result = example_.input;
  } else if (std::holds_alternative<check::Given>(at.operation)) {
    result = example_.given.at(site);
  } else {
    std::vector<Values> inputs;
    for (const auto input : at.inputs) inputs.push_back(value(input, reached));
    result = apply(network_, site, inputs);
  }
  std::vector<bool> replaced(result.size(), false);
  for (std::size_t i = 0; i < overwrites_.size(); ++i) {
    const Overwrite& overwrite = overwrites_[i];
    if (overwrite.site != site || !reached[i]) continue;
    if (!overwrite.basis.empty()) {
      const Values out = projected(overwrite.basis, result);
      const Values in = projected(overwrite.basis, overwrite.values);
      for (std::size_t k = 0; k < result.size(); ++k) result[k] += in[k] - out[k];
      continue;
    }
    for (std::size_t k = 0; k < overwrite.elements.size(); ++k) {
      const auto element = static_cast<std::size_t>(overwrite.elements[k]);
      if (replaced[element]) throw Refused("one unit is claimed twice on one path");
      replaced[element] = true;
      result[element] = overwrite.values[k];
    }
  }
  return result;
}

}  // namespace hyp::oracle
