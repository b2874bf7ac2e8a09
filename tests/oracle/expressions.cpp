// SPDX-License-Identifier: MIT
#include "tests/oracle/expressions.hpp"

#include <algorithm>
#include <cmath>

namespace hyp::oracle {

using check::Expr;
using check::ExprId;

namespace {

double checked(double value) {
  if (!std::isfinite(value)) throw Refused("a score is not a finite number");
  return value;
}

Tensor scalar(double value) {
  return {{}, {checked(value)}};
}

// Shapes are equal when they are but for leading axes of extent 1.
check::Shape trimmed(const check::Shape& shape) {
  const auto first =
      std::find_if(shape.begin(), shape.end(), [](auto extent) { return extent != 1; });
  return {first, shape.end()};
}

template <typename Operation>
Tensor pairwise(const Tensor& a, const Tensor& b, Operation operation) {
  const bool a_single = a.shape.empty(), b_single = b.shape.empty();
  if (!a_single && !b_single && trimmed(a.shape) != trimmed(b.shape)) {
    throw Refused("shapes do not fit");
  }
  const Tensor& shaped = a_single ? b : a;
  Tensor out{shaped.shape, {}};
  for (std::size_t i = 0; i < shaped.values.size(); ++i) {
    out.values.push_back(
        checked(operation(a.values[a_single ? 0 : i], b.values[b_single ? 0 : i])));
  }
  return out;
}

}  // namespace

// Reads one expression on one example.
class Reader {
 public:
  Reader(const Expressions& all, Datum at, const NodeData* nodes)
      : all_(all), world_(all.world_), program_(*all.world_.program), at_(at), nodes_(nodes) {}

  [[nodiscard]] Tensor read(ExprId id) const { return std::visit(*this, program_[id].node); }
  [[nodiscard]] double number(ExprId id) const {
    const Tensor value = read(id);
    if (value.values.size() != 1) throw Refused("expected a single number");
    return value.values[0];
  }

  Tensor operator()(const Expr::Constant& e) const { return scalar(e.value); }
  Tensor operator()(const Expr::LetRef& e) const {
    const auto bound = world_.environment.find(e.let);
    return bound != world_.environment.end() ? scalar(bound->second) : read(program_[e.let].value);
  }
  Tensor operator()(const Expr::ScoreRef& e) const { return read(program_[e.score].value); }
  Tensor operator()(const Expr::RegionRef& e) const { return read(program_[e.region].value); }
  Tensor operator()(const Expr::MemberRef& e) const {
    return scalar(all_.member(e.partition, at_) == e.member ? 1 : 0);
  }
  Tensor operator()(const Expr::PartitionRef& e) const {
    return scalar(all_.member(e.partition, at_));
  }
  Tensor operator()(const Expr::NodeRef& e) const {
    const auto& value = world_.claim().nodes[e.node.index].value;
    if (!value) throw Refused("a node that carries nothing is read as a value");
    if (nodes_) {
      if (const auto there = nodes_->find(e.node); there != nodes_->end()) {
        return Reader(all_, there->second, nullptr).read(*value);
      }
    }
    return read(*value);
  }
  Tensor operator()(const Expr::InputRef&) const { return input(at_); }
  Tensor operator()(const Expr::ColumnRef& e) const {
    if (e.data && *e.data != at_.data) throw Refused("a column of another data set");
    return scalar(world_.column(at_, e.column));
  }
  Tensor operator()(const Expr::ExampleInput& e) const { return input(existing({e.data, e.row})); }
  Tensor operator()(const Expr::ExampleColumn& e) const {
    return scalar(world_.column(existing({e.data, e.row}), e.column));
  }
  Tensor operator()(const Expr::SiteRef& e) const {
    if (e.model != world_.claim().model) throw Refused("a site of another network");
    Tensor out{program_[e.model].site(e.site).shape, all_.site(e.site, at_)};
    for (const double v : out.values) checked(v);
    return out;
  }
  Tensor operator()(const Expr::GroupRef& e) const {
    Tensor out;
    for (const auto& part : all_.parts({program_[e.group].set})) {
      const Values values = all_.site(part.site, at_);
      for (const auto i : part.elements) {
        out.values.push_back(checked(values[static_cast<std::size_t>(i)]));
      }
    }
    out.shape = {static_cast<std::int64_t>(out.values.size())};
    return out;
  }
  Tensor operator()(const Expr::Subscript& e) const {
    const Tensor object = read(e.object);
    if (e.at.size() > object.shape.size()) throw Refused("too many subscripts");
    std::int64_t start = 0;
    for (std::size_t axis = 0; axis < e.at.size(); ++axis) {
      if (e.at[axis] >= object.shape[axis]) throw Refused("a subscript is out of range");
      start = start * object.shape[axis] + e.at[axis];
    }
    Tensor out;
    out.shape.assign(object.shape.begin() + static_cast<std::ptrdiff_t>(e.at.size()),
                     object.shape.end());
    const auto count = check::elements(out.shape);
    const auto first = object.values.begin() + start * count;
    out.values.assign(first, first + count);
    return out;
  }
  Tensor operator()(const Expr::Negate& e) const {
    Tensor out = read(e.operand);
    for (double& v : out.values) v = -v;
    return out;
  }
  Tensor operator()(const Expr::Not& e) const { return scalar(number(e.operand) != 0 ? 0 : 1); }
  Tensor operator()(const Expr::Arithmetic& e) const {
    const Tensor a = read(e.left), b = read(e.right);
    switch (e.op) {
      case Expr::ArithmeticOp::add:
        return pairwise(a, b, [](double x, double y) { return x + y; });
      case Expr::ArithmeticOp::subtract:
        return pairwise(a, b, [](double x, double y) { return x - y; });
      case Expr::ArithmeticOp::multiply:
        return pairwise(a, b, [](double x, double y) { return x * y; });
      case Expr::ArithmeticOp::divide:
        return pairwise(a, b, [](double x, double y) { return x / y; });
    }
    throw Refused("unknown arithmetic");
  }
  Tensor operator()(const Expr::Logic& e) const {
    const bool a = number(e.left) != 0, b = number(e.right) != 0;
    return scalar((e.op == Expr::LogicOp::conjunction ? a && b : a || b) ? 1 : 0);
  }
  Tensor operator()(const Expr::Compare& e) const {
    return scalar(compare(e.op, number(e.left), number(e.right)) ? 1 : 0);
  }
  Tensor operator()(const Expr::Call& e) const {
    std::vector<Tensor> arguments;
    for (const auto argument : e.arguments) arguments.push_back(read(argument));
    return call(e.function, arguments);
  }
  Tensor operator()(const Expr::Statistic&) const {
    throw Refused("a statistic of a unit outside of `where`");
  }

  static bool compare(Expr::CompareOp op, double a, double b) {
    switch (op) {
      case Expr::CompareOp::less:
        return a < b;
      case Expr::CompareOp::less_equal:
        return a <= b;
      case Expr::CompareOp::greater:
        return a > b;
      case Expr::CompareOp::greater_equal:
        return a >= b;
      case Expr::CompareOp::equal:
        return a == b;
      case Expr::CompareOp::not_equal:
        return a != b;
    }
    return false;
  }

 private:
  [[nodiscard]] Tensor input(Datum datum) const {
    Tensor out;
    const auto& shape = world_.dataset(datum.data).inputs.shape;
    out.shape.assign(shape.begin() + 1, shape.end());
    out.values = world_.input(datum);
    for (const double v : out.values) checked(v);
    return out;
  }
  [[nodiscard]] Datum existing(Datum datum) const {
    if (datum.row >= world_.rows(datum.data)) throw Refused("an example is out of range");
    return datum;
  }

  static Tensor call(check::Function function, const std::vector<Tensor>& arguments) {
    using F = check::Function;
    Values all = arguments[0].values;
    if (arguments.size() > 1 && function != F::dot) {
      for (std::size_t i = 1; i < arguments.size(); ++i) all.push_back(arguments[i].values.at(0));
    }
    const auto each = [&](auto of) {
      Tensor out = arguments[0];
      for (double& v : out.values) v = checked(of(v));
      return out;
    };
    const auto sum = [&](auto of) {
      double total = 0;
      for (const double v : all) total = checked(total + of(v));
      return total;
    };
    const auto same = [](double v) { return v; };
    switch (function) {
      case F::sum:
        return scalar(sum(same));
      case F::mean:
        return scalar(sum(same) / static_cast<double>(all.size()));
      case F::min:
        return scalar(*std::min_element(all.begin(), all.end()));
      case F::max:
        return scalar(*std::max_element(all.begin(), all.end()));
      case F::dot: {
        const Tensor products =
            pairwise(arguments[0], arguments[1], [](double x, double y) { return x * y; });
        return call(F::sum, {products});
      }
      case F::norm:
        return scalar(std::sqrt(sum([](double v) { return v * v; })));
      case F::abs:
        return each([](double v) { return std::abs(v); });
      case F::sqrt:
        return each([](double v) { return std::sqrt(v); });
      case F::exp:
        return each([](double v) { return std::exp(v); });
      case F::log:
        return each([](double v) { return std::log(v); });
    }
    throw Refused("unknown function");
  }

  const Expressions& all_;
  const World& world_;
  const check::Program& program_;
  Datum at_;
  const NodeData* nodes_;
};

double Expressions::number(ExprId expr, Datum at) const {
  auto& column = columns_[{expr, at.data}];
  if (column.empty()) column.resize(static_cast<std::size_t>(world_.rows(at.data)));
  auto& cell = column[static_cast<std::size_t>(at.row)];
  if (!cell) cell = Reader(*this, at, nullptr).number(expr);
  return *cell;
}

double Expressions::constant(ExprId expr) const {
  return Reader(*this, {world_.references, 0}, nullptr).number(expr);
}

double Expressions::range(ExprId score) const {
  if (const auto known = ranges_.find(score); known != ranges_.end()) return known->second;
  double low = number(score, {world_.references, 0}), high = low;
  for (std::int64_t r = 0; r < world_.rows(world_.references); ++r) {
    low = std::min(low, number(score, {world_.references, r}));
    high = std::max(high, number(score, {world_.references, r}));
  }
  return ranges_[score] = checked(high - low);
}

double Expressions::predict(ExprId expr, Datum at, const NodeData& nodes) const {
  return Reader(*this, at, &nodes).number(expr);
}

Values Expressions::site(check::SiteId site, Datum at) const {
  return Pass(*world_.network, world_.example(at)).read(site);
}

std::uint32_t Expressions::member(check::PartitionId partition, Datum at) const {
  const auto& members = (*world_.program)[partition].members;
  std::optional<std::uint32_t> found, otherwise;
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    if (!members[i].when) {
      otherwise = i;
    } else if (holds(*members[i].when, at)) {
      if (found) throw Refused("members of a partition overlap");
      found = i;
    }
  }
  if (!found) found = otherwise;
  if (!found) throw Refused("a partition has a gap");
  return *found;
}

}  // namespace hyp::oracle
