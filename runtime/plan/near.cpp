// SPDX-License-Identifier: MIT
#include "runtime/plan/near.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hyp::plan {
namespace {

// Where a datum lies in the scale: its score's index, and its place among the rows of that score.
struct Seat {
  std::size_t score = 0;
  std::uint32_t place = 0;
};

std::optional<Seat> seat_of(const NearScale& scale, RowId datum) {
  const auto found =
      std::lower_bound(scale.scores.begin(), scale.scores.end(), scale.centres[datum]);
  if (found == scale.scores.end() || *found != scale.centres[datum]) return std::nullopt;
  const auto i = static_cast<std::size_t>(found - scale.scores.begin());
  for (std::uint32_t p = scale.starts[i]; p < scale.starts[i + 1]; ++p) {
    if (scale.rows[p] == datum) return Seat{i, p - scale.starts[i]};
  }
  return std::nullopt;
}

// Steps of doubling length from the seat: noise seldom leads far.
std::size_t first_not_below(const std::vector<double>& scores, double target, std::size_t seat) {
  std::size_t low = 0, high = scores.size();
  if (seat < scores.size() && scores[seat] < target) {
    low = seat + 1;
    for (std::size_t step = 1; low + step < high; step *= 2) {
      if (scores[low + step] >= target) {
        high = low + step;
      } else {
        low += step + 1;
      }
    }
  } else {
    high = seat;
    for (std::size_t step = 1; step <= high; step *= 2) {
      if (scores[high - step] < target) {
        low = high - step + 1;
        break;
      }
      high -= step;
    }
  }
  const auto begin = scores.begin();
  return static_cast<std::size_t>(std::lower_bound(begin + static_cast<std::ptrdiff_t>(low),
                                                   begin + static_cast<std::ptrdiff_t>(high),
                                                   target) -
                                  begin);
}

// The score nearest to the target but for the one at `without`: midpoints go down, beyond the
// scores lies the extreme one.
std::optional<std::size_t> nearest(const NearScale& scale, double target, std::size_t seat,
                                   std::optional<std::size_t> without) {
  std::size_t above = first_not_below(scale.scores, target, seat);
  std::optional<std::size_t> lower;
  if (above > 0) lower = above - 1;
  if (lower && lower == without) lower = *lower > 0 ? std::optional(*lower - 1) : std::nullopt;
  if (without && above == *without) ++above;
  const bool has_upper = above < scale.scores.size();
  if (!lower) return has_upper ? std::optional(above) : std::nullopt;
  if (!has_upper) return lower;
  return target - scale.scores[*lower] <= scale.scores[above] - target ? *lower : above;
}

double normal_cdf(double z) {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

}  // namespace

std::optional<RowId> draw_near(const NearScale& scale, const Stream& stream, std::uint32_t trial,
                               std::uint64_t reference, RowId datum) {
  const double noise = scale.sigma * stream.normal(reference, trial, 0);
  const auto own = scale.excluding_itself ? seat_of(scale, datum) : std::nullopt;
  const bool alone = own && scale.starts[own->score + 1] - scale.starts[own->score] == 1;
  const auto chosen = nearest(scale, scale.centres[datum] + noise, scale.seats[datum],
                              alone ? std::optional(own->score) : std::nullopt);
  if (!chosen) return std::nullopt;
  const bool left_out = own && own->score == *chosen;
  const std::uint32_t first = scale.starts[*chosen];
  const std::uint32_t n = scale.starts[*chosen + 1] - first - (left_out ? 1U : 0U);
  auto k = static_cast<std::uint32_t>(stream.index(reference, trial, n, 2));
  if (left_out && k >= own->place) ++k;
  return scale.rows[first + k];
}

void for_each_near(const NearScale& scale, RowId datum,
                   const std::function<void(RowId, double)>& visit) {
  const auto own = scale.excluding_itself ? seat_of(scale, datum) : std::nullopt;
  const std::size_t without = own ? own->score : scale.scores.size();
  const bool alone = own && scale.starts[without + 1] - scale.starts[without] == 1;
  std::vector<std::size_t> scores;
  for (std::size_t i = 0; i < scale.scores.size(); ++i) {
    if (!alone || i != without) scores.push_back(i);
  }
  if (scores.empty()) return;
  const double centre = scale.centres[datum];
  // Of the target lying below a score's upper midpoint; midpoints go down.
  const auto below = [&](std::size_t k) {
    if (k + 1 == scores.size()) return 1.0;
    const double middle = (scale.scores[scores[k]] + scale.scores[scores[k + 1]]) / 2;
    if (scale.sigma == 0) return centre <= middle ? 1.0 : 0.0;
    return normal_cdf((middle - centre) / scale.sigma);
  };
  double before = 0;
  for (std::size_t k = 0; k < scores.size(); ++k) {
    const std::size_t i = scores[k];
    const double after = below(k);
    const bool left_out = i == without;
    const std::uint32_t n = scale.starts[i + 1] - scale.starts[i] - (left_out ? 1U : 0U);
    for (std::uint32_t p = scale.starts[i]; p < scale.starts[i + 1]; ++p) {
      if (left_out && scale.rows[p] == datum) continue;
      visit(scale.rows[p], (after - before) / n);
    }
    before = after;
  }
}

bool near_holds(const NearScale& scale, RowId datum) {
  return seat_of(scale, datum).has_value();
}

double near_share_of_itself(const NearScale& scale, RowId datum) {
  if (scale.excluding_itself) return 0;
  const auto seat = seat_of(scale, datum);
  if (!seat) return 0;
  const auto n = static_cast<double>(scale.starts[seat->score + 1] - scale.starts[seat->score]);
  if (scale.sigma == 0) return 1 / n;
  const double centre = scale.centres[datum];
  double low = 0, high = 1;
  if (seat->score > 0) {
    low = normal_cdf(((scale.scores[seat->score - 1] + centre) / 2 - centre) / scale.sigma);
  }
  if (seat->score + 1 < scale.scores.size()) {
    high = normal_cdf(((scale.scores[seat->score + 1] + centre) / 2 - centre) / scale.sigma);
  }
  return (high - low) / n;
}

}  // namespace hyp::plan
