// SPDX-License-Identifier: MIT
#include "lang/check/check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "lang/check/context.hpp"
#include "lang/check/cover.hpp"
#include "lang/check/runs.hpp"
#include "lang/syntax/parse.hpp"

namespace hyp::check {

namespace {

// Only when all is checked is it known which constants had to be known early.
void check_sweeps(Context& context, const std::vector<Sweep>& sweeps) {
  for (const auto& sweep : sweeps) {
    const Let& let = context.program[sweep.parameter];
    if (!let.fixed) continue;
    context.error(diag::Diagnostic(diag::Code::not_sweepable, sweep.span,
                                   {{"name", let.name},
                                    {"seen",
                                     "needed before anything runs, as a row, a shape or "
                                     "the value of another sweep"}})
                      .label(let.span, diag::Note::defined_here, {{"name", let.name}}));
  }
}

// Activations that are given belong to the examples of one data set.
class GivenOnOneData {
 public:
  explicit GivenOnOneData(Context& context) : context_(context), program_(context.program) {}

  template <typename Statement>
  void add(const Statement& statement) {
    Runs runs;
    add_runs(program_, statement, runs);
    for (const auto& [run, span] : runs) {
      const Model& model = program_[run.first];
      const auto given = std::find_if(model.sites.begin(), model.sites.end(), [](const Site& site) {
        return std::holds_alternative<Given>(site.operation);
      });
      if (given == model.sites.end()) continue;
      const auto first = first_.try_emplace(run.first, run.second).first->second;
      if (first == run.second || !refused_.insert(run.first).second) continue;
      context_.error(diag::Diagnostic(diag::Code::given_on_two_data, span,
                                      {{"model", model.name},
                                       {"data", program_[run.second].name},
                                       {"first", program_[first].name}})
                         .label(given->span, diag::Note::activations_given));
    }
  }

 private:
  Context& context_;
  const Program& program_;
  std::map<ModelId, DataId> first_;
  std::set<ModelId> refused_;
};

}  // namespace

diag::Outcome<Program> check(std::shared_ptr<const syntax::File> file, source::SourceMap& sources,
                             source::Loader& loader) {
  Context context{sources, loader};
  context.program.file = file->file;
  const auto module = add_module(context, std::move(file));
  // Calls of definitions add symbols behind.
  for (std::size_t i = 0; i < context.symbols.all.size(); ++i) {
    Symbol& symbol = context.symbols.all[i];
    const bool own = symbol.module == module && symbol.kind != SymbolKind::module;
    if (own) ensure(context, symbol);
  }
  for (const auto& test : context.program.tests) check_sweeps(context, test.sweeps);
  for (const auto& experiment : context.program.experiments) {
    check_sweeps(context, experiment.sweeps);
  }
  check_covers(context.program, context.diagnostics);
  GivenOnOneData given(context);
  for (const auto& experiment : context.program.experiments) given.add(experiment);
  for (const auto& test : context.program.tests) given.add(test);
  if (context.diagnostics.has_errors()) return context.diagnostics.take();
  return {std::move(context.program), context.diagnostics.take()};
}

}  // namespace hyp::check
