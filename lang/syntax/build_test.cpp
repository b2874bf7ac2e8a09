// SPDX-License-Identifier: MIT
#include "lang/syntax/build.hpp"

namespace hyp::syntax {

Test Builder::test(const TreeNode& node) {
  Cursor c = children(node);
  c.take("test");
  Test test;
  test.hypothesis = path(c.take());
  std::map<std::string_view, Span> said;
  if (c.take("on")) {
    said["references"] = c.peek().span;
    test.references = path(c.take());
  }
  std::optional<Span> prose_span;
  Test::Section* section = &test.scrub;
  block(c, [&](const TreeNode& line) {
    const auto before = found_;
    switch (line.kind) {
      case NodeKind::prose:
        return prose(test.prose, prose_span, line);
      case NodeKind::sweep:
        return keep(test.sweeps, before, sweep(line));
      case NodeKind::clause:
        return clause(test, line, said);
      case NodeKind::section: {
        const auto word = children(line).token();
        section = word == "swap" ? &test.swap : &test.scrub;
        if (section->label.size() > 0) said_twice(word, line.span, section->label);
        section->label = line.span;
        return;
      }
      case NodeKind::measures:
        return keep(section->measures, before, measures(line));
      case NodeKind::expectation:
        return keep(section->expectations, before, expectation(line));
      default:
        return test.interventions.push_back(children(line).peek().span);
    }
  });
  if (test.references.parts.empty() && !damaged_ && found_ == 0) {
    record({diag::Code::references_missing,
            test.hypothesis.span,
            {{"name", text_of(test.hypothesis.span)}}});
  }
  return test;
}

void Builder::clause(Test& test, const TreeNode& clause, std::map<std::string_view, Span>& said) {
  Cursor c = children(clause);
  const auto word = text_of(c.take().span);
  const auto [earlier, first] = said.emplace(word, clause.span);
  if (!first) said_twice(word == "expect" ? "expect refuted" : word, clause.span, earlier->second);
  if (word == "trials") {
    test.trials = expression(c.take());
  } else if (word == "expect") {
    test.rival = clause.span;
  } else if (word == "donors") {
    test.donors = path(c.take());
  } else {
    test.references = path(c.take());
  }
}

}  // namespace hyp::syntax
