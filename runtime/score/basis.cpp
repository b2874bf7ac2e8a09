// SPDX-License-Identifier: MIT
#include "runtime/score/basis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "runtime/score/affine_tail.hpp"
#include "runtime/score/orthonormal.hpp"
#include "runtime/score/principal_axes.hpp"
#include "runtime/score/words.hpp"

namespace hyp::score {
namespace {

using check::Direction;
using check::Subspace;
using diag::Code;
using diag::Diagnostic;

double largest(const Vector& vector) {
  double size = 0;
  for (const double v : vector) size = std::max(size, std::abs(v));
  return size;
}

class Builder {
 public:
  Builder(const Inputs& inputs, const Subspace& subspace)
      : inputs_(inputs),
        subspace_(subspace),
        model_((*inputs.program)[subspace.model]),
        width_(check::elements(model_.site(subspace.site).shape)) {}

  diag::Outcome<Basis> build() {
    if (!find_regions()) return errors_.take();
    for (const auto& item : subspace_.items) {
      span_ = item.span;
      const bool fits = std::visit([&](const auto& vectors) { return add(vectors); }, item.vectors);
      if (!fits) return errors_.take();
    }
    Basis basis{
        subspace_.model, subspace_.site, static_cast<std::int64_t>(rows_.size()), width_, {}, {}};
    for (const auto& row : rows_) basis.rows.insert(basis.rows.end(), row.begin(), row.end());
    if (subspace_.items.size() == 1) basis.explained = std::move(explained_);
    return basis;
  }

 private:
  [[nodiscard]] std::string site() const {
    return model_.name + "." + model_.site(subspace_.site).name;
  }

  bool fail(Diagnostic error) {
    errors_.add(std::move(error));
    return false;
  }

  // --- the examples behind means and axes ---

  bool find_regions() {
    if (!subspace_.on) return true;
    Wanted wanted{*subspace_.on, {}, {}, {}};
    for (const auto& item : subspace_.items) {
      if (const auto* pca = std::get_if<Subspace::Pca>(&item.vectors)) want(pca->in, wanted);
      const auto* direction = std::get_if<Direction>(&item.vectors);
      for (std::size_t i = 0; direction && i < direction->terms.size(); ++i) {
        const auto* mean = std::get_if<Direction::Mean>(&direction->terms[i].vector);
        if (mean) want(mean->in, wanted);
      }
    }
    auto table = evaluate(inputs_, wanted);
    if (!table) {
      errors_.add(std::move(table.diagnostics));
      return false;
    }
    regions_ = std::move(table->regions);
    for (const auto& [region, rows] : regions_) {
      if (std::find(rows.begin(), rows.end(), 1) != rows.end()) continue;
      fail({Code::empty_region,
            (*inputs_.program)[region].span,
            {{"data", (*inputs_.program)[*subspace_.on].name}}});
    }
    return !errors_.has_errors();
  }

  static void want(const std::optional<ExprId>& region, Wanted& wanted) {
    if (region) wanted.regions.push_back(*region);
  }

  [[nodiscard]] const model::Activations& activations() const {
    const auto* found = inputs_.captured
                            ? inputs_.captured->find(subspace_.model, *subspace_.on, subspace_.site)
                            : nullptr;
    assert(found && "a site that was not captured");
    return *found;
  }
  [[nodiscard]] const std::uint8_t* rows_in(const std::optional<ExprId>& region) const {
    return region ? regions_.at(*region).data() : nullptr;
  }

  // --- what spans it ---

  bool add_row(Vector vector, std::string_view what) {
    auto unit = normalised(std::move(vector));
    if (!unit) return fail({Code::zero_direction, span_, {{"what", what}, {"site", site()}}});
    if (add_orthonormal(rows_, std::move(*unit))) return true;
    return fail({Code::dependent_direction, span_, {{"what", what}}});
  }

  bool add(const Direction& direction) {
    Vector sum(static_cast<std::size_t>(width_), 0.0);
    double sizes = 0;
    for (const auto& term : direction.terms) {
      auto vector =
          std::visit([&](const auto& of) { return this->vector(of, term.span); }, term.vector);
      if (!vector) return false;
      sizes += std::abs(term.factor) * largest(*vector);
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += term.factor * (*vector)[i];
    }
    // What is left where terms cancel up to rounding points nowhere.
    constexpr double kRounding = 1e-12;
    if (largest(sum) <= kRounding * sizes) std::fill(sum.begin(), sum.end(), 0.0);
    return add_row(std::move(sum), "this direction");
  }

  bool add(const Subspace::Pca& pca) {
    if (width_ > kWidestCovariance) {
      return fail({Code::too_wide_for_axes,
                   span_,
                   {{"site", site()}, {"width", width_}, {"limit", kWidestCovariance}}});
    }
    auto found = principal_axes(activations(), rows_in(pca.in));
    const auto rank = static_cast<std::int64_t>(found.axes.size());
    if (rank < pca.axes) {
      return fail({Code::too_few_axes,
                   span_,
                   {{"site", site()},
                    {"rank", rank == 1 ? "1 axis" : fmt::format("{} axes", rank)},
                    {"axes", pca.axes}}});
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(pca.axes); ++i) {
      if (!add_row(std::move(found.axes[i]), fmt::format("axis {}", i + 1))) return false;
      explained_.push_back(found.explained[i]);
    }
    return true;
  }

  bool add(const Subspace::Stored& stored) {
    const auto vectors = read(stored.file, true);
    for (std::size_t i = 0; vectors && i < vectors->size(); ++i) {
      if (!add_row((*vectors)[i], fmt::format("row {} of the array", i))) return false;
    }
    return vectors.has_value();
  }

  bool add(const Subspace::Named& named) {
    auto other = score::basis(inputs_, named.subspace);
    if (!other) {
      errors_.add(std::move(other.diagnostics));
      return false;
    }
    for (std::int64_t i = 0; i < other->dimension; ++i) {
      const auto row = other->rows.begin() + i * width_;
      const auto& name = (*inputs_.program)[named.subspace].name;
      if (!add_row({row, row + width_}, fmt::format("`{}`", name))) return false;
    }
    return true;
  }

  // --- terms of a direction ---

  using Maybe = std::optional<Vector>;

  Maybe vector(const Direction::Mean& of, source::Span) {
    return mean(activations(), rows_in(of.in));
  }

  Maybe vector(const Direction::Listed& listed, source::Span) { return listed.values; }

  Maybe vector(const Direction::Stored& stored, source::Span) {
    auto vectors = read(stored.file, false);
    return vectors ? Maybe(std::move(vectors->front())) : std::nullopt;
  }

  Maybe vector(const Direction::Named& named, source::Span) {
    auto other = score::basis(inputs_, named.direction);
    if (other) return std::move(other->rows);
    errors_.add(std::move(other.diagnostics));
    return std::nullopt;
  }

  Maybe vector(const Direction::Gradient& gradient, source::Span span) {
    const auto& network = *inputs_.networks.at(subspace_.model);
    SiteId obstacle;
    const auto tail = affine_tail(network, {subspace_.site}, gradient.to, &obstacle);
    if (!tail) {
      const check::Site& between = model_.site(obstacle);
      fail(Diagnostic(Code::not_affine, span,
                      {{"to", model_.name + "." + model_.site(gradient.to).name},
                       {"site", site()},
                       {"operation", word(between.operation)}})
               .label(between.span, diag::Note::lies_between,
                      {{"operation", word(between.operation)}}));
      return std::nullopt;
    }
    Vector slopes(static_cast<std::size_t>(width_), 0.0);
    for (const auto& source : tail->sources) {
      if (source.site != subspace_.site) continue;
      const auto row = source.weights.begin() + gradient.element * width_;
      slopes.assign(row, row + width_);
    }
    return slopes;
  }

  // The vectors of an array: [width], and where `several` also [k, width].
  std::optional<std::vector<Vector>> read(const check::FileReference& file, bool several) {
    const model::Array& array = *inputs_.arrays.at(file.path);
    const bool one = array.shape == check::Shape{width_};
    const bool many =
        several && array.shape.size() == 2 && array.shape[0] > 0 && array.shape[1] == width_;
    if (!one && !many) {
      const std::string row = check::to_string({width_});
      fail({Code::stored_shape,
            file.span,
            {{"path", file.path},
             {"seen", check::to_string(array.shape)},
             {"wanted", several ? fmt::format("{} or [k, {}]", row, width_) : row},
             {"site", site()}}});
      return std::nullopt;
    }
    std::vector<Vector> vectors(many ? static_cast<std::size_t>(array.shape[0]) : 1);
    std::int64_t next = 0;
    for (auto& vector : vectors) {
      for (std::int64_t i = 0; i < width_; ++i) vector.push_back(array.at(next++));
      const auto bad = std::find_if(vector.begin(), vector.end(),
                                    [](double value) { return !std::isfinite(value); });
      if (bad == vector.end()) continue;
      fail({Code::stored_not_finite,
            file.span,
            {{"path", file.path},
             {"value", std::isnan(*bad) ? "NaN"
                       : *bad > 0       ? "infinity"
                                        : "minus infinity"},
             {"element", next - width_ + (bad - vector.begin())}}});
      return std::nullopt;
    }
    return vectors;
  }

  const Inputs& inputs_;
  const Subspace& subspace_;
  const check::Model& model_;
  std::int64_t width_;
  source::Span span_;  // of the item at hand
  std::map<ExprId, Membership> regions_;
  std::vector<Vector> rows_;
  std::vector<double> explained_;
  diag::Diagnostics errors_;
};

}  // namespace

diag::Outcome<Basis> basis(const Inputs& inputs, SubspaceId subspace) {
  return Builder(inputs, (*inputs.program)[subspace]).build();
}

std::string describe(const Basis& basis, const check::Program& program, SubspaceId subspace) {
  const check::Subspace& of = program[subspace];
  const check::Model& model = program[of.model];
  std::string out = fmt::format("{} {}: {} of the {} dimensions of {}.{}",
                                of.direction ? "direction" : "subspace", of.name, basis.dimension,
                                basis.width, model.name, model.site(of.site).name);
  for (std::size_t i = 0; i < basis.explained.size(); ++i) {
    out += i == 0 ? ", with " : i + 1 == basis.explained.size() ? " and " : ", ";
    out += fmt::format("{:.1f} %", basis.explained[i] * 100);
  }
  return basis.explained.empty() ? out : out + " of the variance";
}

}  // namespace hyp::score
