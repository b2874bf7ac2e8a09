// SPDX-License-Identifier: MIT
#include "runtime/report/test_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/report/donors.hpp"
#include "runtime/report/expectation_text.hpp"
#include "runtime/report/table.hpp"
#include "runtime/report/test_tables.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

using stats::Mode;

constexpr std::size_t kTableColumns = 110;

std::string_view name_of(Mode mode) {
  return mode == Mode::scrub ? "scrub" : mode == Mode::swap ? "swap" : "direct";
}

std::string words_of_engine(const std::string& engine) {
  if (engine == "affine") return "sums of contributions";
  return engine == "forward" ? "forward passes" : printable(engine);
}

template <typename T>
std::vector<T> of_mode(const std::vector<T>& all, Mode mode) {
  std::vector<T> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out),
               [&](const T& one) { return one.mode == mode; });
  return out;
}

template <typename T>
bool has_mode(const std::vector<T>& all, Mode mode) {
  return std::any_of(all.begin(), all.end(), [&](const T& one) { return one.mode == mode; });
}

bool has_mode(const stats::ExperimentResult& test, Mode mode) {
  return has_mode(test.results, mode) || has_mode(test.expectations, mode) ||
         has_mode(test.donors, mode) || has_mode(test.work, mode);
}

std::string heading(const stats::ExperimentResult& test, Mode mode,
                    const std::vector<stats::Figure>& figures, const Paint& paint) {
  std::string out = "test " + paint(kBold, printable(test.name));
  if (!test.data.empty()) out += " on " + printable(test.data);
  out += fmt::format(": {}", name_of(mode));
  std::int64_t most = 0;
  for (const auto& figure : figures) most = std::max(most, figure.n + figure.n_not_tested);
  for (const auto& work : test.work) most = std::max(most, work.rows);
  if (most > 0) out += fmt::format(", {} examples", most);
  if (test.trials) {
    out += fmt::format(", {} {}", *test.trials, *test.trials == 1 ? "trial" : "trials");
  }
  if (test.seed) out += fmt::format(", seed {}", *test.seed);
  if (!test.engine.empty()) out += ", " + words_of_engine(test.engine);
  return out + "\n";
}

// What heads a column of a test, in the order of the columns.
constexpr std::pair<std::string_view, std::string_view> kWords[] = {
    {"±", "95 % interval"},
    {"*", "an interval wider than need be"},
    {"preserved", "the answer is that of the clean network"},
    {"obeyed", "the answer is what the claim predicts from the examples that stand in"},
    {"clean", "nothing replaced"},
    {"constant", "the best answer that is always the same"},
    {"baseline", "the whole network run on any example instead"},
    {"recovered", "how far from baseline to clean"},
    {"stake", "what is lost when any example may stand in; with none, nothing is tested"},
    {"one donor", "the same example stands in for all nodes"},
    {"own donors",
     "a different one for every unit: that averages noise, and a higher figure is no better claim"},
    {"twin",
     "the whole network run on an example that the claim allows: where the claim gives the same, "
     "it says nothing about the inside"},
    {"donors", "examples that may stand in (fewest / median / most)"},
    {"itself", "how often that is the example itself"},
    {"without", "examples for which none may"},
    {"effect", "whether any of them changes what is replaced"},
};

bool heads_or_marks(const Table& table, std::string_view word) {
  const auto is_here = [&](const Column& column) {
    if (column.header == word) return true;
    return std::any_of(column.cells.begin(), column.cells.end(), [&](const std::string& cell) {
      return cell.find("±") != std::string::npos && cell.find(word) != std::string::npos;
    });
  };
  return std::any_of(table.values.begin(), table.values.end(), is_here);
}

// Prints the table, and explains what the report has not explained yet.
void append_table(std::string& out, const Table& table, Explained& explained) {
  out += lay_out(table, kTableColumns);
  std::string legend;
  for (const auto& [word, meaning] : kWords) {
    if (!heads_or_marks(table, word) || !explained.emplace(word).second) continue;
    legend += fmt::format("{}{}: {}", legend.empty() ? "" : "; ", word, meaning);
  }
  if (!legend.empty()) append_wrapped(out, legend + ".", 2);
}

void append_donors(std::string& out, const std::vector<stats::NodeDonors>& entries,
                   Explained& explained) {
  if (entries.empty()) return;
  const Donors donors(entries);
  out += "\n  who stands in:\n";
  for (const auto& rule : donors.rules()) append_wrapped(out, rule, 4);
  out += "\n";
  append_table(out, donors.sizes(), explained);
}

std::string megabytes(std::int64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string_view plural(std::int64_t count) {
  return count == 1 ? "" : "s";
}

// What a run would take; the same for every point of the sweeps but for who is tested.
void append_work(std::string& out, const std::vector<stats::Work>& all) {
  if (all.empty()) return;
  const stats::Work& work = all.front();
  std::string line = fmt::format("each trial: {} draw{} for each of {} examples, ", work.draws,
                                 plural(work.draws), work.rows);
  if (work.engine == "affine") {
    line +=
        "then sums of what each donor contributes: only weighted sums lie between what is "
        "replaced and the logits";
  } else {
    line += fmt::format("then {} forward pass{} of the network downstream of what is replaced",
                        work.visits, work.visits == 1 ? "" : "es");
    if (!work.obstacle.empty()) {
      line += fmt::format(" (no sums: `{}` lies between)", printable(work.obstacle));
    }
  }
  out += "\n";
  append_wrapped(out, line, 2);
  std::string memory = fmt::format("memory: {} of activations kept", megabytes(work.kept_bytes));
  if (work.contribution_bytes > 0) {
    memory += fmt::format(", {} of contributions", megabytes(work.contribution_bytes));
  }
  append_wrapped(out, memory, 2);
  for (const auto& point : all) {
    if (point.tested == point.rows) continue;
    append_wrapped(out,
                   fmt::format("not tested: {} examples for which nobody may stand in",
                               point.rows - point.tested),
                   2);
    break;
  }
}

// "✓ refuted, as this rival was expected to be"
void append_rival(std::string& out, const stats::ExperimentResult& test, const Paint& paint) {
  const Look told = look_of(*test.verdict), counts = look_of(*test.counts_as());
  const bool as_expected = test.verdict == stats::Verdict::refuted;
  out += fmt::format(
      "\n  {}\n", paint(counts.color, fmt::format("{} {}, {}", counts.mark, told.words,
                                                  as_expected ? "as this rival was expected to be"
                                                              : "but expected to be refuted")));
}

}  // namespace

bool is_test(const stats::ExperimentResult& result) {
  return has_mode(result, Mode::scrub) || has_mode(result, Mode::swap);
}

void append_test(std::string& out, const stats::ExperimentResult& test, const Paint& paint,
                 Explained& explained) {
  bool first = true;
  for (const Mode mode : {Mode::scrub, Mode::swap}) {
    if (!has_mode(test, mode)) continue;
    const auto figures = of_mode(test.results, mode);
    if (!first) out += "\n";
    out += heading(test, mode, figures, paint);
    if (std::exchange(first, false)) {
      if (!test.prose.empty()) append_wrapped(out, printable(test.prose), 2);
    }
    std::vector<Table> tables = tabulate_test(figures);
    tables.push_back(tabulate_ladder(figures));
    for (const auto& table : tables) {
      if (table.values.empty()) continue;
      out += "\n";
      append_table(out, table, explained);
    }
    append_donors(out, of_mode(test.donors, mode), explained);
    append_work(out, of_mode(test.work, mode));
    if (mode == Mode::scrub && test.near_ties.value_or(0) > 0) {
      out += fmt::format("\n  near ties: {} example{} whose clean margin is below 0.00001\n",
                         *test.near_ties, *test.near_ties == 1 ? "" : "s");
    }
    const auto expectations = of_mode(test.expectations, mode);
    if (!expectations.empty()) out += "\n";
    for (const auto& expectation : expectations) append_expectation(out, expectation, paint);
  }
  if (test.rival && test.verdict) append_rival(out, test, paint);
  if (test.expectations.empty() && test.verdict) {
    const Look look = look_of(*test.verdict);
    out += fmt::format("\n  {}\n", paint(look.color, fmt::format("{} {}", look.mark, look.words)));
  }
}

}  // namespace hyp::report
