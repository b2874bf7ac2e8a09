// SPDX-License-Identifier: MIT
// Typed expressions: what scores, regions, values and measures compute, with every name resolved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/check/ids.hpp"
#include "lang/source/span.hpp"

namespace hyp::check {

/// What an expression yields. A percentage is a number with `percent` set; its value is the
/// fraction.
struct Type {
  enum class Element { number, boolean, part };  ///< part: a member of a partition
  Element element = Element::number;
  bool per_example = false;  ///< differs from example to example; else a constant
  bool tensor = false;       ///< has axes; their extents are known once data is bound
  bool percent = false;
  bool integer = false;        ///< whole numbers: labels, integer columns, integer constants
  PartitionId partition = {};  ///< of `part`

  bool operator==(const Type&) const = default;
};

/// "a score", "a region", "a percentage", "a tensor per example" ...
[[nodiscard]] std::string describe(const Type& type);

enum class Function { sum, mean, min, max, dot, norm, abs, sqrt, exp, log };

struct Expr {
  /// Percentages as fractions.
  struct Constant {
    double value;
  };
  /// The value of a `let` or of a parameter of a hypothesis.
  struct LetRef {
    LetId let;
  };
  struct ScoreRef {
    ScoreId score;
  };
  struct RegionRef {
    RegionId region;
  };
  /// True where the example lies in that member.
  struct MemberRef {
    PartitionId partition;
    std::uint32_t member;
  };
  /// Which member the example lies in.
  struct PartitionRef {
    PartitionId partition;
  };
  /// The value another node of the hypothesis carries.
  struct NodeRef {
    NodeId node;
  };
  /// The input of the example at hand, in binary64.
  struct InputRef {};
  /// A column of the example at hand; of the named data set, or of whichever it comes from.
  struct ColumnRef {
    std::optional<DataId> data;
    std::string column;
  };
  /// `images[6].input`: one example's input.
  struct ExampleInput {
    DataId data;
    std::int64_t row;
  };
  /// `images[6].label`
  struct ExampleColumn {
    DataId data;
    std::int64_t row;
    std::string column;
  };
  /// A site of the clean network on the example at hand.
  struct SiteRef {
    ModelId model;
    SiteId site;
  };
  /// The activations of a group's units on the example at hand, in the order of their indices.
  struct GroupRef {
    GroupId group;
  };
  /// Leading axes fixed at constant indices.
  struct Subscript {
    ExprId object;
    std::vector<std::int64_t> at;
  };
  struct Negate {
    ExprId operand;
  };
  struct Not {
    ExprId operand;
  };
  enum class ArithmeticOp { add, subtract, multiply, divide };
  struct Arithmetic {
    ArithmeticOp op;
    ExprId left, right;
  };
  enum class LogicOp { conjunction, disjunction };
  struct Logic {
    LogicOp op;
    ExprId left, right;
  };
  enum class CompareOp { less, less_equal, greater, greater_equal, equal, not_equal };
  /// A chain `a < b <= c` is the conjunction of its comparisons.
  struct Compare {
    CompareOp op;
    ExprId left, right;
  };
  /// min and max take one tensor, or two or more scalars.
  struct Call {
    Function function;
    std::vector<ExprId> arguments;
  };
  /// A statistic of a unit over a data set, in the `where` of a group: over every position and
  /// every example (of `in`, where given). `active` is the share of values above zero.
  struct Statistic {
    enum class Kind { min, max, mean, std, active } kind;
    std::optional<ExprId> in;
  };

  Type type;
  source::Span span;
  std::variant<Constant, LetRef, ScoreRef, RegionRef, MemberRef, PartitionRef, NodeRef, InputRef,
               ColumnRef, ExampleInput, ExampleColumn, SiteRef, GroupRef, Subscript, Negate, Not,
               Arithmetic, Logic, Compare, Call, Statistic>
      node;
};

}  // namespace hyp::check
