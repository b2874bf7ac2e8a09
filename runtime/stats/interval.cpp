// SPDX-License-Identifier: MIT
#include "runtime/stats/interval.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <limits>

namespace hyp::stats {
namespace {

constexpr double kNormal = 1.959963984540054;  // the 97.5 % quantile
constexpr std::int64_t kFew = 30;

struct Ends {
  double low, high;
};

// Wilson's score interval of `share` in `draws` draws.
Ends wilson(double share, double draws) {
  const double z2 = kNormal * kNormal / draws;
  const double centre = (share + z2 / 2) / (1 + z2);
  const double half =
      kNormal / (1 + z2) * std::sqrt(share * (1 - share) / draws + z2 / (4 * draws));
  return {std::min(share, centre - half), std::max(share, centre + half)};  // beside rounding
}

}  // namespace

Estimate estimate_share(const ShareCounts& counts) {
  assert(counts.rows > 0 && counts.trials > 0);
  const auto rows = static_cast<double>(counts.rows);
  const auto trials = static_cast<double>(counts.trials);
  Estimate out;
  out.n = counts.rows;
  out.trials = counts.trials;
  out.value = counts.hits / (rows * trials);
  Ends ends{};
  if (counts.trials == 1 || counts.varied < kFew) {
    ends = wilson(out.value, rows * trials);
    out.conservative = true;
  } else {
    // s_r^2 = hits (trials - hits) / (trials (trials - 1))
    const double variances = counts.products / (trials * (trials - 1));
    const double half = kNormal * std::sqrt(variances / trials) / rows;
    ends = {out.value - half, out.value + half};
  }
  out.low = std::max(0.0, ends.low);
  out.high = std::min(1.0, ends.high);
  return out;
}

Estimate estimate_mean(const MeanSums& sums) {
  assert(sums.rows > 0 && sums.trials > 0);
  const auto rows = static_cast<double>(sums.rows);
  const auto trials = static_cast<double>(sums.trials);
  Estimate out;
  out.n = sums.rows;
  out.trials = sums.trials;
  out.value = sums.mean;
  double half = 0, freedom = 0;
  if (sums.trials == 1) {
    out.conservative = true;
    freedom = rows - 1;
    half = freedom > 0 ? std::sqrt(sums.variances / freedom / rows)
                       : std::numeric_limits<double>::infinity();
  } else {
    half = std::sqrt(sums.variances / trials) / rows;
    freedom = (trials - 1) * sums.variances * sums.variances / sums.squared_variances;
  }
  if (half > 0 && std::isfinite(half)) {
    const boost::math::students_t t(freedom >= 1 ? freedom : 1);  // NaN: variances that underflow
    half *= boost::math::quantile(t, 0.975);
  }
  out.low = out.value - half;
  out.high = out.value + half;
  return out;
}

}  // namespace hyp::stats
