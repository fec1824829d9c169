// Vectors written field by field from ITU-R M.1371-5 (28: M.1371-6): the widths in their order give the offsets, the
// expected values are the standard's scaling of what was put in.
#include "connectors/ais/decode.hpp"

#include "tests/connectors/ais/collect.hpp"
#include "tests/connectors/ais/encoder.hpp"

#include <gtest/gtest.h>

namespace dalian::ais {
namespace {

using test::Bits;
using test::header;

/// Keeps the payload alive for the data views of the message.
struct Decoded {
  PayloadBits payload;
  Message message;
  Outcome outcome;
  explicit Decoded(Bits const& bits) {
    EXPECT_EQ(payload.append(bits.payload(), bits.fill()), PayloadBits::Status::ok);
    outcome = decode(payload.reader(), message);
  }
  template <class T>
  T const& as() const {
    EXPECT_EQ(outcome, Outcome::decoded);
    return std::get<T>(message.body);
  }
};

constexpr std::int64_t kLon = 73'140'300;  // 121.9005°
constexpr std::int64_t kLat = -23'400'006; // −39.00001°

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

TEST(Decode, BaseStationReport) {
  auto const bits = header(4, 4'120'001)
                        .u(14, 2038)
                        .u(4, 1)
                        .u(5, 19)
                        .u(5, 3)
                        .u(6, 14)
                        .u(6, 8)
                        .u(1, 1)
                        .s(28, kLon)
                        .s(27, kLat)
                        .u(4, 7)
                        .u(10, 0)
                        .u(1, 1)
                        .u(19, 77);
  ASSERT_EQ(bits.size(), 168U);
  Decoded const d(bits);
  auto const& m = d.as<BaseStationReport>();
  EXPECT_EQ(*m.utc_year, 2038U);
  EXPECT_EQ(*m.utc_month, 1U);
  EXPECT_EQ(*m.utc_day, 19U);
  EXPECT_EQ(*m.utc_hour, 3U);
  EXPECT_EQ(*m.utc_minute, 14U);
  EXPECT_EQ(*m.utc_second, 8U);
  EXPECT_TRUE(m.position_accuracy_high);
  EXPECT_NEAR(*m.position.longitude_deg, 121.9005, 1e-9);
  EXPECT_NEAR(*m.position.latitude_deg, -39.00001, 1e-9);
  EXPECT_EQ(m.position_fixing_device, 7U);
  EXPECT_TRUE(m.raim);
  EXPECT_EQ(*m.communication_state, 77U);
}

TEST(Decode, StaticAndVoyageData) {
  auto const bits = header(5, 412'345'678)
                        .u(2, 1)
                        .u(30, 9'134'270)
                        .text(7, "BOXY1")
                        .text(20, "DALIAN STAR  @GARBAGE")
                        .u(8, 71)
                        .u(9, 225)
                        .u(9, 70)
                        .u(6, 1)
                        .u(6, 31)
                        .u(4, 1)
                        .u(4, 5)
                        .u(5, 15)
                        .u(5, 16)
                        .u(6, 0)
                        .u(8, 122)
                        .text(20, "NEW YORK")
                        .u(1, 0)
                        .u(1, 0);
  ASSERT_EQ(bits.size(), 424U);
  Decoded const d(bits);
  auto const& m = d.as<StaticAndVoyageData>();
  EXPECT_EQ(m.ais_version, 1U);
  EXPECT_EQ(*m.imo_number, 9'134'270U);
  EXPECT_EQ(m.call_sign.view(), "BOXY1");
  EXPECT_EQ(m.name.view(), "DALIAN STAR");
  EXPECT_EQ(*m.ship_and_cargo_type, 71U);
  EXPECT_EQ(*m.dimensions.bow_m, 225U);
  EXPECT_EQ(*m.dimensions.stern_m, 70U);
  EXPECT_EQ(*m.dimensions.port_m, 1U);
  EXPECT_EQ(*m.dimensions.starboard_m, 31U);
  EXPECT_EQ(m.position_fixing_device, 1U);
  EXPECT_EQ(*m.eta_month, 5U);
  EXPECT_EQ(*m.eta_day, 15U);
  EXPECT_EQ(*m.eta_hour, 16U);
  EXPECT_EQ(*m.eta_minute, 0U);
  EXPECT_DOUBLE_EQ(*m.draught_m, 12.2);
  EXPECT_EQ(m.destination.view(), "NEW YORK");
  EXPECT_FALSE(m.data_terminal_not_ready);
}

TEST(Decode, StaticDataNotAvailable) {
  Decoded const d(header(5, 9)
                      .u(2, 0)
                      .u(30, 0)
                      .text(7, "")
                      .text(20, "")
                      .u(8, 0)
                      .u(9, 0)
                      .u(9, 0)
                      .u(6, 0)
                      .u(6, 0)
                      .u(4, 0)
                      .u(4, 0)
                      .u(5, 0)
                      .u(5, 24)
                      .u(6, 60)
                      .u(8, 0)
                      .text(20, "")
                      .u(1, 1)
                      .u(1, 0));
  auto const& m = d.as<StaticAndVoyageData>();
  EXPECT_FALSE(m.imo_number || m.ship_and_cargo_type || m.dimensions.bow_m || m.dimensions.starboard_m || m.eta_month ||
               m.eta_day || m.eta_hour || m.eta_minute || m.draught_m);
  EXPECT_TRUE(m.call_sign.empty() && m.name.empty() && m.destination.empty());
}

TEST(Decode, AddressedAndBroadcastBinary) {
  Decoded const six(header(6, 1).u(2, 3).u(30, 313'240'222).u(1, 1).u(1, 0).u(10, 669).u(6, 11).u(12, 0xABC));
  auto const& a = six.as<AddressedBinary>();
  EXPECT_EQ(a.sequence_number, 3U);
  EXPECT_EQ(a.destination_id, 313'240'222U);
  EXPECT_TRUE(a.retransmit);
  EXPECT_EQ(a.designated_area_code, 669U);
  EXPECT_EQ(a.function_identifier, 11U);
  EXPECT_EQ(a.data.size_bits(), 12U);
  EXPECT_EQ(a.data.payload.u(a.data.begin, 12), 0xABCU);

  Decoded const eight(header(8, 1).u(2, 0).u(10, 200).u(6, 10).u(24, 0x123456));
  auto const& b = eight.as<BroadcastBinary>();
  EXPECT_EQ(b.designated_area_code, 200U);
  EXPECT_EQ(b.function_identifier, 10U);
  EXPECT_EQ(b.data.payload.u(b.data.begin, 24), 0x123456U);
}

TEST(Decode, Acknowledgements) {
  Decoded const d(header(13, 1).u(2, 0).u(30, 211'217'560).u(2, 2).u(30, 5).u(2, 1));
  auto const& m = d.as<Acknowledgement>();
  ASSERT_EQ(m.count, 2U);
  EXPECT_EQ(m.entries[0].destination_id, 211'217'560U);
  EXPECT_EQ(m.entries[0].sequence_number, 2U);
  EXPECT_EQ(m.entries[1].destination_id, 5U);
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

TEST(Decode, InquiryAndSafetyTexts) {
  EXPECT_EQ(Decoded(header(10, 1).u(2, 0).u(30, 366'832'740).u(2, 0)).as<UtcInquiry>().destination_id, 366'832'740U);

  Decoded const twelve(header(12, 1).u(2, 1).u(30, 351'809'000).u(1, 1).u(1, 0).text(5, "THANX"));
  auto const& a = twelve.as<AddressedSafetyText>();
  EXPECT_EQ(a.destination_id, 351'809'000U);
  EXPECT_EQ(a.text.view(), "THANX");

  Decoded const fourteen(header(14, 1).u(2, 0).text(17, "MAN OVERBOARD, 1?"));
  EXPECT_EQ(fourteen.as<BroadcastSafetyText>().text.view(), "MAN OVERBOARD, 1?");
}

TEST(Decode, InterrogationOfTwoStations) {
  auto const bits = header(15, 1)
                        .u(2, 0)
                        .u(30, 211'507'560)
                        .u(6, 5)
                        .u(12, 100)
                        .u(2, 0)
                        .u(6, 24)
                        .u(12, 663)
                        .u(2, 0)
                        .u(30, 605'843'451)
                        .u(6, 3)
                        .u(12, 560)
                        .u(2, 0);
  ASSERT_EQ(bits.size(), 160U);
  Decoded const d(bits);
  auto const& m = d.as<Interrogation>();
  ASSERT_EQ(m.count, 3U);
  EXPECT_EQ(m.requests[1].destination_id, 211'507'560U);
  EXPECT_EQ(m.requests[1].message_id, 24U);
  EXPECT_EQ(m.requests[1].slot_offset, 663U);
  EXPECT_EQ(m.requests[2].destination_id, 605'843'451U);
  EXPECT_EQ(m.requests[2].message_id, 3U);
  EXPECT_EQ(m.requests[2].slot_offset, 560U);
}

TEST(Decode, LinkManagement) {
  Decoded const sixteen(header(16, 1).u(2, 0).u(30, 224'251'000).u(12, 200).u(10, 3).u(30, 7).u(12, 8).u(10, 9));
  auto const& a = sixteen.as<AssignmentCommand>();
  ASSERT_EQ(a.count, 2U);
  EXPECT_EQ(a.assignments[0].offset, 200U);
  EXPECT_EQ(a.assignments[1].increment, 9U);

  Decoded const twenty(
      header(20, 1).u(2, 0).u(12, 2182).u(4, 5).u(3, 7).u(11, 225).u(12, 47).u(4, 1).u(3, 6).u(11, 250));
  auto const& l = twenty.as<DataLinkManagement>();
  ASSERT_EQ(l.count, 2U);
  EXPECT_EQ(l.reservations[0].offset, 2182U);
  EXPECT_EQ(l.reservations[1].slots, 1U);
  EXPECT_EQ(l.reservations[1].timeout_min, 6U);
  EXPECT_EQ(l.reservations[1].increment, 250U);
}

TEST(Decode, DgnssBroadcast) {
  Decoded const d(header(17, 1).u(2, 0).s(18, 17'478).s(17, 35'992).u(5, 0).u(8, 0x7C));
  auto const& m = d.as<DgnssBroadcast>();
  EXPECT_NEAR(*m.position.longitude_deg, 29.13, 1e-9);
  EXPECT_NEAR(*m.position.latitude_deg, 59.986666666, 1e-8);
  EXPECT_EQ(m.data.size_bits(), 8U);
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

Bits aid_report(std::string_view name, unsigned second = 50) {
  return header(21, 994'121'001)
      .u(5, 20)
      .text(20, name)
      .u(1, 1)
      .s(28, kLon)
      .s(27, kLat)
      .u(9, 1)
      .u(9, 2)
      .u(6, 3)
      .u(6, 4)
      .u(4, 7)
      .u(6, second)
      .u(1, 1)
      .u(8, 165)
      .u(1, 1)
      .u(1, 1)
      .u(1, 0)
      .u(1, 0);
}

TEST(Decode, AidToNavigationReport) {
  auto const bits = aid_report("DAYAOWAN NO 1");
  ASSERT_EQ(bits.size(), 272U);
  Decoded const d(bits);
  auto const& m = d.as<AidToNavigationReport>();
  EXPECT_EQ(m.aid_type, 20U);
  EXPECT_EQ(m.name.view(), "DAYAOWAN NO 1");
  EXPECT_TRUE(m.position_accuracy_high);
  EXPECT_NEAR(*m.position.longitude_deg, 121.9005, 1e-9);
  EXPECT_NEAR(*m.position.latitude_deg, -39.00001, 1e-9);
  EXPECT_EQ(*m.dimensions.starboard_m, 4U);
  EXPECT_EQ(m.position_fixing_device, 7U);
  EXPECT_TRUE(*m.off_position);
  EXPECT_EQ(m.aton_status, 165U);
  EXPECT_TRUE(m.raim && m.virtual_aid);
  EXPECT_FALSE(m.assigned_mode);
}

TEST(Decode, AidNameGoesOnOnlyWhenItsFirstTwentyCharactersAreUsed) {
  EXPECT_EQ(Decoded(aid_report("CHINA ROSE MURPHY EX").text(11, "PRESS ALERT")).as<AidToNavigationReport>().name.view(),
            "CHINA ROSE MURPHY EXPRESS ALERT");
  EXPECT_EQ(Decoded(aid_report("SHORT").text(3, "XYZ")).as<AidToNavigationReport>().name.view(), "SHORT");
}

TEST(Decode, OffPositionNeedsATime) {
  EXPECT_FALSE(Decoded(aid_report("A", 60)).as<AidToNavigationReport>().off_position.has_value());
}

TEST(Decode, ChannelManagementOfARegionAndOfStations) {
  auto const begin = [] { return header(22, 1).u(2, 0).u(12, 2087).u(12, 2088).u(4, 1).u(1, 1); };
  auto const area =
      begin().s(18, -44'100).s(17, 27'330).s(18, -48'100).s(17, 25'400).u(1, 0).u(1, 1).u(1, 0).u(3, 4).u(23, 0);
  ASSERT_EQ(area.size(), 168U);
  Decoded const d(area);
  auto const& m = d.as<ChannelManagement>();
  EXPECT_EQ(m.channel_a, 2087U);
  EXPECT_TRUE(m.low_power);
  EXPECT_NEAR(*m.region.north_east.longitude_deg, -73.5, 1e-9);
  EXPECT_NEAR(*m.region.south_west.latitude_deg, 42.333333, 1e-6);
  EXPECT_TRUE(m.narrow_band_a);
  EXPECT_EQ(m.transitional_zone_nmi, 5U);

  Decoded const addressed(begin().u(30, 28'144'881).u(5, 0).u(30, 268'435'519).u(5, 0).u(1, 1).u(5, 0).u(23, 0));
  EXPECT_EQ(addressed.as<ChannelManagement>().destinations[1], 268'435'519U);
}

TEST(Decode, GroupAssignment) {
  auto const bits = header(23, 1)
                        .u(2, 0)
                        .s(18, 1578)
                        .s(17, 30'642)
                        .s(18, 1096)
                        .s(17, 30'408)
                        .u(4, 6)
                        .u(8, 30)
                        .u(22, 0)
                        .u(2, 1)
                        .u(4, 9)
                        .u(4, 2)
                        .u(6, 0);
  ASSERT_EQ(bits.size(), 160U);
  Decoded const d(bits);
  auto const& m = d.as<GroupAssignment>();
  EXPECT_NEAR(*m.region.north_east.longitude_deg, 2.63, 1e-9);
  EXPECT_NEAR(*m.region.south_west.latitude_deg, 50.68, 1e-9);
  EXPECT_EQ(m.station_type, 6U);
  EXPECT_EQ(m.ship_and_cargo_type, 30U);
  EXPECT_EQ(m.tx_rx_mode, 1U);
  EXPECT_EQ(m.reporting_interval, 9U);
  EXPECT_EQ(m.quiet_time_min, 2U);
}

Bits part_b(std::uint32_t mmsi) {
  return header(24, mmsi).u(2, 1).u(8, 37).text(3, "SRT").u(4, 2).u(20, 199'796).text(7, "TC6163");
}

TEST(Decode, StaticDataParts) {
  Decoded const a(header(24, 1).u(2, 0).text(20, "PROGUY"));
  EXPECT_EQ(a.as<StaticDataPartA>().name.view(), "PROGUY");

  Decoded const b(part_b(271'041'815).u(9, 1).u(9, 15).u(6, 2).u(6, 5).u(4, 1).u(2, 0));
  auto const& m = b.as<StaticDataPartB>();
  EXPECT_EQ(*m.ship_and_cargo_type, 37U);
  EXPECT_EQ(m.vendor_id.view(), "SRT");
  EXPECT_EQ(m.unit_model, 2U);
  EXPECT_EQ(m.unit_serial_number, 199'796U);
  EXPECT_EQ(m.call_sign.view(), "TC6163");
  EXPECT_EQ(*m.dimensions.stern_m, 15U);
  EXPECT_EQ(m.position_fixing_device, 1U);
  EXPECT_FALSE(m.mothership_mmsi);

  Decoded const craft(part_b(984'120'001).u(30, 412'345'678).u(4, 0).u(2, 0));
  EXPECT_EQ(*craft.as<StaticDataPartB>().mothership_mmsi, 412'345'678U);
  EXPECT_FALSE(craft.as<StaticDataPartB>().dimensions.bow_m);

  // 160 bits under part number 1 are a part A; 2 and 3 are nothing.
  EXPECT_EQ(Decoded(header(24, 1).u(2, 1).text(20, "PROGUY")).as<StaticDataPartA>().name.view(), "PROGUY");
  EXPECT_EQ(Decoded(header(24, 1).u(2, 2).text(20, "PROGUY").u(8, 0)).outcome, Outcome::bad_part_number);
}

TEST(Decode, SlotBinary) {
  Decoded const d(header(25, 1).u(1, 0).u(1, 1).u(16, 134).u(16, 0xBEEF));
  auto const& m = d.as<SlotBinary>();
  EXPECT_FALSE(m.addressed);
  EXPECT_EQ(*m.application_id, 134U);
  EXPECT_EQ(m.data.payload.u(m.data.begin, 16), 0xBEEFU);

  Decoded const many(header(26, 1).u(1, 1).u(1, 0).u(30, 412'345'678).u(16, 0xCAFE).u(20, 0x12345));
  auto const& l = many.as<SlotBinary>();
  EXPECT_EQ(*l.destination_id, 412'345'678U);
  EXPECT_EQ(l.data.size_bits(), 16U);
  EXPECT_EQ(*l.communication_state, 0x12345U);
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

TEST(Decode, SingleSlotAidReport) {
  auto const bits = header(28, 994'121'001)
                        .u(6, 12)
                        .s(28, kLon)
                        .s(27, kLat)
                        .u(2, 0)
                        .u(3, 4)
                        .u(7, 20)
                        .u(17, 0)
                        .u(4, 0)
                        .u(9, 0)
                        .u(11, 0)
                        .u(1, 0)
                        .u(1, 0)
                        .u(4, 0)
                        .u(8, 165)
                        .u(2, 0);
  ASSERT_EQ(bits.size(), 168U);
  Decoded const d(bits);
  auto const& m = d.as<SingleSlotAidReport>();
  EXPECT_EQ(*m.time_stamp.second, 12U);
  EXPECT_NEAR(*m.position.longitude_deg, 121.9005, 1e-9);
  EXPECT_EQ(m.station_type, 4U);
  EXPECT_EQ(m.aid_type, 20U);
  EXPECT_EQ(m.aton_status, 165U);
}

TEST(Decode, ShortMessagesAreRejectedBeforeAnyField) {
  constexpr unsigned kLeast[] = {
      0,  149, 149, 149, 168, 418, 88,  72,  56,  168, 70, 168, 72, 40, 40,
      88, 92,  80,  168, 312, 70,  271, 145, 154, 160, 72, 60,  96, 168}; // what receivers in use accept
  for (unsigned type = 1; type <= 28; ++type) {
    auto bits = header(type, 1);
    while (bits.size() + 1 < kLeast[type])
      bits.u(1, 0);
    EXPECT_EQ(Decoded(bits).outcome, Outcome::message_too_short) << "type " << type;
    EXPECT_EQ(Decoded(bits.u(1, 0)).outcome, Outcome::decoded) << "type " << type;
  }
}

TEST(Decode, TypesOutsideTheStandardAreUnsupported) {
  for (unsigned type = 29; type <= 63; ++type)
    EXPECT_EQ(Decoded(header(type, 1).u(32, 0)).outcome, Outcome::unsupported_type) << type;
  EXPECT_EQ(Decoded(header(0, 1).u(32, 0)).outcome, Outcome::unsupported_type);
}

TEST(Decode, SurplusBitsAreToldAndIgnored) {
  auto bits = test::position_report(412'345'678);
  EXPECT_EQ(Decoded(bits).message.surplus_bits, 0U);
  bits.u(32, 0xFFFFFFFF).u(4, 0);
  Decoded const d(bits); // 204 bits, as a source was seen to send
  EXPECT_EQ(d.message.surplus_bits, 36U);
  EXPECT_DOUBLE_EQ(*d.as<PositionReport>().speed_over_ground_kn, 12.3);
}

} // namespace
} // namespace dalian::ais
