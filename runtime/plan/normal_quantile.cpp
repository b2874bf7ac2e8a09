// SPDX-License-Identifier: MIT
#include "runtime/plan/normal_quantile.hpp"

#include <array>
#include <cassert>
#include <cmath>

namespace hyp::plan {
namespace {

// Coefficients from the constant term up.
using Polynomial = std::array<double, 8>;

// Horner; contraction to fused multiply-adds is off for the whole build.
double at(const Polynomial& coefficients, double x) {
  double sum = coefficients[7];
  for (int i = 6; i >= 0; --i) sum = sum * x + coefficients[static_cast<std::size_t>(i)];
  return sum;
}

struct Ratio {
  Polynomial above, below;
  [[nodiscard]] double operator()(double x) const { return at(above, x) / at(below, x); }
};

// M. J. Wichura, Algorithm AS 241: the percentage points of the normal distribution (1988), PPND16.
constexpr Ratio kCentre = {
    {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
     1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
     3.3430575583588128105e+4, 2.5090809287301226727e+3},
    {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
     2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
     5.2264952788528545610e+3}};
constexpr Ratio kShoulder = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9}};
constexpr Ratio kTail = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15}};

// log(x) for a positive normal x: x = m 2^e with m in [sqrt(1/2), sqrt(2)), and
// log(m) = 2 atanh((m - 1) / (m + 1)), whose terms fall by a factor of 34.
double portable_log(double x) {
  constexpr double kSqrtHalf = 0.70710678118654752440;
  // ln 2 in two parts: the high one has so few bits that its product with e is exact.
  constexpr double kLn2High = 0x1.62e42fee00000p-1, kLn2Low = 0x1.a39ef35793c76p-33;
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < kSqrtHalf) {
    mantissa *= 2;
    exponent -= 1;
  }
  const double t = (mantissa - 1) / (mantissa + 1);
  const double square = t * t;
  double series = 0;
  for (int k = 23; k >= 3; k -= 2) series = (series + 1.0 / k) * square;
  const double log_mantissa = 2 * t + 2 * t * series;
  return exponent * kLn2High + (exponent * kLn2Low + log_mantissa);
}

}  // namespace

double normal_quantile(std::uint64_t u53) {
  constexpr std::uint64_t kLast = (std::uint64_t{1} << 53) - 1;
  assert(u53 <= kLast);
  // u53 + 1/2 is a double only below 2^52; above, the mirror image is taken, which is exact.
  const bool upper = u53 > kLast / 2;
  const double p = (static_cast<double>(upper ? kLast - u53 : u53) + 0.5) * 0x1p-53;
  const double q = 0.5 - p;
  double size = 0;
  if (q <= 0.425) {
    size = q * kCentre(0.180625 - q * q);
  } else {
    const double r = std::sqrt(-portable_log(p));
    size = r <= 5 ? kShoulder(r - 1.6) : kTail(r - 5);
  }
  return upper ? size : -size;
}

}  // namespace hyp::plan
