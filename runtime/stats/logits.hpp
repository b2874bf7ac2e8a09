// SPDX-License-Identifier: MIT
// What a measure asks of one example's logits.
#pragma once

#include <cstdint>
#include <span>

namespace hyp::stats {

/// One example's logits, one a class; never empty.
using Logits = std::span<const float>;

/// The class of the largest logit, the lowest among equals. For two classes: 1 where
/// logit 1 - logit 0 > 0.
[[nodiscard]] std::int64_t argmax(Logits logits);

/// logits[high] - logits[low] in binary64, where the difference of two float32 is never rounded to
/// zero unless they are equal.
[[nodiscard]] double margin(Logits logits, std::int64_t high, std::int64_t low);

/// -log softmax(logits)[target], in nats. Exact to rounding also where the loss is far below 1e-16,
/// and where exp would overflow.
[[nodiscard]] double cross_entropy(Logits logits, std::int64_t target);

/// KL(softmax(from) || softmax(to)), in nats. Both have the same classes.
[[nodiscard]] double divergence(Logits from, Logits to);

/// Mean over the classes of |b - a|.
[[nodiscard]] double mean_absolute_change(Logits a, Logits b);

}  // namespace hyp::stats
