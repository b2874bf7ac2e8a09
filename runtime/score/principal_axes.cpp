// SPDX-License-Identifier: MIT
#include "runtime/score/principal_axes.hpp"

#include <Eigen/Eigenvalues>
#include <limits>

#include "runtime/score/blocks.hpp"

namespace hyp::score {
namespace {

// Its largest component positive.
Vector oriented(Eigen::VectorXd axis) {
  Eigen::Index largest = 0;
  for (Eigen::Index i = 1; i < axis.size(); ++i) {
    if (std::abs(axis[i]) > std::abs(axis[largest])) largest = i;
  }
  if (axis[largest] < 0) axis = -axis;
  return {axis.data(), axis.data() + axis.size()};
}

}  // namespace

Vector mean(const model::Activations& activations, const std::uint8_t* in) {
  const auto width = static_cast<std::size_t>(activations.width);
  std::int64_t count = 0;
  Vector sums = block_sums(activations.rows, width, [&](std::int64_t row, double* sum) {
    if (in && !in[row]) return;
    ++count;
    const float* values = activations.row(row);
    for (std::size_t i = 0; i < width; ++i) sum[i] += values[i];
  });
  for (double& sum : sums) sum /= static_cast<double>(count);
  return sums;
}

PrincipalAxes principal_axes(const model::Activations& activations, const std::uint8_t* in) {
  const auto width = static_cast<Eigen::Index>(activations.width);
  const Vector centre = mean(activations, in);
  const Eigen::Map<const Eigen::VectorXd> middle(centre.data(), width);
  Eigen::VectorXd from_mean(width);
  // The lower triangle, column by column; each sum stays in row order.
  const auto add = [&](std::int64_t row, double* sums) {
    if (in && !in[row]) return;
    const Eigen::Map<const Eigen::VectorXf> values(activations.row(row), width);
    from_mean = values.cast<double>() - middle;
    Eigen::Map<Eigen::MatrixXd> scatter(sums, width, width);
    for (Eigen::Index i = 0; i < width; ++i) {
      scatter.col(i).tail(width - i) += from_mean[i] * from_mean.tail(width - i);
    }
  };
  const auto sums = block_sums(activations.rows, static_cast<std::size_t>(width * width), add);
  const Eigen::Map<const Eigen::MatrixXd> scatter(sums.data(), width, width);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(scatter);
  const double total = scatter.trace();
  const double least = static_cast<double>(width) * std::numeric_limits<double>::epsilon() *
                       solver.eigenvalues()[width - 1];
  PrincipalAxes found;
  for (Eigen::Index i = width; i-- > 0;) {  // the solver sorts by rising variance
    const double variance = solver.eigenvalues()[i];
    if (!(variance > least) || !(variance > 0)) break;
    found.axes.push_back(oriented(solver.eigenvectors().col(i)));
    found.explained.push_back(variance / total);
  }
  return found;
}

}  // namespace hyp::score
