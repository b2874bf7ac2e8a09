// SPDX-License-Identifier: MIT
// Who may stand in for one example, and what each of them alone would change.
#include <algorithm>
#include <cmath>
#include <set>

#include "lang/check/words.hpp"
#include "runtime/embed/asked.hpp"
#include "runtime/exec/affine_scrub.hpp"
#include "runtime/stats/logits.hpp"

namespace hyp::embed {
namespace {

using plan::RowId;

constexpr std::size_t kShown = 5;          // donors that are listed
constexpr std::size_t kMostPasses = 4096;  // donors that are tried where each is a pass

class Draws {
 public:
  Draws(const AskedExample& example, Under& under, report::Why& why)
      : example_(example), under_(under), scrub_(under.scrub), why_(why) {}

  std::optional<std::vector<diag::Diagnostic>> ask() {
    const plan::Visit& output = scrub_.tree.visits.front();
    std::vector<std::uint32_t> draws;
    const auto add = [&](std::uint32_t draw) {
      if (std::find(draws.begin(), draws.end(), draw) == draws.end()) draws.push_back(draw);
    };
    for (const auto& replaced : output.replaced) add(replaced.draw);
    add(output.others);
    for (const auto draw : draws) {
      if (auto error = ask(draw)) return error;
    }
    return all_at_once();
  }

 private:
  struct Tried {
    RowId donor;
    double probability;
    double margin = 0;
    std::int64_t answer = 0;
  };

  std::optional<std::vector<diag::Diagnostic>> ask(std::uint32_t draw) {
    const plan::Donors& donors = *scrub_.donors[draw];
    report::AskedDraw asked;
    asked.stream = scrub_.tree.draws[draw].stream;
    for (const auto drawer : scrub_.tree.draws[draw].drawers) {
      asked.of.push_back(drawer.kind == plan::Drawer::Kind::others
                             ? "all else"
                             : example_.test.hypothesis.nodes[drawer.node.index].name);
    }
    for (const auto* arm : donors.arms(example_.id)) {
      const auto text = arm_text(*arm);
      if (std::find(asked.rules.begin(), asked.rules.end(), text) == asked.rules.end()) {
        asked.rules.push_back(text);
      }
    }
    asked.count = donors.count(example_.id);
    asked.has_set = donors.has_set(example_.id);
    asked.itself = donors.share_of_itself(example_.id);
    asked.effect = under_.effect[draw];
    std::vector<Tried> tried;
    donors.for_each_chance(example_.id, [&](RowId row, double p) { tried.push_back({row, p}); });
    const auto scores = scores_of(donors, asked.by);
    if (!scores) return std::nullopt;  // it is in the diagnostics
    std::vector<Tried> nearest = tried;
    nearest_first(nearest, *scores);
    nearest.resize(std::min(nearest.size(), kShown));
    thin_out(tried);
    asked.tried = std::ssize(tried);
    if (auto error = run(draw, nearest)) return error;
    if (auto error = run(draw, tried)) return error;
    for (const auto& one : nearest) asked.first.push_back(stand_in(one, *scores));
    sum_up(draw, tried, *scores, asked);
    lists_.push_back({draw, asked.of, std::move(tried)});
    why_.draws.push_back(std::move(asked));
    return std::nullopt;
  }

  [[nodiscard]] std::string arm_text(const plan::DrawRule::Arm& arm) const {
    const auto& program = example_.test.program;
    const bool unnamed = arm.rule.kind == check::Rule::Kind::same && !said(arm);
    const auto text = unnamed ? "same value" : check::to_text(program, arm.rule);
    if (!arm.when) return text;
    return "when " + check::to_text(program, *arm.when, &example_.test.hypothesis) + ": " + text;
  }

  // Whether the file names the value that is to be the same.
  [[nodiscard]] bool said(const plan::DrawRule::Arm& arm) const {
    for (const auto& node : example_.test.hypothesis.nodes) {
      if (!node.rule) continue;
      for (const auto& written : node.rule->arms) {
        if (&written == arm.written) return !written.rule.values.empty();
      }
    }
    return false;
  }

  // --- the score by which a rule chooses ---

  struct Scores {
    std::optional<double> own;
    std::vector<double> of;  // by RowId; empty where no rule goes by a score
  };

  std::optional<Scores> scores_of(const plan::Donors& donors, std::string& by) {
    Scores scores;
    for (const auto* arm : donors.arms(example_.id)) {
      if (!plan::by_score(arm->rule.kind)) continue;
      const auto score = arm->rule.values.at(0);
      by = check::to_text(example_.test.program, score, &example_.test.hypothesis);
      plan::Columns columns;
      columns.want(score, scrub_.references);
      for (const auto data : donors.data()) columns.want(score, data);
      std::optional<bool> done;
      if (!example_.test.stages.keep(columns.evaluate(example_.test.inputs), done)) {
        return std::nullopt;
      }
      scores.own = columns.of(score, scrub_.references).at(static_cast<std::size_t>(example_.row));
      scores.of.resize(static_cast<std::size_t>(scrub_.pool->size()));
      for (const auto data : donors.data()) {
        const auto& column = columns.of(score, data);
        std::copy(column.begin(), column.end(), scores.of.begin() + scrub_.pool->first(data));
      }
      break;
    }
    return scores;
  }

  static void nearest_first(std::vector<Tried>& donors, const Scores& scores) {
    if (!scores.own) return;
    const auto distance = [&](const Tried& one) {
      return std::abs(scores.of[one.donor] - *scores.own);
    };
    const auto middle =
        donors.begin() + static_cast<std::ptrdiff_t>(std::min(donors.size(), kShown));
    std::partial_sort(donors.begin(), middle, donors.end(), [&](const Tried& a, const Tried& b) {
      const double x = distance(a), y = distance(b);
      return x < y || (x == y && a.donor < b.donor);
    });
  }

  // Where each is a pass of the network, some that are evenly spread.
  void thin_out(std::vector<Tried>& donors) const {
    if (under_.combinations->sum() || donors.size() <= kMostPasses) return;
    std::vector<Tried> some;
    for (std::size_t i = 0; i < kMostPasses; ++i) {
      some.push_back(donors[i * donors.size() / kMostPasses]);
    }
    donors = std::move(some);
  }

  // --- one draw alone ---

  std::optional<std::vector<diag::Diagnostic>> run(std::uint32_t draw, std::vector<Tried>& donors) {
    constexpr std::size_t kAtOnce = 4096;
    const auto width = static_cast<std::size_t>(example_.classes());
    for (std::size_t begin = 0; begin < donors.size(); begin += kAtOnce) {
      const std::size_t count = std::min(kAtOnce, donors.size() - begin);
      std::vector<RowId> rows;
      for (std::size_t i = 0; i < count; ++i) rows.push_back(donors[begin + i].donor);
      auto logits = under_.combinations->logits(example_.alone(scrub_, draw, rows),
                                                static_cast<std::int64_t>(count),
                                                example_.test.stages.listener);
      if (!logits) return std::move(logits.diagnostics);
      for (std::size_t i = 0; i < count; ++i) {
        const auto row = std::span<const double>(*logits).subspan(i * width, width);
        donors[begin + i].margin = example_.margin(row);
        donors[begin + i].answer = stats::argmax(row);
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] report::StandIn stand_in(const Tried& one, const Scores& scores) const {
    const auto data = scrub_.pool->data_of(one.donor);
    report::StandIn made;
    made.data = example_.test.program[data].name;
    made.row = scrub_.pool->row_of(one.donor);
    if (scores.own) made.score = scores.of[one.donor];
    made.margin = one.margin;
    made.answer = one.answer;
    return made;
  }

  void sum_up(std::uint32_t draw, const std::vector<Tried>& tried, const Scores& scores,
              report::AskedDraw& asked) const {
    if (tried.empty()) return;
    double all = 0, kept = 0;
    std::size_t changed = 0;
    const Tried* flip = nullptr;
    for (const auto& one : tried) {
      all += one.probability;
      if (one.answer == example_.answer) {
        kept += one.probability;
        continue;
      }
      ++changed;
      if (!flip || std::abs(one.margin) < std::abs(flip->margin)) flip = &one;
    }
    // A share of all is exactly that, whatever the probabilities add up to.
    asked.keeps = changed == 0 ? 1 : changed == tried.size() ? 0 : kept / all;
    if (flip) asked.flip = stand_in(*flip, scores);
    bring(draw, tried, all, asked);
  }

  void bring(std::uint32_t draw, const std::vector<Tried>& tried, double all,
             report::AskedDraw& asked) const {
    const auto* sum = under_.combinations->sum();
    if (!sum || !asked.effect) return;
    const auto of = [&](RowId donor) {
      double brought = 0;
      for (const auto& summand : sum->summands()) {
        if (summand.draw != draw) continue;
        const auto width = static_cast<std::size_t>(example_.classes());
        brought += example_.margin({summand.contribution->row(donor), width});
      }
      return brought;
    };
    report::Brought brought{of(example_.id), 0, of(tried.front().donor), of(tried.front().donor)};
    for (const auto& one : tried) {
      const double value = of(one.donor);
      brought.mean += one.probability / all * value;
      brought.least = std::min(brought.least, value);
      brought.greatest = std::max(brought.greatest, value);
    }
    asked.brought = brought;
  }

  // --- all draws together ---

  // Where no single donor changes the answer, perhaps the worst of each together do. Of sums that
  // is certain: what the worst together leave, every combination leaves.
  std::optional<std::vector<diag::Diagnostic>> all_at_once() {
    for (const auto& draw : why_.draws) {
      if (draw.flip || draw.count == 0) return std::nullopt;
    }
    if (!under_.combinations->sum()) return std::nullopt;
    for (std::int64_t rival = 0; rival < example_.classes(); ++rival) {
      if (rival == example_.answer) continue;
      DonorLists donors = example_.itself(scrub_, 1);
      std::vector<std::pair<std::vector<std::string>, report::StandIn>> who;
      for (const auto& list : lists_) {
        if (!under_.effect[list.draw]) continue;
        const Tried& worst = worst_of(list.draw, list.tried, rival);
        donors[list.draw] = {worst.donor};
        if (worst.donor != example_.id) who.push_back({list.of, stand_in(worst, {})});
      }
      auto logits = under_.combinations->logits(donors, 1, example_.test.stages.listener);
      if (!logits) return std::move(logits.diagnostics);
      if (stats::argmax(*logits) == example_.answer) continue;
      why_.all_at_once = {std::move(who), example_.margin(*logits), stats::argmax(*logits)};
      return std::nullopt;
    }
    why_.never = true;
    return std::nullopt;
  }

  [[nodiscard]] const Tried& worst_of(std::uint32_t draw, const std::vector<Tried>& tried,
                                      std::int64_t rival) const {
    const auto ahead = [&](const Tried& one) {
      double sum = 0;
      for (const auto& summand : under_.combinations->sum()->summands()) {
        if (summand.draw != draw) continue;
        const double* row = summand.contribution->row(one.donor);
        sum += row[example_.answer] - row[rival];
      }
      return sum;
    };
    return *std::min_element(tried.begin(), tried.end(),
                             [&](const Tried& a, const Tried& b) { return ahead(a) < ahead(b); });
  }

  struct List {
    std::uint32_t draw;
    std::vector<std::string> of;
    std::vector<Tried> tried;
  };

  const AskedExample& example_;
  Under& under_;
  const plan::Scrub& scrub_;
  report::Why& why_;
  std::vector<List> lists_;
};

}  // namespace

diag::Outcome<bool> ask_draws(const AskedExample& example, Under& under, report::Why& why) {
  if (auto error = Draws(example, under, why).ask()) return std::move(*error);
  return true;
}

}  // namespace hyp::embed
