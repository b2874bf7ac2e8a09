// SPDX-License-Identifier: MIT
#include "runtime/stats/logits.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace hyp::stats {
namespace {

double at(Logits logits, std::int64_t i) {
  assert(i >= 0 && i < static_cast<std::int64_t>(logits.size()));
  return static_cast<double>(logits[static_cast<std::size_t>(i)]);
}

// log softmax(logits)[i] = logits[i] - largest - log_rest. The largest logit's own exp(0) = 1 is
// left to log1p, so that the rest is not lost beside it.
struct LogSoftmax {
  Logits logits;
  double largest, log_rest;

  explicit LogSoftmax(Logits l) : logits(l) {
    const std::int64_t top = argmax(l);
    largest = at(l, top);
    double rest = 0;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(l.size()); ++i) {
      if (i != top) rest += std::exp(at(l, i) - largest);
    }
    log_rest = std::log1p(rest);
  }
  [[nodiscard]] double operator[](std::int64_t i) const {
    return (at(logits, i) - largest) - log_rest;
  }
};

}  // namespace

std::int64_t argmax(Logits logits) {
  return std::max_element(logits.begin(), logits.end()) - logits.begin();
}

double margin(Logits logits, std::int64_t high, std::int64_t low) {
  return at(logits, high) - at(logits, low);
}

double cross_entropy(Logits logits, std::int64_t target) {
  return -LogSoftmax(logits)[target];
}

double divergence(Logits from, Logits to) {
  assert(from.size() == to.size());
  const LogSoftmax p(from);
  const LogSoftmax q(to);
  double sum = 0;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(from.size()); ++i) {
    sum += std::exp(p[i]) * (p[i] - q[i]);
  }
  return sum;
}

double mean_absolute_change(Logits a, Logits b) {
  assert(a.size() == b.size());
  double sum = 0;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(a.size()); ++i) {
    sum += std::abs(at(b, i) - at(a, i));
  }
  return sum / static_cast<double>(a.size());
}

}  // namespace hyp::stats
