#include "twin/whatif/compare.hpp"

#include <gtest/gtest.h>

namespace dalian::whatif {
namespace {

Outcomes one(Evaluation evaluation) {
  Outcome outcome;
  outcome.ending = Ending::done;
  outcome.evaluation = std::make_shared<Evaluation const>(std::move(evaluation));
  return {{"e", outcome}};
}

TEST(Compare, TakesDifferencesAtTheSameEndOfARange) {
  auto const before = one({{{"jobs", "", 60, 40, 80, "", "", 0}, {"area", "", 5, 5, 5, "", "", 0}}, {}, {}, {}});
  auto const after = one({{{"jobs", "", 90, 60, 120, "", "", 0}, {"area", "", 5, 5, 5, "", "", 0}}, {}, {}, {}});
  auto const found = compare(before, after);
  ASSERT_EQ(found.kpis.size(), 1u);
  EXPECT_EQ(found.same, 1u);
  EXPECT_EQ(found.kpis[0].change, 30);
  EXPECT_EQ(found.kpis[0].low, 20) << "not 60 - 80";
  EXPECT_EQ(found.kpis[0].high, 40);
}

TEST(Compare, LessThanTheComputingMayBeOffIsNoDifference) {
  auto const with = [](double value) { return one({{{"time", "", value, value, value, "h", "", 0.5}}, {}, {}, {}}); };
  EXPECT_TRUE(compare(with(10), with(10.9)).kpis[0].within_error);
  EXPECT_FALSE(compare(with(10), with(11.1)).kpis[0].within_error);
}

TEST(Compare, WhatOneSideLacksCountsAsNothing) {
  auto const before =
      one({{{"a", "", 3, 3, 3, "", "", 0}}, {{"c", plan::Layer::parcel, "", {{"p", 1}, {"q", 2}}}}, {}, {}});
  auto const after =
      one({{{"b", "", 4, 4, 4, "", "", 0}}, {{"c", plan::Layer::parcel, "", {{"q", 5}, {"r", 7}}}}, {}, {}});
  auto const found = compare(before, after);
  ASSERT_EQ(found.kpis.size(), 2u);
  EXPECT_EQ(found.kpis[0].change, 4);
  EXPECT_EQ(found.kpis[1].change, -3);
  ASSERT_EQ(found.columns.size(), 1u);
  EXPECT_EQ(found.columns[0].values, (std::vector<std::pair<std::string, double>>{{"p", -1}, {"q", 3}, {"r", 7}}));
}

TEST(Compare, FiguresAreToldWithThreeSignificantDigitsOrWhole) {
  EXPECT_EQ(figure_text(12513.4), "12513");
  EXPECT_EQ(figure_text(-24.04), "-24.0");
  EXPECT_EQ(figure_text(0.391), "0.39");
  EXPECT_EQ(figure_text(0.01234), "0.0123");
  EXPECT_EQ(figure_text(1.234e-7), "1.23e-07") << "a rate a year";
  EXPECT_EQ(figure_text(0), "0");
}

} // namespace
} // namespace dalian::whatif
