// SPDX-License-Identifier: MIT
#include "runtime/plan/pool.hpp"

#include <algorithm>
#include <cassert>

namespace hyp::plan {

Pool::Pool(std::vector<std::pair<DataId, std::int64_t>> rows) : first_{0} {
  for (const auto& [data, count] : rows) {
    datasets_.push_back(data);
    first_.push_back(first_.back() + count);
  }
  assert(!datasets_.empty() && first_.back() <= std::int64_t{1} << 32);
}

std::size_t Pool::index(DataId data) const {
  const auto found = std::find(datasets_.begin(), datasets_.end(), data);
  assert(found != datasets_.end());
  return static_cast<std::size_t>(found - datasets_.begin());
}

RowId Pool::first(DataId data) const {
  return static_cast<RowId>(first_[index(data)]);
}

std::int64_t Pool::rows(DataId data) const {
  const std::size_t i = index(data);
  return first_[i + 1] - first_[i];
}

RowId Pool::id(DataId data, std::int64_t row) const {
  return static_cast<RowId>(first_[index(data)] + row);
}

DataId Pool::data_of(RowId id) const {
  const auto after = std::upper_bound(first_.begin(), first_.end(), std::int64_t{id});
  return datasets_[static_cast<std::size_t>(after - first_.begin()) - 1];
}

std::int64_t Pool::row_of(RowId id) const {
  return std::int64_t{id} - first(data_of(id));
}

}  // namespace hyp::plan
