// SPDX-License-Identifier: MIT
// Parts of one site are orthogonal, unless the hypothesis says otherwise: looked at when the bases
// are known.
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <set>

#include "lang/graph/claims.hpp"
#include "lang/graph/correspondence.hpp"
#include "lang/graph/paths.hpp"

namespace hyp::graph {
namespace {

using check::NodeId;
using check::SiteId;
using diag::Code;
using diag::Diagnostic;

constexpr double kLargestCosine = 1e-9;

// Rows of equal length.
using Matrix = std::vector<std::vector<double>>;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// The largest factor by which a matrix stretches a vector: by power iteration from its longest row,
// so that it is never less than that row's length.
double spectral_norm(const Matrix& rows) {
  constexpr int kSteps = 100;
  const auto longest = std::max_element(
      rows.begin(), rows.end(), [](const auto& a, const auto& b) { return dot(a, a) < dot(b, b); });
  if (longest == rows.end()) return 0;
  std::vector<double> x = *longest;
  double norm = std::sqrt(dot(x, x));
  for (int step = 0; step < kSteps && norm > 0; ++step) {
    const double length = std::sqrt(dot(x, x));
    for (double& v : x) v /= length;
    std::vector<double> next(x.size(), 0.0);
    double stretched = 0;
    for (const auto& row : rows) {
      const double along = dot(row, x);
      stretched += along * along;
      for (std::size_t i = 0; i < x.size(); ++i) next[i] += along * row[i];
    }
    norm = std::max(norm, std::sqrt(stretched));
    x = std::move(next);
  }
  return std::min(norm, 1.0);  // of orthonormal rows; rounding aside
}

// What a node claims of one site in one place: units, or a subspace.
struct Piece {
  SiteId site;
  source::Span span;
  std::vector<std::int64_t> elements;
  const BasisView* basis = nullptr;
};

class Orthogonality {
 public:
  Orthogonality(const check::Program& program, const Correspondence& graph,
                const std::map<check::SubspaceId, BasisView>& bases,
                const check::UnitPredicate& predicate)
      : program_(program), graph_(graph), hypothesis_(program[graph.hypothesis]) {
    for (const auto& node : hypothesis_.nodes) {
      std::vector<Piece> pieces;
      for (std::size_t i = 0; i < node.places.size(); ++i) {
        assert(predicate || !check::needs_data(program, node.places[i]));
        for (auto& part : check::resolve(program, node.places[i], predicate)) {
          pieces.push_back({part.site, node.place_spans[i], std::move(part.elements), nullptr});
        }
      }
      for (std::size_t i = 0; i < node.subspaces.size(); ++i) {
        const auto& basis = bases.at(node.subspaces[i]);
        pieces.push_back({program[node.subspaces[i]].site, node.subspace_spans[i], {}, &basis});
      }
      pieces_.push_back(std::move(pieces));
    }
  }

  std::vector<Diagnostic> run() {
    for (std::uint32_t i = 0; i < pieces_.size(); ++i) check_within({i});
    std::set<std::pair<NodeId, NodeId>> seen;
    for (const auto& reader : hypothesis_.nodes) {
      for (std::size_t b = 1; b < reader.reads.size(); ++b) {
        for (std::size_t a = 0; a < b; ++a) check_pair(reader.reads[a], reader.reads[b], seen);
      }
    }
    return std::move(found_);
  }

 private:
  const check::Node& node(NodeId id) const { return hypothesis_.nodes[id.index]; }

  void check_within(NodeId id) {
    const auto& pieces = pieces_[id.index];
    for (std::size_t b = 1; b < pieces.size(); ++b) {
      for (std::size_t a = 0; a < b; ++a) {
        const double cosine = this->cosine(pieces[a], pieces[b]);
        if (cosine <= kLargestCosine) continue;
        report(Code::own_parts_oblique, pieces[a], pieces[b], cosine, {{"node", node(id).name}});
      }
    }
  }

  void check_pair(NodeId first, NodeId second, std::set<std::pair<NodeId, NodeId>>& seen) {
    const auto& model = program_[graph_.model];
    if (!share_paths(model, node(first).via, node(second).via)) return;
    if (!seen.insert(std::minmax(first, second)).second) return;
    const Piece *largest_a = nullptr, *largest_b = nullptr;
    double largest = kLargestCosine;
    for (const auto& b : pieces_[second.index]) {
      for (const auto& a : pieces_[first.index]) {
        const double cosine = this->cosine(a, b);
        if (cosine <= largest) continue;
        largest = cosine;
        largest_a = &a;
        largest_b = &b;
      }
    }
    if (!largest_a) return;
    report(Code::parts_oblique, *largest_a, *largest_b, largest,
           {{"first", node(first).name}, {"node", node(second).name}});
  }

  void report(Code code, const Piece& a, const Piece& b, double cosine, diag::Facts facts) {
    facts.emplace_back("site", site_text(program_, graph_.model, a.site));
    facts.emplace_back("cosine", fmt::format("{:.3g}", cosine));
    found_.push_back(
        Diagnostic(code, b.span, std::move(facts)).label(a.span, diag::Note::first_claimed));
  }

  // The largest cosine between a vector of one and a vector of the other; units apart from each
  // other are looked at by `check_claims`.
  static double cosine(const Piece& a, const Piece& b) {
    if (a.site != b.site || (!a.basis && !b.basis)) return 0;
    if (!a.basis) return cosine(b, a);
    Matrix products;
    for (std::int64_t i = 0; i < a.basis->dimension; ++i) {
      const auto row = a.basis->rows.subspan(static_cast<std::size_t>(i * a.basis->width),
                                             static_cast<std::size_t>(a.basis->width));
      std::vector<double> with;
      for (const auto element : b.elements) with.push_back(row[static_cast<std::size_t>(element)]);
      for (std::int64_t j = 0; b.basis && j < b.basis->dimension; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k < row.size(); ++k) {
          sum += row[k] * b.basis->rows[static_cast<std::size_t>(j) * row.size() + k];
        }
        with.push_back(sum);
      }
      products.push_back(std::move(with));
    }
    return spectral_norm(products);
  }

  const check::Program& program_;
  const Correspondence& graph_;
  const check::Hypothesis& hypothesis_;
  std::vector<std::vector<Piece>> pieces_;  // by node
  std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> check_subspaces(const check::Program& program,
                                        const Correspondence& correspondence,
                                        const std::map<check::SubspaceId, BasisView>& bases,
                                        const check::UnitPredicate& predicate) {
  if (program[correspondence.hypothesis].oblique) return {};
  return Orthogonality(program, correspondence, bases, predicate).run();
}

}  // namespace hyp::graph
