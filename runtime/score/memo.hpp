// SPDX-License-Identifier: MIT
// What was computed by key, failures too, so that each error is reported once.
#pragma once

#include <map>
#include <optional>
#include <utility>

namespace hyp::score {

template <typename Key, typename Value>
class Memo {
 public:
  /// What `compute` (of an optional value) gave when the key was first asked for; null where that
  /// was nothing. `compute` may ask for other keys.
  template <typename Compute>
  const Value* get(const Key& key, Compute compute) {
    auto it = known_.find(key);
    if (it == known_.end()) {
      std::optional<Value> value = compute();
      it = known_.emplace(key, std::move(value)).first;
    }
    return it->second ? &*it->second : nullptr;
  }

 private:
  std::map<Key, std::optional<Value>> known_;
};

}  // namespace hyp::score
