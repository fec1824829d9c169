// Messages 1, 2, 3, 9, 18, 19 and 27: where ships and aircraft are.
#include "tests/connectors/ais/decoded.hpp"

namespace dalian::ais {
namespace {

using test::Decoded;
using test::header;
using test::kLat;
using test::kLon;

TEST(Decode, PositionReport) {
  auto const bits = header(3, 412'345'678, 2)
                        .u(4, 5)
                        .s(8, -50)
                        .u(10, 105)
                        .u(1, 1)
                        .s(28, kLon)
                        .s(27, kLat)
                        .u(12, 2245)
                        .u(9, 215)
                        .u(6, 33)
                        .u(2, 2)
                        .u(3, 0)
                        .u(1, 1)
                        .u(19, 0x5A5A5);
  ASSERT_EQ(bits.size(), 168U);
  Decoded const d(bits);
  auto const& m = d.as<PositionReport>();
  EXPECT_EQ(d.message.message_id, 3U);
  EXPECT_EQ(d.message.repeat_indicator, 2U);
  EXPECT_EQ(d.message.mmsi, 412'345'678U);
  EXPECT_EQ(m.navigational_status, 5U);
  EXPECT_NEAR(*m.rate_of_turn_deg_per_min, -111.6007, 1e-4); // (50 / 4.733)²
  EXPECT_DOUBLE_EQ(*m.speed_over_ground_kn, 10.5);
  EXPECT_TRUE(m.position_accuracy_high);
  EXPECT_NEAR(*m.position.longitude_deg, 121.9005, 1e-9);
  EXPECT_NEAR(*m.position.latitude_deg, -39.00001, 1e-9);
  EXPECT_DOUBLE_EQ(*m.course_over_ground_deg, 224.5);
  EXPECT_EQ(*m.true_heading_deg, 215U);
  EXPECT_EQ(*m.time_stamp.second, 33U);
  EXPECT_EQ(*m.special_manoeuvre, 2U);
  EXPECT_TRUE(m.raim);
  EXPECT_EQ(*m.communication_state, 0x5A5A5U);
}

TEST(Decode, PositionReportNotAvailable) {
  Decoded const d(header(1, 1)
                      .u(4, 15)
                      .s(8, -128)
                      .u(10, 1023)
                      .u(1, 0)
                      .s(28, 108'600'000)
                      .s(27, 54'600'000)
                      .u(12, 3600)
                      .u(9, 511)
                      .u(6, 60)
                      .u(2, 0)
                      .u(3, 0)
                      .u(1, 0)
                      .u(19, 0));
  auto const& m = d.as<PositionReport>();
  EXPECT_FALSE(m.rate_of_turn_deg_per_min || m.speed_over_ground_kn || m.position.longitude_deg ||
               m.position.latitude_deg || m.course_over_ground_deg || m.true_heading_deg || m.time_stamp.second ||
               m.special_manoeuvre);
  EXPECT_EQ(m.position.latitude_deg.state(), Real::State::not_available);
  EXPECT_EQ(m.fast_turn, Turn::unknown);
  EXPECT_EQ(m.time_stamp.mode, TimeStamp::Mode::not_available);
}

TEST(Decode, ValuesOutsideTheirDomainAreNoValues) {
  Decoded const d(header(1, 1)
                      .u(4, 0)
                      .s(8, 127)
                      .u(10, 1022)
                      .u(1, 0)
                      .s(28, 108'000'001)
                      .s(27, -54'000'001)
                      .u(12, 3601)
                      .u(9, 360)
                      .u(6, 62)
                      .u(2, 3)
                      .u(3, 0)
                      .u(1, 0)
                      .u(19, 0));
  auto const& m = d.as<PositionReport>();
  EXPECT_EQ(m.position.longitude_deg.state(), Real::State::out_of_range);
  EXPECT_EQ(m.position.latitude_deg.state(), Real::State::out_of_range); // just beyond 90° south
  EXPECT_FALSE(m.position.valid());
  EXPECT_EQ(m.course_over_ground_deg.state(), Real::State::out_of_range);
  EXPECT_EQ(m.true_heading_deg.state(), Code::State::out_of_range);
  EXPECT_EQ(m.special_manoeuvre.state(), Code::State::out_of_range);
  EXPECT_EQ(m.fast_turn, Turn::right);
  EXPECT_FALSE(m.rate_of_turn_deg_per_min);
  EXPECT_DOUBLE_EQ(*m.speed_over_ground_kn, 102.2); // or more
  EXPECT_EQ(m.time_stamp.mode, TimeStamp::Mode::dead_reckoning);
}

TEST(Decode, ThePolesAndTheDateLineAreInside) {
  Decoded const d(header(1, 1)
                      .u(4, 0)
                      .s(8, 0)
                      .u(10, 0)
                      .u(1, 0)
                      .s(28, -108'000'000)
                      .s(27, 54'000'000)
                      .u(12, 0)
                      .u(9, 0)
                      .u(6, 0)
                      .u(2, 0)
                      .u(3, 0)
                      .u(1, 0)
                      .u(19, 0));
  auto const& m = d.as<PositionReport>();
  EXPECT_DOUBLE_EQ(*m.position.longitude_deg, -180);
  EXPECT_DOUBLE_EQ(*m.position.latitude_deg, 90);
}

TEST(Decode, AircraftPositionReport) {
  auto const bits = header(9, 111'412'001)
                        .u(12, 303)
                        .u(10, 142)
                        .u(1, 0)
                        .s(28, kLon)
                        .s(27, kLat)
                        .u(12, 1545)
                        .u(6, 15)
                        .u(1, 1)
                        .u(7, 0)
                        .u(1, 1)
                        .u(3, 0)
                        .u(1, 1)
                        .u(1, 0)
                        .u(1, 1)
                        .u(19, 33'392);
  ASSERT_EQ(bits.size(), 168U);
  Decoded const d(bits);
  auto const& m = d.as<AircraftPositionReport>();
  EXPECT_EQ(*m.altitude_m, 303U);
  EXPECT_EQ(*m.speed_over_ground_kn, 142U); // whole knots here
  EXPECT_NEAR(*m.position.longitude_deg, 121.9005, 1e-9);
  EXPECT_DOUBLE_EQ(*m.course_over_ground_deg, 154.5);
  EXPECT_EQ(*m.time_stamp.second, 15U);
  EXPECT_TRUE(m.altitude_barometric);
  EXPECT_TRUE(m.data_terminal_not_ready);
  EXPECT_TRUE(m.assigned_mode);
  EXPECT_FALSE(m.raim);
  EXPECT_TRUE(m.communication_state_itdma);
  EXPECT_EQ(*m.communication_state, 33'392U);
}

TEST(Decode, ClassBPositionReport) {
  auto const bits = header(18, 412'000'018)
                        .u(8, 3)
                        .u(10, 51)
                        .u(1, 1)
                        .s(28, kLon)
                        .s(27, kLat)
                        .u(12, 349)
                        .u(9, 511)
                        .u(6, 17)
                        .u(2, 1)
                        .u(1, 1)
                        .u(1, 0)
                        .u(1, 1)
                        .u(1, 0)
                        .u(1, 1)
                        .u(1, 0)
                        .u(1, 1)
                        .u(1, 1)
                        .u(19, 393'222);
  ASSERT_EQ(bits.size(), 168U);
  Decoded const d(bits);
  auto const& m = d.as<ClassBPositionReport>();
  EXPECT_EQ(m.reserved_38, 3U);
  EXPECT_DOUBLE_EQ(*m.speed_over_ground_kn, 5.1);
  EXPECT_TRUE(m.position_accuracy_high);
  EXPECT_NEAR(*m.position.longitude_deg, 121.9005, 1e-9);
  EXPECT_NEAR(*m.position.latitude_deg, -39.00001, 1e-9);
  EXPECT_DOUBLE_EQ(*m.course_over_ground_deg, 34.9);
  EXPECT_FALSE(m.true_heading_deg);
  EXPECT_EQ(*m.time_stamp.second, 17U);
  EXPECT_EQ(m.reserved_139, 1U);
  EXPECT_TRUE(m.carrier_sense_unit && m.dsc && m.accepts_message_22 && m.raim && m.communication_state_itdma);
  EXPECT_FALSE(m.display || m.whole_band || m.assigned_mode);
  EXPECT_EQ(*m.communication_state, 393'222U);
}

TEST(Decode, ClassBExtendedReport) {
  auto const bits = header(19, 412'000'019)
                        .u(8, 248)
                        .u(10, 87)
                        .u(1, 0)
                        .s(28, kLon)
                        .s(27, kLat)
                        .u(12, 3359)
                        .u(9, 12)
                        .u(6, 46)
                        .u(4, 4)
                        .text(20, "CAPT.J.RIMES")
                        .u(8, 70)
                        .u(9, 5)
                        .u(9, 21)
                        .u(6, 4)
                        .u(6, 3)
                        .u(4, 1)
                        .u(1, 1)
                        .u(1, 0)
                        .u(1, 1)
                        .u(4, 0);
  ASSERT_EQ(bits.size(), 312U);
  Decoded const d(bits);
  auto const& m = d.as<ClassBExtendedReport>();
  EXPECT_EQ(m.reserved_38, 248U);
  EXPECT_DOUBLE_EQ(*m.speed_over_ground_kn, 8.7);
  EXPECT_NEAR(*m.position.latitude_deg, -39.00001, 1e-9);
  EXPECT_DOUBLE_EQ(*m.course_over_ground_deg, 335.9);
  EXPECT_EQ(*m.true_heading_deg, 12U);
  EXPECT_EQ(*m.time_stamp.second, 46U);
  EXPECT_EQ(m.reserved_139, 4U);
  EXPECT_EQ(m.name.view(), "CAPT.J.RIMES");
  EXPECT_EQ(*m.ship_and_cargo_type, 70U);
  EXPECT_EQ(*m.dimensions.stern_m, 21U);
  EXPECT_EQ(*m.dimensions.starboard_m, 3U);
  EXPECT_EQ(m.position_fixing_device, 1U);
  EXPECT_TRUE(m.raim && m.assigned_mode);
  EXPECT_FALSE(m.data_terminal_not_ready);
}

TEST(Decode, LongRangeReport) {
  auto const bits =
      header(27, 206'914'217, 1).u(1, 1).u(1, 0).u(4, 2).s(18, 82'214).s(17, -2'904).u(6, 57).u(9, 167).u(1, 1).u(1, 0);
  ASSERT_EQ(bits.size(), 96U);
  Decoded const d(bits);
  auto const& m = d.as<LongRangeReport>();
  EXPECT_TRUE(m.position_accuracy_high);
  EXPECT_EQ(m.navigational_status, 2U);
  EXPECT_NEAR(*m.position.longitude_deg, 137.0233333, 1e-6);
  EXPECT_NEAR(*m.position.latitude_deg, -4.84, 1e-9);
  EXPECT_EQ(*m.speed_over_ground_kn, 57U);
  EXPECT_EQ(*m.course_over_ground_deg, 167U);
  EXPECT_TRUE(m.position_latency_over_5_s);

  // 181° and 91° in 1/10 minute (108,600 and 54,600), not the 181,000 of a table often copied.
  Decoded const nothing(header(27, 1).u(6, 0).s(18, 108'600).s(17, 54'600).u(6, 63).u(9, 511).u(2, 0));
  auto const& n = nothing.as<LongRangeReport>();
  EXPECT_EQ(n.position.longitude_deg.state(), Real::State::not_available);
  EXPECT_EQ(n.position.latitude_deg.state(), Real::State::not_available);
  EXPECT_FALSE(n.speed_over_ground_kn || n.course_over_ground_deg);
}

} // namespace
} // namespace dalian::ais
