// SPDX-License-Identifier: MIT
// Which sites a pass must compute, which it is given, and when each value can be let go.
#pragma once

#include <vector>

#include "runtime/exec/executor.hpp"

namespace hyp::exec {

/// Makes the value of one site.
struct Step {
  enum class Source { operation, known, overrides };

  SiteId site;
  Source source = Source::operation;
  const Activations* known = nullptr;      ///< for Source::known
  std::vector<const Override*> overrides;  ///< in the order in which they are written
  std::vector<SiteId> last_used;           ///< inputs that no later step reads
};

/// The steps that `forward.read` needs, inputs first: a site is taken from `forward.known`, or from
/// `given`, where no override reaches it, and is not computed at all where overrides write every
/// element (none of them along a basis).
[[nodiscard]] std::vector<Step> demand(const check::Model& model, const Forward& forward,
                                       const std::vector<Known>& given = {});

}  // namespace hyp::exec
