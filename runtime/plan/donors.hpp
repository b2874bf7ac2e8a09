// SPDX-License-Identifier: MIT
// Who may stand in for each datum of one draw, and the drawing itself: a function of seed, stream,
// reference and trial (docs/method.md, section 3).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "runtime/plan/rule_sets.hpp"
#include "runtime/plan/stream.hpp"

namespace hyp::plan {

/// The rules that one draw goes by, each with its arms on the data at hand. Several share one
/// donor.
struct SharedRules {
  std::vector<DrawRule> rules;
  std::vector<std::vector<RuleOnData>> arms;  ///< of each rule
  std::vector<DataId> donors;                 ///< the data sets that donors come from
};

/// The permutations of one draw in one trial, by data set: element i stands in for row i.
using Permutations = std::map<DataId, std::vector<RowId>>;

class Donors {
 public:
  /// Why a datum cannot be drawn for, although its set may not be empty.
  enum class Problem { none, gap, overlap, other_data, not_shared, two_data_sets };

  /// `rules` is never empty. Looks at every row of the data sets that a datum may come from.
  Donors(SharedRules rules, const RuleSetting& setting, const std::vector<DataId>& datum_data,
         const Columns& columns);

  [[nodiscard]] Problem problem(RowId datum) const { return way(datum).problem; }
  /// How many may stand in; 0 where none can.
  [[nodiscard]] std::uint32_t count(RowId datum) const;
  /// Whether `count` is the size of a set that is drawn from uniformly.
  [[nodiscard]] bool has_set(RowId datum) const;
  /// The probability of the datum itself.
  [[nodiscard]] double share_of_itself(RowId datum) const;
  /// Everyone who may stand in.
  void for_each(RowId datum, const std::function<void(RowId)>& visit) const;
  /// Whether something holds for everyone who may stand in; asks no further than the first it fails
  /// for.
  [[nodiscard]] bool all_of(RowId datum, const std::function<bool(RowId)>& holds) const;
  /// Everyone with the probability that each is drawn with.
  void for_each_chance(RowId datum, const std::function<void(RowId, double)>& visit) const;
  /// Whether `row` may stand in for a datum.
  [[nodiscard]] bool contains(RowId datum, RowId row) const;
  /// What decides the donors of a datum: data of one key have the same donors. Data of different
  /// keys may have, too.
  [[nodiscard]] std::vector<std::uint32_t> key(RowId datum) const;
  /// Sets `seen` for everyone who may stand in for some of these data.
  void mark(std::span<const RowId> data, std::vector<std::uint8_t>& seen) const;
  /// Whether chance decides anything for these data.
  [[nodiscard]] bool random(std::span<const RowId> data) const;

  /// What `allow` counts for: the arms that hold for a datum, by DrawRule::Arm::written.
  [[nodiscard]] std::vector<const DrawRule::Arm*> arms(RowId datum) const;
  [[nodiscard]] const std::vector<DrawRule>& rules() const { return rules_.rules; }
  [[nodiscard]] const std::vector<DataId>& data() const { return rules_.donors; }

  /// The permutations that `draw` needs in a trial; empty where no rule shuffles.
  [[nodiscard]] Permutations permutations(const Stream& stream, std::uint32_t trial) const;
  [[nodiscard]] bool shuffles() const { return !shuffled_data_.empty(); }

  /// A donor for each datum; data[i] belongs to reference `first` + i. A datum without a donor is
  /// its own.
  void draw(const Stream& stream, std::uint32_t trial, std::int64_t first,
            std::span<const RowId> data, const Permutations& permutations,
            std::span<RowId> donors) const;

 private:
  // What one combination of arms comes to.
  struct Way {
    enum class Kind { range, chosen, scanned, near, permutation, fixed, none };
    Kind kind = Kind::none;
    Problem problem = Problem::none;
    std::vector<const DrawRule::Arm*> arms;
    const DonorSet* base = nullptr;                // range, chosen, scanned
    std::vector<const DonorSet*> filters;          // chosen, scanned: these too must hold the donor
    bool leaves_out_itself = false;                // chosen, scanned, fixed
    std::vector<std::vector<std::uint32_t>> kept;  // chosen: of each choice, how many lie before
    const NearScale* near = nullptr;
    RowId fixed = 0;
  };

  [[nodiscard]] const Way& way(RowId datum) const { return ways_[way_of_[datum]]; }
  std::uint32_t add_way(const std::vector<int>& arms, DataId data, const check::Program& program);
  void share(Way& way, const std::vector<const RuleOnData*>& rules, DataId data,
             const check::Program& program);
  void settle(Way& way, const std::vector<const RuleOnData*>& rules);
  void choose(std::uint32_t index);
  [[nodiscard]] bool passes(const Way& way, RowId datum, RowId row) const;
  [[nodiscard]] std::uint32_t kept_before(const Way& way, RowId datum, std::uint32_t place) const;
  [[nodiscard]] RowId draw_other(const Way& way, const Stream& stream, std::uint32_t trial,
                                 std::uint64_t reference, std::uint64_t word, RowId datum,
                                 const Permutations& permutations) const;
  [[nodiscard]] RowId pick(const Way& way, RowId datum, std::uint64_t k) const;

  SharedRules rules_;
  std::shared_ptr<const Pool> pool_;
  std::vector<DataId> shuffled_data_;
  std::vector<Way> ways_;
  std::vector<std::uint32_t> way_of_;     // by RowId of the datum
  std::vector<std::uint32_t> choice_of_;  // by RowId: which of its way's choices, or the count
};

}  // namespace hyp::plan
