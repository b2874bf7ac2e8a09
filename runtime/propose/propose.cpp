// SPDX-License-Identifier: MIT
#include "runtime/propose/propose.hpp"

#include "runtime/propose/chain.hpp"
#include "runtime/propose/doubts.hpp"
#include "runtime/propose/order.hpp"

namespace hyp::propose {

Network propose(const std::vector<Tensor>& tensors, const std::optional<Shape>& example) {
  auto ordered = in_order(layers_of(tensors));
  Doubts doubts = doubts_of(ordered.steps);
  auto network = chain(ordered.steps, doubts.certain, example);
  if (!ordered.remark.empty()) network.guesses.insert(network.guesses.begin(), ordered.remark);
  if (network.used == doubts.certain && !doubts.why.empty()) {
    network.unknown.push_back(std::move(doubts.why));
  }
  if (tensors.empty()) network.unknown.emplace_back("the file holds no tensors");
  if (network.used < ordered.steps.size()) {
    network.unknown.push_back(unused(ordered.steps, network.used));
  }
  return network;
}

}  // namespace hyp::propose
