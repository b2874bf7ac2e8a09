// SPDX-License-Identifier: MIT
// What a measure asks of one example's logits: float32 as the network gives them, or binary64 as a
// scrub sums them.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace hyp::stats {

/// The class of the largest logit, the lowest among equals. For two classes: 1 where
/// logit 1 - logit 0 > 0. `logits` are one example's, one a class; never empty. So below.
template <typename Logits>
[[nodiscard]] std::int64_t argmax(const Logits& logits) {
  return std::max_element(logits.begin(), logits.end()) - logits.begin();
}

template <typename Logits>
[[nodiscard]] double logit(const Logits& logits, std::int64_t i) {
  assert(i >= 0 && i < static_cast<std::int64_t>(logits.size()));
  return static_cast<double>(logits[static_cast<std::size_t>(i)]);
}

/// logits[high] - logits[low] in binary64, where the difference of two float32 is never rounded to
/// zero unless they are equal.
template <typename Logits>
[[nodiscard]] double margin(const Logits& logits, std::int64_t high, std::int64_t low) {
  return logit(logits, high) - logit(logits, low);
}

/// log softmax(logits)[i] = logits[i] - largest - log_rest. The largest logit's own exp(0) = 1 is
/// left to log1p, so that the rest is not lost beside it.
template <typename Logits>
class LogSoftmax {
 public:
  explicit LogSoftmax(const Logits& logits) : logits_(logits) {
    const std::int64_t top = argmax(logits);
    largest_ = logit(logits, top);
    double rest = 0;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(logits.size()); ++i) {
      if (i != top) rest += std::exp(logit(logits, i) - largest_);
    }
    log_rest_ = std::log1p(rest);
  }
  [[nodiscard]] double operator[](std::int64_t i) const {
    return (logit(logits_, i) - largest_) - log_rest_;
  }

 private:
  const Logits& logits_;
  double largest_, log_rest_;
};

/// -log softmax(logits)[target], in nats. Exact to rounding also where the loss is far below 1e-16,
/// and where exp would overflow.
template <typename Logits>
[[nodiscard]] double cross_entropy(const Logits& logits, std::int64_t target) {
  return -LogSoftmax<Logits>(logits)[target];
}

/// KL(softmax(from) || softmax(to)), in nats. Both have the same classes.
template <typename From, typename To>
[[nodiscard]] double divergence(const From& from, const To& to) {
  assert(from.size() == to.size());
  const LogSoftmax<From> p(from);
  const LogSoftmax<To> q(to);
  double sum = 0;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(from.size()); ++i) {
    sum += std::exp(p[i]) * (p[i] - q[i]);
  }
  return sum;
}

/// Mean over the classes of |b - a|.
template <typename A, typename B>
[[nodiscard]] double mean_absolute_change(const A& a, const B& b) {
  assert(a.size() == b.size());
  double sum = 0;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(a.size()); ++i) {
    sum += std::abs(logit(b, i) - logit(a, i));
  }
  return sum / static_cast<double>(a.size());
}

}  // namespace hyp::stats
