// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "lang/check/dump_subspaces.hpp"
#include "lang/check/functions.hpp"
#include "lang/check/program.hpp"

namespace hyp::check {
namespace {

template <typename... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += separator;
    out += part;
  }
  return out;
}

std::string text(const Program& program, ExprId id);

std::string texts(const Program& program, const std::vector<ExprId>& ids) {
  std::vector<std::string> parts;
  for (const auto id : ids) parts.push_back(text(program, id));
  return join(parts, ", ");
}

std::string statistic_name(Expr::Statistic::Kind kind) {
  constexpr std::string_view names[] = {"min", "max", "mean", "std", "active"};
  return std::string(names[static_cast<std::size_t>(kind)]);
}

// Every operation in brackets, so that the structure is seen.
std::string text(const Program& program, ExprId id) {
  constexpr std::string_view arithmetic[] = {"+", "-", "*", "/"};
  constexpr std::string_view comparison[] = {"<", "<=", ">", ">=", "==", "!="};
  const auto index = [](auto value) { return static_cast<std::size_t>(value); };
  return std::visit(
      Overloaded{
          [&](const Expr::Constant& e) {
            return program[id].type.percent ? fmt::format("{:.12g}%", e.value * 100)
                                            : fmt::format("{}", e.value);
          },
          [&](const Expr::LetRef& e) { return program[e.let].name; },
          [&](const Expr::ScoreRef& e) { return program[e.score].name; },
          [&](const Expr::RegionRef& e) { return program[e.region].name; },
          [&](const Expr::MemberRef& e) {
            const auto& partition = program[e.partition];
            return partition.name + "." + partition.members[e.member].name;
          },
          [&](const Expr::PartitionRef& e) { return program[e.partition].name; },
          [&](const Expr::NodeRef& e) { return fmt::format("node {}", e.node.index); },
          [&](const Expr::InputRef&) { return std::string("input"); },
          [&](const Expr::ColumnRef& e) {
            return (e.data ? program[*e.data].name + "." : "") + e.column;
          },
          [&](const Expr::ExampleInput& e) {
            return fmt::format("{}[{}].input", program[e.data].name, e.row);
          },
          [&](const Expr::ExampleColumn& e) {
            return fmt::format("{}[{}].{}", program[e.data].name, e.row, e.column);
          },
          [&](const Expr::SiteRef& e) {
            return program[e.model].name + "." + program[e.model].site(e.site).name;
          },
          [&](const Expr::GroupRef& e) { return program[e.group].name; },
          [&](const Expr::Subscript& e) {
            return fmt::format("{}{}", text(program, e.object), to_string(e.at));
          },
          [&](const Expr::Negate& e) { return "-" + text(program, e.operand); },
          [&](const Expr::Not& e) { return "not " + text(program, e.operand); },
          [&](const Expr::Arithmetic& e) {
            return fmt::format("({} {} {})", text(program, e.left), arithmetic[index(e.op)],
                               text(program, e.right));
          },
          [&](const Expr::Logic& e) {
            return fmt::format("({} {} {})", text(program, e.left),
                               e.op == Expr::LogicOp::conjunction ? "and" : "or",
                               text(program, e.right));
          },
          [&](const Expr::Compare& e) {
            return fmt::format("({} {} {})", text(program, e.left), comparison[index(e.op)],
                               text(program, e.right));
          },
          [&](const Expr::Call& e) {
            return fmt::format("{}({})", info(e.function).name, texts(program, e.arguments));
          },
          [&](const Expr::Statistic& e) {
            const auto name = statistic_name(e.kind);
            return e.in ? fmt::format("{}(in {})", name, text(program, *e.in)) : name;
          },
      },
      program[id].node);
}

std::string text(const IndexRange& range) {
  return range.first == range.last ? fmt::format("{}", range.first)
                                   : fmt::format("{}..{}", range.first, range.last);
}

std::string text(const Program& program, const PlaceRef& place) {
  std::string out;
  if (const auto* group = std::get_if<GroupId>(&place.target)) {
    out = program[*group].name;
  } else {
    const auto& at = std::get<SitePlace>(place.target);
    const Model& model = program[at.model];
    out = model.name + "." + model.site(at.site).name;
    std::vector<std::string> units, positions;
    for (const auto& range : at.units) units.push_back(text(range));
    if (!units.empty()) out += "[" + join(units, ", ") + "]";
    for (const auto& p : at.positions) {
      positions.push_back(fmt::format("axis {} {}", p.axis, text(p.range)));
    }
    if (!positions.empty()) out += " at " + join(positions, ", ");
  }
  if (place.where) {
    out += fmt::format(" where {} on {}", text(program, place.where->predicate),
                       program[place.where->data].name);
  }
  return out;
}

std::string text(const Program& program, const std::vector<Set::Term>& terms) {
  constexpr std::string_view joins[] = {"", " union ", " except "};
  std::string out;
  for (const auto& term : terms) {
    out += joins[static_cast<std::size_t>(term.join)];
    if (const auto* place = std::get_if<PlaceRef>(&term.operand)) {
      out += text(program, *place);
    } else {
      out += "(" + text(program, std::get<std::vector<Set::Term>>(term.operand)) + ")";
    }
  }
  return out;
}

std::string weights_text(const Site& site) {
  if (const auto* given = std::get_if<Given>(&site.operation)) {
    return fmt::format("  given \"{}\"{} array {}", given->file.path,
                       given->file.sha256.empty() ? "" : " pinned", given->array);
  }
  return site.weights.empty() ? "" : fmt::format("  weights {}", site.weights);
}

void append(std::string& out, const Program&, const Model& model) {
  out += fmt::format("model {}\n", model.name);
  for (std::size_t i = 0; i < model.sites.size(); ++i) {
    const Site& site = model.sites[i];
    std::vector<std::string> inputs;
    for (const auto input : site.inputs) inputs.push_back(fmt::format("{}", input.index));
    out += fmt::format("  site {} {} {} from [{}]{}\n", i, site.name.empty() ? "-" : site.name,
                       to_string(site.shape), join(inputs, ", "), weights_text(site));
  }
  out += fmt::format("  logits {}  output {}  classes {}\n", model.logits.index, model.output.index,
                     model.classes);
}

void append(std::string& out, const Program& program, const Hypothesis& hypothesis) {
  out += fmt::format("hypothesis {} about {}\n", hypothesis.name, program[hypothesis.model].name);
  for (const auto let : hypothesis.parameters) {
    out +=
        fmt::format("  parameter {} = {}\n", program[let].name, text(program, program[let].value));
  }
  for (const auto& node : hypothesis.nodes) {
    std::vector<std::string> places, reads;
    for (const auto& set : node.places) places.push_back(text(program, set.terms));
    for (const auto subspace : node.subspaces) places.push_back(program[subspace].name);
    for (const auto read : node.reads) reads.push_back(hypothesis.nodes[read.index].name);
    out += fmt::format("  node {} at {}", node.name, join(places, ", "));
    if (node.value) out += " is " + text(program, *node.value);
    if (node.up_to) out += " up to " + text(program, *node.up_to);
    if (!reads.empty()) out += " reads " + join(reads, ", ");
    if (node.rule) out += " resampled " + to_text(program, *node.rule);
    if (node.others) out += " others " + to_text(program, *node.others);
    out += "\n";
  }
  out += fmt::format("  all else {}\n",
                     hypothesis.all_else ? to_text(program, *hypothesis.all_else) : "any");
  for (const auto& together : hypothesis.together) {
    std::vector<std::string> names;
    for (const auto id : together.nodes) names.push_back(hypothesis.nodes[id.index].name);
    if (together.others) names.emplace_back("others");
    out += fmt::format("  draw {} together\n", join(names, ", "));
  }
  if (hypothesis.oblique) out += "  allow oblique\n";
}

void append(std::string& out, const Program& program, const std::vector<Sweep>& sweeps) {
  for (const auto& sweep : sweeps) {
    out +=
        fmt::format("  for {} in {} values\n", program[sweep.parameter].name, sweep.values.size());
  }
}

void append(std::string& out, const Program& program, std::string_view indent,
            const std::vector<MeasureLine>& measures,
            const std::vector<Expectation>& expectations) {
  for (const auto& line : measures) {
    out += fmt::format("{}measure {}", indent, line.measure.text);
    for (const auto by : line.by) out += " by " + program[by].name;
    out += "\n";
  }
  for (const auto& expectation : expectations) {
    out += fmt::format("{}{}\n", indent, expectation.text);
  }
}

void append(std::string& out, const Program& program, const Test& test) {
  out += fmt::format("test {} on {}\n", test.name, program[test.references].name);
  if (test.donors != test.references) {
    out += fmt::format("  donors {}\n", program[test.donors].name);
  }
  append(out, program, test.sweeps);
  if (test.trials) out += fmt::format("  trials {}\n", *test.trials);
  if (test.rival) out += "  expect refuted\n";
  if (test.scrub) {
    out += "  scrub\n";
    append(out, program, "    ", test.scrub->measures, test.scrub->expectations);
  }
  if (test.swap) {
    out += "  swap\n";
    append(out, program, "    ", test.swap->measures, test.swap->expectations);
  }
}

void append(std::string& out, const Program& program, const Training& training) {
  out += fmt::format("train {} on {}\n", training.name, program[training.data].name);
  out += fmt::format("  label {}\n", text(program, training.label));
  out += fmt::format("  epochs {}  seed {}  batch {}  rate {}\n", training.epochs, training.seed,
                     training.batch, training.rate);
}

void append(std::string& out, const Program& program, const Experiment& experiment) {
  out += fmt::format("experiment {} on {}", experiment.name, program[experiment.data].name);
  if (experiment.model) out += " about " + program[*experiment.model].name;
  out += "\n";
  append(out, program, experiment.sweeps);
  for (const auto& intervention : experiment.interventions) {
    out += fmt::format("  intervene {}\n", intervention.text);
  }
  append(out, program, "  ", experiment.measures, experiment.expectations);
}

}  // namespace

std::string size_text(const Program& program, const Set& set) {
  if (needs_data(program, set)) return "as the data says";
  std::vector<std::string> parts;
  for (const auto& part : resolve(program, set, nullptr)) {
    const Model& model = program[part.model];
    const Site& site = model.site(part.site);
    const auto units = units_of(part, site.shape).size();
    parts.push_back(
        fmt::format("{} unit{} of {}.{}", units, units == 1 ? "" : "s", model.name, site.name));
  }
  return join(parts, ", ");
}

std::string dump(const Program& program) {
  std::string out;
  for (const auto& data : program.data) out += fmt::format("data {}\n", data.name);
  for (const auto& model : program.models) append(out, program, model);
  for (const auto& let : program.lets) {
    if (!let.parameter_of) out += fmt::format("let {} = {}\n", let.name, text(program, let.value));
  }
  for (const auto& score : program.scores) {
    out += fmt::format("score {} = {}\n", score.name, text(program, score.value));
  }
  for (const auto& region : program.regions) {
    out += fmt::format("region {} = {}\n", region.name, text(program, region.value));
  }
  for (const auto& partition : program.partitions) {
    out += fmt::format("partition {}\n", partition.name);
    for (const auto& member : partition.members) {
      out += fmt::format("  {}: {}\n", member.name,
                         member.when ? text(program, *member.when) : "otherwise");
    }
  }
  for (const auto& group : program.groups) {
    out += fmt::format("group {} = {}  ({})\n", group.name, text(program, group.set.terms),
                       size_text(program, group.set));
  }
  for (const auto& subspace : program.subspaces) {
    out +=
        fmt::format("{} {} = {}\n", subspace.direction ? "direction" : "subspace", subspace.name,
                    subspace_text(program, subspace, [&](ExprId id) { return text(program, id); }));
  }
  for (const auto& hypothesis : program.hypotheses) append(out, program, hypothesis);
  for (const auto& test : program.tests) append(out, program, test);
  for (const auto& experiment : program.experiments) append(out, program, experiment);
  for (const auto& training : program.trainings) append(out, program, training);
  return out;
}

}  // namespace hyp::check
