// SPDX-License-Identifier: MIT
#include "runtime/propose/chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lang/check/operations.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/propose/input.hpp"
#include "runtime/propose/names.hpp"

namespace hyp::propose {
namespace {

using Kind = Layer::Kind;

std::string named(const Layer& layer) {
  return "`" + model::shown(layer.name) + "`";
}

std::string pair_text(const check::Pair& pair) {
  return pair[0] == pair[1] ? std::to_string(pair[0]) : fmt::format("[{}, {}]", pair[0], pair[1]);
}

// How many functions without weights stand between two layers of a Sequential; nothing where the
// names do not say.
std::optional<std::int64_t> room_between(const Step& step, const Step& next) {
  const auto place = [](const Layer& layer) -> std::optional<std::int64_t> {
    const auto name = numbered(std::string_view(layer.name).substr(parent(layer.name).size()));
    return name.stem.empty() ? name.number : std::nullopt;
  };
  const auto from = place(step.layer), to = place(next.layer);
  if (!from || !to || parent(step.layer.name) != parent(next.layer.name)) return std::nullopt;
  const auto between = *to - *from - 1 - (step.norm ? 1 : 0);
  return between < 0 ? std::nullopt : std::optional(between);
}

// "module." where every name begins with it: it says nothing. `net.0` keeps its first word.
std::size_t common_prefix(const std::vector<Step>& steps) {
  if (steps.empty()) return 0;
  std::string_view prefix = parent(steps[0].layer.name);
  for (const auto& step : steps) {
    const std::string_view name = step.layer.name;
    const auto says_nothing = [&] {
      const char next = name.size() > prefix.size() ? name[prefix.size()] : '0';
      return name.starts_with(prefix) && (next < '0' || next > '9');
    };
    while (!prefix.empty() && !says_nothing()) prefix = parent(prefix.substr(0, prefix.size() - 1));
  }
  return prefix.size();
}

class Chain {
 public:
  Chain(const std::vector<Step>& steps, std::size_t certain, const std::optional<Shape>& example)
      : steps_(steps), certain_(certain), example_(example), prefix_(common_prefix(steps)) {}

  Chained run() {
    if (certain_ > 0 && begin()) {
      while (out_.used < certain_ && add(out_.used)) ++out_.used;
    }
    out_.complete = !steps_.empty() && out_.used == steps_.size();
    if (out_.equations.empty()) out_.input.clear();
    if (out_.complete && logits_) {
      out_.classes = shape_[0];
      add_equation("label", "argmax(logits)", false);
    }
    if (!out_.complete) out_.hidden.clear();
    if (relus_ > 0) {
      out_.guesses.emplace_back(
          "relu between the layers: files of weights do not say which function stands there");
    }
    if (norms_) out_.guesses.emplace_back("batch_norm adds 1e-5 to variances, PyTorch's default");
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool is_last(std::size_t i) const { return i + 1 == steps_.size(); }
  [[nodiscard]] std::optional<std::int64_t> room(std::size_t i) const {
    return i + 1 < steps_.size() ? room_between(steps_[i], steps_[i + 1]) : std::nullopt;
  }

  // The input, and the windows of the convolutions that the network begins with.
  bool begin() {
    std::size_t first = 0;
    while (first < certain_ && steps_[first].layer.kind == Kind::batch_norm) ++first;
    if (first == certain_) {
      out_.unknown.emplace_back("what goes in: there is no layer that would tell");
      return false;
    }
    Wanted wanted;
    std::size_t end = first;
    for (; end < certain_ && steps_[end].layer.kind != Kind::linear; ++end) {
      if (steps_[end].layer.kind != Kind::conv2d) continue;
      window_of_[end] = wanted.convolutions.size();
      wanted.convolutions.push_back(steps_[end].layer);
      wanted.room.push_back(room(end));
    }
    const auto* behind = end < certain_ ? &steps_[end].layer : nullptr;
    const auto entry = enter(wanted, steps_[first].layer, behind, example_);
    if (!entry.guess.empty()) out_.guesses.push_back(entry.guess);
    if (!entry.unknown.empty()) out_.unknown.push_back(entry.unknown);
    if (entry.input.empty()) return false;
    if (entry.stack) stack_ = *entry.stack;
    stopped_ = !entry.unknown.empty();
    out_.input = shape_ = entry.input;
    return true;
  }

  bool add(std::size_t i) {
    switch (steps_[i].layer.kind) {
      case Kind::conv2d:
        return add_convolution(i);
      case Kind::linear:
        return add_linear(i);
      case Kind::batch_norm:
        return add_norm(steps_[i].layer);
      case Kind::unknown:
        break;
    }
    return false;
  }

  bool stop(std::string why) {
    out_.unknown.push_back(std::move(why));
    return false;
  }

  std::string add_equation(std::string name, std::string value, bool guessed) {
    out_.equations.push_back({name, std::move(value), guessed});
    return name;
  }

  std::string own_name(const Layer& layer) {
    return names_.take(std::string_view(layer.name).substr(prefix_));
  }

  // ", weights: ..." where the equation has another name than its tensors.
  static std::string weights(const Layer& layer, const std::string& name) {
    return name == layer.name ? "" : ", weights: " + quoted(layer.name).value_or("\"\"");
  }

  bool add_convolution(std::size_t i) {
    const auto& layer = steps_[i].layer;
    if (shape_.size() != 3) {
      return stop(named(layer) + " is a convolution behind a layer that gives no map");
    }
    const auto groups = shape_[0] / layer.in;
    if (groups == 0 || shape_[0] % layer.in != 0 || layer.out % groups != 0) {
      return stop(fmt::format("{} takes {} channels, but {} come before it: it stands elsewhere",
                              named(layer), layer.in, shape_[0]));
    }
    const auto& window = stack_.windows[window_of_.at(i)];
    const auto extent = slide({shape_[1], shape_[2]}, layer, window);
    Window unpooled = window;
    unpooled.pool = 0;
    const auto map = slide({shape_[1], shape_[2]}, layer, unpooled);
    if (!extent || !map || !check::equations::fits({layer.out, (*map)[0], (*map)[1]})) {
      return stop(fmt::format("the kernel of {} does not fit on the maps {} before it",
                              named(layer), check::to_string(shape_)));
    }
    const auto name = own_name(layer);
    std::string value =
        fmt::format("conv2d({}, out: {}, kernel: {}", current_, layer.out, pair_text(layer.kernel));
    if (window.stride != 1) value += fmt::format(", stride: {}", window.stride);
    if (window.padding != check::Pair{0, 0}) value += ", padding: " + pair_text(window.padding);
    if (groups != 1) {
      value += fmt::format(", groups: {}", groups);
      out_.guesses.push_back(
          fmt::format("{} runs in {} groups: its weights are for {} of the {} "
                      "channels that come in",
                      named(layer), groups, layer.in, shape_[0]));
    }
    if (!layer.bias) value += ", bias: no";
    value += weights(layer, name) + ")";
    const bool guessed =
        !stack_.proven || window.stride != 1 || window.padding != check::Pair{0, 0} || groups != 1;
    current_ = add_equation(name, std::move(value), guessed);
    shape_ = {layer.out, (*map)[0], (*map)[1]};
    count(check::elements(shape_), layer.in * layer.kernel[0] * layer.kernel[1]);
    if (steps_[i].norm && !add_norm(*steps_[i].norm)) return false;
    if (is_last(i)) return true;
    activate(i, window);
    shape_ = {layer.out, (*extent)[0], (*extent)[1]};
    out_.hidden = current_;
    out_.units = shape_[0];
    return true;
  }

  // relu and max_pool behind a layer, in one equation.
  void activate(std::size_t i, const Window& window) {
    const auto number = std::to_string(i + 1);
    const bool acts = room(i).value_or(1) > 0;
    if (acts) ++relus_;
    const auto inner = acts ? "relu(" + current_ + ")" : current_;
    if (window.pool != 0) {
      auto value = fmt::format("max_pool({}, {}", inner, window.pool);
      if (window.pool_stride != window.pool)
        value += fmt::format(", stride: {}", window.pool_stride);
      current_ = add_equation(names_.take("pool" + number), value + ")", true);
    } else if (acts) {
      const bool neurons = steps_[i].layer.kind == Kind::linear && i + 2 == steps_.size();
      current_ = add_equation(neurons ? "neurons" : names_.take("relu" + number), inner, true);
    }
  }

  bool add_linear(std::size_t i) {
    const auto& layer = steps_[i].layer;
    auto operand = current_;
    if (stack_.average && shape_.size() == 3) {
      operand = fmt::format("average_pool({}, {})", operand, pair_text({shape_[1], shape_[2]}));
      shape_ = {shape_[0]};
      operand = "flatten(" + operand + ")";
    } else if (shape_.size() > 1) {
      operand = "flatten(" + operand + ")";
    }
    if (stopped_ || check::elements(shape_) != layer.in) {
      if (stopped_) return false;  // it has been said why
      return stop(fmt::format("{} takes {} numbers, but {} come before it: it stands elsewhere",
                              named(layer), layer.in, check::elements(shape_)));
    }
    const bool last = is_last(i) && !steps_[i].norm;
    const auto name = last ? std::string("logits") : own_name(layer);
    std::string value = fmt::format("linear({}, out: {}", operand, layer.out);
    if (!layer.bias) value += ", bias: no";
    current_ = add_equation(name, value + weights(layer, name) + ")", false);
    count(layer.out, layer.in);
    shape_ = {layer.out};
    if (last) {
      logits_ = layer.out > 1;
      return true;
    }
    if (steps_[i].norm && !add_norm(*steps_[i].norm)) return false;
    if (is_last(i)) return true;
    activate(i, {});
    out_.hidden = current_;
    out_.units = layer.out;
    return true;
  }

  bool add_norm(const Layer& layer) {
    if (shape_.empty() || shape_[0] != layer.out) {
      return stop(
          fmt::format("{} normalises {} numbers, but {} come before it: it stands elsewhere",
                      named(layer), layer.out, shape_.empty() ? 0 : shape_[0]));
    }
    norms_ = true;
    const auto name = own_name(layer);
    std::string value = "batch_norm(" + current_;
    if (!layer.affine) value += ", affine: no";
    current_ = add_equation(name, value + weights(layer, name) + ")", false);
    return true;
  }

  void count(std::int64_t places, std::int64_t each) {
    constexpr std::int64_t kMost = std::int64_t{1} << 50;
    if (each > 0 && places > (kMost - out_.multiplications) / each) {
      out_.multiplications = kMost;
    } else {
      out_.multiplications += places * each;
    }
  }

  const std::vector<Step>& steps_;
  std::size_t certain_;
  const std::optional<Shape>& example_;
  std::size_t prefix_;
  Names names_;
  Chained out_;
  Stack stack_;
  bool stopped_ = false;                          // nothing fits the linear layer behind the stack
  std::map<std::size_t, std::size_t> window_of_;  // by step: its place in the stack
  std::string current_ = "input";
  Shape shape_;
  bool logits_ = false, norms_ = false;
  int relus_ = 0;
};

}  // namespace

Chained chain(const std::vector<Step>& steps, std::size_t certain,
              const std::optional<Shape>& example) {
  return Chain(steps, certain, example).run();
}

}  // namespace hyp::propose
