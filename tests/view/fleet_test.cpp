#include "twin/view/fleet.hpp"

#include "tests/view/tracks.hpp"
#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>

namespace dalian::view {
namespace {

state::SensorReading reading(char const* quantity, double value, Instant t) {
  state::SensorReading r;
  r.quantity = find_quantity(quantity).value();
  r.value = value;
  r.t_obs = t;
  return r;
}

TEST(Fleet, RowsAreTheRoadVehicles) {
  state::Track t = at_speed(car(), 20);
  t.handle = 9;
  t.road->route = "cv-t1";
  t.road->mode = 1;
  t.updates = 41;
  t.readings = {reading("charge_pct", 64, kNow)};
  t.integrity = {{}};
  state::Track ended = car();
  ended.handle = 10;
  ended.life = state::Life::ended;
  state::SnapshotStore store(1);
  auto const snapshot = store.publish(kNow, {ship(), t, ended}, {});
  auto const rows = fleet_of(*snapshot, kNow + std::chrono::milliseconds(1500));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].handle, 9U);
  EXPECT_EQ(rows[0].label, "T1-03");
  EXPECT_EQ(rows[0].route, "cv-t1");
  EXPECT_EQ(rows[0].mode, 1U);
  EXPECT_EQ(rows[0].updates, 41U);
  EXPECT_EQ(rows[0].charge_pct, 64);
  EXPECT_NEAR(rows[0].speed_mps, 20 * 1852.0 / 3600, 1e-4);
  EXPECT_NEAR(rows[0].sigma_m, 5, 1e-6) << "the larger axis of diag(25, 16)";
  EXPECT_FALSE(rows[0].stale);
  EXPECT_TRUE(rows[0].doubted);
  EXPECT_TRUE(fleet_of(*snapshot, kNow + std::chrono::milliseconds(2500))[0].stale);
}

TEST(Fleet, SignalsCountDownAndTheNearestComesFirst) {
  state::Track far = ship(), near = ship(), meter = ship();
  far.kind = near.kind = meter.kind = state::Kind::sensor;
  far.handle = 3, near.handle = 4, meter.handle = 5;
  far.entity = "signal:far", near.entity = "signal:near";
  far.position.east_m += 400;
  near.position.east_m += 40;
  far.readings = {reading("signal_phase", 6, kNow)};
  near.readings = {reading("signal_phase", 3, kNow), reading("remaining_s", 12, kNow)};
  meter.readings = {reading("power_kw", 1, kNow)};
  state::SnapshotStore store(1);
  auto const snapshot = store.publish(kNow, {far, near, meter}, {});
  auto const rows = signals_near(*snapshot, ship().position, kNow + std::chrono::seconds(5), 8);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].entity, "signal:near");
  EXPECT_EQ(rows[0].phase, 3);
  EXPECT_EQ(rows[0].remaining_s, 7);
  EXPECT_EQ(rows[1].phase, 6);
  EXPECT_FALSE(rows[1].remaining_s);
  EXPECT_EQ(signals_near(*snapshot, ship().position, kNow + std::chrono::seconds(30), 1)[0].remaining_s, 0);
}

} // namespace
} // namespace dalian::view
