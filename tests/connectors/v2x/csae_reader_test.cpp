// T/CSAE 53-2020 as JSON, both dialects. Shapes, scales and codes: T/CSAE 53-2020 and the documentation of Huawei DRIS.
#include "connectors/v2x/reader.hpp"

#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dalian::v2x {
namespace {

using csae::Dialect;

Instant const kNow = *parse_utc("2026-11-20T10:00:01.250Z");

struct Heard {
  std::string outcome;
  Facts facts;
};
Heard hear(Dialect dialect, std::string const& text, std::string const& topic = "", bool kmh = false) {
  Heard heard;
  connectors::Packet packet;
  packet.bytes = {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
  packet.topic = topic;
  heard.outcome = make_csae_reader(dialect, kmh)->read(packet, kNow, heard.facts, nullptr);
  return heard;
}
Heard asn1(std::string const& text, std::string const& topic = "") {
  return hear(Dialect::asn1, text, topic);
}
Heard dris(std::string const& text, std::string const& topic = "") {
  return hear(Dialect::dris, text, topic);
}

TEST(Csae, AVehicleOfTheAsn1Dialect) {
  auto const heard = asn1(
      R"({"bsmFrame":{"msgCnt":7,"id":"ABCD1234","secMark":1200,"pos":{"lat":302741000,"long":1201551000,"elevation":85},
          "posConfidence":{"pos":"a2m"},"transmission":"forwardGears","speed":694,"heading":7200,
          "accelSet":{"long":0,"lat":0,"vert":0,"yaw":-150},"brakes":{"wheelBrakes":"0000"},
          "size":{"width":180,"length":460,"height":30},"vehicleClass":{"classification":10},
          "safetyExt":{"events":{"value":"0100","length":16}}}})");
  ASSERT_EQ(heard.outcome, "decoded");
  ASSERT_EQ(heard.facts.vehicles.size(), 1U);
  auto const& v = heard.facts.vehicles[0];
  EXPECT_EQ(v.entity, "obu:ABCD1234");
  EXPECT_EQ(v.at, *parse_utc("2026-11-20T10:00:01.200Z"));
  EXPECT_EQ(v.count, 7);
  EXPECT_NEAR(v.position.lat_deg, 30.2741, 1e-9);
  EXPECT_NEAR(v.position.lon_deg, 120.1551, 1e-9);
  EXPECT_FLOAT_EQ(*v.altitude_m, 8.5F);
  EXPECT_FLOAT_EQ(*v.speed_mps, 13.88F);
  EXPECT_FLOAT_EQ(*v.heading_deg, 90);
  EXPECT_FLOAT_EQ(*v.turn_rate_dps, -1.5F);
  EXPECT_FLOAT_EQ(*v.width_m, 1.8F);
  EXPECT_FLOAT_EQ(*v.length_m, 4.6F);
  EXPECT_FLOAT_EQ(*v.sigma_m, 2 / 2.4477F);
  EXPECT_EQ(v.type, "car");
  EXPECT_EQ(v.events, 1U << 7); // 0x0100: the eighth bit sent
}

TEST(Csae, NotAvailableIsNothing) {
  auto const heard =
      asn1(R"({"bsmFrame":{"msgCnt":128,"id":"A","secMark":65535,"pos":{"lat":302741000,"long":1201551000,
      "elevation":-4096},"transmission":"reverseGears","speed":8191,"heading":28800,"size":{"width":0,"length":0}}})");
  ASSERT_EQ(heard.facts.vehicles.size(), 1U);
  auto const& v = heard.facts.vehicles[0];
  EXPECT_EQ(v.at, kNow);
  EXPECT_FALSE(v.timed || v.count || v.altitude_m || v.speed_mps || v.heading_deg || v.course_deg || v.length_m);
}

TEST(Csae, VehiclesOfDrisByRoadSideUnit) {
  std::string const text = R"({"bsmDatas":[{"id":"00000001","timeStamp":1795168801200,"speed":36,"heading":14400,
      "pos":{"lat":389500000,"lon":1217000000,"ele":85}},{"id":"00000002","timeStamp":1795168801200,"speed":18,
      "pos":{"lat":38.95,"lon":121.7}}]})";
  auto const heard = hear(Dialect::dris, text, "v2x/v1/rsu/R328328/bsm/up", true);
  ASSERT_EQ(heard.facts.vehicles.size(), 2U);
  EXPECT_EQ(heard.facts.vehicles[0].at, *parse_utc("2026-11-20T10:00:01.200Z"));
  EXPECT_FLOAT_EQ(*heard.facts.vehicles[0].speed_mps, 10); // km/h by option
  for (auto const& v : heard.facts.vehicles) {             // one in 1e-7 degrees, one in degrees
    EXPECT_NEAR(v.position.lat_deg, 38.95, 1e-9);
    EXPECT_NEAR(v.position.lon_deg, 121.7, 1e-9);
  }
  EXPECT_FLOAT_EQ(*dris(text).facts.vehicles[0].speed_mps, 0.72F); // 36 × 0.02 m/s by the standard
}

TEST(Csae, WhatAUnitSees) {
  auto const heard = asn1(R"({"rsmFrame":{"msgCnt":1,"id":"R1","refPos":{"lat":302741000,"long":1201551000},
      "participants":[
        {"ptcType":"motor","ptcId":12,"source":"video","secMark":1200,"speed":500,"heading":14400,
         "pos":{"offsetLL":{"present":"position-LL3","position-LL3":{"lon":1200,"lat":-800}}},"posConfidence":{"pos":"a50cm"}},
        {"ptcType":"pedestrian","ptcId":13,"source":"lidar","secMark":1100,
         "pos":{"offsetLL":{"present":"position-LatLon","position-LatLon":{"lon":1201552000,"lat":302741000}}}},
        {"ptcType":"motor","ptcId":14,"source":"v2x","id":"CAFE","secMark":1150,
         "pos":{"offsetLL":{"present":"position-LL1","position-LL1":{"lon":10,"lat":10}}}},
        {"ptcType":"rsu","ptcId":0,"source":"selfinfo","pos":{}},
        {"ptcType":"motor","ptcId":15,"source":"video"}]}})");
  ASSERT_EQ(heard.outcome, "decoded");
  ASSERT_EQ(heard.facts.scans.size(), 1U);
  auto const& scan = heard.facts.scans[0];
  EXPECT_EQ(scan.sensor, "rsu:R1");
  EXPECT_EQ(scan.at, *parse_utc("2026-11-20T10:00:01.200Z"));
  ASSERT_EQ(scan.sightings.size(), 2U);
  EXPECT_NEAR(scan.sightings[0].position.lon_deg, 120.1551 + 1.2e-4, 1e-9);
  EXPECT_NEAR(scan.sightings[0].position.lat_deg, 30.2741 - 8e-5, 1e-9);
  EXPECT_FLOAT_EQ(*scan.sightings[0].speed_mps, 10);
  EXPECT_FLOAT_EQ(*scan.sightings[0].course_deg, 180);
  EXPECT_FLOAT_EQ(*scan.sightings[0].sigma_m, 0.5F / 2.4477F);
  EXPECT_TRUE(scan.sightings[0].on_road);
  EXPECT_NEAR(scan.sightings[1].position.lon_deg, 120.1552, 1e-9);
  EXPECT_FALSE(scan.sightings[1].on_road);
  ASSERT_EQ(heard.facts.vehicles.size(), 1U); // it told the unit itself who it is
  EXPECT_EQ(heard.facts.vehicles[0].entity, "obu:CAFE");
  EXPECT_EQ(heard.facts.without_position, 1U);
}

TEST(Csae, WhatAUnitOfDrisSeesTakesItsNameFromTheTopic) {
  std::string const text = R"({"rsms":[{"refPos":{"lat":302741000,"lon":1201551000,"ele":85},"participants":[
      {"ptcType":"1","ptcId":12,"global_track_id":9001,"source":3,"secMark":1200,
       "pos":{"lat":302741080,"lon":1201551120,"ele":85},"speed":500,"heading":14400,
       "size":{"width":180,"length":460,"height":30}}]}]})";
  auto const heard = dris(text, "v2x/v1/rsu/R328328/rsm/up");
  ASSERT_EQ(heard.outcome, "decoded");
  EXPECT_EQ(heard.facts.scans[0].sensor, "rsu:R328328");
  EXPECT_NEAR(heard.facts.scans[0].sightings[0].position.lat_deg, 30.274108, 1e-9);
  EXPECT_FLOAT_EQ(*heard.facts.scans[0].sightings[0].length_m, 4.6F);
  EXPECT_EQ(dris(text).outcome, "missing_field"); // who saw it?
}

TEST(Csae, SignalsCountFromNow) {
  auto const heard = asn1(R"({"spatFrame":{"msgCnt":1,"moy":465720,"timeStamp":1200,"intersections":[
      {"intersectionId":{"region":1,"id":301},"status":"2000","phases":[{"id":11,"phaseStates":[
        {"light":"red","timing":{"present":"counting","counting":{"startTime":395,"likelyEndTime":700}}},
        {"light":"permissive_green","timing":{"present":"counting","counting":
           {"startTime":0,"likelyEndTime":125,"nextStartTime":615,"nextDuration":270}}}]},
        {"id":12,"phaseStates":[{"light":"flashing-green","timing":{"counting":{"startTime":0,"minEndTime":20,"likelyEndTime":36001}}}]},
        {"id":0,"phaseStates":[{"light":"red"}]}]}]}})");
  ASSERT_EQ(heard.outcome, "decoded");
  ASSERT_EQ(heard.facts.signals.size(), 2U);
  auto const& green = heard.facts.signals[0];
  EXPECT_EQ(green.entity, "signal:1.301.11");
  EXPECT_EQ(green.phase, 5U);
  EXPECT_EQ(green.remaining_s, 12.5);
  EXPECT_TRUE(green.remaining_sure);
  EXPECT_EQ(green.at, *parse_utc("2026-11-20T10:00:01.200Z")); // minute 465 720 of 2026
  EXPECT_EQ(heard.facts.signals[1].remaining_s, 2.0);
  EXPECT_FALSE(heard.facts.signals[1].remaining_sure);
}

TEST(Csae, SignalsOfDrisWrapTheirMarks) {
  auto const heard = dris(R"({"intersections":[{"intersectionId":{"region":1,"id":301},"status":0,
      "timeStamp":1795168801200,"phases":[{"phaseId":11,"phaseStates":[{"light":"3","timing":{"counting":
      {"startTime":{"timeMark":0},"likelyEndTime":{"timeMark":125}}}}]}]}]})");
  ASSERT_EQ(heard.outcome, "decoded");
  ASSERT_EQ(heard.facts.signals.size(), 1U);
  EXPECT_EQ(heard.facts.signals[0].phase, 3U);
  EXPECT_EQ(heard.facts.signals[0].remaining_s, 12.5);
}

TEST(Csae, SignalsByTheHourOfUtc) {
  // It is 10:00:01.25: the first state is over since one second, the second has one more minute.
  auto const heard =
      asn1(R"({"spatFrame":{"timeStamp":1250,"intersections":[{"intersectionId":{"id":5},"phases":[{"id":1,
      "phaseStates":[{"light":"red","timing":{"utcTiming":{"startUTCTime":600,"minEndUTCTime":900}}},
                     {"light":"yellow","timing":{"utcTiming":{"startUTCTime":2,"minEndUTCTime":612}}}]}]}]}})");
  ASSERT_EQ(heard.facts.signals.size(), 1U);
  EXPECT_EQ(heard.facts.signals[0].entity, "signal:0.5.1");
  EXPECT_EQ(heard.facts.signals[0].phase, 7U);
  EXPECT_NEAR(*heard.facts.signals[0].remaining_s, 59.95, 1e-9);
}

TEST(Csae, AMapPlacesSignalsAtTheEndOfTheirLinks) {
  auto const heard =
      asn1(R"({"mapFrame":{"nodes":[{"id":{"region":1,"id":301},"refPos":{"lat":389500000,"long":1217000000},
      "inLinks":[{"upstreamNodeId":{"region":1,"id":300},"linkWidth":1000,"movements":[
         {"remoteIntersection":{"region":1,"id":302},"phaseId":11},{"remoteIntersection":{"region":1,"id":303}}],
         "points":[{"posOffset":{"offsetLL":{"present":"position-LL2","position-LL2":{"lon":-20000,"lat":0}}}},
                   {"posOffset":{"offsetLL":{"present":"position-LL2","position-LL2":{"lon":-2000,"lat":0}}}}]}]}]}})");
  ASSERT_EQ(heard.outcome, "decoded");
  ASSERT_EQ(heard.facts.places.size(), 1U);
  EXPECT_EQ(heard.facts.places[0].entity, "signal:1.301.11");
  EXPECT_NEAR(heard.facts.places[0].position.lon_deg, 121.7 - 2e-4, 1e-9);
}

TEST(Csae, WarningsAndSigns) {
  std::string const text =
      R"({"rsiFrame":{"msgCnt":1,"moy":465720,"id":"R1","refPos":{"lat":389500000,"long":1217000000},
      "rtes":[{"rteId":3,"eventType":101,"eventSource":"police","description":{"present":"textString","textString":"事故\n请慢行"},
               "eventPos":{"offsetLL":{"present":"position-LL1","position-LL1":{"lon":100,"lat":200}}}},
              {"rteId":4,"eventType":102,"timeDetails":{"startTime":465000,"endTime":465710}}],
      "rtss":[{"rtsId":1,"signType":85,"signPos":{"lat":389500000,"long":1217000000}}]}})";
  auto const heard = asn1(text);
  ASSERT_EQ(heard.outcome, "decoded");
  ASSERT_EQ(heard.facts.events.size(), 3U);
  EXPECT_EQ(heard.facts.events[0].entity, "rsi:R1.3");
  EXPECT_STREQ(heard.facts.events[0].quantity, "rsi_event");
  EXPECT_EQ(heard.facts.events[0].code, 101U);
  EXPECT_EQ(heard.facts.events[0].text, "事故 请慢行");
  EXPECT_NEAR(heard.facts.events[0].position->lat_deg, 38.95 + 2e-5, 1e-9);
  EXPECT_EQ(heard.facts.events[1].code, 0U); // over since ten minutes
  EXPECT_EQ(heard.facts.events[2].entity, "sign:R1.1");
  EXPECT_STREQ(heard.facts.events[2].quantity, "traffic_sign");
  EXPECT_EQ(heard.facts.events[2].code, 85U);
}

TEST(Csae, HostileInputsAreCountedRejects) {
  EXPECT_EQ(asn1("").outcome, "empty");
  EXPECT_EQ(asn1("{").outcome, "bad_json");
  EXPECT_EQ(asn1("[1]").outcome, "bad_json");
  EXPECT_EQ(asn1(R"({"bsmFrame":1e999})").outcome, "bad_json");
  EXPECT_EQ(asn1(std::string(500'000, '[')).outcome, "too_deep");
  std::string deep;
  for (int i = 0; i < 100'000; ++i)
    deep += "{\"a\":";
  EXPECT_EQ(asn1(deep).outcome, "too_deep");
  EXPECT_EQ(asn1(R"({"something":{}})").outcome, "other_message");
  EXPECT_EQ(dris(R"({"bsmFrame":{}})").outcome, "other_message"); // the other dialect
  EXPECT_EQ(asn1(R"({"bsmFrame":{"id":"A"}})").outcome, "missing_field");
  EXPECT_EQ(asn1(R"({"bsmFrame":{"id":"../../etc","pos":{"lat":1,"long":1}}})").outcome, "missing_field");
  EXPECT_EQ(asn1(R"({"rsmFrame":{"id":"R1","participants":{}}})").outcome, "missing_field");
  EXPECT_EQ(asn1(R"({"spatFrame":{"intersections":[{"phases":[]}]}})").outcome, "missing_field");
  auto const nowhere = asn1(R"({"bsmFrame":{"id":"A","pos":{"lat":36751988036,"long":117255482743}}})");
  EXPECT_EQ(nowhere.outcome, "decoded");
  EXPECT_EQ(nowhere.facts.without_position, 1U);
}

TEST(Csae, WhatNoSensorCanMeanIsLeftOut) {
  auto const heard = asn1(R"({"bsmFrame":{"id":"A","timeStamp":"1700-01-01T00:00:00Z","speed":1e9,"heading":-5,
      "pos":{"lat":389500000,"long":1217000000,"elevation":1e9},"size":{"width":-3,"length":1e12}}})");
  ASSERT_EQ(heard.facts.vehicles.size(), 1U);
  auto const& v = heard.facts.vehicles[0];
  EXPECT_EQ(v.at, kNow);
  EXPECT_FALSE(v.timed || v.altitude_m || v.speed_mps || v.heading_deg || v.width_m || v.length_m);
}

TEST(Csae, DamagedJsonEndsInAnOutcome) {
  std::string const sound =
      R"({"rsmFrame":{"msgCnt":1,"id":"R1","refPos":{"lat":302741000,"long":1201551000},"participants":[
        {"ptcType":"motor","ptcId":12,"source":"video","secMark":1200,"speed":500,"heading":14400,
         "pos":{"offsetLL":{"present":"position-LL3","position-LL3":{"lon":1200,"lat":-800}}}}]}})";
  std::mt19937_64 random(20260727);
  std::map<std::string, unsigned> outcomes;
  for (int round = 0; round < 20'000; ++round) {
    auto text = sound;
    for (unsigned n = 1 + random() % 3; n > 0; --n)
      text[random() % text.size()] = static_cast<char>(" 0159-.eE\"[]{},:tfnx\x80"[random() % 21]);
    ++outcomes[asn1(text).outcome];
  }
  EXPECT_GT(outcomes["decoded"], 0U);
  EXPECT_GT(outcomes["bad_json"], 0U);
  EXPECT_GT(outcomes["missing_field"], 0U);
}

} // namespace
} // namespace dalian::v2x
