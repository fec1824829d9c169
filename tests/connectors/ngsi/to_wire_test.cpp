#include "connectors/ngsi/to_wire.hpp"

#include "connectors/ngsi/read_entities.hpp"
#include "twin/wire/codec.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace dalian::ngsi {
namespace {

struct Told {
  std::vector<wire::Observation> all;
  Counters details;

  wire::Observation const* of(std::string_view quantity) const {
    for (auto const& o : all)
      if (o.sensor().quantity() == quantity) return &o;
    return nullptr;
  }
  double number(std::string_view quantity) const {
    auto const* const o = of(quantity);
    return o == nullptr ? -1e9 : o->sensor().number();
  }
  std::string text(std::string_view quantity) const {
    auto const* const o = of(quantity);
    return o == nullptr ? "" : o->sensor().text();
  }
};

Instant const kArrival = *parse_utc("2026-11-26T09:00:00Z");

Told tell(std::string const& text) {
  Told told;
  auto document = read_entities(text);
  EXPECT_EQ(document.entities.size(), 1U) << text;
  for (auto& entity : document.entities)
    to_wire(entity, {}, observed_time(entity).value_or(kArrival), kArrival, told.all, told.details);
  for (auto const& o : told.all)
    EXPECT_EQ(wire::check(o), "") << o.ShortDebugString();
  return told;
}

std::uint64_t ns(char const* utc) {
  return static_cast<std::uint64_t>(to_unix_ns(*parse_utc(utc)));
}

// smart-data-models/dataModel.Transportation, TrafficFlowObserved: what its document says each property means.
TEST(NgsiToWire, ThePublishedExampleArrivesWithAllItsProperties) {
  char const* const data = std::getenv("DALIAN_TWIN_DATA");
  std::ifstream in(std::string(data != nullptr ? data : "../shared/data") +
                   "/ngsi_ld/TrafficFlowObserved.normalized.jsonld");
  std::string const text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) GTEST_SKIP() << "skipped: no data";
  auto const told = tell(text);
  EXPECT_EQ(told.all.front().entity(), "TrafficFlowObserved:TrafficFlowObserved-Valladolid-osm-60821110");
  EXPECT_NEAR(told.all.front().fix().lon_deg(), -4.7353261, 1e-6) << "the mean of the three corners";
  EXPECT_GT(told.all.front().fix().sigma_m(), 100) << "a line of 700 m is no point";
  EXPECT_NEAR(told.number("vehicle_speed_mps"), 52.6 / 3.6, 1e-9);
  EXPECT_EQ(told.number("vehicle_length_m"), 9.87);
  EXPECT_EQ(told.number("headway_s"), 0.5);
  EXPECT_EQ(told.number("vehicles_count"), 197);
  EXPECT_NEAR(told.number("occupancy_pct"), 76, 1e-9);
  EXPECT_EQ(told.number("period_s"), 300);
  EXPECT_EQ(told.text("lane_direction"), "forward");
  EXPECT_EQ(told.of("lane_id")->sensor().state(), 1U);
  EXPECT_EQ(told.of("lane_reversed")->sensor().state(), 0U);
  EXPECT_EQ(told.text("address"), "ES, Valladolid, Avenida de Salamanca");
  EXPECT_EQ(told.of("properties"), nullptr) << "something was left over: " << told.text("properties");
  EXPECT_TRUE(told.details.empty());
  for (auto const& o : told.all)
    EXPECT_EQ(o.t_obs(), ns("2016-12-07T11:10:00Z"));
}

TEST(NgsiToWire, UnitsAndTimesOfEachProperty) {
  auto const told = tell(R"({"id":"urn:ngsi-ld:WeatherObserved:w1","type":"WeatherObserved",
    "dateObserved":{"type":"Property","value":"2026-11-26T08:00:00Z"},
    "temperature":{"type":"Property","value":50,"unitCode":"FAH","observedAt":"2026-11-26T08:01:00Z"},
    "relativeHumidity":0.42,"windSpeed":{"value":36,"unitCode":"KMH"},"windDirection":270,"atmosphericPressure":1013,
    "visibility":"veryPoor","dewPoint":{"type":"Property","value":5,"unitCode":"ZZ9"},"snowHeight":3})");
  EXPECT_NEAR(told.number("temperature_c"), 10, 1e-9);
  EXPECT_EQ(told.of("temperature_c")->t_obs(), ns("2026-11-26T08:01:00Z"));
  EXPECT_NEAR(told.number("humidity_pct"), 42, 1e-9);
  EXPECT_EQ(told.of("humidity_pct")->t_obs(), ns("2026-11-26T08:00:00Z"));
  EXPECT_NEAR(told.number("wind_speed_mps"), 10, 1e-9);
  EXPECT_EQ(told.number("wind_from_deg"), 270);
  EXPECT_EQ(told.number("air_pressure_hpa"), 1013);
  EXPECT_EQ(told.of("dew_point_c"), nullptr);
  EXPECT_EQ(told.details.get("unknown_unit"), 1U);
  EXPECT_EQ(Json::parse(told.text("properties")),
            Json::parse(R"({"dewPoint":5,"snowHeight":3,"visibility":"veryPoor"})"));
}

TEST(NgsiToWire, MetersParkingAndAir) {
  auto const water = tell(R"({"id":"urn:ngsi-ld:WaterConsumption:1","type":"WaterConsumption",
    "waterConsumption":{"type":"Property","value":191051,"unitCode":"LTR","observedAt":"2026-11-26T08:00:00Z"},
    "alarmStopsLeaks":{"type":"Property","value":0},"alarmTamper":{"type":"Property","value":true}})");
  EXPECT_NEAR(water.number("volume_m3"), 191.051, 1e-9);
  EXPECT_EQ(water.of("volume_m3")->t_obs(), ns("2026-11-26T08:00:00Z"));
  EXPECT_EQ(water.of("leak_alarm")->sensor().state(), 0U);
  EXPECT_EQ(water.of("tamper_alarm")->sensor().state(), 1U);
  auto const parking = tell(R"({"id":"urn:ngsi-ld:OffStreetParking:1","type":"OffStreetParking","totalSpotNumber":414,
    "availableSpotNumber":132,"status":["open","almostFull"],"name":"Harbour"})");
  EXPECT_EQ(parking.number("spots_count"), 414);
  EXPECT_EQ(parking.number("free_spots_count"), 132);
  EXPECT_EQ(parking.text("status"), "open, almostFull");
  auto const air = tell(R"({"id":"urn:ngsi-ld:AirQualityObserved:1","type":"AirQualityObserved",
    "NO2":{"type":"Property","value":22,"unitCode":"GQ"},"CO":{"type":"Property","value":0.5,"unitCode":"GP"},"PM10":-4})");
  EXPECT_EQ(air.number("no2_ugpm3"), 22);
  EXPECT_EQ(air.number("co_ugpm3"), 500);
  EXPECT_EQ(air.of("pm10_ugpm3"), nullptr);
  EXPECT_EQ(air.details.get("bad_value"), 1U);
}

TEST(NgsiToWire, AVehicleMovesAndItsPlateStaysBehind) {
  auto const told = tell(R"({"id":"urn:ngsi-ld:Vehicle:v7","type":"Vehicle","vehicleType":"bus","name":"7",
    "vehiclePlateIdentifier":"LIAO-B 12345",
    "location":{"type":"GeoProperty","observedAt":"2026-11-26T08:00:00Z","value":{"type":"Point","coordinates":[121.7,39.1,30]}},
    "speed":{"type":"Property","value":36,"observedAt":"2026-11-26T08:00:00Z"},"heading":{"type":"Property","value":90}})");
  ASSERT_EQ(told.all.size(), 1U);
  auto const& o = told.all.front();
  EXPECT_EQ(o.entity(), "Vehicle:v7");
  EXPECT_EQ(o.kind(), wire::ROAD_VEHICLE);
  EXPECT_EQ(o.t_obs(), ns("2026-11-26T08:00:00Z"));
  EXPECT_FLOAT_EQ(o.fix().speed_mps(), 10);
  EXPECT_FLOAT_EQ(o.fix().course_deg(), 90);
  EXPECT_FLOAT_EQ(o.fix().altitude_m(), 30);
  EXPECT_EQ(o.road_vehicle().vehicle_type(), "bus");
  EXPECT_EQ(o.SerializeAsString().find("12345"), std::string::npos);
}

TEST(NgsiToWire, WhatFindsNoRoomIsCounted) {
  auto const told = tell(R"({"id":"urn:ngsi-ld:T:1","type":"T","a":")" + std::string(300, 'x') + R"(","b":1})");
  EXPECT_EQ(told.text("properties"), R"({"b":1})");
  EXPECT_EQ(told.details.get("properties_too_long"), 1U);
}

TEST(NgsiToWire, NamesOfATwinsOwnServerComeBackAsTheyWere) {
  EXPECT_EQ(entity_name({"urn:ngsi-ld:Vehicle:twin:car:T1-03", "Vehicle", {}}), "car:T1-03");
  EXPECT_EQ(entity_name({"urn:ngsi-ld:Device:twin:meter%207%2", "Device", {}}), "meter 7%2");
  EXPECT_EQ(entity_name({"urn:ngsi-ld:Vehicle:twins:1", "Vehicle", {}}), "Vehicle:twins:1");
  EXPECT_EQ(entity_name({"https://example.org/1", "Vehicle", {}}), "https://example.org/1");
  EXPECT_EQ(entity_name({"urn:ngsi-ld:", "Vehicle", {}}), "urn:ngsi-ld:") << "it says nothing, and is still a name";
  EXPECT_EQ(entity_name({"urn:ngsi-ld:Vehicle:twin:", "Vehicle", {}}), "urn:ngsi-ld:Vehicle:twin:");
  EXPECT_LE(entity_name({"urn:ngsi-ld:Vehicle:" + std::string(500, 'x'), "Vehicle", {}}).size(), 64U);
}

} // namespace
} // namespace dalian::ngsi
