// SPDX-License-Identifier: MIT
// What a checker of directions is given. Private to lang/check.
#pragma once

#include <optional>

#include "lang/check/context.hpp"

namespace hyp::check {

/// The space that the directions of one statement lie in.
struct Space {
  ModelId model;
  SiteId site;
  std::string text;  ///< "net.neurons"
  std::int64_t width = 1;
};

/// Signed sums of vectors over one site.
class DirectionChecker {
 public:
  DirectionChecker(Context& context, std::uint32_t module, const Space& space)
      : context_(context), module_(module), space_(space) {}

  /// Empty, and an error, where the expression is no direction of the space.
  std::optional<Direction> check(const syntax::Expr& expr);
  /// Where the first mean stands: its examples must be named.
  [[nodiscard]] std::optional<source::Span> reads_data() const { return reads_data_; }

  /// A number written as constants and numeric lets, which become fixed.
  [[nodiscard]] std::optional<double> number(const syntax::Expr& expr) const;
  /// The region after `in`.
  std::optional<ExprId> region(const syntax::Expr& expr);
  /// Whether a subspace lies in the space; an error where it does not.
  bool same_space(SubspaceId id, source::Span span);

 private:
  using Vector = decltype(Direction::Term::vector);

  bool add(const syntax::Expr& expr, double factor, Direction& sum);
  bool add_scaled(const syntax::Expr& whole, const syntax::Binary& product, double factor,
                  Direction& sum);
  std::optional<Vector> vector(const syntax::Expr& expr);
  std::optional<Vector> mean(const syntax::Call& call, source::Span span);
  std::optional<Vector> listed(const syntax::List& list, source::Span span);
  std::optional<Vector> named(const syntax::Expr& expr);
  std::optional<Vector> gradient(const syntax::Expr& expr);
  bool finite(double value, source::Span span);
  std::nullopt_t not_a_direction(source::Span span, std::string_view seen);

  Context& context_;
  std::uint32_t module_;
  const Space& space_;
  std::optional<source::Span> reads_data_;
};

}  // namespace hyp::check
