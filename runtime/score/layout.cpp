// SPDX-License-Identifier: MIT
#include "runtime/score/layout.hpp"

#include <algorithm>
#include <cassert>

#include "lang/check/model.hpp"
#include "runtime/score/missing_column.hpp"
#include "runtime/score/words.hpp"

namespace hyp::score {
namespace {

using check::Expr;
using diag::Code;
using diag::Diagnostic;

std::string describe(const Layout& layout) {
  return layout.shape.empty() ? "a number" : check::to_string(layout.shape);
}

}  // namespace

check::Shape trimmed(const check::Shape& shape) {
  const auto first = std::find_if(shape.begin(), shape.end(), [](auto n) { return n != 1; });
  return {first, shape.end()};
}

std::optional<Layout> Layouts::of(ExprId expr, const Domain& domain) {
  const auto& known = memo_[domain];
  if (const auto it = known.find(expr); it != known.end()) return it->second;
  Maybe layout =
      std::visit([&](const auto& node) { return infer(expr, node, domain); }, program()[expr].node);
  return memo_[domain][expr] = std::move(layout);
}

bool Layouts::number(ExprId expr, const Domain& domain) {
  const auto [it, fresh] = numbers_.insert({{expr, domain}, false});
  if (!fresh) return it->second;
  const Maybe layout = of(expr, domain);
  if (!layout) return false;
  if (layout->known && !is_number(*layout)) {
    std::string index = "0";
    for (std::size_t axis = 1; axis < layout->shape.size(); ++axis) index += ", 0";
    fail({Code::number_needed,
          program()[expr].span,
          {{"shape", check::to_string(layout->shape)}, {"index", index}}});
    return false;
  }
  return numbers_[{expr, domain}] = true;
}

bool Layouts::partition(PartitionId partition, const Domain& domain) {
  bool fits = true;
  for (const auto& member : program()[partition].members) {
    if (member.when) fits = number(*member.when, domain) && fits;
  }
  return fits;
}

bool Layouts::set(const check::Set& set) {
  return terms(set.terms);
}

bool Layouts::terms(const std::vector<check::Set::Term>& all) {
  bool fits = true;
  for (const auto& term : all) {
    if (const auto* inner = std::get_if<std::vector<check::Set::Term>>(&term.operand)) {
      fits = terms(*inner) && fits;
      continue;
    }
    const auto& place = std::get<check::PlaceRef>(term.operand);
    const auto* group = std::get_if<GroupId>(&place.target);
    if (group) fits = this->group(*group) && fits;
    if (place.where) fits = where(place) && fits;
  }
  return fits;
}

bool Layouts::group(GroupId id) {
  const auto known = groups_.find(id);
  if (known != groups_.end()) return known->second;
  return groups_[id] = terms(program()[id].set.terms);
}

bool Layouts::where(const check::PlaceRef& place) {
  // The shape of a predicate is the same for every site.
  return number(place.where->predicate, Domain::units(place.where->data, {}, {}));
}

const model::Dataset* Layouts::dataset(DataId data) const {
  const auto it = inputs_.datasets.find(data);
  return it == inputs_.datasets.end() ? nullptr : it->second;
}

Layouts::Maybe Layouts::fail(Diagnostic problem) {
  const auto& all = diagnostics_.all();
  const auto text = [](const Diagnostic& d) {
    return diag::fill(diag::info(d.code).message, d.facts);
  };
  const bool said = std::any_of(all.begin(), all.end(), [&](const Diagnostic& d) {
    return d.code == problem.code && d.span == problem.span && text(d) == text(problem);
  });
  if (!said) diagnostics_.add(std::move(problem));
  return std::nullopt;
}

Layouts::Maybe Layouts::column(ExprId expr, const Domain& domain) {
  if (!number(expr, domain)) return std::nullopt;
  return Layout{{}, of(expr, domain)->varies};
}

bool Layouts::missing_row(source::Span span, const model::Dataset& data, std::int64_t row) {
  if (row >= 0 && row < data.rows) return false;
  fail({Code::no_such_row, span, {{"data", data.name}, {"row", row}, {"last", data.rows - 1}}});
  return true;
}

bool Layouts::missing_column(source::Span span, const model::Dataset& data,
                             const std::string& column) {
  if (data.column(column)) return false;
  fail(no_such_column(span, data, column));
  return true;
}

// Points at the right side; the left side, which it does not fit, is labelled.
Layouts::Maybe Layouts::misfit(std::string_view sign, ExprId left, const Layout& a, ExprId right,
                               const Layout& b) {
  const auto note = a.shape.empty() ? diag::Note::a_number : diag::Note::has_shape;
  return fail(Diagnostic(Code::tensor_shapes_differ, program()[right].span,
                         {{"sign", sign}, {"left", describe(a)}, {"right", describe(b)}})
                  .label(program()[left].span, note, {{"shape", check::to_string(a.shape)}}));
}

Layouts::Maybe Layouts::joined(std::string_view sign, ExprId left, ExprId right,
                               const Domain& domain) {
  const Maybe a = of(left, domain);
  const Maybe b = of(right, domain);
  if (!a || !b) return std::nullopt;
  const bool varies = a->varies || b->varies;
  if (!a->known || !b->known) return Layout{{}, varies, false};
  if (is_number(*b)) return Layout{is_number(*a) ? check::Shape{} : a->shape, varies};
  if (is_number(*a)) return Layout{b->shape, varies};
  if (trimmed(a->shape) != trimmed(b->shape)) return misfit(sign, left, *a, right, *b);
  return Layout{a->shape.size() >= b->shape.size() ? a->shape : b->shape, varies};
}

Layouts::Maybe Layouts::dot(ExprId left, ExprId right, const Domain& domain) {
  const Maybe a = of(left, domain);
  const Maybe b = of(right, domain);
  if (!a || !b) return std::nullopt;
  if (a->known && b->known && trimmed(a->shape) != trimmed(b->shape)) {
    return misfit("dot", left, *a, right, *b);
  }
  return Layout{{}, a->varies || b->varies};
}

template <typename Node>
Layouts::Maybe Layouts::infer(ExprId expr, const Node& node, const Domain& domain) {
  const source::Span span = program()[expr].span;
  const auto is_example = [&] {
    assert(domain.kind == Domain::Kind::examples && "the checker lets examples only in here");
    return dataset(domain.data);
  };
  if constexpr (std::is_same_v<Node, Expr::Constant>) {
    return Layout{};
  } else if constexpr (std::is_same_v<Node, Expr::LetRef>) {
    if (inputs_.environment.contains(node.let)) return Layout{};
    return of(program()[node.let].value, Domain{});
  } else if constexpr (std::is_same_v<Node, Expr::ScoreRef>) {
    return column(program()[node.score].value, domain);
  } else if constexpr (std::is_same_v<Node, Expr::RegionRef>) {
    return column(program()[node.region].value, domain);
  } else if constexpr (std::is_same_v<Node, Expr::MemberRef> ||
                       std::is_same_v<Node, Expr::PartitionRef>) {
    if (!partition(node.partition, domain)) return std::nullopt;
    return Layout{{}, true};
  } else if constexpr (std::is_same_v<Node, Expr::NodeRef>) {
    assert(inputs_.hypothesis && "a node's value without its hypothesis");
    return column(*inputs_.hypothesis->nodes[node.node.index].value, domain);
  } else if constexpr (std::is_same_v<Node, Expr::InputRef>) {
    const auto* data = is_example();
    if (data && !data->has_inputs) return fail(no_such_input(span, *data));
    return data ? Layout{data->input_shape(), true} : Layout{{}, true, false};
  } else if constexpr (std::is_same_v<Node, Expr::ColumnRef>) {
    const auto* data = is_example();
    if (node.data && *node.data != domain.data) {
      return fail({Code::column_of_other_data,
                   span,
                   {{"name", node.column},
                    {"named", program()[*node.data].name},
                    {"data", program()[domain.data].name}}});
    }
    if (data && missing_column(span, *data, node.column)) return std::nullopt;
    return Layout{{}, true};
  } else if constexpr (std::is_same_v<Node, Expr::ExampleInput>) {
    const auto* data = dataset(node.data);
    if (!data) return Layout{{}, false, false};
    if (!data->has_inputs) return fail(no_such_input(span, *data));
    if (missing_row(span, *data, node.row)) return std::nullopt;
    return Layout{data->input_shape()};
  } else if constexpr (std::is_same_v<Node, Expr::ExampleColumn>) {
    const auto* data = dataset(node.data);
    if (!data) return Layout{};
    const bool no_row = missing_row(span, *data, node.row);
    if (missing_column(span, *data, node.column) || no_row) return std::nullopt;
    return Layout{};
  } else if constexpr (std::is_same_v<Node, Expr::SiteRef>) {
    return Layout{program()[node.model].site(node.site).shape, true};
  } else if constexpr (std::is_same_v<Node, Expr::GroupRef>) {
    if (!set(program()[node.group].set)) return std::nullopt;
    const auto count = count_(node.group);
    if (!count) return std::nullopt;
    return Layout{{count->elements}, true, count->known};
  } else if constexpr (std::is_same_v<Node, Expr::Statistic>) {
    assert(domain.kind == Domain::Kind::units && "a statistic outside `where`");
    if (node.in && !number(*node.in, Domain::examples(domain.data))) return std::nullopt;
    return Layout{{}, true};
  } else if constexpr (std::is_same_v<Node, Expr::Subscript>) {
    Maybe object = of(node.object, domain);
    if (!object || !object->known) return object;
    const auto& shape = object->shape;
    if (node.at.size() > shape.size()) {
      return fail(
          {Code::too_many_subscripts,
           span,
           {{"count", static_cast<std::int64_t>(node.at.size())}, {"shape", describe(*object)}}});
    }
    for (std::size_t axis = 0; axis < node.at.size(); ++axis) {
      if (node.at[axis] >= 0 && node.at[axis] < shape[axis]) continue;
      Diagnostic problem(Code::subscript_out_of_range, span,
                         {{"index", node.at[axis]},
                          {"axis", static_cast<std::int64_t>(axis)},
                          {"shape", check::to_string(shape)},
                          {"extent", shape[axis]}});
      if (shape[axis] > 0) problem.facts.emplace_back("last", shape[axis] - 1);
      return fail(std::move(problem));
    }
    const auto fixed = static_cast<std::ptrdiff_t>(node.at.size());
    return Layout{check::Shape(shape.begin() + fixed, shape.end()), object->varies};
  } else if constexpr (std::is_same_v<Node, Expr::Negate> || std::is_same_v<Node, Expr::Not>) {
    return of(node.operand, domain);
  } else if constexpr (std::is_same_v<Node, Expr::Call>) {
    return infer_call(expr, node, domain);
  } else {  // Arithmetic, Logic, Compare
    return joined(word(node.op), node.left, node.right, domain);
  }
}

Layouts::Maybe Layouts::infer_call(ExprId expr, const Expr::Call& call, const Domain& domain) {
  using check::Function;
  const auto& arguments = call.arguments;
  if (call.function == Function::dot) {
    assert(arguments.size() == 2);
    return dot(arguments[0], arguments[1], domain);
  }
  if (arguments.size() > 1) {  // min or max of several numbers
    bool varies = false, fits = true;
    for (const auto argument : arguments) {
      fits = number(argument, domain) && fits;
      if (fits) varies = varies || of(argument, domain)->varies;
    }
    return fits ? Maybe(Layout{{}, varies}) : std::nullopt;
  }
  const Maybe argument = of(arguments[0], domain);
  if (!argument) return std::nullopt;
  switch (call.function) {
    case Function::abs:
    case Function::sqrt:
    case Function::exp:
    case Function::log:
      return argument;
    case Function::mean:
    case Function::min:
    case Function::max:
      if (argument->known && check::elements(argument->shape) == 0) {
        return fail(
            {Code::nothing_to_reduce,
             program()[expr].span,
             {{"function", word(call.function)}, {"shape", check::to_string(argument->shape)}}});
      }
      break;
    case Function::sum:
    case Function::dot:
    case Function::norm:
      break;
  }
  return Layout{{}, argument->varies};
}

}  // namespace hyp::score
