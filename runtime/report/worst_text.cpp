// SPDX-License-Identifier: MIT
// The examples that a claim's swaps keep least, for people.
#include "runtime/report/paint.hpp"
#include "runtime/report/table.hpp"
#include "runtime/report/why.hpp"
#include "runtime/report/why_words.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {

std::string to_text(const Worst& worst, bool color) {
  const Paint paint{color};
  std::string out =
      paint(kBold, printable(fmt::format("{} on {}", worst.hypothesis, worst.data))) + "\n";
  if (!worst.point.values.empty()) out += "  " + point_text(worst.point, worst.points) + "\n";
  const auto tested = worst.rows - worst.not_tested;
  out += fmt::format("  {} of {} kept their answer in all of the {}", worst.always,
                     count(static_cast<double>(tested), "example", "examples"),
                     count(static_cast<double>(worst.trials), "trial", "trials"));
  if (worst.not_tested > 0) out += fmt::format("; {} not tested", worst.not_tested);
  out += "\n  least often, and of these those first of whose answer the network is surest:\n\n";
  Table table;
  Column row{"example", {}}, label{"label", {}}, answer{"answer", {}}, ahead{"margin", {}},
      kept{"preserved", {}}, obeyed{"obeyed", {}};
  const auto part = [&](std::int64_t hits) {
    return share(static_cast<double>(hits) / static_cast<double>(worst.trials));
  };
  bool labelled = false, swapped = false;
  for (const auto& one : worst.worst) {
    row.cells.push_back(fmt::format("{}", one.row));
    label.cells.push_back(one.label ? number(*one.label) : "");
    answer.cells.push_back(fmt::format("{}", one.answer));
    ahead.cells.push_back(margin(one.margin));
    kept.cells.push_back(part(one.kept));
    obeyed.cells.push_back(one.obeyed ? part(*one.obeyed) : "");
    labelled = labelled || one.label;
    swapped = swapped || one.obeyed;
  }
  table.keys = {row};
  if (labelled) table.values.push_back(label);
  table.values.insert(table.values.end(), {answer, ahead, kept});
  if (swapped) table.values.push_back(obeyed);
  out += lay_out(table, kColumns);
  if (!worst.worst.empty()) {
    out += "\n" +
           printable(fmt::format("look at one: hyp why {} {} --example {}", worst.file,
                                 worst.hypothesis, worst.worst.front().row)) +
           "\n";
  }
  return out;
}

}  // namespace hyp::report
