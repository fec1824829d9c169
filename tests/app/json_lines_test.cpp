#include "twin/app/json_lines.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::app {
namespace {

constexpr char kShip[] =
    R"({"source":"ais-1","provenance":"RECORDED","entity":"mmsi:412345678","kind":"VESSEL","t_obs":"2026-09-26T08:40:00.5Z",)"
    R"("t_rx":1790412001000000000,"fix":{"lon_deg":121.8,"lat_deg":38.9,"sigma_m":10,"speed_mps":5.5,"course_deg":90},)"
    R"("vessel_state":{"nav_status":0}})";

std::string reason(std::string_view line) {
  ObservationLine out;
  auto const reject = read_observation(line, out);
  return reject ? reject->reason : "";
}

TEST(JsonLines, AnObservationByTheNamesOfTheSchema) {
  ObservationLine out;
  ASSERT_FALSE(read_observation(kShip, out));
  EXPECT_EQ(out.source, "ais-1");
  EXPECT_EQ(out.provenance, wire::RECORDED);
  auto const& o = out.observation;
  EXPECT_EQ(o.entity(), "mmsi:412345678");
  EXPECT_EQ(o.kind(), wire::VESSEL);
  EXPECT_EQ(o.t_obs(), 1'790'412'000'500'000'000U); // date -u -d 2026-09-26T08:40:00 +%s
  EXPECT_EQ(o.t_rx(), 1'790'412'001'000'000'000U);
  EXPECT_DOUBLE_EQ(o.fix().lon_deg(), 121.8);
  EXPECT_FLOAT_EQ(o.fix().speed_mps(), 5.5F);
  EXPECT_FALSE(o.fix().has_heading_deg());
  EXPECT_TRUE(o.vessel_state().has_nav_status());
}

TEST(JsonLines, WhatIsNotSaidHasADefault) {
  ObservationLine out;
  ASSERT_FALSE(read_observation(
      R"({"entity":"car:1","kind":2,"t_obs":"1790412000000000000","fix":{"lon_deg":121.8,"lat_deg":38.9}})", out));
  EXPECT_EQ(out.source, "file");
  EXPECT_EQ(out.observation.t_rx(), out.observation.t_obs());
  EXPECT_EQ(out.observation.kind(), wire::ROAD_VEHICLE);
}

TEST(JsonLines, EveryKindOfBadLineHasItsReason) {
  EXPECT_EQ(reason("{"), "not_json");
  EXPECT_EQ(reason("[1,2]"), "not_an_object");
  EXPECT_EQ(reason(R"({"entity":"a","kind":"VESSEL"})"), "bad_time");
  EXPECT_EQ(reason(R"({"entity":"a","kind":"VESSEL","t_obs":"yesterday"})"), "bad_time");
  EXPECT_EQ(reason(R"({"entity":"a","kind":"VESSEL","t_obs":1.5})"), "bad_time");
  EXPECT_EQ(reason(R"({"entity":"a","kind":"VESSEL","t_obs":18446744073709551615})"), "bad_time");
  EXPECT_EQ(reason(R"({"entity":"a","kind":"VESSEL","t_obs":"99999999999999999999"})"), "bad_time");
  EXPECT_EQ(reason(R"({"t_obs":1,"source":"a b"})"), "bad_source");
  EXPECT_EQ(reason(R"({"t_obs":1,"provenance":7})"), "bad_provenance");
  EXPECT_EQ(reason(R"({"t_obs":1,"kind":"SUBMARINE"})"), "bad_field");
  EXPECT_EQ(reason(R"({"t_obs":1,"speed":3})"), "bad_field"); // no such field: a typing error is not passed over
  EXPECT_EQ(reason(R"({"t_obs":1,"fix":7})"), "bad_field");
  EXPECT_EQ(reason(R"({"t_obs":1,"entity":"a","kind":"VESSEL"})"), "empty_observation");
  EXPECT_EQ(reason(R"({"t_obs":1,"kind":"VESSEL","fix":{"lat_deg":1}})"), "bad_entity");
  EXPECT_EQ(reason(R"({"t_obs":1,"entity":"a","kind":"VESSEL","fix":{"lat_deg":91}})"), "bad_latitude");
}

TEST(JsonLines, StatesInEitherFrameAndFromObservations) {
  StateLine a, b, c;
  ASSERT_FALSE(read_state(R"({"t":"2026-09-26T08:40:00Z","entity":"x","lon_deg":121.8,"lat_deg":38.9})", a));
  auto const p = to_map({121.8, 38.9});
  EXPECT_NEAR(a.position.east_m, p.east_m, 1e-3);
  ASSERT_FALSE(read_state(R"({"t":1790412000000000000,"entity":"x","east_m":5,"north_m":6})", b));
  EXPECT_EQ(b.position, (MapPoint{5, 6}));
  EXPECT_EQ(a.t, b.t);
  ASSERT_FALSE(read_state(kShip, c));
  EXPECT_EQ(c.entity, "mmsi:412345678");
  EXPECT_EQ(c.position, a.position);
  auto const refused = [&](std::string const& line) {
    auto const reject = read_state(line, a);
    return reject ? reject->reason : "";
  };
  EXPECT_EQ(refused(R"({"entity":"x","east_m":5,"north_m":6})"), "bad_time");
  EXPECT_EQ(refused(R"({"t":1,"east_m":5,"north_m":6})"), "bad_entity");
  EXPECT_EQ(refused(R"({"t":1,"entity":"x","east_m":5})"), "bad_position");
  // A quarter of the globe from the map's meridian, where its projection ends; ships off Norway are still on it.
  EXPECT_EQ(refused(R"({"t":1,"entity":"x","lon_deg":33,"lat_deg":0})"), "bad_position");
  EXPECT_EQ(refused(R"({"t":1,"entity":"x","lon_deg":5,"lat_deg":60})"), "");
}

TEST(JsonLines, TheCountsAddUp) {
  std::istringstream in("{}\n\n  \r\nx\n{\"a\":1}\nx\nx\nx\nx\nx\n{}");
  auto const counts = read_lines(in, [](std::string_view line) -> std::optional<LineReject> {
    if (line == "{}") return std::nullopt;
    return LineReject{line == "x" ? "bad_x" : "bad_a", "said so"};
  });
  EXPECT_EQ(counts.lines, 11);
  EXPECT_EQ(counts.blank, 2);
  EXPECT_EQ(counts.used, 2);
  EXPECT_EQ(counts.rejects.get("bad_x"), 6);
  EXPECT_EQ(counts.lines, counts.blank + counts.used + counts.rejects.sum());
  ASSERT_EQ(counts.first.size(), LineCounts::kFirst);
  EXPECT_EQ(counts.first[1].line, 5);
  EXPECT_EQ(counts.why(), "line 4: bad_x: said so");
  auto const json = nlohmann::json::parse(counts.json());
  EXPECT_EQ(json["rejects"]["bad_a"], 1);
  EXPECT_NE(counts.text("f").find("11 lines: 2 used, 2 blank, 7 rejected (1 bad_a, 6 bad_x)"), std::string::npos);
}

} // namespace
} // namespace dalian::app
