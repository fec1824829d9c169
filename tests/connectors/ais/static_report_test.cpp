// Messages 4, 5, 21, 24 and 28: what stations, ships and aids are.
#include "tests/connectors/ais/decoded.hpp"

namespace dalian::ais {
namespace {

using test::Bits;
using test::Decoded;
using test::header;
using test::kLat;
using test::kLon;

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

} // namespace
} // namespace dalian::ais
