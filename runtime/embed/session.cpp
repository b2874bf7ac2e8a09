// SPDX-License-Identifier: MIT
#include "runtime/embed/session.hpp"

#include "lang/check/check.hpp"
#include "lang/syntax/parse.hpp"
#include "runtime/embed/diff.hpp"
#include "runtime/embed/kept.hpp"
#include "runtime/embed/mutate.hpp"
#include "runtime/embed/run.hpp"
#include "runtime/embed/train.hpp"
#include "runtime/embed/why.hpp"

namespace hyp::embed {

Session::Session(source::Loader& loader) : loader_(loader) {}
Session::~Session() = default;

void Session::keep_activations() {
  if (!kept_) kept_ = std::make_unique<Kept>();
}

diag::Outcome<check::Program> Session::check(std::string name, std::string text) {
  const auto file = sources_.add(std::move(name), std::move(text));
  auto parsed = syntax::parse(sources_, file);
  diag::Diagnostics all;
  const bool understood = parsed.value.has_value();
  all.add(std::move(parsed.diagnostics));
  if (understood) {
    auto checked = check::check(std::make_shared<const syntax::File>(std::move(*parsed.value)),
                                sources_, loader_);
    all.add(std::move(checked.diagnostics));
    if (checked.value && !all.has_errors()) return {std::move(*checked.value), all.take()};
  }
  return all.take();
}

report::Report Session::run(const check::Program& program, const RunOptions& options,
                            Listener& listener) {
  return embed::run(program, options, sources_.name(program.file), loader_, listener, kept_.get());
}

report::Mutation Session::mutate(const check::Program& program, const MutateOptions& options,
                                 Listener& listener) {
  return embed::mutate(program, options, sources_.name(program.file), loader_, listener);
}

diag::Outcome<report::Why> Session::why(const check::Program& program, std::int64_t example,
                                        const AskOptions& options, Listener& listener) {
  return embed::why(program, example, options, sources_.name(program.file), loader_, listener);
}

diag::Outcome<report::Worst> Session::worst(const check::Program& program, std::int64_t count,
                                            const AskOptions& options, Listener& listener) {
  return embed::worst(program, count, options, sources_.name(program.file), loader_, listener);
}

diag::Outcome<report::Difference> Session::diff(const check::Program& first,
                                                const AskOptions& of_first,
                                                const check::Program& second,
                                                const AskOptions& of_second, Listener& listener) {
  return embed::diff({first, of_first, sources_.name(first.file)},
                     {second, of_second, sources_.name(second.file)}, loader_, listener);
}

diag::Outcome<std::vector<TrainTarget>> Session::train_targets(
    const check::Program& program, const std::vector<std::string>& only) {
  return embed::train_targets(program, only, sources_.name(program.file), loader_);
}

diag::Outcome<TrainedNetwork> Session::train(const check::Program& program,
                                             check::TrainingId training,
                                             const TrainOptions& options,
                                             exec::TrainListener& listener) {
  return embed::train(program, training, options, sources_, loader_, listener);
}

}  // namespace hyp::embed
