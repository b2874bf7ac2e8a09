// SPDX-License-Identifier: MIT
#include "runtime/model/strokes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "runtime/random/philox.hpp"

namespace hyp::model {
namespace {

// Pixels from the middle of the picture, x to the right and y down.
struct Point {
  double x = 0, y = 0;
};

// A line of the pen: a polygon whose corners are rounded off.
struct Stroke {
  std::vector<Point> points;
  bool closed = false;
};
using Digit = std::vector<Stroke>;

const std::array<Digit, 10>& digits() {
  static const std::array<Digit, 10> all{{
      {{{{0, -8}, {5, -6}, {6, 0}, {5, 6}, {0, 8}, {-5, 6}, {-6, 0}, {-5, -6}}, true}},
      {{{{0, -8.5}, {0, 0}, {0, 8.5}}}},
      {{{{-5, -5}, {-3, -8}, {2, -8}, {5, -5}, {4, -1}, {-1, 4}, {-6, 8}}},
       {{{-6, 8}, {0, 7.5}, {6, 8}}}},
      {{{{-5, -7}, {0, -8.5}, {5, -7}, {5, -3}, {0, -0.5}}},
       {{{0, -0.5}, {5, 1}, {6, 5}, {2, 8.5}, {-3, 8}, {-6, 6}}}},
      {{{{-2, -8}, {-6, 1}}}, {{{-6, 1}, {6, 1}}}, {{{3, -5}, {2.5, 8}}}},
      {{{{5, -8}, {-4, -8}}},
       {{{-4, -8}, {-4.5, -1}}},
       {{{-4.5, -1}, {0, -2.5}, {5, -0.5}, {6, 4}, {2, 8}, {-5, 7}}}},
      {{{{3, -8.5},
         {-2, -5},
         {-5, 1},
         {-4.5, 6},
         {0, 8.5},
         {5, 6},
         {4.5, 1.5},
         {0, 0},
         {-4.5, 3}}}},
      {{{{-6, -8}, {6, -8}}}, {{{6, -8}, {2, 0}, {-1, 8}}}},
      {{{{0, -8.5}, {4, -7}, {4, -3}, {0, -0.5}, {-4, -3}, {-4, -7}}, true},
       {{{0, -0.5}, {5, 2.5}, {5, 6.5}, {0, 8.5}, {-5, 6.5}, {-5, 2.5}}, true}},
      {{{{0, -8.5}, {4.5, -7}, {5, -3}, {0, -0.5}, {-4.5, -3}, {-4.5, -7}}, true},
       {{{5, -5}, {4.5, 2}, {2, 8.5}}}},
  }};
  return all;
}

// The numbers of one picture, in the order in which they are asked for.
class Chance {
 public:
  Chance(std::uint64_t seed, std::uint64_t row)
      : key_{low(seed), high(seed)}, counter_{low(row), high(row), 0, kStrokes} {}

  /// Uniform between two bounds.
  double between(double least, double most) {
    return least + (most - least) * (word() / 4294967296.0);
  }
  int digit() { return static_cast<int>(std::uint64_t{word()} * 10 >> 32); }

 private:
  static constexpr std::uint32_t kStrokes = 0x7374726F;  // "stro": apart from other uses of a seed
  static std::uint32_t low(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
  static std::uint32_t high(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }

  std::uint32_t word() {
    if (used_ == 4) {
      block_ = random::philox4x32_10(counter_, key_);
      ++counter_[2];
      used_ = 0;
    }
    return block_[used_++];
  }

  random::PhiloxKey key_;
  random::PhiloxCounter counter_, block_{};
  std::size_t used_ = 4;
};

// How one hand writes: a slant, a size, a place, a pen.
struct Hand {
  double slant, width, height, right, down, pen, ink;

  explicit Hand(Chance& chance)
      : slant(chance.between(-0.1, 0.45)),
        width(chance.between(0.7, 1.15)),
        height(chance.between(0.85, 1.1)),
        right(chance.between(-1.2, 1.2)),
        down(chance.between(-1.2, 1.2)),
        pen(chance.between(0.7, 1.7)),
        ink(chance.between(215, 255)) {}

  [[nodiscard]] Point operator()(Point p) const {
    return {width * p.x - slant * p.y + right, height * p.y + down};
  }
};

// Cuts each corner at a quarter of its sides (Chaikin); the ends of an open stroke stay.
Stroke rounded(const Stroke& stroke) {
  const auto& from = stroke.points;
  if (from.size() < 3) return stroke;
  Stroke out{{}, stroke.closed};
  if (!stroke.closed) out.points.push_back(from.front());
  const std::size_t sides = stroke.closed ? from.size() : from.size() - 1;
  for (std::size_t i = 0; i < sides; ++i) {
    const Point a = from[i], b = from[(i + 1) % from.size()];
    out.points.push_back({0.75 * a.x + 0.25 * b.x, 0.75 * a.y + 0.25 * b.y});
    out.points.push_back({0.25 * a.x + 0.75 * b.x, 0.25 * a.y + 0.75 * b.y});
  }
  if (!stroke.closed) out.points.push_back(from.back());
  return out;
}

double square_distance(Point p, Point a, Point b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
  const double along = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
  const double t = std::clamp(along, 0.0, 1.0);
  const double x = a.x + t * dx - p.x, y = a.y + t * dy - p.y;
  return x * x + y * y;
}

// The square of each pixel's distance from the nearest line, where that is within reach of the pen.
class Paper {
 public:
  explicit Paper(double reach) : reach_(reach) { nearest_.fill(reach * reach); }

  void line(Point a, Point b) {
    for (int y = first(std::min(a.y, b.y)); y <= last(std::max(a.y, b.y)); ++y) {
      for (int x = first(std::min(a.x, b.x)); x <= last(std::max(a.x, b.x)); ++x) {
        double& nearest = nearest_[static_cast<std::size_t>(y * kStrokesSide + x)];
        nearest = std::min(nearest, square_distance({place(x), place(y)}, a, b));
      }
    }
  }
  [[nodiscard]] double distance(std::size_t pixel) const { return std::sqrt(nearest_[pixel]); }

 private:
  static constexpr double kMiddle = kStrokesSide / 2.0;
  static double place(int pixel) { return pixel + 0.5 - kMiddle; }
  [[nodiscard]] int first(double least) const {
    return static_cast<int>(std::clamp(least - reach_ + kMiddle, 0.0, kStrokesSide - 1.0));
  }
  [[nodiscard]] int last(double most) const {
    return static_cast<int>(std::clamp(most + reach_ + kMiddle, 0.0, kStrokesSide - 1.0));
  }

  double reach_;
  std::array<double, kStrokesSide * kStrokesSide> nearest_{};
};

}  // namespace

int draw_strokes(std::uint64_t seed, std::uint64_t row, std::span<std::uint8_t> pixels) {
  Chance chance(seed, row);
  const int digit = chance.digit();
  const Hand hand(chance);
  Paper paper(hand.pen + 0.5);
  for (Stroke stroke : digits()[static_cast<std::size_t>(digit)]) {
    for (Point& point : stroke.points) {
      const double x = point.x + chance.between(-0.7, 0.7);
      const double y = point.y + chance.between(-0.7, 0.7);
      point = hand({x, y});
    }
    stroke = rounded(rounded(stroke));
    const auto& points = stroke.points;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) paper.line(points[i], points[i + 1]);
    if (stroke.closed) paper.line(points.back(), points.front());
  }
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const double covered = std::clamp(hand.pen + 0.5 - paper.distance(i), 0.0, 1.0);
    pixels[i] = static_cast<std::uint8_t>(covered * hand.ink + 0.5);
  }
  return digit;
}

}  // namespace hyp::model
