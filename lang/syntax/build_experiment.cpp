// SPDX-License-Identifier: MIT
#include <iterator>

#include "lang/syntax/build.hpp"

namespace hyp::syntax {

Experiment Builder::experiment(const TreeNode& node) {
  Cursor c = children(node);
  c.take("def"), c.take("experiment");
  Experiment experiment;
  experiment.name = name(c.take());
  if (c.take("=")) {
    experiment.value = expression(c.take());
    return experiment;
  }
  if (c.kind() == NodeKind::parameters) experiment.parameters = parameters(c.take());
  if (c.kind() == NodeKind::clause) experiment.about = about(c.take());
  c.take("on");
  experiment.on = path(c.take());
  std::optional<Span> prose_span;
  block(c, [&](const TreeNode& line) {
    const auto before = found_;
    switch (line.kind) {
      case NodeKind::prose:
        return prose(experiment.prose, prose_span, line);
      case NodeKind::sweep:
        return keep(experiment.sweeps, before, sweep(line));
      case NodeKind::interventions:
        if (experiment.interventions_span.size() > 0) {
          said_twice("intervene", line.span, experiment.interventions_span);
        }
        experiment.interventions_span = line.span;
        return interventions(experiment.interventions, line);
      case NodeKind::measures:
        return keep(experiment.measures, before, measures(line));
      default:
        return keep(experiment.expectations, before, expectation(line));
    }
  });
  return experiment;
}

Sweep Builder::sweep(const TreeNode& node) {
  Cursor c = children(node);
  c.take("for");
  Sweep sweep{name(c.take()), {}, node.span};
  c.take("in");
  sweep.values = items(c.take());
  return sweep;
}

void Builder::interventions(std::vector<Intervention>& list, const TreeNode& node) {
  Cursor c = children(node);
  c.take("intervene");
  block(c, [&](const TreeNode& line) {
    const auto before = found_;
    keep(list, before, intervention(line));
  });
}

Intervention Builder::intervention(const TreeNode& node) {
  Intervention intervention{{}, node.span};
  for (Cursor c = children(node); !c.at_end();) {
    const TreeNode& child = c.take();
    if (child.kind == NodeKind::action) intervention.actions.push_back(action(child));
  }
  return intervention;
}

Action Builder::action(const TreeNode& node) {
  Cursor c = children(node);
  const auto word = text_of(c.take().span);
  Action action{Action::Kind::set, {}, nullptr, nullptr, node.span};
  if (word == "zero") action.kind = Action::Kind::zero;
  if (word == "mean") action.kind = Action::Kind::mean;
  if (word == "min") action.kind = Action::Kind::min;
  if (word == "max") action.kind = Action::Kind::max;
  while (!c.at_end()) {
    if (c.take(",")) continue;
    if (c.take("to")) {
      action.to = expression(c.take());
      continue;
    }
    const TreeNode& child = c.take();
    if (child.kind == NodeKind::set) {
      action.sets.push_back(set(child));
    } else {
      Cursor in = children(child);
      in.take("in");
      action.in = expression(in.take());
    }
  }
  return action;
}

Measures Builder::measures(const TreeNode& node) {
  Cursor c = children(node);
  c.take("measure");
  Measures measures{{}, {}, node.span};
  while (!c.at_end()) {
    if (c.take(",")) continue;
    const TreeNode& child = c.take();
    if (child.kind != NodeKind::clause) {
      measures.measures.push_back(expression(child));
      continue;
    }
    Cursor by = children(child);
    by.take("by");
    while (!by.at_end()) {
      if (!by.take(",")) measures.by.push_back(path(by.take()));
    }
  }
  return measures;
}

Expectation Builder::expectation(const TreeNode& node) {
  Cursor c = children(node);
  c.take("expect");
  Expectation built;
  built.span = node.span;
  built.measure = expression(c.take());
  if (c.kind() == NodeKind::clause) {
    Cursor in = children(c.take());
    in.take("in");
    built.in = expression(in.take());
  }
  if (c.take("within")) {
    built.bound = expression(c.take());
    c.take("of");
    built.target = expression(c.take());
  } else {
    built.op = compare_op(text_of(c.take().span));
    built.bound = expression(c.take());
  }
  std::optional<Span> said[3];
  while (!c.at_end()) clause(built, c.take(), said);
  return built;
}

void Builder::clause(Expectation& expectation, const TreeNode& clause,
                     std::optional<Span> (&said)[3]) {
  Cursor c = children(clause);
  const auto word = text_of(c.take().span);
  auto& earlier = said[word == "under" ? 0 : word == "for" ? 1 : 2];
  if (earlier) said_twice(word, clause.span, *earlier);
  earlier = clause.span;
  if (word == "under") {
    expectation.under = intervention(c.take());
  } else if (word == "for") {
    expectation.where = expression(c.take());
  } else if (c.take("data")) {
    expectation.scope = Expectation::Scope::data_like_this;
  }
}

}  // namespace hyp::syntax
