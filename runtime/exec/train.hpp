// SPDX-License-Identifier: MIT
// Training, without LibTorch: examples and their classes in, weights out.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "runtime/exec/executor.hpp"

namespace hyp::exec {

/// A network to be taught the class of each example: cross-entropy of its logits, Adam.
struct TrainTask {
  const check::Model* model = nullptr;
  const model::Dataset* data = nullptr;
  std::vector<std::int64_t> labels;  ///< of each row, below `model->classes`
  std::int64_t epochs = 1;
  std::uint64_t seed = 0;  ///< of the first weights, the order of examples, and dropout
  std::int64_t batch = 64;
  double rate = 0.001;
};

/// Means over the examples.
struct Learned {
  double loss = 0;      ///< cross-entropy, natural logarithm
  double accuracy = 0;  ///< share of examples whose largest logit is their class
};

struct Trained {
  std::map<std::string, model::Weight> weights;  ///< by WeightSpec::name
  std::vector<Learned> epochs;                   ///< as each went: while the weights changed
  Learned result;                                ///< of the finished network, as `hyp run` has it
  Backend backend;
};

/// Also told of each epoch when it is over.
class TrainListener : public Listener {
 public:
  virtual void epoch(const Learned&) {}
};

/// Loads LibTorch on first use. One machine, one number of threads and one seed give the same
/// bytes. Cancelled: error `interrupted`. A loss that is no finite number is an error.
[[nodiscard]] diag::Outcome<Trained> train(const TrainTask& task, const Options& options,
                                           TrainListener& listener);

}  // namespace hyp::exec
