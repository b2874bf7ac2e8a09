// SPDX-License-Identifier: MIT
#include "tests/oracle/random_network.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hyp::oracle {
namespace {

constexpr double kLargestWeight = 2;
// Far below 2^24, so that a few more layers stay exact.
constexpr double kLargestValue = 1 << 18;

class NetworkMaker {
 public:
  NetworkMaker(Random& random, std::int64_t inputs) : random_(random) {
    network_.sites.push_back({"input", inputs, 6, {}});
    unread_ = {0};
    lines_ = fmt::format("  input [{}]\n", inputs);
  }

  RandomNetwork make() {
    for (auto n = random_.between(2, 5); n > 0; --n) add_vector();
    add_logits();
    add("label", 1, {network_.sites.size() - 1}, 1, "argmax(logits)");
    network_.text = "model net(weights: \"net.npz\") {\n" + lines_ + "}\n";
    return std::move(network_);
  }

 private:
  RandomSite& site(std::size_t i) { return network_.sites[i]; }

  std::size_t add(const std::string& name, std::int64_t width, const std::vector<std::size_t>& from,
                  double bound, const std::string& equation) {
    RandomSite added{name, width, bound, {}};
    for (const auto i : from) {
      added.upstream.insert(i);
      added.upstream.insert(site(i).upstream.begin(), site(i).upstream.end());
      unread_.erase(i);
    }
    lines_ += fmt::format("  {} = {}\n", name, equation);
    network_.sites.push_back(std::move(added));
    unread_.insert(network_.sites.size() - 1);
    return network_.sites.size() - 1;
  }

  std::size_t add_linear(const std::string& name, std::size_t from, std::int64_t out) {
    const auto in = site(from).width;
    model::Weight weight{{out, in}, {}}, bias{{out}, {}};
    for (std::int64_t i = 0; i < out * in; ++i) {
      weight.values.push_back(static_cast<float>(random_.between(-2, 2)));
    }
    for (std::int64_t i = 0; i < out; ++i) {
      bias.values.push_back(static_cast<float>(random_.between(-2, 2)));
    }
    network_.weights[name + ".weight"] = std::move(weight);
    network_.weights[name + ".bias"] = std::move(bias);
    const double bound = kLargestWeight * (static_cast<double>(in) * site(from).bound + 1);
    return add(name, out, {from}, bound, fmt::format("linear({}, out: {})", site(from).name, out));
  }

  void add_vector() {
    const std::string name = fmt::format("v{}", network_.sites.size());
    const auto p = static_cast<std::size_t>(
        random_.between(0, static_cast<std::int64_t>(network_.sites.size()) - 1));
    const std::string& x = site(p).name;
    std::vector<std::size_t> equals;  // of the same width
    for (std::size_t i = 0; i < network_.sites.size(); ++i) {
      if (i != p && site(i).width == site(p).width) equals.push_back(i);
    }
    const auto way = random_.between(0, 7);
    if (way >= 4 && !equals.empty()) {
      const auto q = random_.pick(equals);
      const bool product = way == 7 && site(p).bound * site(q).bound < kLargestValue;
      const double bound = product ? site(p).bound * site(q).bound : site(p).bound + site(q).bound;
      const char* op = product ? "*" : way == 4 ? "-" : "+";
      add(name, site(p).width, {p, q}, bound, fmt::format("{} {} {}", x, op, site(q).name));
    } else if (way == 1) {
      add(name, site(p).width, {p}, site(p).bound, fmt::format("relu({})", x));
    } else if (way == 2) {
      add(name, site(p).width, {p}, site(p).bound + 1, fmt::format("abs({} - 1)", x));
    } else if (site(p).bound < kLargestValue / 100) {
      add_linear(name, p, random_.between(2, 4));
    } else {
      add(name, site(p).width, {p}, site(p).bound, fmt::format("-{}", x));
    }
  }

  // Whatever is not yet read feeds the logits.
  void add_logits() {
    std::vector<std::size_t> ends;
    for (const auto i : std::set(unread_)) {
      ends.push_back(add_linear(fmt::format("o{}", network_.sites.size()), i, 2));
    }
    std::string sum;
    for (const auto i : ends) sum += (sum.empty() ? "" : " + ") + site(i).name;
    if (ends.size() == 1) sum = "2 * " + sum;
    add("logits", 2, ends, 0, sum);
  }

  Random& random_;
  RandomNetwork network_;
  std::set<std::size_t> unread_;
  std::string lines_;
};

}  // namespace

RandomNetwork random_network(Random& random, std::int64_t inputs) {
  return NetworkMaker(random, inputs).make();
}

RandomData random_data(Random& random, std::int64_t inputs) {
  RandomData data;
  const auto rows_of = [&](std::int64_t n) {
    std::vector<std::vector<double>> rows(static_cast<std::size_t>(n));
    for (auto& row : rows) {
      for (std::int64_t i = 0; i < inputs; ++i) {
        row.push_back(static_cast<double>(random.between(-1, 3)));
      }
    }
    return rows;
  };
  if (random.chance(50)) {
    std::vector<Axis> axes;
    std::string text;
    for (std::int64_t i = 0; i < inputs; ++i) {
      const std::string name = fmt::format("x{}", i);
      axes.push_back({name, 0, random.between(1, 2)});
      text += fmt::format("{}{}: 0..{}", i > 0 ? ", " : "", name, axes.back().last);
      data.columns.push_back("rows." + name);
    }
    data.text = "data rows = grid(" + text + ")\n";
    data.datasets.push_back(grid("rows", axes));
  } else {
    const auto n = random.between(6, 24);
    std::vector<std::int64_t> kind, other;
    for (std::int64_t r = 0; r < n; ++r) {
      kind.push_back(random.between(0, 2));
      other.push_back(random.between(0, 1));
    }
    data.text = "data rows = idx(\"rows\", kind: \"kinds\", other: \"others\")\n";
    data.datasets.push_back(table("rows", rows_of(n), {{"kind", kind}, {"other", other}}));
    data.columns = {"rows.kind", "rows.other"};
  }
  data.text += "data more = npy(\"more\")\n";
  data.datasets.push_back(table("more", rows_of(random.between(3, 8))));
  return data;
}

}  // namespace hyp::oracle
