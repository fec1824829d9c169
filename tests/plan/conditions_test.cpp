#include "tests/plan/random_edits.hpp"
#include "twin/plan/check.hpp"
#include "twin/plan/conditions.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;

Instant const kNoon = *parse_utc("2026-06-01T12:00:00Z");

Reading reading(std::string entity, std::string quantity, double value) {
  return {std::move(entity),
          std::move(quantity),
          "",
          "utilities",
          GeoPoint{121.61, 39.21},
          value,
          "",
          kNoon - std::chrono::seconds(90)};
}

TEST(Conditions, ValuesBecomeSensorsWithSourceAndAge) {
  Layout const base = town();
  auto const draft = conditions_at({base, nullptr}, {reading("meter:7", "power_kw", 812.5)}, kNoon);
  Layout const now = applied(base, draft.edits);
  auto const sensor = *now.find(Layer::sensor, "meter:7/power_kw");
  EXPECT_EQ(sensor.number("value"), 812.5);
  EXPECT_EQ(sensor.number("age_s"), 90);
  EXPECT_EQ(sensor.text("observed"), "2026-06-01T11:58:30Z");
  EXPECT_EQ(sensor.text("feed"), "utilities");
  EXPECT_EQ(sensor.text("provenance"), "imported");
  EXPECT_TRUE(check(now).empty());
  auto const later = conditions_at({now, nullptr}, {reading("meter:7", "power_kw", 700)}, kNoon);
  EXPECT_EQ(applied(now, later.edits).find(Layer::sensor, "meter:7/power_kw")->number("value"), 700);
}

TEST(Conditions, TheStateOfWhatALayerHoldsIsSetAndSaid) {
  Layout const base = applied(town(), {add(Layer::feeder, "f1", {}), add(Layer::tank, "t1", {{"volume_m3", 100.0}})});
  auto const draft = conditions_at(
      {base, nullptr}, {reading("scada:f1", "switch_closed", 0), reading("scada:t1", "level_m", 2.5)}, kNoon);
  Layout const now = applied(base, draft.edits);
  EXPECT_TRUE(now.find(Layer::feeder, "f1")->flag("open"));
  EXPECT_EQ(now.find(Layer::tank, "t1")->number("level_m"), 2.5);
  ASSERT_EQ(draft.findings.size(), 2u);
  EXPECT_EQ(draft.findings[0].message, "feeder 'f1', field 'open' is as utilities said 90 s before");
}

TEST(Conditions, WhatNoFieldCanHoldIsToldAndTheOthersGoOn) {
  Layout const base = applied(town(), {add(Layer::tank, "t1", {{"volume_m3", 100.0}})});
  auto far = reading("buoy:1", "level_m", 1);
  far.at = GeoPoint{2, 51};
  auto const draft = conditions_at({base, nullptr}, {far, reading("scada:t1", "level_m", -3)}, kNoon);
  EXPECT_FALSE(draft.refused());
  Layout const now = applied(base, draft.edits);
  EXPECT_FALSE(now.find(Layer::tank, "t1")->has("level_m"));
  EXPECT_EQ(now.table(Layer::sensor).size(), 1u);
  EXPECT_EQ(draft.findings.size(), 2u);
}

TEST(Conditions, WhatHasNoPlaceIsCounted) {
  Layout const base = town();
  auto one = reading("meter:8", "power_kw", 1);
  one.at.reset();
  auto const draft = conditions_at({base, nullptr}, {one, reading("meter:7", "power_kw", 2)}, kNoon);
  EXPECT_EQ(draft.edits.size(), 1u);
  ASSERT_EQ(draft.findings.size(), 1u);
  EXPECT_EQ(draft.findings[0].message, "1 of 2 values have no place on the map and are left out");
}

} // namespace
} // namespace dalian::plan
