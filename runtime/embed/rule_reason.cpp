// SPDX-License-Identifier: MIT
#include "runtime/embed/rule_reason.hpp"

#include <fmt/format.h>

#include <cmath>

#include "lang/check/words.hpp"

namespace hyp::embed {
namespace {

using Kind = check::Rule::Kind;

class Reason {
 public:
  Reason(OpenTest& test, plan::RowId datum, plan::RowId donor)
      : test_(test), pool_(test.claim->pool()), datum_(datum), donor_(donor) {}

  diag::Outcome<std::string> of(const plan::DrawRule::Arm& arm) {
    const auto& rule = arm.rule;
    const auto text = [&](check::ExprId id) {
      return check::to_text(test_.program, id, &test_.hypothesis);
    };
    plan::Columns columns;
    std::vector<check::ExprId> compared = rule.values;
    if (rule.in) compared.push_back(*rule.in);
    for (const auto id : compared) {
      columns.want(id, pool_.data_of(datum_));
      columns.want(id, pool_.data_of(donor_));
    }
    auto evaluated = columns.evaluate(test_.inputs);
    if (!evaluated) return std::move(evaluated.diagnostics);
    std::string out = check::to_text(test_.program, rule);
    for (std::size_t i = 0; i < compared.size(); ++i) {
      const bool region = rule.kind == Kind::from || i >= rule.values.size();
      const double own = at(columns, compared[i], datum_);
      const double other = at(columns, compared[i], donor_);
      const auto name = text(compared[i]);
      if (region) {
        out += fmt::format("{}`{}` holds {}of {}", i == 0 ? ": " : ", ", name,
                           other != 0 ? "" : "not ", called(donor_));
      } else if (own == other) {
        out += fmt::format("{}`{}` is {} of both", i == 0 ? ": " : ", ", name,
                           value(compared[i], own));
      } else {
        out += fmt::format("{}`{}` is {} of {} and {} of {}", i == 0 ? ": " : ", ", name,
                           value(compared[i], own), called(datum_), value(compared[i], other),
                           called(donor_));
      }
    }
    return out;
  }

 private:
  [[nodiscard]] double at(const plan::Columns& columns, check::ExprId id, plan::RowId row) const {
    return columns.of(id, pool_.data_of(row)).at(static_cast<std::size_t>(pool_.row_of(row)));
  }
  [[nodiscard]] std::string called(plan::RowId row) const {
    return fmt::format("{}[{}]", test_.program[pool_.data_of(row)].name, pool_.row_of(row));
  }
  [[nodiscard]] std::string value(check::ExprId id, double number) const {
    const auto& type = test_.program[id].type;
    if (type.element == check::Type::Element::boolean) return number != 0 ? "yes" : "no";
    if (type.element == check::Type::Element::part) {
      return test_.program[type.partition].members.at(static_cast<std::size_t>(number)).name;
    }
    return fmt::format("{:.6g}", number);
  }

  OpenTest& test_;
  const plan::Pool& pool_;
  plan::RowId datum_, donor_;
};

}  // namespace

diag::Outcome<std::string> rule_reason(OpenTest& test, const plan::Donors& donors,
                                       plan::RowId datum, plan::RowId donor) {
  std::string out;
  for (const auto* arm : donors.arms(datum)) {
    auto reason = Reason(test, datum, donor).of(*arm);
    if (!reason) return reason;
    if (out.find(*reason) == std::string::npos) out += (out.empty() ? "" : "; ") + *reason;
  }
  return out;
}

}  // namespace hyp::embed
