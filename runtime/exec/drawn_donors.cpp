// SPDX-License-Identifier: MIT
#include "runtime/exec/drawn_donors.hpp"

#include "runtime/score/blocks.hpp"

namespace hyp::exec {

static_assert(sizeof(plan::RowId) == sizeof(std::uint32_t));

std::vector<std::uint32_t>& DrawnDonors::Kept::at(std::uint32_t trial, std::int64_t first) {
  return drawn[trial * blocks + static_cast<std::size_t>(first / score::kBlockRows)];
}

DrawnDonors::Kept* DrawnDonors::of(const std::shared_ptr<const plan::Donors>& donors,
                                   const std::string& stream, std::uint64_t seed, std::int64_t rows,
                                   std::uint32_t trials) {
  return of(Key{donors, stream, seed}, rows, trials);
}

DrawnDonors::Kept* DrawnDonors::of(const std::shared_ptr<const plan::Prediction>& prediction,
                                   const std::string& streams, std::uint64_t seed,
                                   std::int64_t rows, std::uint32_t trials) {
  return of(Key{prediction, streams, seed}, rows, trials);
}

DrawnDonors::Kept* DrawnDonors::of(const Key& key, std::int64_t rows, std::uint32_t trials) {
  const auto blocks = static_cast<std::size_t>((rows + score::kBlockRows - 1) / score::kBlockRows);
  const auto known = kept_.find(key);
  const std::size_t before = known == kept_.end() ? 0 : known->second.drawn.size() / blocks;
  if (before >= trials) return &known->second;
  const auto more = static_cast<std::int64_t>(trials - before) * rows *
                    static_cast<std::int64_t>(sizeof(std::uint32_t));
  if (more > left_) return nullptr;
  left_ -= more;
  Kept& kept = kept_[key];
  kept.blocks = blocks;
  kept.drawn.resize(trials * blocks);
  return &kept;
}

}  // namespace hyp::exec
