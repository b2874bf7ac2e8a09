// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lang/diag/suggest.hpp"
#include "lang/syntax/build.hpp"
#include "lang/syntax/lexeme.hpp"

namespace hyp::syntax {

std::optional<Statement> Builder::statement(const TreeNode& node) {
  const auto as = [&](auto built) {
    Statement statement{std::move(built), {}, {}};
    statement.definition = children(node).token() == "def";
    return statement;
  };
  switch (node.kind) {
    case NodeKind::import:
      return as(import(node));
    case NodeKind::data:
      return as(named<Data>(node));
    case NodeKind::let:
      return as(named<Let>(node));
    case NodeKind::score:
      return as(named<Score>(node));
    case NodeKind::region:
      return as(named<Region>(node));
    case NodeKind::rule_definition:
      return as(rule_definition(node));
    case NodeKind::model:
      return as(model(node));
    case NodeKind::partition:
      return as(partition(node));
    case NodeKind::group:
      return as(group(node));
    case NodeKind::subspace:
    case NodeKind::direction:
      return as(subspace(node));
    case NodeKind::hypothesis:
      return as(hypothesis(node));
    case NodeKind::test:
      return as(test(node));
    case NodeKind::experiment:
      return as(experiment(node));
    case NodeKind::train:
      return as(train(node));
    default:
      return std::nullopt;  // the language line
  }
}

// The first statement is the language line; another one stands in the wrong place. An attempt that
// failed has its own error.
void Builder::check_language(const TreeNode& file) {
  Cursor c = children(file);
  const auto word_of = [&](const TreeNode& node) {
    const auto size = lexeme_at(state_.text, node.span.begin).size;
    return Span{node.span.file, node.span.begin, std::min(node.span.end, node.span.begin + size)};
  };
  Span beginning{file.span.file, 0, 0};
  std::optional<Span> attempt;
  std::optional<Span> misplaced;
  for (bool at_first = true; !c.at_end(); at_first = false) {
    const TreeNode& node = c.take();
    if (at_first) {
      beginning = word_of(node);
      const auto word = text_of(beginning);
      const bool meant = word == "language" || !diag::nearest(word, {"language"}).empty();
      if (meant) attempt = node.span;
    }
    if (node.kind != NodeKind::language) continue;
    language(node);
    if (!at_first && attempt) said_twice("language", node.span, *attempt);
    if (!at_first && !misplaced) misplaced = node.span;
  }
  if (!attempt) record({diag::Code::language_line, misplaced.value_or(beginning)});
}

void Builder::language(const TreeNode& node) {
  Cursor c = children(node);
  c.take("language");
  const TreeNode& version = c.take();
  if (text_of(version.span) == "1") return;
  record({diag::Code::unknown_language, version.span, {{"seen", text_of(version.span)}}});
}

Import Builder::import(const TreeNode& node) {
  Cursor c = children(node);
  c.take("import");
  const auto as = [&](Cursor& from) -> std::optional<Name> {
    if (from.kind() != NodeKind::clause) return std::nullopt;
    Cursor parts = children(from.take());
    parts.take("as");
    return name(parts.take());
  };
  Import import;
  while (c.kind() == NodeKind::chosen) {
    Cursor parts = children(c.take());
    Name chosen = name(parts.take());
    import.chosen.push_back({std::move(chosen), as(parts)});
    c.take(",");
  }
  c.take("from");
  const TreeNode& path = c.take();
  import.path = string(path).value;
  import.path_span = path.span;
  import.as = as(c);
  return import;
}

// `data name = value`, `def score name(parameters) = value` and their like.
template <typename Named>
Named Builder::named(const TreeNode& node) {
  Cursor c = children(node);
  c.take("def");
  c.take();
  Named named{name(c.take()), nullptr};
  if constexpr (requires { named.parameters; }) {
    if (c.kind() == NodeKind::parameters) named.parameters = parameters(c.take());
  }
  c.take("=");
  named.value = expression(c.take());
  return named;
}

RuleDefinition Builder::rule_definition(const TreeNode& node) {
  Cursor c = children(node);
  c.take("def"), c.take("rule");
  RuleDefinition definition;
  definition.name = name(c.take());
  definition.parameters = parameters(c.take());
  c.take("=");
  definition.value = rule_spec(c.take());
  return definition;
}

Partition Builder::partition(const TreeNode& node) {
  Cursor c = children(node);
  c.take("partition");
  Partition partition{name(c.take()), {}};
  block(c, [&](const TreeNode& line) {
    const auto before = found_;
    Cursor member = children(line);
    Partition::Member built{name(member.take()), nullptr};
    member.take(":");
    if (!member.take("otherwise")) built.when = expression(member.take());
    keep(partition.members, before, std::move(built));
  });
  return partition;
}

Group Builder::group(const TreeNode& node) {
  Cursor c = children(node);
  c.take("group");
  const Name defined = name(c.take());
  c.take("=");
  return {defined, set(c.take())};
}

Given Builder::given(const TreeNode& node) {
  Cursor c = children(node);
  c.take("given");
  Given given{expression(c.take()), nullptr, nullptr};
  if (c.take("array")) given.array = expression(c.take());
  if (!c.at_end()) given.shape = expression(c.take());
  return given;
}

Model Builder::model(const TreeNode& node) {
  Cursor c = children(node);
  Model model;
  model.definition = c.take("def");
  c.take("model");
  model.name = name(c.take());
  if (c.take("=")) {
    model.value = expression(c.take());
    return model;
  }
  if (c.kind() == NodeKind::parameters) model.parameters = parameters(c.take());
  if (c.kind() == NodeKind::arguments) model.arguments = arguments(c.take());
  block(c, [&](const TreeNode& line) {
    const auto before = found_;
    Cursor parts = children(line);
    if (line.kind == NodeKind::clause) {
      parts.take("input");
      if (model.input) said_twice("input", line.span, model.input_span);
      auto shape = expression(parts.take());
      if (found_ == before) {
        model.input = std::move(shape);
        model.input_span = line.span;
      }
      return;
    }
    Equation equation{name(parts.take()), nullptr};
    parts.take("=");
    if (parts.kind() == NodeKind::clause) {
      equation.given = given(parts.take());
    } else {
      equation.value = expression(parts.take());
    }
    keep(model.equations, before, std::move(equation));
  });
  const bool has_given = std::any_of(model.equations.begin(), model.equations.end(),
                                     [](const Equation& e) { return e.given.has_value(); });
  if (!model.input && !has_given && !damaged_) {
    record({diag::Code::input_missing, model.name.span, {{"name", model.name.text}}});
  }
  return model;
}

}  // namespace hyp::syntax
