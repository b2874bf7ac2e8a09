// SPDX-License-Identifier: MIT
// Checked programs and data sets written by hand, for tests of what comes after the checker.
#pragma once

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "lang/check/program.hpp"
#include "lang/diag/render.hpp"
#include "lang/source/source_map.hpp"
#include "runtime/model/dataset.hpp"

namespace hyp::test {

using check::Expr;
using check::ExprId;
using check::Function;

/// The little-endian bytes of numbers.
template <typename Number>
source::Bytes bytes_of(const std::vector<Number>& numbers) {
  std::string text(numbers.size() * sizeof(Number), '\0');
  if (!numbers.empty()) std::memcpy(text.data(), numbers.data(), text.size());
  return source::Bytes::own(std::move(text));
}

inline model::Array array(check::Shape shape, const std::vector<std::uint8_t>& numbers) {
  return {std::move(shape), model::ElementType::u8, bytes_of(numbers)};
}
inline model::Array array(check::Shape shape, const std::vector<float>& numbers) {
  return {std::move(shape), model::ElementType::f32, bytes_of(numbers)};
}
inline model::Array array(check::Shape shape, const std::vector<double>& numbers) {
  return {std::move(shape), model::ElementType::f64, bytes_of(numbers)};
}
inline model::Array array(check::Shape shape, const std::vector<std::int64_t>& numbers) {
  return {std::move(shape), model::ElementType::i64, bytes_of(numbers)};
}

/// Each row's input of `shape`.
template <typename Number>
model::Dataset dataset(std::string name, check::Shape shape, const std::vector<Number>& inputs) {
  model::Dataset data;
  data.name = std::move(name);
  data.rows = static_cast<std::int64_t>(inputs.size()) / check::elements(shape);
  shape.insert(shape.begin(), data.rows);
  data.inputs = array(std::move(shape), inputs);
  return data;
}

template <typename Number>
void add_column(model::Dataset& data, std::string name, const std::vector<Number>& values) {
  data.columns.push_back({std::move(name), array({data.rows}, values)});
}

/// Adds to a program. Spans are where a piece of `text` stands, of its first occurrence.
class ProgramBuilder {
 public:
  explicit ProgramBuilder(std::string text = "?") { file_ = sources.add("claim.hyp", text); }

  check::Program program;
  source::SourceMap sources;

  [[nodiscard]] source::Span at(std::string_view piece) const {
    const auto begin = sources.text(file_).find(piece);
    if (begin == std::string_view::npos) return {file_, 0, 1};
    return {file_, static_cast<std::uint32_t>(begin),
            static_cast<std::uint32_t>(begin + piece.size())};
  }

  template <typename Node>
  ExprId expr(Node node, std::string_view piece = "?") {
    program.exprs.push_back({{}, at(piece), std::move(node)});
    return {static_cast<std::uint32_t>(program.exprs.size() - 1)};
  }
  ExprId constant(double value) { return expr(Expr::Constant{value}); }
  ExprId input(std::string_view piece = "?") { return expr(Expr::InputRef{}, piece); }
  ExprId column(std::string name, std::string_view piece = "?") {
    return expr(Expr::ColumnRef{std::nullopt, std::move(name)}, piece);
  }
  ExprId call(Function function, std::vector<ExprId> arguments, std::string_view piece = "?") {
    return expr(Expr::Call{function, std::move(arguments)}, piece);
  }
  ExprId arithmetic(char op, ExprId left, ExprId right, std::string_view piece = "?") {
    using Op = Expr::ArithmeticOp;
    const Op all[] = {Op::add, Op::subtract, Op::multiply, Op::divide};
    return expr(Expr::Arithmetic{all[std::string_view("+-*/").find(op)], left, right}, piece);
  }
  ExprId compare(Expr::CompareOp op, ExprId left, ExprId right, std::string_view piece = "?") {
    return expr(Expr::Compare{op, left, right}, piece);
  }
  ExprId subscript(ExprId object, std::vector<std::int64_t> index, std::string_view piece = "?") {
    return expr(Expr::Subscript{object, std::move(index)}, piece);
  }
  ExprId score(std::string name, ExprId value) {
    program.scores.push_back({std::move(name), at("?"), value});
    return expr(Expr::ScoreRef{last<check::ScoreId>(program.scores)});
  }
  ExprId region(std::string name, ExprId value) {
    program.regions.push_back({std::move(name), at("?"), value});
    return expr(Expr::RegionRef{last<check::RegionId>(program.regions)});
  }
  check::LetId let(std::string name, ExprId value) {
    program.lets.push_back({std::move(name), at("?"), value, std::nullopt});
    return last<check::LetId>(program.lets);
  }
  /// Spans of the partition and its members are where their names stand.
  check::PartitionId partition(
      std::string name, const std::vector<std::pair<std::string, std::optional<ExprId>>>& members) {
    check::Partition partition{name, at(name), {}};
    for (const auto& [member, when] : members) {
      partition.members.push_back({member, at(member + ":"), when});
    }
    program.partitions.push_back(std::move(partition));
    return last<check::PartitionId>(program.partitions);
  }
  check::DataId data(std::string name, const std::vector<check::GridData::Axis>& axes = {}) {
    program.data.push_back({name, at(name), check::GridData{axes}});
    return last<check::DataId>(program.data);
  }
  /// A network with an input and further sites, whatever computes them.
  check::ModelId model(std::string name,
                       const std::vector<std::pair<std::string, check::Shape>>& sites) {
    check::Model model;
    model.name = name;
    model.span = at(name);
    for (const auto& [site, shape] : sites) {
      const auto id = static_cast<std::uint32_t>(model.sites.size());
      check::Site made{site, at(site), check::Input{}, {}, "", shape};
      if (id > 0) {
        made.operation = check::Identity{};
        made.inputs = {check::SiteId{id - 1}};
      }
      model.sites.push_back(std::move(made));
      model.output = model.logits = check::SiteId{id};
    }
    if (model.sites.back().shape.size() == 1) model.classes = model.sites.back().shape[0];
    program.models.push_back(std::move(model));
    return last<check::ModelId>(program.models);
  }
  check::GroupId group(std::string name, check::PlaceRef place) {
    check::Set set{{{check::Set::Join::start, std::move(place)}}, at("?")};
    program.groups.push_back({std::move(name), at("?"), std::move(set)});
    return last<check::GroupId>(program.groups);
  }

  [[nodiscard]] std::string rendered(const std::vector<diag::Diagnostic>& diagnostics) const {
    return diag::render_text(diagnostics, sources, false);
  }

 private:
  template <typename Id, typename Table>
  static Id last(const Table& table) {
    return {static_cast<std::uint32_t>(table.size() - 1)};
  }

  source::FileId file_;
};

}  // namespace hyp::test
