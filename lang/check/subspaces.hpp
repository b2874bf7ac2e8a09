// SPDX-License-Identifier: MIT
// Directions in a site's space, and what they span: as the file says them, before any number is
// known. A node claims one as a place; it is not a set of units.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/check/data.hpp"
#include "lang/check/ids.hpp"
#include "lang/source/span.hpp"

namespace hyp::check {

/// A signed sum of vectors over the elements of one site, row-major.
struct Direction {
  /// The mean of the site over the examples, of a region where there is one.
  struct Mean {
    std::optional<ExprId> in;
  };
  /// How one number of a site further down changes with this one, where it is affine in it.
  struct Gradient {
    SiteId to;
    std::int64_t element = 0;  ///< flat index into the value of `to`
  };
  struct Listed {
    std::vector<double> values;
  };
  /// An array [width] in a file.
  struct Stored {
    FileReference file;
  };
  /// Another direction of the same site, of length 1.
  struct Named {
    SubspaceId direction;
  };
  struct Term {
    double factor = 1;
    std::variant<Mean, Gradient, Listed, Stored, Named> vector;
    source::Span span;
  };
  std::vector<Term> terms;
};

/// `subspace arms = net.neurons along pca(2) on images`; a direction is a subspace of one
/// dimension.
struct Subspace {
  /// The first principal axes of the site over the examples, of a region where there is one.
  struct Pca {
    std::int64_t axes = 1;
    std::optional<ExprId> in;
  };
  /// An array [k, width], or [width] for one vector.
  struct Stored {
    FileReference file;
  };
  /// Another subspace of the same site.
  struct Named {
    SubspaceId subspace;
  };
  struct Item {
    std::variant<Direction, Pca, Stored, Named> vectors;
    source::Span span;
  };
  std::string name;
  source::Span span;
  bool direction = false;
  ModelId model;
  SiteId site;
  std::vector<Item> items;   ///< what spans it; one `Direction` for a direction
  std::optional<DataId> on;  ///< given where a mean or axis is over examples
};

/// "a direction", "a subspace"
[[nodiscard]] std::string describe(const Subspace& subspace);

/// The files that a subspace names itself; not those of what it names.
[[nodiscard]] std::vector<const FileReference*> files_of(const Subspace& subspace);

}  // namespace hyp::check
