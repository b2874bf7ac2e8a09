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

// Where several claims are mutated, with the claim; a group is no claim's own.
std::string name_of(const Mutation& all, const MutantResult& mutant) {
  const bool of_group = mutant.kind == "drop" || mutant.kind == "move";
  return all.claims.size() > 1 && !of_group
             ? printable(mutant.claim) + ": " + printable(mutant.what)
             : printable(mutant.what);
}

// By kind, in the order in which the kinds were made.
Table by_kind(const Mutation& all) {
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
  for (const auto& mutant : all.mutants) {
    if (std::find(headings.begin(), headings.end(), mutant.heading) == headings.end()) {
      headings.push_back(mutant.heading);
    }
  }
  for (const auto& heading : headings) {
    std::vector<MutantResult> of_kind;
    std::copy_if(all.mutants.begin(), all.mutants.end(), std::back_inserter(of_kind),
                 [&](const auto& mutant) { return mutant.heading == heading; });
    add(heading, count(of_kind));
  }
  if (headings.size() != 1) add("all", count(all.mutants));
  return table;
}

Table by_expectation(const Mutation& all) {
  Table table;
  table.keys = {{"expectation", {}}};
  for (const char* header : {"figure", "held by", "kills", "alone"}) {
    table.values.push_back({header, {}});
  }
  for (std::size_t i = 0; i < all.held.size(); ++i) {
    std::int64_t kills = 0, alone = 0;
    for (const auto& mutant : all.mutants) {
      if (mutant.held.empty() || mutant.held[i].result.verdict != stats::Verdict::refuted) continue;
      ++kills;
      alone += std::count_if(mutant.held.begin(), mutant.held.end(), [](const Held& held) {
                 return held.result.verdict == stats::Verdict::refuted;
               }) == 1;
    }
    const auto& held = all.held[i];
    table.keys[0].cells.push_back(text_of(held));
    table.values[0].cells.push_back(write_figure(held));
    table.values[1].cells.push_back(write_distance(held));
    table.values[2].cells.push_back(std::to_string(kills));
    table.values[3].cells.push_back(std::to_string(alone));
  }
  return table;
}

// Every mutant of one fate, with the expectation that came nearest to killing it.
void append_lived(std::string& out, const Mutation& all, Fate fate, const char* header) {
  Table table;
  table.keys = {{header, {}}};
  table.values = {{"nearest to killing it", {}}, {"figure", {}}, {"held by", {}}, {"of", {}}};
  for (const auto& mutant : all.mutants) {
    if (mutant.fate != fate) continue;
    table.keys[0].cells.push_back(name_of(all, mutant));
    const auto nearest = closest(all.held, mutant.held);
    table.values[0].cells.push_back(nearest ? text_of(mutant.held[*nearest]) : "-");
    table.values[1].cells.push_back(nearest ? write_figure(mutant.held[*nearest]) : "-");
    table.values[2].cells.push_back(nearest ? write_distance(mutant.held[*nearest]) : "-");
    table.values[3].cells.push_back(nearest ? write_distance(all.held[*nearest]) : "-");
  }
  if (!table.keys[0].cells.empty()) out += "\n" + lay_out(table, kTableColumns);
}

void append_same(std::string& out, const Mutation& all) {
  std::string names;
  for (const auto& mutant : all.mutants) {
    if (mutant.fate != Fate::same) continue;
    names += (names.empty() ? "" : "; ") + name_of(all, mutant);
  }
  if (names.empty()) return;
  out += "\n  These change no figure that is expected something of, on this data:\n";
  append_wrapped(out, names, 4);
}

void append_refused(std::string& out, const Mutation& all) {
  bool first = true;
  for (const auto& mutant : all.mutants) {
    if (mutant.fate != Fate::refused) continue;
    if (std::exchange(first, false)) out += "\n  These are no claims that could be run:\n";
    append_wrapped(out, name_of(all, mutant) + ": " + printable(mutant.error), 4);
  }
}

void append_claims(std::string& out, const Mutation& all, const Paint& paint) {
  for (const auto& claim : all.claims) {
    out += "mutants of " + paint(kBold, printable(claim.name));
    out += fmt::format(" on {}, {} trial{}, seed {}\n", printable(claim.data), claim.trials,
                       claim.trials == 1 ? "" : "s", all.provenance.seed);
  }
  if (all.claims.empty()) return;
  out += "\n" + lay_out(by_expectation(all), kTableColumns);
  if (all.mutants.empty()) {
    out += "\n  no such mutant can be made\n\n";
    return;
  }
  out += "\n" + lay_out(by_kind(all), kTableColumns);
  append_lived(out, all, Fate::lived, "lived");
  append_lived(out, all, Fate::undecided, "undecided");
  append_same(out, all);
  append_refused(out, all);
  const auto ran = std::ssize(all.mutants);
  out += fmt::format("\n  {} mutant{} in {:.1f} s", ran, ran == 1 ? "" : "s", all.seconds);
  if (ran < all.made) out += fmt::format(", of {}: stopped", all.made);
  out += "\n\n";
}

}  // namespace

std::string to_text(const Mutation& mutation, bool color) {
  const Paint paint{color};
  std::string out;
  append_claims(out, mutation, paint);
  for (const auto& left : mutation.left_out) {
    out += fmt::format("not mutated: {}, for {}\n", printable(left.name), printable(left.reason));
  }
  const auto counts = count(mutation.mutants);
  if (const auto share = counts.share()) {
    out += fmt::format("killed: {} of {} mutants that change something, {}\n", counts.killed,
                       counts.killed + counts.lived + counts.undecided, write_value(*share, true));
  } else if (!mutation.mutants.empty()) {
    out += "killed: none of them changes anything on this data\n";
  }
  if (mutation.claims.empty() && mutation.left_out.empty()) return out;
  return out + "\n" + provenance_text(mutation.provenance, paint);
}

}  // namespace hyp::report
