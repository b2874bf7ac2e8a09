// SPDX-License-Identifier: MIT
#include "runtime/report/difference.hpp"

#include <fmt/format.h>

#include "runtime/report/json_text.hpp"
#include "runtime/report/numbers.hpp"
#include "runtime/report/paint.hpp"
#include "runtime/report/result_json.hpp"
#include "runtime/report/words.hpp"

namespace hyp::report {
namespace {

std::string joined(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() > most ? text + fmt::format(", and {} more", names.size() - most) : text;
}

class Writer {
 public:
  Writer(const Difference& of, bool color) : of_(of), paint_{color} {
    const auto& [a, b] = of.sides;
    const bool names_differ = a.hypothesis != b.hypothesis;
    names_ = names_differ ? std::array{a.hypothesis, b.hypothesis}
             : a.file != b.file
                 ? std::array{a.file + ":" + a.hypothesis, b.file + ":" + b.hypothesis}
                 : std::array<std::string, 2>{"the first", "the second"};
  }

  std::string write() {
    out_ +=
        paint_(kBold,
               printable(fmt::format("{} and {} on {}", names_[0], names_[1], of_.sides[0].data))) +
        "\n";
    for (const int side : {0, 1}) {
      const auto& point = of_.sides[static_cast<std::size_t>(side)];
      for (const auto& value : point.point.values) {
        line(2, fmt::format(
                    "{} at {} {}{}", names_[static_cast<std::size_t>(side)], value.name,
                    write_sweep(value),
                    point.points > 1 ? fmt::format(", the first of {} points", point.points) : ""));
      }
    }
    for (const auto& node : of_.nodes) compare(node);
    verdict();
    return std::move(out_);
  }

 private:
  void line(std::size_t indent, const std::string& text) {
    std::size_t at = indent;
    for (const auto& part : wrap(printable(text), kColumns - indent - 2)) {
      out_ += fmt::format("{:{}}{}\n", "", at, part);
      at = indent + 2;
    }
  }

  void compare(const ComparedNode& node) {
    const auto& [a, b] = node.sides;
    if (b.name.empty() || a.name.empty()) {
      const std::size_t has = b.name.empty() ? 0 : 1;
      out_ += "\n" + paint_(kBold, printable(node.sides[has].name)) + "\n";
      line(2, fmt::format("{} alone has it: {} ({}), {}", names_[has], node.sides[has].value,
                          node.place, node.sides[has].rule));
      return;
    }
    const bool one_name = a.name == b.name;
    const auto heading = one_name ? a.name : fmt::format("{}, {}", a.name, b.name);
    out_ += "\n" + paint_(kBold, printable(heading)) + "\n";
    if (!one_name) line(2, fmt::format("matched by its place, {}", node.place));
    texts("is", a.value, b.value);
    for (const std::size_t side : {0, 1}) {
      if (node.only[side].empty()) continue;
      line(2, fmt::format("{} alone claims {}", names_[side], joined(node.only[side], 12)));
    }
    texts("resampled", a.rule, b.rule);
    if (!node.donors) return;
    line(2, "donors: " + counts(*node.donors));
    for (const std::size_t side : {0, 1}) example(side, node.allows[side]);
  }

  void texts(const char* what, const std::string& a, const std::string& b) {
    if (a == b) {
      if (!a.empty()) line(2, fmt::format("{} {} in both", what, a));
      return;
    }
    const auto text = [](const std::string& one) { return one.empty() ? "-" : one; };
    line(2, fmt::format("{} {} in {}, {} in {}", what, text(a), names_[0], text(b), names_[1]));
  }

  [[nodiscard]] std::string counts(const Overlap& n) const {
    const auto part = [&](std::int64_t count) {
      return fmt::format(
          "{} ({})", count,
          write_value(static_cast<double>(count) / static_cast<double>(n.all()), true));
    };
    if (n.equal == n.all()) return fmt::format("the same for all {} examples", n.all());
    std::string text;
    const auto add = [&](std::int64_t count, const std::string& what) {
      if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", part(count), what);
    };
    add(n.equal, "examples have the same");
    add(n.first_within, fmt::format("have more in {}", names_[1]));
    add(n.second_within, fmt::format("have more in {}", names_[0]));
    add(n.neither, "have some in each alone");
    return text;
  }

  void example(std::size_t side, const std::optional<TellingSwap>& swap) {
    if (!swap) return;
    std::string who;
    for (const auto& donor : swap->donors) {
      who += fmt::format("{}{}[{}] at {}", who.empty() ? "" : " and ", donor.data, donor.row,
                         joined(donor.at, 4));
    }
    if (who.empty()) who = "some combination";
    line(2, fmt::format("{} lets {} stand in for {}[{}] ({}); {} does not ({})", names_[side], who,
                        swap->data, swap->example, swap->allowed, names_[1 - side], swap->refused));
  }

  void verdict() {
    out_ += "\n" + paint_(kBold, "which says more") + "\n";
    const auto more = [&](std::size_t side) {
      return fmt::format(
          "{} says more: it allows every combination of donors that {} allows, and "
          "others",
          names_[side], names_[1 - side]);
    };
    switch (of_.order) {
      case Order::equal:
        return line(2,
                    "they say the same: each allows every combination of donors that the other "
                    "allows");
      case Order::first:
        line(2, more(0));
        break;
      case Order::second:
        line(2, more(1));
        break;
      case Order::incomparable:
        line(2, "neither says more: each allows combinations of donors that the other does not");
        break;
      case Order::not_compared:
        return line(2, "cannot be compared: " + of_.reason);
    }
    line(2, "combinations: " + counts(of_.combinations));
    for (const std::size_t side : {0, 1}) example(side, of_.allows[side]);
  }

  const Difference& of_;
  Paint paint_;
  std::array<std::string, 2> names_;
  std::string out_;
};

// --- JSON ---

Json overlap_json(const Overlap& n) {
  return {{"equal", n.equal},
          {"first_within_second", n.first_within},
          {"second_within_first", n.second_within},
          {"neither", n.neither}};
}

Json swap_json(const std::optional<TellingSwap>& swap) {
  if (!swap) return nullptr;
  Json donors = Json::array();
  for (const auto& donor : swap->donors) {
    donors.push_back({{"data", donor.data}, {"row", donor.row}, {"at", donor.at}});
  }
  return {{"data", swap->data},
          {"example", swap->example},
          {"donors", std::move(donors)},
          {"allowed", swap->allowed},
          {"refused", swap->refused}};
}

Json node_json(const ComparedNode& node) {
  const auto side = [](const ComparedNode::Side& of) -> Json {
    if (of.name.empty()) return nullptr;
    return {{"name", of.name}, {"is", or_null(of.value)}, {"rule", or_null(of.rule)}};
  };
  return {{"first", side(node.sides[0])},
          {"second", side(node.sides[1])},
          {"place", node.place},
          {"units_of_first_alone", node.only[0]},
          {"units_of_second_alone", node.only[1]},
          {"donors", node.donors ? overlap_json(*node.donors) : Json(nullptr)},
          {"first_alone_allows", swap_json(node.allows[0])},
          {"second_alone_allows", swap_json(node.allows[1])}};
}

const char* name_of(Order order) {
  switch (order) {
    case Order::equal:
      return "equal";
    case Order::first:
      return "first";
    case Order::second:
      return "second";
    case Order::incomparable:
      return "incomparable";
    case Order::not_compared:
      return "not_compared";
  }
  return "";
}

Json side_json(const Difference::Side& side) {
  Json sweep = Json::object();
  for (const auto& value : side.point.values) sweep[value.name] = value.value;
  return {{"file", side.file},
          {"hypothesis", side.hypothesis},
          {"data", side.data},
          {"sweep", std::move(sweep)},
          {"points", side.points}};
}

}  // namespace

std::string to_text(const Difference& difference, bool color) {
  return Writer(difference, color).write();
}

std::string to_json(const Difference& difference) {
  Json nodes = Json::array();
  for (const auto& node : difference.nodes) nodes.push_back(node_json(node));
  return written({{"format_version", 1},
                  {"command", "diff"},
                  {"first", side_json(difference.sides[0])},
                  {"second", side_json(difference.sides[1])},
                  {"nodes", std::move(nodes)},
                  {"says_more", name_of(difference.order)},
                  {"not_compared_because", or_null(difference.reason)},
                  {"combinations", overlap_json(difference.combinations)},
                  {"first_alone_allows", swap_json(difference.allows[0])},
                  {"second_alone_allows", swap_json(difference.allows[1])},
                  {"provenance", provenance_json(difference.provenance)}});
}

}  // namespace hyp::report
