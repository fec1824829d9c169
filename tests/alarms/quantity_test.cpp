#include "twin/alarms/quantity.hpp"

#include <gtest/gtest.h>

namespace dalian::alarms {
namespace {

TEST(Quantity, ReadsWhatATrackSays) {
  state::Track t;
  t.has_position = true;
  t.velocity_east_mps = 3;
  t.velocity_north_mps = -4;
  t.turn_rate_dps = -2.5F;
  t.vessel->draught_m = 9.5F;
  t.vessel->bow_m = 100.0F;
  t.vessel->stern_m = 20.0F;
  t.altitude_m = 7;
  t.covariance[0] = 4;
  t.covariance[4] = 9;
  t.sources = {"a", "b"};
  Instant const now = t.t_obs + std::chrono::seconds(3);
  for (auto const& [name, value] : {std::pair{"speed_mps", 5.0},
                                    {"turn_rate_dps", -2.5},
                                    {"draught_m", 9.5},
                                    {"length_m", 120.0},
                                    {"altitude_m", 7.0},
                                    {"sigma_m", 3.0},
                                    {"age_s", 3.0},
                                    {"sources", 2.0}}) {
    auto const quantity = find_quantity(name);
    ASSERT_TRUE(quantity) << name;
    EXPECT_EQ(value_of(t, *quantity, now), value) << name;
  }
}

TEST(Quantity, ReadsSensorsButNotWhatIsBadOrFarOff) {
  auto const power = find_quantity("power_kw");
  ASSERT_TRUE(power);
  EXPECT_EQ(power->unit, "kW");
  state::Track meter;
  EXPECT_FALSE(value_of(meter, *power, Instant{}));
  state::SensorReading reading;
  reading.quantity = power->sensor;
  reading.value = 12.5;
  meter.readings = {reading};
  EXPECT_EQ(value_of(meter, *power, Instant{}), 12.5);
  meter.readings[0].outlier = true;
  EXPECT_FALSE(value_of(meter, *power, Instant{}));
  meter.readings[0].outlier = false;
  meter.readings[0].status = state::SensorStatus::bad;
  EXPECT_FALSE(value_of(meter, *power, Instant{}));
}

TEST(Quantity, KnowsEveryNameItLists) {
  for (auto const& name : quantity_names())
    EXPECT_TRUE(find_quantity(name)) << name;
  EXPECT_GT(quantity_names().size(), 8U);
}

TEST(Quantity, IsEmptyWhereTheTrackIsSilent) {
  state::Track const bare;
  for (auto const* name : {"speed_mps", "turn_rate_dps", "draught_m", "length_m", "altitude_m", "sigma_m"})
    EXPECT_FALSE(value_of(bare, *find_quantity(name), Instant{})) << name;
  EXPECT_FALSE(find_quantity("speed"));
}

} // namespace
} // namespace dalian::alarms
