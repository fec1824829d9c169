#include "connectors/v2x/to_wire.hpp"

#include "twin/wire/codec.hpp"

#include <gtest/gtest.h>

namespace dalian::v2x {
namespace {

using namespace std::chrono_literals;

Instant const kNow = *parse_utc("2026-11-20T10:00:00Z");

struct Converted {
  WireConverter converter;
  std::vector<wire::Observation> out;
  explicit Converted(WireOptions options = {}) : converter(options) {}
  std::vector<wire::Observation> const& take(Facts const& facts, Instant at = kNow) {
    out.clear();
    converter.convert(facts, at, [this](wire::Observation o) { out.push_back(std::move(o)); });
    for (auto const& o : out)
      EXPECT_EQ(wire::check(o), "") << o.entity();
    return out;
  }
};

Vehicle car() {
  Vehicle v;
  v.entity = "bsm:1";
  v.at = kNow - 20ms;
  v.position = {121.7, 38.95};
  v.speed_mps = 10;
  v.course_deg = v.heading_deg = 90;
  v.length_m = 4.5F;
  v.type = "car";
  return v;
}

TEST(V2xToWire, AVehicle) {
  Converted c;
  Facts facts;
  facts.vehicles = {car()};
  auto const& out = c.take(facts);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].kind(), wire::ROAD_VEHICLE);
  EXPECT_EQ(out[0].t_rx() - out[0].t_obs(), 20'000'000U);
  EXPECT_FLOAT_EQ(out[0].fix().sigma_m(), 1.5F); // it states none
  EXPECT_EQ(out[0].fix().course_deg(), 90);
  EXPECT_FALSE(out[0].fix().has_altitude_m());
  EXPECT_EQ(out[0].road_vehicle().vehicle_type(), "car");
  EXPECT_FALSE(out[0].event());
}

TEST(V2xToWire, EventsAreToldWhenTheyBeginChangeAndEnd) {
  Converted c;
  Facts facts;
  facts.vehicles = {car()};
  std::vector<std::uint32_t> told;
  for (std::uint32_t const events : {0U, 128U, 128U, 129U, 0U, 0U, 128U}) {
    facts.vehicles[0].events = events;
    for (auto const& o : c.take(facts))
      if (o.has_sensor()) {
        EXPECT_EQ(o.sensor().quantity(), "vehicle_events");
        EXPECT_TRUE(o.event());
        told.push_back(o.sensor().state());
      }
  }
  EXPECT_EQ(told, (std::vector<std::uint32_t>{128, 129, 0, 128}));
}

TEST(V2xToWire, AScanHasOneNumberAndAnEnd) {
  Converted c;
  Facts facts;
  facts.scans = {
      {"rsu:R1",
       kNow,
       {{{121.7, 38.95}, 0.5F, 8.0F, 45.0F, 4.0F, 1.8F, true}, {{121.71, 38.95}, {}, {}, {}, {}, {}, false}}}};
  auto const first = c.take(facts);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].kind(), wire::UNIDENTIFIED);
  EXPECT_EQ(first[0].detection().scan(), first[1].detection().scan());
  EXPECT_FALSE(first[0].detection().last());
  EXPECT_TRUE(first[1].detection().last());
  EXPECT_FLOAT_EQ(first[0].detection().variance_east_m2(), 0.25F);
  EXPECT_FLOAT_EQ(first[1].detection().variance_north_m2(), 2.25F);
  EXPECT_EQ(first[0].detection().looks_like(), wire::ROAD_VEHICLE);
  EXPECT_EQ(first[1].detection().looks_like(), wire::KIND_UNSPECIFIED);
  auto const again = c.take(facts); // in the same millisecond
  EXPECT_EQ(again[0].detection().scan(), first[0].detection().scan() + 1);
  facts.scans[0].sightings.clear();
  auto const nothing = c.take(facts, kNow + 1s);
  ASSERT_EQ(nothing.size(), 1U);
  EXPECT_FALSE(nothing[0].has_fix());
  EXPECT_TRUE(nothing[0].detection().last());
}

TEST(V2xToWire, ASignalIsAnEventWhenItChanges) {
  Converted c;
  Facts facts;
  facts.signals = {{"signal:1.301.2", kNow, 6, 12.5, true}};
  auto const green = c.take(facts);
  ASSERT_EQ(green.size(), 2U);
  EXPECT_EQ(green[0].sensor().quantity(), "signal_phase");
  EXPECT_EQ(green[0].sensor().state(), 6U);
  EXPECT_TRUE(green[0].event());
  EXPECT_EQ(green[1].sensor().number(), 12.5);
  EXPECT_EQ(green[1].sensor().status(), wire::GOOD);
  EXPECT_FALSE(c.take(facts)[0].event());
  facts.signals[0].phase = 8;
  facts.signals[0].remaining_sure = false;
  EXPECT_TRUE(c.take(facts)[0].event());
  EXPECT_EQ(c.out[1].sensor().status(), wire::UNCERTAIN);
}

TEST(V2xToWire, AWarningIsToldOnceAndItsEnd) {
  Converted c;
  Facts facts;
  facts.events = {{"denm:77.3", kNow, GeoPoint{121.7, 38.9}, "denm_cause", 94, "Stau"}};
  EXPECT_EQ(c.take(facts).size(), 2U);
  EXPECT_EQ(c.out[1].sensor().text(), "Stau");
  EXPECT_TRUE(c.take(facts).empty());
  facts.events[0].code = 0;
  facts.events[0].text.clear();
  ASSERT_EQ(c.take(facts).size(), 1U);
  EXPECT_EQ(c.out[0].sensor().state(), 0U);
}

TEST(V2xToWire, TheDatumOfTheSourceIsTakenOff) {
  Converted gcj({.crs = Crs::gcj02});
  GeoPoint const true_place{121.7, 38.95};
  Facts facts;
  facts.places = {{"signal:1.1.1", from_wgs84(true_place, Crs::gcj02)}};
  auto const& out = gcj.take(facts);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_NEAR(out[0].fix().lon_deg(), true_place.lon_deg, 1e-8);
  EXPECT_NEAR(out[0].fix().lat_deg(), true_place.lat_deg, 1e-8);
}

} // namespace
} // namespace dalian::v2x
