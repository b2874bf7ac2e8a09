// SPDX-License-Identifier: MIT
#include "runtime/propose/input.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lang/check/operations.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::propose {
namespace {

// Extents of pictures that networks are usually made for.
constexpr std::int64_t kUsualExtents[] = {28, 32, 64, 96, 128, 224, 256, 299};

std::string named(const Layer& layer) {
  return "`" + model::shown(layer.name) + "`";
}

// A map for a convolution, where the example can be one.
std::optional<Shape> as_map(const Shape& example, std::int64_t of_one_group) {
  Shape map = example;
  if (map.size() == 2) map.insert(map.begin(), 1);
  if (map.size() != 3 || map[0] % of_one_group != 0) return std::nullopt;
  return map;
}

std::string no_map(const Layer& first, const Shape& example) {
  const bool last = example.size() == 3 && example.back() % first.in == 0;
  return fmt::format("{} takes maps of {} channel{}, but one example is {}{}", named(first),
                     first.in, first.in == 1 ? "" : "s", check::equations::shape_text(example),
                     last ? ": its channels stand last; save the data as [rows, channels, rows of "
                            "pixels, columns]"
                          : "");
}

std::string how_it_fits(const std::vector<Stack>& found, const Layer& behind) {
  if (found.size() == 1) {
    return fmt::format("{}: of what was tried, only this gives the {} numbers that {} takes",
                       found[0].words, behind.in, named(behind));
  }
  constexpr std::size_t kMostShown = 4;
  std::string others;
  for (std::size_t i = 1; i < std::min(found.size(), kMostShown); ++i) {
    others += (i == 1 ? "" : "; or ") + found[i].words;
  }
  return fmt::format("{}: it gives the {} numbers that {} takes, and so would {}{}", found[0].words,
                     behind.in, named(behind), others,
                     found.size() > kMostShown ? "; and more" : "");
}

// The stack for maps of a known extent.
void fit(Entry& entry, const Wanted& wanted, const Layer* behind) {
  const auto found = stacks(wanted);
  if (!found.empty() && behind) {
    entry.stack = found[0];
    entry.guess = how_it_fits(found, *behind);
    return;
  }
  entry.stack = plain_stack(wanted);
  entry.guess = entry.stack->words +
                ": nothing in the file tells the padding, strides and pools of this stack";
  if (!behind) return;
  entry.unknown = fmt::format(
      "{} takes {} numbers, and no usual padding, stride or pooling makes that of {} and {}",
      named(*behind), behind->in, check::to_string(entry.input),
      wanted.convolutions.size() == 1
          ? named(wanted.convolutions[0])
          : fmt::format("the {} convolutions before it", wanted.convolutions.size()));
}

// No example is known: the extents for which the usual stacks fit.
void guess_extent(Entry& entry, Wanted& wanted, const Layer& first, const Layer* behind) {
  std::optional<std::int64_t> chosen;
  std::string others;
  for (const bool usual : {true, false}) {
    for (const auto extent : kUsualExtents) {
      if (!behind || chosen == extent) continue;
      wanted.extent = {extent, extent};
      const auto found = stacks(wanted);
      if (found.empty() || found[0].usual != usual || (chosen && !usual)) continue;
      if (!chosen) {
        chosen = extent;
      } else {
        others += (others.empty() ? "" : ", ") + std::to_string(extent);
      }
    }
  }
  const auto extent = chosen.value_or(kUsualExtents[0]);
  wanted.extent = {extent, extent};
  entry.input = {first.in, extent, extent};
  fit(entry, wanted, behind);
  auto why = fmt::format("the input is taken to be {}", check::to_string(entry.input));
  if (!others.empty()) why += fmt::format(", but {} rows and columns would fit too", others);
  entry.guess = why + " (`--input` says it); " + entry.guess;
}

}  // namespace

Entry enter(Wanted wanted, const Layer& first, const Layer* behind,
            const std::optional<Shape>& example) {
  Entry entry;
  if (wanted.convolutions.empty()) {
    entry.input = example.value_or(Shape{first.in});
    if (check::elements(entry.input) == first.in) return entry;
    entry.unknown = fmt::format("{} takes {} numbers, but one example is {}", named(first),
                                first.in, check::equations::shape_text(entry.input));
    entry.input.clear();
    return entry;
  }
  if (behind) wanted.numbers = behind->in;
  if (!example) {
    guess_extent(entry, wanted, first, behind);
    return entry;
  }
  const auto map = as_map(*example, first.in);
  if (!map) {
    entry.unknown = no_map(first, *example);
    return entry;
  }
  entry.input = *map;
  wanted.extent = {(*map)[1], (*map)[2]};
  fit(entry, wanted, behind);
  return entry;
}

}  // namespace hyp::propose
