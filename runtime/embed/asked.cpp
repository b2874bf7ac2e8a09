// SPDX-License-Identifier: MIT
#include "runtime/embed/asked.hpp"

#include <algorithm>

#include "runtime/stats/logits.hpp"

namespace hyp::embed {

diag::Outcome<std::unique_ptr<Under>> under(OpenTest& test, plan::Mode mode) {
  auto scrub = test.claim->plan(mode, plan::Variant::as_written);
  if (!scrub) return std::move(scrub.diagnostics);
  auto made = std::make_unique<Under>(Under{std::move(*scrub.value), nullptr, {}});
  auto combinations = test.stages.scrubber->combinations(made->scrub, test.stages.listener);
  if (!combinations) return std::move(combinations.diagnostics);
  made->combinations = std::move(*combinations.value);
  made->effect = made->combinations->effect();
  return made;
}

AskedExample::AskedExample(OpenTest& of, std::int64_t asked_row)
    : test(of), row(asked_row), id(of.claim->pool().id(of.test.references, asked_row)) {
  const std::span<const float> logits(of.clean->row(row), static_cast<std::size_t>(classes()));
  answer = rival = stats::argmax(logits);
  for (std::int64_t k = 0; k < classes(); ++k) {
    const auto logit = [&](std::int64_t i) { return logits[static_cast<std::size_t>(i)]; };
    if (k != answer && (rival == answer || logit(k) > logit(rival))) rival = k;
  }
}

double AskedExample::margin(std::span<const double> logits) const {
  if (rival == answer) return logits[static_cast<std::size_t>(answer)];
  return stats::margin(logits, answer, rival);
}

DonorLists AskedExample::itself(const plan::Scrub& scrub, std::size_t count) const {
  return {scrub.tree.draws.size(), std::vector<plan::RowId>(count, id)};
}

DonorLists AskedExample::alone(const plan::Scrub& scrub, std::uint32_t draw,
                               const std::vector<plan::RowId>& donors) const {
  DonorLists all = itself(scrub, donors.size());
  all[draw] = donors;
  std::vector<bool> changed(all.size(), false);
  changed[draw] = true;
  for (std::uint32_t i = 0; i < all.size(); ++i) {  // those that give a datum come first
    const auto datum = scrub.tree.draws[i].datum;
    if (!datum || !changed[*datum]) continue;
    all[i] = donors;
    changed[i] = true;
  }
  return all;
}

diag::Outcome<stats::Chance> chance_of(const AskedExample& example, Under& under) {
  stats::ChanceQuestion question;
  question.row = example.row;
  question.answer = example.answer;
  question.seed = example.test.options.seed;
  question.run_trials = trials_of(example.test);
  question.trials = example.test.options.trials;
  return stats::chance_of(under.scrub, *under.combinations, question, example.test.stages.listener);
}

std::int64_t trials_of(const OpenTest& test) {
  return test.options.trials.value_or(test.test.trials.value_or(kTrials));
}

}  // namespace hyp::embed
