// Worked messages of public repositories: bytes → facts. The expected figures are those of the references named in
// hex.hpp, or follow from them by the units of the standards.
#include "connectors/v2x/etsi_denm.hpp"
#include "connectors/v2x/reader.hpp"

#include "tests/connectors/v2x/hex.hpp"
#include "tests/connectors/v2x/uper_writer.hpp"

#include <gtest/gtest.h>

namespace dalian::v2x {
namespace {

Instant const kNow = *parse_utc("2026-11-20T10:36:00Z");

struct Heard {
  std::string outcome;
  Facts facts;
  std::string json;
};
Heard hear(Reader& reader, std::vector<std::uint8_t> const& bytes, Instant arrival = kNow) {
  Heard heard;
  connectors::Packet packet;
  packet.bytes = bytes;
  heard.outcome = reader.read(packet, arrival, heard.facts, &heard.json);
  return heard;
}
Heard hear_j2735(std::string_view hex, Instant arrival = kNow) {
  return hear(*make_j2735_reader(), test::from_hex(hex), arrival);
}

TEST(J2735, ABrakingCar) {
  auto const heard = hear_j2735(test::kHardBraking);
  ASSERT_EQ(heard.outcome, "decoded");
  EXPECT_EQ(heard.facts.message, "bsm");
  ASSERT_EQ(heard.facts.vehicles.size(), 1U);
  auto const& car = heard.facts.vehicles[0];
  EXPECT_EQ(car.entity, "bsm:9D59FB77");
  EXPECT_EQ(car.count, 93);
  EXPECT_EQ(car.at, *parse_utc("2026-11-20T10:35:32.399Z")); // second mark 32399, of the newest minute that can be
  EXPECT_NEAR(car.position.lat_deg, 39.1874242, 1e-9);
  EXPECT_NEAR(car.position.lon_deg, -104.8498164, 1e-9);
  EXPECT_FLOAT_EQ(*car.altitude_m, 2091.7F);
  EXPECT_FLOAT_EQ(*car.sigma_m, 2.0F);    // 40 × 5 cm on both axes
  EXPECT_FLOAT_EQ(*car.speed_mps, 9.76F); // 488 × 0.02
  EXPECT_FLOAT_EQ(*car.heading_deg, 8.6F);
  EXPECT_FLOAT_EQ(*car.turn_rate_dps, -1.25F);
  EXPECT_EQ(car.events, 1U << 7); // hard braking
  EXPECT_FALSE(car.length_m);
}

TEST(J2735, WhatIsNotAvailableIsNotThere) {
  auto const heard = hear_j2735(test::kCoreOnly);
  ASSERT_EQ(heard.facts.vehicles.size(), 1U);
  auto const& car = heard.facts.vehicles[0];
  EXPECT_EQ(car.entity, "bsm:34326463");
  EXPECT_FALSE(car.sigma_m);
  EXPECT_EQ(car.speed_mps, 0.0F);
  EXPECT_EQ(car.events, 0U);
  EXPECT_TRUE(car.type.empty());
}

TEST(J2735, AnEmergencyVehicle) {
  auto const heard = hear_j2735(test::kSpecialVehicle);
  ASSERT_EQ(heard.facts.vehicles.size(), 1U);
  EXPECT_EQ(heard.facts.vehicles[0].type, "emergency");
  EXPECT_FLOAT_EQ(*heard.facts.vehicles[0].length_m, 5.9F);
  EXPECT_NE(heard.json.find("\"vehicleAlerts\":{\"sspRights\":0,\"sirenUse\":\"notInUse\""), std::string::npos);
}

TEST(J2735, SignalsOfACrossing) {
  // The marks 22120 … of the hour are minute 36; the time stamp says second 35.176 of a minute.
  auto const heard = hear_j2735(test::kSpat, *parse_utc("2026-11-20T10:36:36Z"));
  ASSERT_EQ(heard.outcome, "decoded");
  ASSERT_EQ(heard.facts.signals.size(), 6U);
  std::vector<std::pair<std::string, unsigned>> const expected{{"signal:0.12111.2", 6}, {"signal:0.12111.4", 3},
                                                               {"signal:0.12111.6", 6}, {"signal:0.12111.8", 3},
                                                               {"signal:0.12111.1", 3}, {"signal:0.12111.5", 3}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(heard.facts.signals[i].entity, expected[i].first);
    EXPECT_EQ(heard.facts.signals[i].phase, expected[i].second);
    EXPECT_EQ(heard.facts.signals[i].at, *parse_utc("2026-11-20T10:36:35.176Z"));
  }
  EXPECT_NEAR(*heard.facts.signals[0].remaining_s, 2212.0 - 2195.176, 1e-6);
  EXPECT_FALSE(heard.facts.signals[0].remaining_sure); // between 22120 and 22121
  EXPECT_TRUE(heard.facts.signals[1].remaining_sure);  // 22181 both
  EXPECT_EQ(heard.facts.signals[4].remaining_s, 0.0);  // 21852 is past: a controller that does not know
}

TEST(J2735, InsideIeee1609Data) {
  auto const bsm = test::from_hex(test::kCoreOnly);
  auto wrap = [&](std::string_view prefix) {
    auto bytes = test::from_hex(prefix);
    bytes.push_back(static_cast<std::uint8_t>(bsm.size()));
    bytes.insert(bytes.end(), bsm.begin(), bsm.end());
    bytes.insert(bytes.end(), {0x11, 0x22}); // header and signature
    return bytes;
  };
  auto const reader = make_j2735_reader();
  for (auto const* prefix : {"0380", "038100400380", "038081", "03810040038081"})
    EXPECT_EQ(hear(*reader, wrap(prefix)).outcome, "decoded") << prefix;
  EXPECT_NE(hear(*reader, test::from_hex("038083000001")).outcome, "decoded");
}

TEST(J2735, OtherMessagesAndRubbishAreNamed) {
  EXPECT_EQ(hear_j2735("001f0100").outcome, "other_message"); // traveller information
  EXPECT_EQ(hear_j2735("").outcome, "empty");
  EXPECT_EQ(hear_j2735("0014").outcome, "past_end");
  EXPECT_EQ(hear_j2735("0014c100").outcome, "fragmented");
}

TEST(Etsi, ACar) {
  // 13681 = the last 16 bits of the time by TAI since 2004; an instant at which that holds:
  Instant const sent =
      *parse_utc("2004-01-01T00:00:00Z") + std::chrono::milliseconds(65'536LL * 11'000'000 + 13'681 - 5'000);
  auto const reader = make_etsi_reader();
  auto const heard = hear(*reader, test::from_hex(test::kCam), sent + std::chrono::milliseconds(40));
  ASSERT_EQ(heard.outcome, "decoded");
  ASSERT_EQ(heard.facts.vehicles.size(), 1U);
  auto const& car = heard.facts.vehicles[0];
  EXPECT_EQ(car.entity, "cam:1289795728");
  EXPECT_EQ(car.at, sent);
  EXPECT_EQ(car.type, "car");
  EXPECT_FLOAT_EQ(*car.speed_mps, 5.13F);
  EXPECT_FLOAT_EQ(*car.heading_deg, 95.8F);
  EXPECT_FLOAT_EQ(*car.turn_rate_dps, 0.88F); // −88 to the left = to the right
  EXPECT_FLOAT_EQ(*car.length_m, 4.2F);
  EXPECT_FLOAT_EQ(*car.width_m, 1.8F);
  EXPECT_FLOAT_EQ(*car.altitude_m, 98.5F);
  EXPECT_NEAR(*car.sigma_m, std::sqrt((2.93 * 2.93 + 2.90 * 2.90) / 2) / 2.4477, 1e-4);
  // The middle lies half a length behind the front, which is reported.
  auto const middle = LocalFrame({10.7220452, 52.4625967}).to_local(car.position);
  EXPECT_NEAR(std::hypot(middle.east_m, middle.north_m), 2.1, 1e-3);
  EXPECT_LT(middle.east_m, -2.0); // it drives east
}

TEST(Etsi, AWarningAndItsEnd) {
  etsi::Denm denm{};
  denm.header = {2, 1, 77};
  denm.management.station = 77;
  denm.management.sequence = 3;
  denm.management.detection = denm.management.reference = 94'694'401'000; // 2007-01-01T00:00:00Z by TS 102 894-2
  denm.management.position = {389'000'000, 1'217'000'000, 100, 100, 0, 5000, 3};
  EXPECT_EQ(test::write_uper(denm).size(), 40U); // the least notification has 320 bits (riebl/vanetza)
  denm.situation = etsi::Situation{3, {94, 2}, std::nullopt, std::nullopt};
  auto const reader = make_etsi_reader();
  auto heard = hear(*reader, test::write_uper(denm));
  ASSERT_EQ(heard.outcome, "decoded");
  ASSERT_EQ(heard.facts.events.size(), 1U);
  EXPECT_EQ(heard.facts.events[0].entity, "denm:77.3");
  EXPECT_EQ(heard.facts.events[0].code, 94U);
  EXPECT_EQ(heard.facts.events[0].at, *parse_utc("2006-12-31T23:59:56Z")); // 1 leap second then, 5 in 2026
  EXPECT_NEAR(heard.facts.events[0].position->lon_deg, 121.7, 1e-9);
  denm.management.termination = 0;
  EXPECT_EQ(hear(*reader, test::write_uper(denm)).facts.events[0].code, 0U);
}

TEST(Etsi, OtherEditionsAndMessagesAreNamed) {
  auto const reader = make_etsi_reader();
  auto bytes = test::from_hex(test::kCam);
  bytes[0] = 1;
  EXPECT_EQ(hear(*reader, bytes).outcome, "other_version");
  bytes[0] = 2;
  bytes[1] = 4;
  EXPECT_EQ(hear(*reader, bytes).outcome, "other_message");
  EXPECT_EQ(hear(*reader, {2}).outcome, "past_end");
}

} // namespace
} // namespace dalian::v2x
