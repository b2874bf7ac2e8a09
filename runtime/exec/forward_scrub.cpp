// SPDX-License-Identifier: MIT
#include "runtime/exec/forward_scrub.hpp"

#include <algorithm>

#include "runtime/exec/answers.hpp"
#include "runtime/exec/drawing.hpp"
#include "runtime/exec/progress.hpp"
#include "runtime/score/blocks.hpp"

namespace hyp::exec {
namespace {

using check::SiteId;
using plan::Place;
using plan::Visit;

// Numbers that the replaced parts of one pass may take: trials of few references share a pass.
constexpr std::int64_t kMostNumbers = std::int64_t{1} << 24;

std::int64_t numbers_a_row(const plan::Scrub& scrub, const check::Model& model) {
  std::int64_t numbers = check::elements(model.site(scrub.logits).shape) + 1;
  for (const auto& visit : scrub.tree.visits) {
    for (const auto& replaced : visit.replaced) {
      for (const auto& place : replaced.places) {
        numbers += static_cast<std::int64_t>(place.elements.size()) +
                   check::elements(model.site(place.site).shape);
      }
    }
  }
  return numbers;
}

// Everything about one pass of several trials over the same references, trial after trial.
class ForwardRun {
 public:
  ForwardRun(const plan::Scrub& scrub, const Machines& machines, const score::Captured& captured,
             Drawing drawing)
      : scrub_(scrub),
        machines_(machines),
        captured_(captured),
        model_(machines.networks.at(scrub.model)->equations),
        drawing_(std::move(drawing)) {
    // One donor for everything: its own clean answer, if that is known.
    const Visit& output = scrub.tree.visits.front();
    whole_ = std::all_of(output.replaced.begin(), output.replaced.end(), [&](const auto& replaced) {
      return replaced.draw == output.others && !replaced.visit;
    });
    for (const auto data : scrub.pool->datasets()) {
      whole_ = whole_ && captured.find(scrub.model, data, scrub.logits);
    }
  }

  std::optional<diag::Diagnostic> run(const Sampling& sampling, const BlockConsumer& consumer,
                                      Listener& listener) {
    const std::int64_t rows = scrub_.pool->rows(scrub_.references);
    const std::int64_t classes = check::elements(model_.site(scrub_.logits).shape);
    const std::int64_t at_once = kMostNumbers / numbers_a_row(scrub_, model_);
    for (std::int64_t first = 0; first < rows; first += score::kBlockRows) {
      const std::int64_t count = std::min(score::kBlockRows, rows - first);
      const auto trials = static_cast<std::uint32_t>(std::clamp<std::int64_t>(
          std::min(at_once, 4 * score::kBlockRows) / count, 1, sampling.trials));
      for (std::uint32_t trial = 0; trial < sampling.trials; trial += trials) {
        const std::uint32_t last = std::min(sampling.trials, trial + trials);
        Progress progress(listener, first * sampling.trials + count * trial, rows * sampling.trials,
                          0);
        donors_.assign(scrub_.tree.draws.size(), {});
        for (std::uint32_t t = trial; t < last; ++t) {
          drawing_.draw(t, drawing_.prepare(t), first, count, donors_);
        }
        // Where everything is known beforehand, nobody else asks whether to stop.
        if (listener.cancelled()) return stopped_after(first, count, trial, sampling.trials);
        auto logits = answers(progress);
        if (!logits) {
          auto& error = logits.diagnostics.front();
          if (error.code != diag::Code::interrupted) return std::move(error);
          return stopped_after(first, count, trial, sampling.trials);
        }
        hand_out(*logits, first, count, trial, last, classes, consumer);
      }
    }
    listener.progress("trials", rows * sampling.trials, rows * sampling.trials);
    return std::nullopt;
  }

  // Where these stand in.
  diag::Outcome<Activations> answers(std::vector<std::vector<RowId>> donors, Listener& listener) {
    donors_ = std::move(donors);
    return answers(listener);
  }

 private:
  using Values = diag::Outcome<std::vector<Activations>>;

  [[nodiscard]] diag::Diagnostic stopped_after(std::int64_t first, std::int64_t count,
                                               std::uint32_t trial, std::uint32_t trials) const {
    const std::int64_t rows = scrub_.pool->rows(scrub_.references);
    return interrupted((first * trials + count * trial) / rows, trials);
  }

  diag::Outcome<Activations> answers(Listener& listener) {
    if (whole_) return gathered(scrub_.logits, donors_[scrub_.tree.visits.front().others]);
    auto values = image(0, {scrub_.logits}, listener);
    if (!values) return std::move(values.diagnostics);
    return std::move(values->front());
  }

  void hand_out(const Activations& logits, std::int64_t first, std::int64_t rows,
                std::uint32_t trial, std::uint32_t last, std::int64_t classes,
                const BlockConsumer& consumer) const {
    std::vector<double> values;
    for (std::uint32_t t = trial; t < last; ++t) {
      const auto begin = static_cast<std::size_t>((t - trial) * rows);
      const float* from = logits.row(static_cast<std::int64_t>(begin));
      values.assign(from, from + rows * classes);
      Obedience obedient;
      if (scrub_.mode == plan::Mode::swap) {
        std::vector<std::span<const RowId>> views;
        for (const auto& list : donors_) {
          views.emplace_back(list.data() + begin, static_cast<std::size_t>(rows));
        }
        obedient = obeyed(scrub_, first, values, classes, views);
      }
      consumer({first, rows, t, values, obedient.obeyed, obedient.predicted});
    }
  }

  // The sites of one image, on the donors at hand.
  Values image(std::uint32_t index, const std::vector<SiteId>& read, Listener& listener) {
    const Visit& visit = scrub_.tree.visits[index];
    std::vector<Override> overrides;
    for (const auto& replaced : visit.replaced) {
      std::vector<SiteId> sites;
      for (const auto& place : replaced.places) sites.push_back(place.site);
      auto values = replaced.visit ? image(*replaced.visit, sites, listener)
                                   : clean(donors_[replaced.draw], replaced.places, listener);
      if (!values) return values;
      for (std::size_t i = 0; i < replaced.places.size(); ++i) {
        const Place& place = replaced.places[i];
        const bool as_is = !replaced.visit || place.along;
        overrides.push_back({place.site, place.elements,
                             as_is ? std::move((*values)[i]) : only((*values)[i], place.elements),
                             place.along.get()});
      }
    }
    return pass(donors_[visit.others], std::move(overrides), read, listener);
  }

  static Activations only(const Activations& site, const std::vector<std::int64_t>& elements) {
    Activations part{site.rows, static_cast<std::int64_t>(elements.size()), {}};
    part.values.reserve(static_cast<std::size_t>(part.rows * part.width));
    for (std::int64_t row = 0; row < site.rows; ++row) {
      for (const auto element : elements) part.values.push_back(site.row(row)[element]);
    }
    return part;
  }

  // What a captured site holds for these rows.
  [[nodiscard]] Activations gathered(SiteId site, const std::vector<RowId>& rows) const {
    const std::int64_t width = check::elements(model_.site(site).shape);
    Activations values{static_cast<std::int64_t>(rows.size()), width, {}};
    values.values.reserve(rows.size() * static_cast<std::size_t>(width));
    for (const RowId id : rows) {
      const auto data = scrub_.pool->data_of(id);
      const float* from =
          captured_.find(scrub_.model, data, site)->row(id - scrub_.pool->first(data));
      values.values.insert(values.values.end(), from, from + width);
    }
    return values;
  }

  // Elements of the untouched network on these rows.
  Values clean(const std::vector<RowId>& rows, const std::vector<Place>& places,
               Listener& listener) {
    std::vector<Activations> values;
    for (const Place& place : places) {
      bool known = true;
      for (const auto data : scrub_.pool->datasets()) {
        known = known && captured_.find(scrub_.model, data, place.site);
      }
      if (known) {
        values.push_back(place.along ? gathered(place.site, rows) : gathered_elements(place, rows));
        continue;
      }
      auto read = pass(rows, {}, {place.site}, listener);
      if (!read) return read;
      values.push_back(place.along ? std::move(read->front())
                                   : only(read->front(), place.elements));
    }
    return values;
  }

  [[nodiscard]] Activations gathered_elements(const Place& place,
                                              const std::vector<RowId>& rows) const {
    Activations part{static_cast<std::int64_t>(rows.size()),
                     static_cast<std::int64_t>(place.elements.size()),
                     {}};
    part.values.reserve(rows.size() * place.elements.size());
    for (const RowId id : rows) {
      const auto data = scrub_.pool->data_of(id);
      const float* from =
          captured_.find(scrub_.model, data, place.site)->row(id - scrub_.pool->first(data));
      for (const auto element : place.elements) part.values.push_back(from[element]);
    }
    return part;
  }

  // One forward pass on these rows; rows of several data sets take one each.
  Values pass(const std::vector<RowId>& rows, std::vector<Override> overrides,
              const std::vector<SiteId>& read, Listener& listener) {
    std::map<check::DataId, std::vector<std::size_t>> by_data;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      by_data[scrub_.pool->data_of(rows[i])].push_back(i);
    }
    if (by_data.size() == 1) {
      return pass_on(by_data.begin()->first, rows, std::move(overrides), read, listener);
    }
    std::vector<Activations> all;
    for (const SiteId site : read) {
      const std::int64_t width = check::elements(model_.site(site).shape);
      all.push_back({static_cast<std::int64_t>(rows.size()), width,
                     std::vector<float>(rows.size() * static_cast<std::size_t>(width))});
    }
    for (const auto& [data, chosen] : by_data) {
      std::vector<RowId> some;
      for (const auto i : chosen) some.push_back(rows[i]);
      std::vector<Override> theirs;
      for (const auto& one : overrides) {
        theirs.push_back({one.site, one.elements,
                          chosen_rows(std::get<Activations>(one.values), chosen), one.along});
      }
      auto values = pass_on(data, some, std::move(theirs), read, listener);
      if (!values) return values;
      for (std::size_t s = 0; s < read.size(); ++s) {
        for (std::size_t i = 0; i < chosen.size(); ++i) {
          const float* from = (*values)[s].row(static_cast<std::int64_t>(i));
          std::copy(from, from + all[s].width,
                    all[s].values.begin() + static_cast<std::int64_t>(chosen[i]) * all[s].width);
        }
      }
    }
    return all;
  }

  static Activations chosen_rows(const Activations& all, const std::vector<std::size_t>& chosen) {
    Activations some{static_cast<std::int64_t>(chosen.size()), all.width, {}};
    for (const auto i : chosen) {
      const float* from = all.row(static_cast<std::int64_t>(i));
      some.values.insert(some.values.end(), from, from + all.width);
    }
    return some;
  }

  Values pass_on(check::DataId data, const std::vector<RowId>& rows,
                 std::vector<Override> overrides, const std::vector<SiteId>& read,
                 Listener& listener) {
    Forward forward;
    forward.data = machines_.datasets.at(data);
    const RowId first = scrub_.pool->first(data);
    for (const RowId id : rows) forward.rows.push_back(id - first);
    for (std::uint32_t site = 0; site < model_.sites.size(); ++site) {
      const auto* values = captured_.find(scrub_.model, data, SiteId{site});
      if (values) forward.known.push_back({SiteId{site}, values});
    }
    forward.overrides = std::move(overrides);
    forward.read = read;
    return machines_.executors.at(scrub_.model)->forward(forward, listener);
  }

  const plan::Scrub& scrub_;
  const Machines& machines_;
  const score::Captured& captured_;
  const check::Model& model_;
  Drawing drawing_;
  bool whole_ = false;
  std::vector<std::vector<RowId>> donors_;  // by draw, of the trials of one pass
};

// Whether a part is the same whoever stands in, as far as that is known without running.
bool brings_something(const plan::Scrub& scrub, const plan::Replaced& replaced,
                      const score::Captured& captured) {
  if (replaced.visit) return true;
  for (const Place& place : replaced.places) {
    if (place.along) return true;
    const float* first = nullptr;
    for (const auto data : scrub.pool->datasets()) {
      const auto* values = captured.find(scrub.model, data, place.site);
      if (!values) return true;
      if (!first) first = values->row(0);
      for (std::int64_t row = 0; row < values->rows; ++row) {
        for (const auto element : place.elements) {
          if (values->row(row)[element] != first[element]) return true;
        }
      }
    }
  }
  return false;
}

}  // namespace

std::vector<bool> forward_effect(const plan::Scrub& scrub, const score::Captured& captured) {
  std::vector<bool> effect(scrub.tree.draws.size(), false);
  for (const auto& visit : scrub.tree.visits) {
    effect[visit.others] = true;
    for (const auto& replaced : visit.replaced) {
      if (brings_something(scrub, replaced, captured)) effect[replaced.draw] = true;
    }
  }
  return effect;
}

diag::Outcome<model::Activations> forward_answers(const plan::Scrub& scrub,
                                                  const Machines& machines,
                                                  const score::Captured& captured,
                                                  std::vector<std::vector<plan::RowId>> donors,
                                                  Listener& listener) {
  const std::vector<bool> none(scrub.tree.draws.size(), false);
  ForwardRun run(scrub, machines, captured, Drawing(scrub, 0, none));
  return run.answers(std::move(donors), listener);
}

diag::Outcome<Ran> run_forward(const plan::Scrub& scrub, const Machines& machines,
                               const score::Captured& captured, const Sampling& sampling,
                               const BlockConsumer& consumer, Listener& listener) {
  Ran ran;
  ran.engine = Engine::forward;
  ran.effect = forward_effect(scrub, captured);
  ran.random = any_random(scrub, ran.effect);
  ForwardRun run(scrub, machines, captured,
                 Drawing(scrub, sampling.seed, std::vector<bool>(ran.effect.size(), true)));
  if (auto stopped = run.run(sampling, consumer, listener)) return std::move(*stopped);
  return ran;
}

}  // namespace hyp::exec
