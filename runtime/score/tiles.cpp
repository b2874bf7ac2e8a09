// SPDX-License-Identifier: MIT
#include "runtime/score/tiles.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <utility>

#include "lang/check/uses.hpp"
#include "runtime/score/words.hpp"

namespace hyp::score {
namespace {

using check::Expr;
using check::Function;

// At most so many numbers in the widest value of a tile: two or three of them stay in the cache.
constexpr std::int64_t kTileNumbers = 8192;
constexpr std::int64_t kTileRows = 4096;

Values view(const double* data, std::int64_t count, std::int64_t stride) {
  return {{data, count, stride}};
}

Values fresh(std::int64_t rows, std::int64_t count) {
  auto own = std::make_unique_for_overwrite<double[]>(static_cast<std::size_t>(rows * count));
  const double* data = own.get();
  return {{data, count, count}, std::move(own)};
}

// Bytes mean k / 255, the one division that docs/method.md asks for.
const std::array<double, 256>& byte_values() {
  static const std::array<double, 256> values = [] {
    std::array<double, 256> all{};
    for (std::size_t k = 0; k < all.size(); ++k) all[k] = static_cast<double>(k) / 255.0;
    return all;
  }();
  return values;
}

void read_inputs(const model::Dataset& data, std::int64_t n, Tile tile, double* out) {
  if (data.inputs.type == model::ElementType::u8) {
    const auto bytes = data.inputs.bytes.view().subspan(static_cast<std::size_t>(tile.first * n),
                                                        static_cast<std::size_t>(tile.rows * n));
    const auto& values = byte_values();
    for (const std::byte byte : bytes) *out++ = values[static_cast<std::uint8_t>(byte)];
    return;
  }
  for (std::int64_t r = 0; r < tile.rows; ++r) {
    data.input(tile.first + r, {out + r * n, static_cast<std::size_t>(n)});
  }
}

std::string_view describe(double result) {
  if (std::isnan(result)) return "not a number";
  return result > 0 ? "infinity" : "minus infinity";
}

std::string place(const Workspace& workspace, const Domain& domain, std::int64_t row) {
  if (domain.kind == Domain::Kind::constant) return "a constant";
  if (domain.kind == Domain::Kind::examples) {
    return "row " + std::to_string(row) + " of `" + workspace.program()[domain.data].name + "`";
  }
  const check::Model& model = workspace.program()[domain.model];
  return "unit " + std::to_string(row) + " of `" + model.name + "." + model.site(domain.site).name +
         "`";
}

}  // namespace

bool Tiles::evaluate(ExprId expr, std::int64_t rows, double* out) {
  const std::int64_t n = elements(expr);
  const std::int64_t step = std::clamp<std::int64_t>(kTileNumbers / widest(expr), 1, kTileRows);
  for (std::int64_t first = 0; first < rows; first += step) {
    const Tile all{first, std::min(step, rows - first)};
    if (tile(expr, all, out + first * n)) continue;
    if (!problem_) return false;
    // Within a tile the steps fail in the order of the expression: ask the rows one by one.
    for (std::int64_t r = first; tile(expr, {r, 1}, out + r * n);) ++r;
    workspace_.diagnostics().add(*std::exchange(problem_, std::nullopt));
    return false;
  }
  return true;
}

bool Tiles::tile(ExprId expr, Tile tile, double* out) {
  const Maybe values = value(expr, tile);
  if (!values) return false;
  for (std::int64_t r = 0; r < tile.rows; ++r) {
    out = std::copy_n(values->rows.row(r), values->rows.count, out);
  }
  return true;
}

std::int64_t Tiles::elements(ExprId expr) {
  return check::elements(workspace_.layouts().of(expr, domain_)->shape);
}

bool Tiles::varies(ExprId expr) {
  return workspace_.layouts().of(expr, domain_)->varies;
}

std::int64_t Tiles::widest(ExprId expr) {
  if (!varies(expr)) return 1;
  std::int64_t most = std::max<std::int64_t>(1, elements(expr));
  for (const auto operand : check::operands(workspace_.program()[expr])) {
    most = std::max(most, widest(operand));
  }
  return most;
}

Tiles::Maybe Tiles::value(ExprId expr, Tile tile) {
  if (domain_.kind != Domain::Kind::constant && !varies(expr)) {
    const Numbers* constant = workspace_.constant(expr);
    if (!constant) return std::nullopt;
    return view(constant->data(), static_cast<std::int64_t>(constant->size()), 0);
  }
  return std::visit([&](const auto& node) { return compute(expr, node, tile); },
                    workspace_.program()[expr].node);
}

Tiles::Maybe Tiles::finite(ExprId expr, Values result, Tile tile, const Rows* operand,
                           const Rows* divisor) {
  const std::int64_t n = result.rows.count;
  const std::int64_t at = first_not_finite(result.rows.data, tile.rows * n);
  if (at == tile.rows * n) return result;
  const auto of = [&](const Rows& rows) { return rows.row(at / n)[rows.count == 1 ? 0 : at % n]; };
  const std::string where = place(workspace_, domain_, tile.first + at / n);
  const std::string_view seen = describe(result.rows.data[at]);
  const Expr& whole = workspace_.program()[expr];
  const auto* quotient = std::get_if<Expr::Arithmetic>(&whole.node);
  const auto* function = std::get_if<Expr::Call>(&whole.node);
  using diag::Code;
  if (quotient && quotient->op == Expr::ArithmeticOp::divide && of(*divisor) == 0) {
    problem_.emplace(Code::divided_by_zero, whole.span,
                     diag::Facts{{"value", of(*operand)}, {"place", where}});
  } else if (function && operand) {
    problem_.emplace(Code::undefined_value, whole.span,
                     diag::Facts{{"function", word(function->function)},
                                 {"value", of(*operand)},
                                 {"result", seen},
                                 {"place", where}});
    if (function->function == Function::sqrt) problem_->facts.emplace_back("least", "0");
    if (function->function == Function::log) problem_->facts.emplace_back("least", "1e-9");
  } else {
    problem_.emplace(Code::overflow, whole.span, diag::Facts{{"result", seen}, {"place", where}});
  }
  return std::nullopt;
}

template <typename Node>
Tiles::Maybe Tiles::compute(ExprId expr, const Node& node, Tile tile) {
  const check::Program& program = workspace_.program();
  // A value that is computed for all rows before any of them is read.
  const auto looked_up = [&](const Numbers* column) -> Maybe {
    if (!column) return std::nullopt;
    return view(column->data() + tile.first, 1, 1);
  };
  const auto column = [&](ExprId value) -> Maybe {
    return looked_up(domain_.kind == Domain::Kind::constant ? workspace_.constant(value)
                                                            : workspace_.column(value, domain_));
  };
  const auto single = [&](double number) -> Maybe {
    Values values = fresh(1, 1);
    values.own[0] = number;
    values.rows.stride = 0;
    return values;
  };
  if constexpr (std::is_same_v<Node, Expr::Constant>) {
    return single(node.value);
  } else if constexpr (std::is_same_v<Node, Expr::LetRef>) {
    const auto& environment = workspace_.inputs().environment;
    if (const auto it = environment.find(node.let); it != environment.end()) {
      return single(it->second);
    }
    const Numbers* let = workspace_.constant(program[node.let].value);
    if (!let) return std::nullopt;
    return view(let->data(), static_cast<std::int64_t>(let->size()), 0);
  } else if constexpr (std::is_same_v<Node, Expr::ScoreRef>) {
    return column(program[node.score].value);
  } else if constexpr (std::is_same_v<Node, Expr::RegionRef>) {
    return column(program[node.region].value);
  } else if constexpr (std::is_same_v<Node, Expr::NodeRef>) {
    return column(*workspace_.inputs().hypothesis->nodes[node.node.index].value);
  } else if constexpr (std::is_same_v<Node, Expr::PartitionRef>) {
    return looked_up(workspace_.partition(node.partition, domain_));
  } else if constexpr (std::is_same_v<Node, Expr::MemberRef>) {
    const Numbers* members = workspace_.partition(node.partition, domain_);
    if (!members) return std::nullopt;
    Values values = fresh(tile.rows, 1);
    const double member = node.member;
    combine(Expr::CompareOp::equal, {members->data() + tile.first, 1, 1}, {&member, 1, 0},
            tile.rows, 1, values.own.get());
    return values;
  } else if constexpr (std::is_same_v<Node, Expr::InputRef>) {
    const std::int64_t n = elements(expr);
    Values values = fresh(tile.rows, n);
    read_inputs(workspace_.dataset(domain_.data), n, tile, values.own.get());
    return values;
  } else if constexpr (std::is_same_v<Node, Expr::ColumnRef>) {
    const auto& stored = workspace_.dataset(domain_.data).column(node.column)->values;
    Values values = fresh(tile.rows, 1);
    for (std::int64_t r = 0; r < tile.rows; ++r) values.own[r] = stored.at(tile.first + r);
    return values;
  } else if constexpr (std::is_same_v<Node, Expr::ExampleInput>) {
    const std::int64_t n = elements(expr);
    Values values = fresh(1, n);
    read_inputs(workspace_.dataset(node.data), n, {node.row, 1}, values.own.get());
    return values;
  } else if constexpr (std::is_same_v<Node, Expr::ExampleColumn>) {
    return single(workspace_.dataset(node.data).column(node.column)->values.at(node.row));
  } else if constexpr (std::is_same_v<Node, Expr::SiteRef>) {
    const auto& site = workspace_.activations(node.model, domain_.data, node.site);
    Values values = fresh(tile.rows, site.width);
    std::copy_n(site.row(tile.first), tile.rows * site.width, values.own.get());
    return values;
  } else if constexpr (std::is_same_v<Node, Expr::GroupRef>) {
    const auto* parts = workspace_.group(node.group);
    if (!parts) return std::nullopt;
    Values values = fresh(tile.rows, elements(expr));
    double* out = values.own.get();
    for (std::int64_t r = tile.first; r < tile.first + tile.rows; ++r) {
      for (const auto& part : *parts) {
        const float* row = workspace_.activations(part.model, domain_.data, part.site).row(r);
        for (const auto element : part.elements) *out++ = row[element];
      }
    }
    return values;
  } else if constexpr (std::is_same_v<Node, Expr::Statistic>) {
    return looked_up(workspace_.statistic(expr, domain_));
  } else if constexpr (std::is_same_v<Node, Expr::Subscript>) {
    Maybe object = value(node.object, tile);
    if (!object) return std::nullopt;
    const check::Shape shape = workspace_.layouts().of(node.object, domain_)->shape;
    std::int64_t slice = 0;
    for (std::size_t axis = 0; axis < node.at.size(); ++axis) {
      slice = slice * shape[axis] + node.at[axis];
    }
    object->rows.count = elements(expr);
    object->rows.data += slice * object->rows.count;
    return object;
  } else if constexpr (std::is_same_v<Node, Expr::Negate> || std::is_same_v<Node, Expr::Not>) {
    const Maybe operand = value(node.operand, tile);
    if (!operand) return std::nullopt;
    Values values = fresh(tile.rows, operand->rows.count);
    if constexpr (std::is_same_v<Node, Expr::Negate>) {
      negate(operand->rows, tile.rows, values.own.get());
    } else {
      logical_not(operand->rows, tile.rows, values.own.get());
    }
    return values;
  } else if constexpr (std::is_same_v<Node, Expr::Call>) {
    return call(expr, node, tile);
  } else {  // Arithmetic, Logic, Compare
    Maybe a = value(node.left, tile);
    if (!a) return std::nullopt;
    Maybe b = value(node.right, tile);
    if (!b) return std::nullopt;
    const std::int64_t n = elements(expr);
    Values values = fresh(tile.rows, n);
    combine(node.op, a->rows, b->rows, tile.rows, n, values.own.get());
    if constexpr (std::is_same_v<Node, Expr::Arithmetic>) {
      return finite(expr, std::move(values), tile, &a->rows, &b->rows);
    } else {
      return values;
    }
  }
}

Tiles::Maybe Tiles::call(ExprId expr, const Expr::Call& call, Tile tile) {
  std::vector<Values> arguments;
  for (const auto argument : call.arguments) {
    Maybe values = value(argument, tile);
    if (!values) return std::nullopt;
    arguments.push_back(std::move(*values));
  }
  const Rows first = arguments[0].rows;
  switch (call.function) {
    case Function::abs:
    case Function::sqrt:
    case Function::exp:
    case Function::log: {
      Values values = fresh(tile.rows, first.count);
      map(call.function, first, tile.rows, values.own.get());
      return finite(expr, std::move(values), tile, &first);
    }
    case Function::dot: {
      Values values = fresh(tile.rows, 1);
      dot(first, arguments[1].rows, tile.rows, values.own.get());
      return finite(expr, std::move(values), tile);
    }
    default:
      break;
  }
  Values values = fresh(tile.rows, 1);
  if (arguments.size() == 1) {
    reduce(call.function, first, tile.rows, values.own.get());
    return finite(expr, std::move(values), tile);
  }
  combine(call.function, first, arguments[1].rows, tile.rows, 1, values.own.get());
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    combine(call.function, values.rows, arguments[i].rows, tile.rows, 1, values.own.get());
  }
  return values;
}

}  // namespace hyp::score
