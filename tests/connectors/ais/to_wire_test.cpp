#include "connectors/ais/to_wire.hpp"

#include "tests/connectors/ais/collect.hpp"
#include "tests/connectors/ais/encoder.hpp"

#include <gtest/gtest.h>

namespace dalian::ais {
namespace {

using namespace std::chrono_literals;
using test::Bits;
using test::header;

constexpr Instant kReceived = std::chrono::sys_days{std::chrono::year{2026} / 9 / 26} + 8h + 40min + 10s;

std::vector<wire::Observation> observe(Bits const& bits, Crs crs = Crs::wgs84) {
  std::vector<wire::Observation> observations;
  WireConverter converter(crs);
  Stream stream(Stream::Kind::live, [&](Message const& m, Reception const& r) {
    converter.convert(m, r, r.received + 50ms, observations);
  });
  auto const line = bits.sentence();
  stream.take({line, kReceived});
  EXPECT_EQ(stream.counts().messages, 1U);
  return observations;
}
wire::Observation observe_one(Bits const& bits, Crs crs = Crs::wgs84) {
  auto const observations = observe(bits, crs);
  EXPECT_EQ(observations.size(), 1U);
  return observations.at(0);
}
Instant t_obs(wire::Observation const& o) {
  return from_unix_ns(static_cast<std::int64_t>(o.t_obs()));
}

TimeStamp at_second(std::uint32_t second) {
  return {second, TimeStamp::Mode::fix};
}

TEST(FixTime, IsTheNearestInstantWithThatSecond) {
  EXPECT_EQ(fix_time(kReceived, at_second(10)), kReceived);
  EXPECT_EQ(fix_time(kReceived, at_second(8)), kReceived - 2s);
  EXPECT_EQ(fix_time(kReceived, at_second(55)), kReceived - 15s); // of the minute before
  EXPECT_EQ(fix_time(kReceived, at_second(40)), kReceived - 30s);
  EXPECT_EQ(fix_time(kReceived + 350ms, at_second(10)), kReceived); // whole seconds
}

TEST(FixTime, AStationsClockMayBeALittleSlow) {
  EXPECT_EQ(fix_time(kReceived, at_second(11)), kReceived + 1s);
  EXPECT_EQ(fix_time(kReceived, at_second(12)), kReceived + 2s);
  EXPECT_EQ(fix_time(kReceived + 49s, at_second(0)), kReceived + 50s); // over the minute
}

TEST(FixTime, NothingIsSeenBeforeItHappens) {
  for (std::uint32_t second = 13; second < 40; ++second)
    EXPECT_EQ(fix_time(kReceived, at_second(second)), kReceived) << second;
}

TEST(FixTime, WithoutASecondItIsTheReception) {
  EXPECT_EQ(fix_time(kReceived, {{}, TimeStamp::Mode::dead_reckoning}), kReceived);
}

TEST(ToWire, PositionReport) {
  auto const o = observe_one(header(1, 412'345'678)
                                 .u(4, 5)
                                 .s(8, -50)
                                 .u(10, 100)
                                 .u(1, 1)
                                 .s(28, 73'140'300)
                                 .s(27, 23'400'006)
                                 .u(12, 2245)
                                 .u(9, 215)
                                 .u(6, 8)
                                 .u(2, 0)
                                 .u(3, 0)
                                 .u(1, 0)
                                 .u(19, 0));
  EXPECT_EQ(o.entity(), "mmsi:412345678");
  EXPECT_EQ(o.kind(), wire::VESSEL);
  EXPECT_EQ(t_obs(o), kReceived - 2s);
  EXPECT_EQ(from_unix_ns(static_cast<std::int64_t>(o.t_rx())), kReceived + 50ms);
  EXPECT_NEAR(o.fix().lon_deg(), 121.9005, 1e-9);
  EXPECT_NEAR(o.fix().lat_deg(), 39.00001, 1e-9);
  EXPECT_FLOAT_EQ(o.fix().sigma_m(), kSigmaHighM);
  EXPECT_NEAR(o.fix().speed_mps(), 5.14444, 1e-5); // 10 kn
  EXPECT_FLOAT_EQ(o.fix().course_deg(), 224.5F);
  EXPECT_FLOAT_EQ(o.fix().heading_deg(), 215);
  EXPECT_NEAR(o.fix().turn_rate_dps(), -111.6007 / 60, 1e-5);
  EXPECT_EQ(o.fix().quality_rank(), 0U);
  EXPECT_EQ(o.vessel_state().nav_status(), 5U);
  EXPECT_FALSE(o.vessel_state().class_b());
  EXPECT_FALSE(o.event());
}

TEST(ToWire, WhatIsNotAvailableIsLeftOut) {
  auto const o = observe_one(header(1, 1)
                                 .u(4, 15)
                                 .s(8, -128)
                                 .u(10, 1023)
                                 .u(1, 0)
                                 .s(28, 73'140'300)
                                 .s(27, 23'400'006)
                                 .u(12, 3600)
                                 .u(9, 511)
                                 .u(6, 63)
                                 .u(2, 0)
                                 .u(3, 0)
                                 .u(1, 0)
                                 .u(19, 0));
  EXPECT_EQ(o.entity(), "mmsi:000000001");
  EXPECT_EQ(t_obs(o), kReceived);
  EXPECT_FLOAT_EQ(o.fix().sigma_m(), kSigmaLowM);
  EXPECT_FALSE(o.fix().has_speed_mps() || o.fix().has_course_deg() || o.fix().has_heading_deg() ||
               o.fix().has_turn_rate_dps());
  EXPECT_EQ(o.fix().quality_rank(), 1U); // positioning system inoperative
  EXPECT_FALSE(observe_one(test::position_report(412'345'678, 181, 91)).has_fix());
  EXPECT_FALSE(observe_one(test::position_report(412'345'678, 120, 91)).has_fix());
  EXPECT_FALSE(observe_one(test::position_report(412'345'678, 200, 39)).has_fix());
}

TEST(ToWire, ClassBIsMarkedAndTheExtendedReportTellsTwoThings) {
  auto const b = observe_one(header(18, 412'000'018)
                                 .u(8, 0)
                                 .u(10, 51)
                                 .u(1, 0)
                                 .s(28, 73'140'300)
                                 .s(27, 23'400'006)
                                 .u(12, 349)
                                 .u(9, 511)
                                 .u(6, 10)
                                 .u(29, 0));
  EXPECT_TRUE(b.vessel_state().class_b());
  EXPECT_FALSE(b.vessel_state().has_nav_status());
  EXPECT_TRUE(b.has_fix());

  auto const both = observe(header(19, 412'000'019)
                                .u(8, 0)
                                .u(10, 87)
                                .u(1, 0)
                                .s(28, 73'140'300)
                                .s(27, 23'400'006)
                                .u(12, 3359)
                                .u(9, 12)
                                .u(6, 10)
                                .u(4, 0)
                                .text(20, "LIAO YU 1")
                                .u(8, 30)
                                .u(9, 5)
                                .u(9, 21)
                                .u(6, 4)
                                .u(6, 3)
                                .u(4, 1)
                                .u(7, 0));
  ASSERT_EQ(both.size(), 2U);
  EXPECT_TRUE(both[0].has_fix());
  EXPECT_FALSE(both[1].has_fix());
  EXPECT_EQ(both[1].vessel_static().name(), "LIAO YU 1");
  EXPECT_EQ(both[1].vessel_static().ship_type(), 30U);
  EXPECT_FLOAT_EQ(both[1].vessel_static().stern_m(), 21);
}

TEST(ToWire, AircraftHasAltitudeAndWholeKnots) {
  auto const o = observe_one(header(9, 111'412'001)
                                 .u(12, 303)
                                 .u(10, 142)
                                 .u(1, 0)
                                 .s(28, 73'140'300)
                                 .s(27, 23'400'006)
                                 .u(12, 1545)
                                 .u(6, 10)
                                 .u(34, 0));
  EXPECT_EQ(o.kind(), wire::AIRCRAFT);
  EXPECT_FLOAT_EQ(o.fix().altitude_m(), 303);
  EXPECT_NEAR(o.fix().speed_mps(), 73.0511, 1e-4);
}

TEST(ToWire, TheLongRangeReportRanksLast) {
  auto const o = observe_one(
      header(27, 412'345'678).u(1, 1).u(1, 0).u(4, 0).s(18, 73'140).s(17, 23'400).u(6, 12).u(9, 90).u(2, 0));
  EXPECT_EQ(o.fix().quality_rank(), 2U);
  EXPECT_FLOAT_EQ(o.fix().sigma_m(), kSigmaLongRangeM); // whatever its accuracy flag says
  EXPECT_NEAR(o.fix().lon_deg(), 121.9, 1e-9);
}

Bits base_station(unsigned type, unsigned second) {
  return header(type, 4'120'001)
      .u(14, 2026)
      .u(4, 9)
      .u(5, 26)
      .u(5, 8)
      .u(6, 40)
      .u(6, second)
      .u(1, 1)
      .s(28, 73'140'300)
      .s(27, 23'400'006)
      .u(4, 7)
      .u(30, 0);
}

TEST(ToWire, BaseStationsTellTheWholeTimeAndAreBelievedWithinTheSameBounds) {
  auto const o = observe_one(base_station(4, 7));
  EXPECT_EQ(o.entity(), "mmsi:004120001");
  EXPECT_EQ(o.kind(), wire::BASE_STATION);
  EXPECT_EQ(t_obs(o), kReceived - 3s);
  EXPECT_EQ(t_obs(observe_one(base_station(4, 13))), kReceived);
  EXPECT_TRUE(observe(base_station(11, 7)).empty()); // a ship's answer about the time
}

TEST(ToWire, StaticData) {
  auto const o = observe_one(header(5, 412'345'678)
                                 .u(2, 0)
                                 .u(30, 9'134'270)
                                 .text(7, "BOXY1")
                                 .text(20, "DALIAN STAR")
                                 .u(8, 71)
                                 .u(9, 225)
                                 .u(9, 70)
                                 .u(6, 0)
                                 .u(6, 0)
                                 .u(4, 1)
                                 .u(20, 0)
                                 .u(8, 122)
                                 .text(20, "")
                                 .u(2, 0));
  auto const& s = o.vessel_static();
  EXPECT_FALSE(o.has_fix());
  EXPECT_EQ(t_obs(o), kReceived);
  EXPECT_EQ(s.imo(), 9'134'270U);
  EXPECT_EQ(s.call_sign(), "BOXY1");
  EXPECT_EQ(s.name(), "DALIAN STAR");
  EXPECT_EQ(s.ship_type(), 71U);
  EXPECT_FLOAT_EQ(s.bow_m(), 225);
  EXPECT_FALSE(s.has_port_m() || s.has_starboard_m() || s.has_destination());
  EXPECT_FLOAT_EQ(s.draught_m(), 12.2F);

  EXPECT_EQ(observe_one(header(24, 412'000'024).u(2, 0).text(20, "PROGUY").u(8, 0)).vessel_static().name(), "PROGUY");
  EXPECT_TRUE(observe(header(24, 412'000'024).u(2, 0).text(20, "").u(8, 0)).empty()); // says nothing
  auto const part_b = observe_one(
      header(24, 984'120'001).u(2, 1).u(8, 37).text(3, "SRT").u(24, 0).text(7, "TC6163").u(30, 412'345'678).u(6, 0));
  EXPECT_EQ(part_b.vessel_static().call_sign(), "TC6163");
  EXPECT_EQ(part_b.vessel_static().mothership_mmsi(), 412'345'678U);
}

TEST(ToWire, AidToNavigation) {
  auto const o = observe_one(header(21, 994'121'001)
                                 .u(5, 20)
                                 .text(20, "DAYAOWAN NO 1")
                                 .u(1, 1)
                                 .s(28, 73'140'300)
                                 .s(27, 23'400'006)
                                 .u(30, 0)
                                 .u(4, 7)
                                 .u(6, 10)
                                 .u(1, 1)
                                 .u(8, 0)
                                 .u(1, 0)
                                 .u(1, 1)
                                 .u(2, 0));
  EXPECT_EQ(o.kind(), wire::AID_TO_NAVIGATION);
  EXPECT_EQ(o.aid().aid_type(), 20U);
  EXPECT_EQ(o.aid().name(), "DAYAOWAN NO 1");
  EXPECT_TRUE(o.aid().off_position());
  EXPECT_TRUE(o.aid().virtual_aid());
  EXPECT_TRUE(o.has_fix());
}

TEST(ToWire, ChineseDatumsAreConverted) {
  auto const wgs84 = observe_one(test::position_report(412'345'678)).fix();
  auto const gcj02 = observe_one(test::position_report(412'345'678), Crs::gcj02).fix();
  GeoPoint const expected = to_wgs84({wgs84.lon_deg(), wgs84.lat_deg()}, Crs::gcj02);
  EXPECT_DOUBLE_EQ(gcj02.lon_deg(), expected.lon_deg);
  EXPECT_DOUBLE_EQ(gcj02.lat_deg(), expected.lat_deg);
  EXPECT_GT(std::abs(gcj02.lon_deg() - wgs84.lon_deg()), 0.002); // some hundred metres
}

TEST(ToWire, OtherMessagesAreNotForTheTwin) {
  EXPECT_TRUE(observe(header(8, 1).u(2, 0).u(10, 200).u(6, 10).u(24, 0)).empty());
  EXPECT_TRUE(observe(header(10, 1).u(34, 0)).empty());
}

TEST(WeakIdentity, MmsiThatManyShare) {
  for (auto const mmsi : {0U, 1U, 123'456'789U, 111'111'111U, 1'073'741'823U})
    EXPECT_TRUE(is_weak_identity(mmsi)) << mmsi;
  for (auto const mmsi : {412'345'678U, 4'120'001U, 994'121'001U, 111'412'001U})
    EXPECT_FALSE(is_weak_identity(mmsi)) << mmsi;
}

} // namespace
} // namespace dalian::ais
