// SPDX-License-Identifier: MIT
#include "lang/syntax/build.hpp"

namespace hyp::syntax {

Train Builder::train(const TreeNode& node) {
  Cursor c = children(node);
  c.take("train");
  Train train;
  train.model = path(c.take());
  c.take("on");
  train.data = path(c.take());
  std::map<std::string_view, Span> said;
  std::optional<Span> prose_span;
  block(c, [&](const TreeNode& line) {
    if (line.kind == NodeKind::prose) return prose(train.prose, prose_span, line);
    clause(train, line, said);
  });
  if (damaged_ || found_ > 0) return train;
  constexpr std::pair<std::string_view, std::string_view> kNeeded[] = {
      {"label", "label is images.label"}, {"epochs", "epochs 4"}, {"seed", "seed 1"}};
  for (const auto& [word, example] : kNeeded) {
    if (said.contains(word)) continue;
    record({diag::Code::training_incomplete,
            train.model.span,
            {{"name", text_of(train.model.span)}, {"word", word}, {"example", example}}});
    break;
  }
  return train;
}

void Builder::clause(Train& train, const TreeNode& clause, std::map<std::string_view, Span>& said) {
  Cursor c = children(clause);
  const auto word = text_of(c.take().span);
  const auto [earlier, first] = said.emplace(word, clause.span);
  if (!first) said_twice(word, clause.span, earlier->second);
  c.take("is");
  auto& value = word == "label"    ? train.label
                : word == "epochs" ? train.epochs
                : word == "seed"   ? train.seed
                : word == "batch"  ? train.batch
                                   : train.rate;
  value = expression(c.take());
}

}  // namespace hyp::syntax
