// SPDX-License-Identifier: MIT
// One example under a claim, for people.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runtime/report/paint.hpp"
#include "runtime/report/thumbnail.hpp"
#include "runtime/report/why.hpp"
#include "runtime/report/why_words.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

std::string joined(const std::vector<std::string>& names, const char* between) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : between) + name;
  return text;
}

std::string word(const Carried& carried) {
  return carried.word.empty() ? number(carried.number) : carried.word;
}

std::string called(const StandIn& one) {
  return fmt::format("{}[{}]", one.data, one.row);
}

class Writer {
 public:
  Writer(const Why& why, bool color) : why_(why), paint_{color} {}

  std::string write() {
    head();
    claim();
    stand_ins();
    chances();
    changes();
    line(0, "");
    line(0, fmt::format("seed {}, {}; repeat: {}", why_.provenance.seed, why_.provenance.backend,
                        why_.provenance.repeat));
    return std::move(out_);
  }

 private:
  void line(std::size_t indent, const std::string& text) {
    std::size_t at = indent;
    for (const auto& part : wrap(printable(text), kColumns - indent - 2)) {
      out_ += fmt::format("{:{}}{}\n", "", part.empty() ? 0 : at, part);
      at = indent + 2;
    }
  }
  void heading(const std::string& text) { out_ += "\n" + paint_(kBold, printable(text)) + "\n"; }

  void head() {
    const Example& e = why_.example;
    out_ += paint_(kBold,
                   printable(fmt::format("{} on {}, example {}", why_.hypothesis, e.data, e.row))) +
            "\n";
    if (!why_.point.values.empty()) line(2, point_text(why_.point, why_.points));
    for (const auto& row : thumbnail(e.shape, e.input)) out_ += "  " + row + "\n";
    std::string columns;
    for (const auto& [name, value] : e.columns) {
      columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", name, number(value));
    }
    if (!columns.empty()) line(2, columns);
    std::string logits;
    for (const double logit : e.logits) logits += (logits.empty() ? "" : ", ") + margin(logit);
    if (e.rival == e.answer) {
      line(2, fmt::format("the network gives {}", logits));
    } else {
      line(2, fmt::format("the network answers {}, ahead of {} by {} (logits {})", e.answer,
                          e.rival, margin(e.margin), logits));
    }
  }

  // --- values ---

  void claim() {
    heading("what the claim says of it");
    for (const auto& node : why_.nodes) {
      const std::string value = node.value ? " = " + word(*node.value) : "";
      const std::string text = node.text.empty() ? "" : ": " + node.text;
      line(2, fmt::format("{}{}{}  ({})", node.name, value, text, node.place));
      for (const auto& one : node.comparisons) {
        if (!node.of_nodes) line(4, position(one));
      }
      for (const auto& one : node.turnings) {
        if (!node.of_nodes) line(4, turning(node, one));
      }
      if (!node.datum_of.empty()) {
        line(4, fmt::format("is drawn for the donor of {}, {}", node.datum_of, node.rule));
      }
    }
  }

  static std::string position(const Comparison& one) {
    const std::string head = fmt::format("{} = {}, ", one.score, number(one.value, one.bound));
    if (one.value == one.bound) return head + "exactly that bound";
    return fmt::format("{}{} {} by {}", head, one.value > one.bound ? "above" : "below",
                       number(one.bound, one.value), number(std::abs(one.value - one.bound)));
  }

  static std::string turning(const AskedNode& node, const Turning& one) {
    const bool up = one.to > one.value || (one.to == one.value && node.value && !one.beyond);
    const double by = std::abs(one.to - one.value);
    const std::string must =
        by == 0
            ? fmt::format("{} would have to leave {}", one.score, number(one.to))
            : fmt::format("{} would have to {} by {}{}, {} {}", one.score, up ? "rise" : "fall",
                          one.beyond ? "more than " : "", number(by),
                          one.beyond ? (up ? "above" : "below") : "to", number(one.to, one.value));
    return fmt::format("to be {}, {}", word(one.becomes), must);
  }

  // --- donors ---

  void stand_ins() {
    heading("who may stand in for it");
    for (const auto& draw : why_.draws) {
      line(2, fmt::format("{}: {}", joined(draw.of, ", "), joined(draw.rules, " and ")));
      if (draw.count == 0) {
        line(4, "nobody: the example is not tested");
        continue;
      }
      donors(draw);
      if (!draw.effect) {
        line(4, "whoever stands in here changes nothing");
        continue;
      }
      if (draw.brought) line(4, brought(*draw.brought));
      alone(draw);
    }
    if (why_.units.empty()) return;
    std::string list;
    for (const auto& unit : why_.units) {
      list += fmt::format("{}{} {} ({})", list.empty() ? "" : ", ", unit.unit, margin(unit.brought),
                          unit.node);
    }
    line(2, fmt::format("single units that bring most: {}", list));
  }

  static std::string brought(const Brought& b) {
    if (b.least == b.own && b.greatest == b.own) {
      return fmt::format("brings {} to the margin, and so does each of them", margin(b.own));
    }
    return fmt::format("brings {} to the margin; they bring from {} to {}, {} on average",
                       margin(b.own), margin(b.least), margin(b.greatest), margin(b.mean));
  }

  void donors(const AskedDraw& draw) {
    std::string first;
    for (const auto& one : draw.first) {
      first += fmt::format("{}{}", first.empty() ? "" : ", ", called(one));
      if (one.score) first += fmt::format(" at {}", number(*one.score));
    }
    const bool more = draw.count > std::ssize(draw.first);
    const std::string which = !more             ? ""
                              : draw.by.empty() ? "the first "
                                                : "the nearest in " + draw.by + " ";
    line(4, fmt::format("{}: {}{}{}", count(static_cast<double>(draw.count), "example", "examples"),
                        which, first, more ? ", ..." : ""));
    if (draw.itself > 0) line(4, fmt::format("itself among them, by {}", share(draw.itself)));
  }

  void alone(const AskedDraw& draw) {
    const std::string of = draw.tried == draw.count
                               ? draw.has_set ? "of them" : "of the draws"
                               : fmt::format("of {} tried, evenly spread,", draw.tried);
    line(4, fmt::format("alone, {} {} keep the answer", share(draw.keeps), of));
  }

  // --- probabilities ---

  static std::string chance(const stats::Chance& chance) {
    std::string how;
    if (chance.exact) {
      how = chance.combinations == 1
                ? "exact: all donors bring the same"
                : fmt::format("exact, of {:.15g} combinations that differ", chance.combinations);
    } else {
      how = fmt::format("estimated from {} trials, {} to {}", chance.trials,
                        share(chance.low.value_or(0)), share(chance.high.value_or(1)));
    }
    return fmt::format("{} ({})", share(chance.value), how);
  }
  static std::string in_run(const stats::Chance& chance) {
    return fmt::format("in {} of the {} that `hyp run` draws for it", chance.run_hits,
                       count(static_cast<double>(chance.run_trials), "trial", "trials"));
  }

  void chances() {
    heading("how probable it is");
    if (!why_.tested) line(2, "not tested: some draw has nobody for it");
    if (why_.preserved) {
      line(2, "the answer is preserved: " + chance(*why_.preserved));
      line(4, in_run(*why_.preserved));
    }
    if (!why_.swap) return;
    line(2, fmt::format("the claim predicts {} by the example's own values",
                        number(why_.swap->predicted)));
    line(2, "swapped, what it predicts is obeyed: " + chance(why_.swap->obeyed));
    line(4, in_run(why_.swap->obeyed));
  }

  // --- changes ---

  [[nodiscard]] std::string then(double ahead, std::int64_t answer) const {
    return fmt::format("the answer is {} ({} {} by {})", answer, why_.example.answer,
                       ahead < 0 ? "behind" : "ahead", margin(std::abs(ahead)));
  }

  void changes() {
    heading("what would change the answer");
    bool single = false;
    for (const auto& draw : why_.draws) {
      if (!draw.flip) continue;
      single = true;
      line(2, fmt::format("{} for {} alone: {}", called(*draw.flip), joined(draw.of, ", "),
                          then(draw.flip->margin, draw.flip->answer)));
    }
    if (!single && why_.tested) line(2, "no donor alone");
    if (why_.all_at_once) {
      std::string who;
      for (const auto& [of, one] : why_.all_at_once->donors) {
        who += fmt::format("{}{} for {}", who.empty() ? "" : ", ", called(one), joined(of, ", "));
      }
      line(2, fmt::format("together {}: {}", who,
                          then(why_.all_at_once->margin, why_.all_at_once->answer)));
    }
    if (why_.never) line(2, "nor any combination of them: the claim cannot lose this answer");
    for (std::size_t i = 0; i < std::min<std::size_t>(why_.zero_flips.size(), 5); ++i) {
      const Zeroed& one = why_.zero_flips[i];
      line(2, fmt::format("{} at zero: {}", one.unit, then(one.margin, one.answer)));
    }
    if (why_.zero_flips.size() > 5) {
      line(2, fmt::format("and {} other units at zero", why_.zero_flips.size() - 5));
    }
    if (why_.zero_nearest) {
      line(2, fmt::format("no single unit at zero, of {}; {} comes nearest: {} ahead by {}",
                          why_.zeroed, why_.zero_nearest->unit, why_.example.answer,
                          margin(why_.zero_nearest->margin)));
    }
  }

  const Why& why_;
  Paint paint_;
  std::string out_;
};

}  // namespace

std::string to_text(const Why& why, bool color) {
  return Writer(why, color).write();
}

}  // namespace hyp::report
