#include "connectors/ais/json.hpp"

#include "connectors/ais/json_writer.hpp"

#include "tests/connectors/ais/collect.hpp"
#include "tests/connectors/ais/encoder.hpp"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::ais {
namespace {

using test::header;

nlohmann::json json_of(std::string_view line) {
  std::string out;
  Stream stream(Stream::Kind::live, [&](Message const& m, Reception const& r) { write_json(m, r, out); });
  stream.take({line, test::kNow});
  EXPECT_TRUE(out.ends_with("}\n"));
  return nlohmann::json::parse(out);
}

TEST(Json, ScaledValuesWithUnitsAndNulls) {
  auto const j = json_of(header(1, 4'120'001)
                             .u(4, 5)
                             .s(8, -128)
                             .u(10, 123)
                             .u(1, 1)
                             .s(28, 73'140'300)
                             .s(27, 54'600'000)
                             .u(12, 3600)
                             .u(9, 215)
                             .u(6, 62)
                             .u(2, 1)
                             .u(3, 0)
                             .u(1, 1)
                             .u(19, 7)
                             .sentence());
  EXPECT_EQ(j["message_id"], 1);
  EXPECT_EQ(j["user_id"], 4'120'001);
  EXPECT_EQ(j["mmsi"], "004120001"); // nine digits
  EXPECT_EQ(j["navigational_status"], 5);
  EXPECT_EQ(j["rate_of_turn_deg_per_min"], nullptr);
  EXPECT_EQ(j["speed_over_ground_kn"], 12.3);
  EXPECT_EQ(j["longitude_deg"], 121.9005);
  EXPECT_EQ(j["latitude_deg"], nullptr);
  EXPECT_EQ(j["course_over_ground_deg"], nullptr);
  EXPECT_EQ(j["true_heading_deg"], 215);
  EXPECT_EQ(j["time_stamp_s"], nullptr);
  EXPECT_EQ(j["positioning_mode"], "dead_reckoning");
  EXPECT_EQ(j["special_manoeuvre_indicator"], 1);
  EXPECT_EQ(j["raim"], true);
  EXPECT_EQ(j["received_utc"], nullptr); // no station said when
  EXPECT_FALSE(j.contains("out_of_range"));
}

TEST(Json, WhatIsOutOfRangeIsNullAndToldApart) {
  auto const j = json_of(test::position_report(412'345'678, 205.5, 39, 30).sentence());
  EXPECT_EQ(j["longitude_deg"], nullptr);
  EXPECT_EQ(j["out_of_range"]["longitude_deg"], 205.5);
  EXPECT_EQ(j["latitude_deg"], 39.0);
}

TEST(Json, TextIsEscapedAndAlwaysUtf8) {
  EXPECT_EQ(json_of(header(14, 1).u(2, 0).text(7, R"(A"B\C/D)").sentence())["safety_related_text"], R"(A"B\C/D)");
  auto const j =
      json_of(test::tag_block("s:\xFFST\xE5\xA4\xA7\x01,c:2147483648") + test::position_report(1).sentence());
  EXPECT_EQ(j["station"], "\xEF\xBF\xBDST\xE5\xA4\xA7\x01"); // a name that is not UTF-8
  EXPECT_EQ(j["received_utc"], "2038-01-19T03:14:08.000Z");
}

TEST(Json, EveryTypeIsOneValidObjectWithItsHeader) {
  for (unsigned type = 1; type <= 28; ++type) {
    auto bits = header(type, 412'345'678, 1);
    while (bits.size() < 424)
      bits.u(2, 0b01);
    auto const j = json_of(bits.sentence());
    EXPECT_EQ(j["message_id"], type);
    EXPECT_EQ(j["repeat_indicator"], 1);
    EXPECT_GT(j.size(), 10U);
  }
}

TEST(Json, NumbersAreRoundedToTheirDecimals) {
  auto const write = [](double value, int decimals) {
    std::string out;
    JsonWriter json(out);
    json("v", Real(value), decimals);
    json.close();
    return out.substr(5, out.size() - 6);
  };
  EXPECT_EQ(write(0, 1), "0.0");
  EXPECT_EQ(write(-0.0, 7), "0.0000000");
  EXPECT_EQ(write(0.05, 2), "0.05");
  EXPECT_EQ(write(-0.0000017, 7), "-0.0000017");
  EXPECT_EQ(write(102.2, 1), "102.2");
  EXPECT_EQ(write(-179.99999994, 7), "-179.9999999");
  EXPECT_EQ(write(9.96, 1), "10.0");
  EXPECT_EQ(write(412'345'678, 0), "412345678");
}

TEST(Json, BinaryDataIsHexadecimalFilledOnTheRight) {
  auto const j = json_of(header(8, 1).u(2, 0).u(10, 200).u(6, 10).u(12, 0xABC).sentence());
  EXPECT_EQ(j["application_data_bits"], 12);
  EXPECT_EQ(j["application_data_hex"], "abc0");
}

} // namespace
} // namespace dalian::ais
