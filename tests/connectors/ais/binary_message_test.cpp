// Messages that carry data of others or run the radio link.
#include "tests/connectors/ais/decoded.hpp"

namespace dalian::ais {
namespace {

using test::Decoded;
using test::header;

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

} // namespace
} // namespace dalian::ais
