// What the twin says of itself, read by the connector that reads other brokers.
#include "twin/ngsi/entity_json.hpp"

#include "connectors/ngsi/read_entities.hpp"
#include "connectors/ngsi/to_wire.hpp"
#include "tests/ngsi/made_track.hpp"
#include "twin/wire/codec.hpp"

#include <gtest/gtest.h>
#include <numbers>

namespace dalian::ngsi {
namespace {

std::vector<wire::Observation> read_back(state::Track const& track, Form form) {
  auto document = read_entities(entity_json(track, form, {}, test::kNow).dump());
  EXPECT_EQ(document.entities.size(), 1U);
  std::vector<wire::Observation> out;
  Counters details;
  for (auto& entity : document.entities)
    to_wire(entity, {}, observed_time(entity).value_or(Instant{}), test::kNow, out, details);
  EXPECT_EQ(details.get("unknown_unit") + details.get("bad_value") + details.get("bad_location"), 0U);
  for (auto const& o : out)
    EXPECT_EQ(wire::check(o), "") << o.ShortDebugString();
  return out;
}

TEST(NgsiOut, AVehicleReadsBackToTheSameTrack) {
  auto const track = test::car(3);
  for (auto const form : {Form::normalized, Form::concise}) {
    auto const all = read_back(track, form);
    ASSERT_FALSE(all.empty());
    auto const& o = all.front();
    EXPECT_EQ(o.entity(), track.entity);
    EXPECT_EQ(o.kind(), wire::ROAD_VEHICLE);
    EXPECT_EQ(o.t_obs(), static_cast<std::uint64_t>(to_unix_ns(track.t_obs))) << "to the nanosecond";
    auto const at = project({o.fix().lon_deg(), o.fix().lat_deg()});
    ASSERT_TRUE(at);
    EXPECT_LT(distance_m(at->point, track.position), 1e-3);
    EXPECT_FLOAT_EQ(o.fix().altitude_m(), track.altitude_m);
    EXPECT_FLOAT_EQ(o.fix().heading_deg(), *track.heading_deg);
    EXPECT_NEAR(o.fix().sigma_m(), std::sqrt(6.5), 1e-5);
    // Fusion's own way from course and speed to the grid.
    double const course = o.fix().course_deg() * std::numbers::pi / 180, speed = o.fix().speed_mps() * at->scale;
    double const grid = course - at->convergence_rad();
    EXPECT_NEAR(speed * std::sin(grid), track.velocity_east_mps, 1e-4);
    EXPECT_NEAR(speed * std::cos(grid), track.velocity_north_mps, 1e-4);
    EXPECT_EQ(o.road_vehicle().label(), track.road->label);
    EXPECT_EQ(o.road_vehicle().route(), track.road->route);
    EXPECT_EQ(o.road_vehicle().vehicle_type(), track.road->vehicle_type);
    bool charge = false;
    for (auto const& each : all)
      charge |= each.sensor().quantity() == "charge_pct" && each.sensor().number() == 71.5;
    EXPECT_TRUE(charge);
  }
}

TEST(NgsiOut, AMeterReadsBackUnderItsOwnNameWithItsUnits) {
  auto const all = read_back(test::meter(7), Form::normalized);
  auto const json = entity_json(test::meter(7), Form::normalized, {}, test::kNow);
  EXPECT_EQ(json["id"], "urn:ngsi-ld:Device:twin:meter%207");
  EXPECT_EQ(json["power_kw"]["unitCode"], "KWT");
  EXPECT_EQ(json["power_kw"]["observedAt"], "2026-11-26T08:00:00.000Z");
  ASSERT_GE(all.size(), 2U);
  EXPECT_EQ(all[0].entity(), "meter 7");
}

TEST(NgsiOut, FormsAndChosenAttributes) {
  auto const simple = entity_json(test::car(3), Form::key_values, {"speed", "nonsense"}, test::kNow);
  EXPECT_EQ(simple.size(), 3U);
  EXPECT_NEAR(simple["speed"].get<double>(), 36, 0.02);
  auto const all = entity_json(test::car(3), Form::key_values, {}, test::kNow);
  EXPECT_EQ(all["location"]["type"], "Point");
  EXPECT_EQ(all["vehicleType"], "car");
}

} // namespace
} // namespace dalian::ngsi
