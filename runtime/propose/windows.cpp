// SPDX-License-Identifier: MIT
#include "runtime/propose/windows.hpp"

#include <algorithm>

namespace hyp::propose {
namespace {

// Where a stack makes its map smaller.
struct Pattern {
  std::vector<bool> after;
  std::string words;
  bool named = true;
};

bool told(const Wanted& wanted) {
  return std::any_of(wanted.room.begin(), wanted.room.end(),
                     [](const auto& room) { return room.has_value(); });
}

std::vector<Pattern> patterns(const Wanted& wanted) {
  const auto& layers = wanted.convolutions;
  const std::size_t n = layers.size();
  std::vector<Pattern> out;
  const auto add = [&](std::string words, auto&& chosen, bool named = true) {
    Pattern pattern{std::vector<bool>(n), std::move(words), named};
    for (std::size_t i = 0; i < n; ++i) pattern.after[i] = chosen(i);
    const auto same = [&](const Pattern& other) { return other.after == pattern.after; };
    if (std::none_of(out.begin(), out.end(), same)) out.push_back(std::move(pattern));
  };
  if (told(wanted)) {
    for (const bool last : {true, false}) {
      add("where the numbers of the names leave room for it",
          [&](std::size_t i) { return wanted.room[i] ? *wanted.room[i] > 1 : i + 1 == n && last; });
    }
  }
  add("after every convolution", [](std::size_t) { return true; });
  add("after every second convolution", [](std::size_t i) { return i % 2 == 1; });
  add("before the channels change",
      [&](std::size_t i) { return i + 1 == n || layers[i + 1].out != layers[i].out; });
  add("after the last convolution", [&](std::size_t i) { return i + 1 == n; });
  add("after the first convolution", [](std::size_t i) { return i == 0; });
  add("nowhere", [](std::size_t) { return false; });
  constexpr std::size_t kMostFree = 10;
  if (n > kMostFree) return out;
  for (std::size_t bits = 0; bits < std::size_t{1} << n; ++bits) {
    std::string words;
    for (std::size_t i = 0; i < n; ++i) {
      if (bits >> i & 1U) words += (words.empty() ? "" : ", ") + std::to_string(i + 1);
    }
    add(
        "after convolution " + words, [&](std::size_t i) { return (bits >> i & 1U) != 0; }, false);
  }
  return out;
}

struct Padding {
  enum class Where { none, all, first } where;
  std::string_view words;
};
constexpr Padding kPaddings[] = {{Padding::Where::none, "padding 0"},
                                 {Padding::Where::all, "padding of half the kernel"},
                                 {Padding::Where::first, "padding in the first alone"}};

struct Reduction {
  std::int64_t pool, stride;
  std::string_view words;
};
constexpr Reduction kReductions[] = {
    {2, 1, "max_pool 2 "}, {0, 2, "stride 2 "}, {3, 1, "max_pool 3 with stride 2 "}};

Stack make(const Wanted& wanted, const Pattern& pattern, const Reduction& reduction,
           const Padding& padding) {
  Stack stack;
  bool reduces = false;
  for (std::size_t i = 0; i < wanted.convolutions.size(); ++i) {
    const auto& kernel = wanted.convolutions[i].kernel;
    Window window;
    const bool padded =
        padding.where == Padding::Where::all || (padding.where == Padding::Where::first && i == 0);
    if (padded) window.padding = {(kernel[0] - 1) / 2, (kernel[1] - 1) / 2};
    if (pattern.after[i]) {
      reduces = true;
      window.stride = reduction.stride;
      window.pool = reduction.pool;
      window.pool_stride = reduction.pool == 0 ? 0 : 2;
    }
    stack.windows.push_back(window);
  }
  stack.words = (reduces ? std::string(reduction.words) + pattern.words : "no pooling") + ", " +
                std::string(padding.words);
  return stack;
}

std::optional<check::Pair> through(const Wanted& wanted, const Stack& stack) {
  auto extent = wanted.extent;
  for (std::size_t i = 0; i < stack.windows.size(); ++i) {
    const auto next = slide(extent, wanted.convolutions[i], stack.windows[i]);
    if (!next) return std::nullopt;
    extent = *next;
  }
  return extent;
}

}  // namespace

std::optional<check::Pair> slide(check::Pair extent, const Layer& convolution,
                                 const Window& window) {
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const auto padded = extent[axis] + 2 * window.padding[axis];
    if (convolution.kernel[axis] > padded) return std::nullopt;
    extent[axis] = (padded - convolution.kernel[axis]) / window.stride + 1;
    if (window.pool == 0) continue;
    if (window.pool > extent[axis]) return std::nullopt;
    extent[axis] = (extent[axis] - window.pool) / window.pool_stride + 1;
  }
  return extent;
}

std::vector<Stack> stacks(const Wanted& wanted) {
  std::vector<Stack> found;
  const auto all = patterns(wanted);
  for (const bool average : {false, true}) {
    if (average && (!found.empty() || !wanted.numbers)) break;
    for (const auto& reduction : kReductions) {
      for (const auto& pattern : all) {
        for (const auto& padding : kPaddings) {
          auto stack = make(wanted, pattern, reduction, padding);
          const auto extent = through(wanted, stack);
          if (!extent) continue;
          const auto channels = wanted.convolutions.back().out;
          const auto places = average ? 1 : (*extent)[0] * (*extent)[1];
          if (wanted.numbers && *wanted.numbers != channels * places) continue;
          const auto same = [&](const Stack& other) { return other.windows == stack.windows; };
          if (std::any_of(found.begin(), found.end(), same)) continue;
          stack.average = average;
          stack.proven = wanted.numbers && !average;
          stack.usual = !average && pattern.named && reduction.pool == 2;
          if (average) stack.words += ", then the average of each channel";
          found.push_back(std::move(stack));
          if (found.size() == kMostStacks) return found;
        }
      }
    }
  }
  return found;
}

Stack plain_stack(const Wanted& wanted) {
  Pattern pattern{{}, "where the numbers of the names leave room for it"};
  for (const auto& room : wanted.room) pattern.after.push_back(room.value_or(0) > 1);
  auto stack = make(wanted, pattern, kReductions[0], kPaddings[0]);
  stack.usual = true;
  return stack;
}

}  // namespace hyp::propose
