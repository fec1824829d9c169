#include "twin/wire/codec.hpp"

#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace dalian::wire {
namespace {

constexpr std::uint64_t kNow = 1'790'000'000'000'000'000;

Observation sound_observation() {
  Observation o;
  o.set_entity("mmsi:412345678");
  o.set_kind(VESSEL);
  o.set_t_obs(kNow);
  o.set_t_rx(kNow);
  o.mutable_fix()->set_lon_deg(121.9);
  o.mutable_fix()->set_lat_deg(38.95);
  o.mutable_fix()->set_sigma_m(10);
  return o;
}

ToTwin sound_message() {
  ToTwin message;
  auto& batch = *message.mutable_batch();
  batch.set_source("ais-test");
  batch.set_epoch(7);
  batch.set_first_seq(1);
  batch.set_t_sent(kNow);
  batch.set_provenance(LIVE);
  *batch.add_observations() = sound_observation();
  return message;
}

SensorValue* set_number(Observation& o, char const* quantity, double number) {
  o.mutable_sensor()->set_quantity(quantity);
  o.mutable_sensor()->set_number(number);
  return o.mutable_sensor();
}

struct ObservationCase {
  char const* reason;
  std::function<void(Observation&)> spoil;
};

TEST(Codec, NamesWhatIsWrongWithAnObservation) {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  float const inf = std::numeric_limits<float>::infinity();
  ObservationCase const cases[] = {
      {"", [](auto&) {}},
      {"bad_latitude", [](auto& o) { o.mutable_fix()->set_lat_deg(91); }},
      {"bad_latitude", [=](auto& o) { o.mutable_fix()->set_lat_deg(nan); }},
      {"bad_longitude", [](auto& o) { o.mutable_fix()->set_lon_deg(-180.001); }},
      {"bad_longitude", [](auto& o) { o.mutable_fix()->set_lon_deg(181); }},
      {"bad_sigma", [=](auto& o) { o.mutable_fix()->set_sigma_m(inf); }},
      {"bad_sigma", [](auto& o) { o.mutable_fix()->set_sigma_m(-1); }},
      {"bad_speed", [=](auto& o) { o.mutable_fix()->set_speed_mps(inf); }},
      {"bad_course", [](auto& o) { o.mutable_fix()->set_course_deg(360.5F); }},
      {"bad_heading", [](auto& o) { o.mutable_fix()->set_heading_deg(511); }},
      {"bad_turn_rate", [](auto& o) { o.mutable_fix()->set_turn_rate_dps(-721); }},
      {"bad_altitude", [=](auto& o) { o.mutable_fix()->set_altitude_m(-inf); }},
      {"bad_time", [](auto& o) { o.set_t_obs(0); }},
      {"bad_time", [](auto& o) { o.set_t_obs(~std::uint64_t{0}); }},
      {"bad_time", [](auto& o) { o.set_t_rx(kMaxUnixNs); }},
      {"", [](auto& o) { o.set_t_obs(2'147'483'648'000'000'000); }}, // 2038-01-19T03:14:08Z, past 32 bits
      {"bad_kind", [](auto& o) { o.set_kind(KIND_UNSPECIFIED); }},
      {"bad_kind", [](auto& o) { o.set_kind(static_cast<Kind>(99)); }},
      {"bad_entity", [](auto& o) { o.set_entity(""); }},
      {"bad_entity", [](auto& o) { o.set_entity(std::string(65, 'x')); }},
      {"", [](auto& o) { o.set_entity(std::string(64, 'x')); }},
      {"bad_entity", [](auto& o) { o.set_entity("mmsi:\n1"); }},
      {"empty_observation", [](auto& o) { o.clear_fix(); }},
      {"", [](auto& o) { o.mutable_vessel_static()->set_name("辽海"); }},
      {"bad_text", [](auto& o) { o.mutable_vessel_static()->set_name(std::string(257, 'n')); }},
      {"bad_size", [=](auto& o) { o.mutable_vessel_static()->set_bow_m(inf); }},
      {"bad_size", [](auto& o) { o.mutable_road_vehicle()->set_length_m(-2); }},
      {"bad_text", [](auto& o) { o.mutable_aid()->set_name("\x1b[2J"); }},
      {"", [](auto& o) { set_number(o, "power_kw", 12.5); }},
      {"", [](auto& o) { set_number(o, "power_kw", 12.5)->set_unit("kW"); }},
      {"wrong_unit", [](auto& o) { set_number(o, "power_kw", 12.5)->set_unit("W"); }},
      {"unknown_quantity", [](auto& o) { set_number(o, "power_kW", 12.5); }},
      {"bad_value", [=](auto& o) { set_number(o, "power_kw", nan); }},
      {"bad_value", [=](auto& o) { set_number(o, "valve_open", 1.01); }},
      {"bad_value", [=](auto& o) { o.mutable_sensor()->set_quantity("message"); }},
      {"wrong_form", [](auto& o) { set_number(o, "signal_phase", 3); }},
      {"bad_status", [](auto& o) { set_number(o, "power_kw", 1)->set_status(static_cast<SensorStatus>(3)); }},
      {"", [](auto& o) { set_number(o, "signal_phase", 0)->set_state(9); }},
      {"bad_value", [](auto& o) { set_number(o, "signal_phase", 0)->set_state(10); }},
      {"bad_text", [](auto& o) { set_number(o, "message", 0)->set_text("\x1b[2J"); }},
  };
  for (auto const& c : cases) {
    auto observation = sound_observation();
    c.spoil(observation);
    EXPECT_EQ(check(observation), c.reason) << observation.ShortDebugString();
  }
}

struct FrameCase {
  char const* reason;
  std::function<void(ToTwin&)> spoil;
};

TEST(Codec, NamesWhatIsWrongWithADetection) {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  auto const reason = [](std::function<void(Observation&)> const& spoil) {
    Observation o = sound_observation();
    o.set_kind(UNIDENTIFIED);
    o.mutable_detection()->set_scan(1);
    spoil(o);
    return std::string(check(o));
  };
  auto const covariance = [&](float ee, float en, float nn) {
    return reason([=](auto& o) {
      o.mutable_detection()->set_variance_east_m2(ee);
      o.mutable_detection()->set_covariance_m2(en);
      o.mutable_detection()->set_variance_north_m2(nn);
    });
  };
  EXPECT_EQ(reason([](auto&) {}), "");
  EXPECT_EQ(reason([](auto& o) { o.clear_fix(); }), ""); // nothing more was seen
  EXPECT_EQ(reason([](auto& o) { o.set_kind(VESSEL); }), "bad_kind");
  EXPECT_EQ(reason([](auto& o) { o.clear_detection(); }), "bad_kind");
  EXPECT_EQ(reason([](auto& o) { o.mutable_detection()->set_scan(~std::uint64_t{0}); }), "bad_scan");
  EXPECT_EQ(reason([](auto& o) { o.mutable_detection()->set_looks_like(static_cast<Kind>(99)); }), "bad_kind");
  EXPECT_EQ(reason([](auto& o) { o.mutable_detection()->set_length_m(-1); }), "bad_size");
  EXPECT_EQ(covariance(4, 3.9F, 4), "");
  EXPECT_EQ(covariance(4, 4, 4), "bad_covariance");
  EXPECT_EQ(covariance(4, 0, 0), "bad_covariance");
  EXPECT_EQ(covariance(4, static_cast<float>(nan), 4), "bad_covariance");
  auto const coverage = [&](float range, float from, float width, float probability) {
    return reason([=](auto& o) {
      o.mutable_coverage()->set_range_m(range);
      o.mutable_coverage()->set_from_deg(from);
      o.mutable_coverage()->set_width_deg(width);
      o.mutable_coverage()->set_detection_probability(probability);
    });
  };
  EXPECT_EQ(coverage(20'000, 350, 120, 0.9F), "");
  EXPECT_EQ(coverage(0, 350, 120, 0.9F), "bad_coverage");
  EXPECT_EQ(coverage(20'000, 361, 120, 0.9F), "bad_coverage");
  EXPECT_EQ(coverage(20'000, 350, static_cast<float>(nan), 0.9F), "bad_coverage");
  EXPECT_EQ(coverage(20'000, 350, 120, 1), "bad_coverage");
  EXPECT_EQ(reason([](auto& o) { o.mutable_coverage()->set_range_m(9), o.clear_fix(); }), "no_position");
}

TEST(Codec, NamesWhatIsWrongWithAFrame) {
  FrameCase const cases[] = {
      {"", [](auto&) {}},
      {"bad_source", [](auto& m) { m.mutable_batch()->set_source("a b"); }},
      {"bad_source", [](auto& m) { m.mutable_batch()->set_source("../../etc"); }},
      {"bad_source", [](auto& m) { m.mutable_batch()->set_source(std::string(65, 'a')); }},
      {"bad_epoch", [](auto& m) { m.mutable_batch()->set_epoch(0); }},
      {"bad_sequence", [](auto& m) { m.mutable_batch()->set_first_seq(0); }},
      {"bad_sequence", [](auto& m) { m.mutable_batch()->set_first_seq(~std::uint64_t{0}); }},
      {"bad_time", [](auto& m) { m.mutable_batch()->set_t_sent(0); }},
      {"bad_provenance", [](auto& m) { m.mutable_batch()->set_provenance(static_cast<Provenance>(42)); }},
      {"empty_batch", [](auto& m) { m.mutable_batch()->clear_observations(); }},
      {"too_many_observations",
       [](auto& m) {
         while (m.batch().observations_size() <= kMaxObservations)
           *m.mutable_batch()->add_observations() = sound_observation();
       }},
      {"empty_message", [](auto& m) { m.clear_batch(); }},
      {"unknown_schema",
       [](auto& m) {
         m.mutable_hello()->set_source("a");
         m.mutable_hello()->set_epoch(1);
         m.mutable_hello()->set_schema(2);
       }},
      {"bad_report",
       [](auto& m) {
         auto& report = *m.mutable_report();
         report.set_source("a");
         report.set_epoch(1);
         report.set_t_sent(kNow);
         for (int i = 0; i <= kMaxReportEntries; ++i)
           (*report.mutable_outcomes())["reason" + std::to_string(i)] = 1;
       }},
  };
  Decoder decoder;
  for (auto const& c : cases) {
    auto message = sound_message();
    c.spoil(message);
    auto const frame = message.SerializeAsString();
    auto const outcome = decoder.decode(frame);
    EXPECT_EQ(outcome.reject, c.reason);
    EXPECT_EQ(outcome.message != nullptr, outcome.reject.empty());
  }
}

TEST(Codec, RefusesNamesThatAreNotUtf8) {
  auto frame = sound_message().SerializeAsString();
  auto const at = frame.find("mmsi:");
  ASSERT_NE(at, std::string::npos);
  frame[at] = '\xff';
  EXPECT_EQ(Decoder().decode(frame).reject, "malformed");
}

TEST(Codec, RefusesFramesBeyondTheBoundWithoutParsingThem) {
  EXPECT_EQ(Decoder().decode(std::string(kMaxMessageBytes + 1, '\0')).reject, "oversize");
}

TEST(Codec, RefusesLengthsOfTwoGigabytes) {
  // A batch, and inside it a source, that claim 2^31 bytes: tag 0x0a, varint 0x80 80 80 80 08.
  std::string const length("\x0a\x80\x80\x80\x80\x08", 6);
  EXPECT_EQ(Decoder().decode(length).reject, "malformed");
  std::string const nested = std::string("\x0a\x06", 2) + length;
  EXPECT_EQ(Decoder().decode(nested).reject, "malformed");
}

TEST(Codec, SurvivesEveryTruncationAndManyMutations) {
  auto const sound = sound_message().SerializeAsString();
  Decoder decoder;
  for (std::size_t n = 0; n < sound.size(); ++n)
    EXPECT_EQ(decoder.decode(sound.substr(0, n)).message, nullptr) << n;
  unsigned const seed = 20260926;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 20'000; ++i) {
    auto frame = sound;
    for (int k = 0; k < 3; ++k)
      frame[random() % frame.size()] = static_cast<char>(random());
    auto const outcome = decoder.decode(frame);
    if (outcome.message && outcome.message->has_batch())
      for (auto const& o : outcome.message->batch().observations())
        if (check(o).empty() && o.has_fix()) {
          ASSERT_TRUE(std::isfinite(o.fix().lat_deg()) && std::abs(o.fix().lat_deg()) <= 90);
        }
  }
}

TEST(Codec, FindsTheBatchInsideAFrameWithoutDecoding) {
  auto message = sound_message();
  for (int i = 0; i < 50; ++i)
    *message.mutable_batch()->add_observations() = sound_observation();
  auto const frame = message.SerializeAsString();
  EXPECT_EQ(batch_bytes(frame), message.batch().SerializeAsString());
  EXPECT_EQ(batch_bytes(frame + "x"), "");
  EXPECT_EQ(batch_bytes(frame.substr(1)), "");
  EXPECT_EQ(batch_bytes(""), "");
  EXPECT_EQ(batch_bytes("\x0a"), "");
}

} // namespace
} // namespace dalian::wire
