// SPDX-License-Identifier: MIT
#include "runtime/report/numbers.hpp"

#include <cmath>
#include <limits>

#include "tests/support/catch.hpp"

using namespace hyp;
using report::write_value;

TEST_CASE("shares are percentages with two decimals") {
  CHECK(write_value(0.4829, true) == "48.29 %");
  CHECK(write_value(0.937067, true) == "93.71 %");
  CHECK(write_value(1, true) == "100.00 %");
  CHECK(write_value(0, true) == "0.00 %");
  CHECK(write_value(-0.0, true) == "0.00 %");
}

TEST_CASE("a share is written as all or nothing only when it is") {
  CHECK(write_value(59999 / 60000.0, true) == ">99.99 %");
  CHECK(write_value(1 / 60000.0, true) == "<0.01 %");
  CHECK(write_value(0.9999, true) == "99.99 %");
  CHECK(write_value(0.0001, true) == "0.01 %");
}

TEST_CASE("numbers have four decimals, or four digits where they are small") {
  CHECK(write_value(-1.1505, false) == "-1.1505");
  CHECK(write_value(3.44040001, false) == "3.4404");
  CHECK(write_value(-17305, false) == "-17305.0000");
  CHECK(write_value(0.01234, false) == "0.01234");
  CHECK(write_value(0.01, false) == "0.01000");
  CHECK(write_value(1.23456e-7, false) == "1.235e-07");
  CHECK(write_value(-2.5e12, false) == "-2.5000e+12");
  CHECK(write_value(0, false) == "0.0000");
  CHECK(write_value(-0.0, false) == "0.0000");
}

TEST_CASE("what is undefined is a dash") {
  CHECK(write_value(std::numeric_limits<double>::quiet_NaN(), true) == "-");
  CHECK(write_value(std::numeric_limits<double>::quiet_NaN(), false) == "-");
}

TEST_CASE("rounding never puts a figure on the limit it misses") {
  CHECK(write_value(0.91998, true) == "92.00 %");
  CHECK(write_value(0.91998, true, {0.92}) == "91.998 %");
  CHECK(write_value(55199 / 60000.0, true, {0.92}) == "91.998 %");
  CHECK(write_value(0.92, true, {0.92}) == "92.00 %");
  CHECK(write_value(0.5, true, {0.92, 0.1}) == "50.00 %");
  CHECK(write_value(0.9200001, true, {0.1, 0.92}) == "92.00001 %");
  CHECK(write_value(1.99999999, false, {2}) == "1.99999999");
  CHECK(write_value(59999 / 60000.0, true, {1}) == ">99.99 %");
  CHECK(write_value(std::nextafter(2.0, 3.0), false, {2}) == "2.000000000000");  // gives up
}

TEST_CASE("an interval is in the unit of its figure") {
  stats::Figure figure;
  CHECK(report::write_interval(figure).empty());
  figure.is_share = true;
  figure.low = 0.9321;
  figure.high = 0.9421;
  CHECK(report::write_interval(figure) == "[93.21, 94.21]");
  CHECK(report::write_interval(figure, {0.93213}) == "[93.210, 94.21]");
  figure.is_share = false;
  figure.low = -1.2;
  CHECK(report::write_interval(figure) == "[-1.2000, 0.9421]");
}

TEST_CASE("a point of a sweep is as short as it was written") {
  CHECK(report::write_sweep({"t", 0.0001, true}) == "0.01 %");
  CHECK(report::write_sweep({"t", 0.07, true}) == "7 %");
  CHECK(report::write_sweep({"t", 0.1, true}) == "10 %");
  CHECK(report::write_sweep({"t", 500, false}) == "500");
  CHECK(report::write_sweep({"t", 0.1, false}) == "0.1");
  CHECK(report::write_sweep({"t", -7762, false}) == "-7762");
}

TEST_CASE("how far an interval reaches is rounded up, in the decimals of its value") {
  const auto reach = [](double value, double low, double high, bool is_share,
                        bool conservative = false) {
    return report::write_reach({value, low, high, conservative, 10, 5}, is_share);
  };
  CHECK(report::write_reach({0.5, {}, {}, false, 0, 5}, true).empty());
  CHECK(reach(0.5, 0.45, 0.55, true) == "±5.00");
  CHECK(reach(0.5, 0.4, 0.55, true) == "±10.00");  // the wider side
  CHECK(reach(0.5, 0.49999, 0.50001, true) == "±0.01");
  CHECK(reach(0.5, 0.5, 0.5, true) == "±0.00");
  CHECK(reach(1, 0.99, 1, true, true) == "±1.00*");
  CHECK(reach(3.4404, 3.4, 3.48081, false) == "±0.0405");
  CHECK(reach(0.01234, 0.01233, 0.01235, false) == "±0.00001");
  CHECK(reach(1.5e-7, 1e-7, 2e-7, false) == "±5.0e-08");
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(reach(1, -infinity, infinity, false, true) == "±inf*");
}

TEST_CASE("a difference of shares may be negative, and never minus nothing") {
  CHECK(write_value(-0.25, true) == "-25.00 %");
  CHECK(write_value(-1e-9, true) == "-<0.01 %");
  CHECK(write_value(1.25, true) == "125.00 %");
}
