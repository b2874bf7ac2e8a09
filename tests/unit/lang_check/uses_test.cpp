// SPDX-License-Identifier: MIT
#include "lang/check/uses.hpp"

#include "tests/support/catch.hpp"

using namespace hyp::check;

namespace {

struct Fixture {
  Program program;
  const ModelId net{0};
  const DataId images{0}, others{1};
  const SiteId neurons{1}, logits{2};

  template <typename Node>
  ExprId expr(Node node) {
    program.exprs.push_back({{}, {}, std::move(node)});
    return {static_cast<std::uint32_t>(program.exprs.size() - 1)};
  }
  ExprId sum(ExprId a, ExprId b) { return expr(Expr::Arithmetic{Expr::ArithmeticOp::add, a, b}); }
  GroupId group(std::variant<GroupId, SitePlace> target, std::optional<Where> where = {}) {
    program.groups.push_back(
        {"g", {}, {{{Set::Join::start, PlaceRef{std::move(target), where, {}}}}, {}}});
    return {static_cast<std::uint32_t>(program.groups.size() - 1)};
  }
  SitePlace place(SiteId site) const { return {net, site, {}, {}}; }
  Uses uses(ExprId expr) const {
    Uses all;
    all.add(program, expr);
    return all;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "operands are the direct parts of an expression, in order") {
  const ExprId a = expr(Expr::InputRef{}), b = expr(Expr::Constant{1});
  CHECK(operands(program[a]).empty());
  CHECK(operands(program[expr(Expr::Subscript{a, {0}})]) == std::vector{a});
  CHECK(operands(program[expr(Expr::Negate{b})]) == std::vector{b});
  CHECK(operands(program[expr(Expr::Not{b})]) == std::vector{b});
  CHECK(operands(program[sum(b, a)]) == std::vector{b, a});
  CHECK(operands(program[expr(Expr::Logic{Expr::LogicOp::conjunction, a, b})]) ==
        std::vector{a, b});
  CHECK(operands(program[expr(Expr::Compare{Expr::CompareOp::less, a, b})]) == std::vector{a, b});
  CHECK(operands(program[expr(Expr::Call{Function::max, {a, b, a}})]) == std::vector{a, b, a});
  CHECK(operands(program[expr(Expr::Statistic{Expr::Statistic::Kind::max, a})]).empty());
}

TEST_CASE_METHOD(Fixture, "uses are followed through lets, scores, regions and partitions") {
  program.lets.push_back({"clue", {}, expr(Expr::ExampleInput{images, 6}), std::nullopt});
  program.lets.push_back({"twice", {}, expr(Expr::LetRef{LetId{0}}), std::nullopt});
  program.scores.push_back(
      {"likeness", {}, sum(expr(Expr::InputRef{}), expr(Expr::LetRef{LetId{1}}))});
  program.regions.push_back({"one", {}, expr(Expr::Not{expr(Expr::ScoreRef{ScoreId{0}})})});
  program.partitions.push_back({"looks",
                                {},
                                {{"one", {}, expr(Expr::RegionRef{RegionId{0}})},
                                 {"column", {}, expr(Expr::ColumnRef{std::nullopt, "label"})},
                                 {"rest", {}, std::nullopt}}});
  for (const ExprId id :
       {expr(Expr::MemberRef{PartitionId{0}, 2}), expr(Expr::PartitionRef{PartitionId{0}})}) {
    const Uses all = uses(id);
    CHECK(all.input);
    CHECK(all.data == std::set{images});
    CHECK(all.lets == std::set{LetId{0}, LetId{1}});
    CHECK(all.partitions == std::set{PartitionId{0}});
    CHECK(all.columns == std::set<std::string>{"label"});
    CHECK(all.sites.empty());
    CHECK(all.groups.empty());
  }
  Uses partition;
  partition.add(program, PartitionId{0});
  CHECK(partition.partitions == std::set{PartitionId{0}});
  CHECK(partition.input);
  const Uses constant = uses(expr(Expr::LetRef{LetId{0}}));
  CHECK_FALSE(constant.input);
  CHECK(constant.lets == std::set{LetId{0}});
}

TEST_CASE_METHOD(Fixture, "named data, columns and rows") {
  const Uses all =
      uses(sum(expr(Expr::ColumnRef{others, "x0"}), expr(Expr::ExampleColumn{images, 3, "label"})));
  CHECK(all.data == std::set{images, others});
  CHECK(all.columns.empty());
  CHECK(all.columns_on ==
        std::set<std::pair<DataId, std::string>>{{images, "label"}, {others, "x0"}});
}

TEST_CASE_METHOD(Fixture, "sites and groups are read on the examples at hand") {
  const GroupId inner = group(place(neurons));
  const GroupId outer = group(inner);
  const Uses all = uses(sum(expr(Expr::GroupRef{outer}), expr(Expr::SiteRef{net, logits})));
  CHECK(all.groups == std::set{inner, outer});
  CHECK(all.sites == std::set<std::pair<ModelId, SiteId>>{{net, neurons}, {net, logits}});
  CHECK(all.sites_on.empty());
}

TEST_CASE_METHOD(Fixture, "what `where ... on` asks is asked of the named data") {
  const ExprId region =
      sum(expr(Expr::SiteRef{net, logits}), expr(Expr::ColumnRef{std::nullopt, "label"}));
  const ExprId predicate =
      sum(expr(Expr::Statistic{Expr::Statistic::Kind::max, region}), expr(Expr::Constant{0}));
  const GroupId base = group(place(neurons));
  const GroupId chosen = group(base, Where{predicate, others});
  Uses of_set;
  of_set.add(program, program[chosen].set);
  for (const Uses& all : {of_set, uses(expr(Expr::GroupRef{chosen}))}) {
    CHECK(all.data == std::set{others});
    CHECK(all.sites == std::set<std::pair<ModelId, SiteId>>{{net, neurons}});
    CHECK(all.sites_on == std::set<std::tuple<ModelId, DataId, SiteId>>{{net, others, neurons},
                                                                        {net, others, logits}});
    CHECK(all.columns.empty());
    CHECK(all.columns_on == std::set<std::pair<DataId, std::string>>{{others, "label"}});
  }
  CHECK(of_set.groups == std::set{base});
  // In brackets.
  Set nested{{{Set::Join::start, program[chosen].set.terms}}, {}};
  Uses in_brackets;
  in_brackets.add(program, nested);
  CHECK(in_brackets.sites_on == of_set.sites_on);
}

TEST_CASE_METHOD(Fixture, "what is named twice is followed once") {
  program.lets.push_back({"l0", {}, expr(Expr::Constant{1}), std::nullopt});
  for (std::uint32_t i = 0; i < 200; ++i) {  // 2^200 ways lead to the first
    const ExprId before = expr(Expr::LetRef{LetId{i}});
    program.lets.push_back({"l", {}, sum(before, before), std::nullopt});
  }
  CHECK(uses(expr(Expr::LetRef{LetId{200}})).lets.size() == 201);
  GroupId last = group(place(neurons));
  for (int i = 0; i < 60; ++i) {
    const Set::Term term{Set::Join::unite, PlaceRef{last, std::nullopt, {}}};
    program.groups.push_back({"g", {}, {{term, term}, {}}});
    last = GroupId{static_cast<std::uint32_t>(program.groups.size() - 1)};
  }
  const GroupId chosen = group(last, Where{expr(Expr::Constant{1}), others});
  CHECK(uses(expr(Expr::GroupRef{chosen})).groups.size() == 62);
}
