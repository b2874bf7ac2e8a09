// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runtime/report/mutation.hpp"
#include "runtime/report/numbers.hpp"
#include "runtime/report/paint.hpp"
#include "runtime/report/provenance_text.hpp"
#include "runtime/report/table.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

constexpr std::size_t kTableColumns = 110;

// "1.08 points", "0.31": a distance between a figure and its bound.
std::string write_distance(const Held& held) {
  if (held.result.decided_on.empty() || std::isnan(held.by)) return "-";
  if (!held.result.decided_on.front().is_share) return write_value(held.by, false);
  return fmt::format("{:.2f} points", 100 * held.by);
}

std::string write_figure(const Held& held) {
  if (held.result.decided_on.empty()) return "-";
  const auto& figure = held.result.decided_on.front();
  return write_value(figure.value, figure.is_share, held.result.limits);
}

std::string text_of(const Held& held) {
  return printable(held.result.text);
}

// By kind, in the order in which the kinds were made.
Table by_kind(const MutatedClaim& claim) {
  Table table;
  table.keys = {{"change", {}}};
  for (const char* header :
       {"mutants", "killed", "lived", "undecided", "no change", "refused", "share killed"}) {
    table.values.push_back({header, {}});
  }
  const auto add = [&](const std::string& name, const FateCounts& counts) {
    table.keys[0].cells.push_back(name);
    const std::int64_t numbers[] = {counts.all(),     counts.killed, counts.lived,
                                    counts.undecided, counts.same,   counts.refused};
    for (std::size_t i = 0; i < std::size(numbers); ++i) {
      table.values[i].cells.push_back(std::to_string(numbers[i]));
    }
    const auto share = counts.share();
    table.values.back().cells.push_back(share ? write_value(*share, true) : "-");
  };
  std::vector<std::string> headings;
  for (const auto& mutant : claim.mutants) {
    if (std::find(headings.begin(), headings.end(), mutant.heading) == headings.end()) {
      headings.push_back(mutant.heading);
    }
  }
  for (const auto& heading : headings) {
    std::vector<MutantResult> of_kind;
    std::copy_if(claim.mutants.begin(), claim.mutants.end(), std::back_inserter(of_kind),
                 [&](const auto& mutant) { return mutant.heading == heading; });
    add(heading, count(of_kind));
  }
  if (headings.size() != 1) add("all", count(claim.mutants));
  return table;
}

Table by_expectation(const MutatedClaim& claim) {
  Table table;
  table.keys = {{"expectation", {}}};
  for (const char* header : {"figure", "held by", "kills", "alone"}) {
    table.values.push_back({header, {}});
  }
  for (std::size_t i = 0; i < claim.held.size(); ++i) {
    std::int64_t kills = 0, alone = 0;
    for (const auto& mutant : claim.mutants) {
      if (mutant.held.empty() || mutant.held[i].result.verdict != stats::Verdict::refuted) continue;
      ++kills;
      alone += std::count_if(mutant.held.begin(), mutant.held.end(), [](const Held& held) {
                 return held.result.verdict == stats::Verdict::refuted;
               }) == 1;
    }
    const auto& held = claim.held[i];
    table.keys[0].cells.push_back(text_of(held));
    table.values[0].cells.push_back(write_figure(held));
    table.values[1].cells.push_back(write_distance(held));
    table.values[2].cells.push_back(std::to_string(kills));
    table.values[3].cells.push_back(std::to_string(alone));
  }
  return table;
}

// Every mutant of one fate, with the expectation that came nearest to killing it.
void append_lived(std::string& out, const MutatedClaim& claim, Fate fate, const char* header) {
  Table table;
  table.keys = {{header, {}}};
  table.values = {{"nearest to killing it", {}}, {"figure", {}}, {"held by", {}}, {"of", {}}};
  for (const auto& mutant : claim.mutants) {
    if (mutant.fate != fate) continue;
    table.keys[0].cells.push_back(printable(mutant.what));
    const auto nearest = closest(claim, mutant);
    table.values[0].cells.push_back(nearest ? text_of(mutant.held[*nearest]) : "-");
    table.values[1].cells.push_back(nearest ? write_figure(mutant.held[*nearest]) : "-");
    table.values[2].cells.push_back(nearest ? write_distance(mutant.held[*nearest]) : "-");
    table.values[3].cells.push_back(nearest ? write_distance(claim.held[*nearest]) : "-");
  }
  if (!table.keys[0].cells.empty()) out += "\n" + lay_out(table, kTableColumns);
}

void append_same(std::string& out, const MutatedClaim& claim) {
  std::string all;
  for (const auto& mutant : claim.mutants) {
    if (mutant.fate == Fate::same) all += (all.empty() ? "" : "; ") + printable(mutant.what);
  }
  if (all.empty()) return;
  out += "\n  These change no figure that is expected something of, on this data:\n";
  append_wrapped(out, all, 4);
}

void append_refused(std::string& out, const MutatedClaim& claim) {
  bool first = true;
  for (const auto& mutant : claim.mutants) {
    if (mutant.fate != Fate::refused) continue;
    if (std::exchange(first, false)) out += "\n  These are no claims that could be run:\n";
    append_wrapped(out, printable(mutant.what) + ": " + printable(mutant.error), 4);
  }
}

void append_claim(std::string& out, const MutatedClaim& claim, std::uint64_t seed,
                  const Paint& paint) {
  out += "mutants of " + paint(kBold, printable(claim.name));
  out += fmt::format(" on {}, {} trial{}, seed {}\n", printable(claim.data), claim.trials,
                     claim.trials == 1 ? "" : "s", seed);
  out += "\n" + lay_out(by_expectation(claim), kTableColumns);
  if (claim.mutants.empty()) {
    out += "\n  no mutant of this kind can be made of it\n";
    return;
  }
  out += "\n" + lay_out(by_kind(claim), kTableColumns);
  append_lived(out, claim, Fate::lived, "lived");
  append_lived(out, claim, Fate::undecided, "undecided");
  append_same(out, claim);
  append_refused(out, claim);
  const auto ran = std::ssize(claim.mutants);
  out += fmt::format("\n  {} mutant{} in {:.1f} s", ran, ran == 1 ? "" : "s", claim.seconds);
  if (ran < claim.made) out += fmt::format(", of {}: stopped", claim.made);
  out += "\n";
}

}  // namespace

std::string to_text(const Mutation& mutation, bool color) {
  const Paint paint{color};
  std::string out;
  for (const auto& claim : mutation.claims) {
    append_claim(out, claim, mutation.provenance.seed, paint);
    out += "\n";
  }
  for (const auto& left : mutation.left_out) {
    out += fmt::format("not mutated: {}, for {}\n", printable(left.name), printable(left.reason));
  }
  const auto counts = count(mutation);
  if (const auto share = counts.share()) {
    out += fmt::format("killed: {} of {} mutants that change something, {}\n", counts.killed,
                       counts.killed + counts.lived + counts.undecided, write_value(*share, true));
  } else if (!mutation.claims.empty()) {
    out += "killed: none of them changes anything on this data\n";
  }
  if (mutation.claims.empty() && mutation.left_out.empty()) return out;
  return out + "\n" + provenance_text(mutation.provenance, paint);
}

}  // namespace hyp::report
