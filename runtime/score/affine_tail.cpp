// SPDX-License-Identifier: MIT
#include "runtime/score/affine_tail.hpp"

#include <Eigen/Core>
#include <cmath>
#include <map>

namespace hyp::score {
namespace {

using check::Shape;
using check::SiteId;
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// How much each output changes with each element of a site: [outputs, width of the site].
using Slopes = Matrix;

// Walks from `to` to its inputs; every operation hands its slopes on.
class Walk {
 public:
  Walk(const model::Network& network, const std::set<SiteId>& cut, SiteId to)
      : network_(network), model_(network.equations), cut_(cut), fed_(model_.sites.size(), false) {
    for (std::size_t i = 0; i < model_.sites.size(); ++i) {
      for (const SiteId input : model_.sites[i].inputs) {
        if (fed_[input.index] || cut_.contains(input)) fed_[i] = true;
      }
    }
    const std::int64_t outputs = width(to);
    slopes_[to] = Slopes::Identity(outputs, outputs);
    bias_ = Eigen::VectorXd::Zero(outputs);
  }

  std::optional<AffineTail> take(SiteId* obstacle) {
    AffineTail tail;
    tail.outputs = bias_.size();
    while (!slopes_.empty()) {
      const auto last = std::prev(slopes_.end());
      const SiteId site = last->first;
      const Slopes slopes = std::move(last->second);
      slopes_.erase(last);
      const bool is_cut = cut_.contains(site);
      const auto* constant = std::get_if<check::Constant>(&model_.site(site).operation);
      if (is_cut ? fed_[site.index] : fed_[site.index] && !pass(site, slopes)) {
        if (obstacle) *obstacle = site;
        return std::nullopt;
      }
      if (constant && !is_cut) {
        bias_ += slopes.col(0) * constant->value;
      } else if (is_cut || !fed_[site.index]) {
        tail.sources.push_back(
            {site, slopes.cols(), {slopes.data(), slopes.data() + slopes.size()}});
      }
    }
    std::reverse(tail.sources.begin(), tail.sources.end());
    tail.bias.assign(bias_.data(), bias_.data() + bias_.size());
    return tail;
  }

 private:
  [[nodiscard]] std::int64_t width(SiteId site) const {
    return check::elements(model_.site(site).shape);
  }

  void hand(SiteId to, const Slopes& slopes) {
    const auto [known, added] = slopes_.try_emplace(to, slopes);
    if (!added) known->second += slopes;
  }

  // Element i of the result is element `from(i)` of the input.
  template <typename From>
  bool pick(const check::Site& site, const Slopes& slopes, From from) {
    Slopes in = Slopes::Zero(slopes.rows(), width(site.inputs[0]));
    for (Eigen::Index i = 0; i < slopes.cols(); ++i) in.col(from(i)) += slopes.col(i);
    hand(site.inputs[0], in);
    return true;
  }

  bool pass(SiteId id, const Slopes& slopes) {
    const check::Site& site = model_.site(id);
    return std::visit([&](const auto& op) { return pass(site, slopes, op); }, site.operation);
  }

  template <typename Other>
  bool pass(const check::Site&, const Slopes&, const Other&) {
    return false;
  }

  bool pass(const check::Site& site, const Slopes& slopes, const check::Flatten&) {
    hand(site.inputs[0], slopes);
    return true;
  }

  bool pass(const check::Site& site, const Slopes& slopes, const check::Identity&) {
    hand(site.inputs[0], slopes);
    return true;
  }

  bool pass(const check::Site& site, const Slopes& slopes, const check::Index& op) {
    const Shape& shape = model_.site(site.inputs[0]).shape;
    std::int64_t first = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      first = first * shape[axis] + (axis < op.at.size() ? op.at[axis] : 0);
    }
    return pick(site, slopes, [&](Eigen::Index i) { return first + i; });
  }

  bool pass(const check::Site& site, const Slopes& slopes, const check::Elementwise& op) {
    if (op.function != check::Elementwise::Function::negate) return false;
    hand(site.inputs[0], -slopes);
    return true;
  }

  // One number beside a tensor stands for a tensor of it.
  [[nodiscard]] Slopes narrowed(const Slopes& slopes, SiteId to) const {
    if (width(to) == slopes.cols()) return slopes;
    return slopes.rowwise().sum();
  }

  [[nodiscard]] const check::Constant* constant(SiteId site) const {
    return std::get_if<check::Constant>(&model_.site(site).operation);
  }

  bool pass(const check::Site& site, const Slopes& slopes, const check::Arithmetic& op) {
    using Operator = check::Arithmetic::Operator;
    const SiteId left = site.inputs[0], right = site.inputs[1];
    if (op.op == Operator::add || op.op == Operator::subtract) {
      hand(left, narrowed(slopes, left));
      const Slopes other = narrowed(slopes, right);
      hand(right, op.op == Operator::add ? other : Slopes(-other));
      return true;
    }
    if (const auto* factor = constant(right)) {
      hand(left, op.op == Operator::multiply ? Slopes(slopes * factor->value)
                                             : Slopes(slopes / factor->value));
      return true;
    }
    if (const auto* factor = constant(left); factor && op.op == Operator::multiply) {
      hand(right, slopes * factor->value);
      return true;
    }
    return false;
  }

  [[nodiscard]] Eigen::Map<const Eigen::VectorXf> tensor(const check::Site& site,
                                                         const char* name) const {
    const auto& values = network_.weights.at(site.weights + "." + name).values;
    return {values.data(), static_cast<Eigen::Index>(values.size())};
  }

  bool pass(const check::Site& site, const Slopes& slopes, const check::Linear& op) {
    const std::int64_t in = model_.site(site.inputs[0]).shape.back();
    const std::int64_t vectors = slopes.cols() / op.out;
    const auto weight = tensor(site, "weight");
    Matrix weights(op.out, in);
    for (std::int64_t i = 0; i < op.out * in; ++i) weights(i / in, i % in) = weight[i];
    Slopes to(slopes.rows(), vectors * in);
    for (std::int64_t v = 0; v < vectors; ++v) {
      to.middleCols(v * in, in) = slopes.middleCols(v * op.out, op.out) * weights;
    }
    if (op.bias) {
      const Eigen::VectorXd bias = tensor(site, "bias").cast<double>();
      for (std::int64_t v = 0; v < vectors; ++v) {
        bias_ += slopes.middleCols(v * op.out, op.out) * bias;
      }
    }
    hand(site.inputs[0], to);
    return true;
  }

  bool pass(const check::Site& site, const Slopes& slopes, const check::BatchNorm& op) {
    const std::int64_t units = site.shape.front();
    const std::int64_t per_unit = slopes.cols() / units;
    const auto mean = tensor(site, "running_mean"), variance = tensor(site, "running_var");
    Slopes to = slopes;
    for (std::int64_t u = 0; u < units; ++u) {
      const double scale = (op.affine ? tensor(site, "weight")[u] : 1.0) /
                           std::sqrt(static_cast<double>(variance[u]) + op.epsilon);
      const double shift = (op.affine ? tensor(site, "bias")[u] : 0.0) - mean[u] * scale;
      bias_ += slopes.middleCols(u * per_unit, per_unit).rowwise().sum() * shift;
      to.middleCols(u * per_unit, per_unit) *= scale;
    }
    hand(site.inputs[0], to);
    return true;
  }

  bool pass(const check::Site& site, const Slopes& slopes, const check::AveragePool2d& op) {
    const Shape& in = model_.site(site.inputs[0]).shape;
    Slopes to = Slopes::Zero(slopes.rows(), check::elements(in));
    const double share = 1.0 / static_cast<double>(op.kernel[0] * op.kernel[1]);
    Eigen::Index out = 0;
    for (std::int64_t c = 0; c < site.shape[0]; ++c)
      for (std::int64_t i = 0; i < site.shape[1]; ++i)
        for (std::int64_t j = 0; j < site.shape[2]; ++j, ++out)
          for (std::int64_t u = 0; u < op.kernel[0]; ++u)
            for (std::int64_t v = 0; v < op.kernel[1]; ++v) {
              const auto row = i * op.stride[0] - op.padding[0] + u;
              const auto column = j * op.stride[1] - op.padding[1] + v;
              if (row < 0 || row >= in[1] || column < 0 || column >= in[2]) continue;
              to.col((c * in[1] + row) * in[2] + column) += slopes.col(out) * share;
            }
    hand(site.inputs[0], to);
    return true;
  }

  const model::Network& network_;
  const check::Model& model_;
  const std::set<SiteId>& cut_;
  std::vector<bool> fed_;  // by some cut
  std::map<SiteId, Slopes> slopes_;
  Eigen::VectorXd bias_;
};

}  // namespace

std::optional<AffineTail> affine_tail(const model::Network& network, const std::set<SiteId>& cut,
                                      SiteId to, SiteId* obstacle) {
  return Walk(network, cut, to).take(obstacle);
}

}  // namespace hyp::score
