// Connected vehicles from their bytes to tracks: BSM in UPER as cars send them, and what a road-side unit sees of them
// and of a car that sends nothing, through readers, wire and fusion.
#include "connectors/v2x/feed.hpp"
#include "connectors/v2x/j2735_frame.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/wire/codec.hpp"

#include "tests/connectors/v2x/uper_writer.hpp"

#include <cmath>
#include <deque>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dalian::v2x {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kSeed = 20261126;
constexpr double kSpeed_mps = 15;
Instant const kStart = *parse_utc("2026-11-26T08:00:00Z");
LocalFrame const kRoad({121.7, 38.95});

/// What was sent, to be read once.
class ListSource final : public connectors::PacketSource {
 public:
  explicit ListSource(std::deque<std::string>& sent) : sent_(sent) {}
  Next next(connectors::Packet& packet, std::chrono::milliseconds) override {
    if (sent_.empty()) return Next::idle;
    current_ = std::move(sent_.front());
    sent_.pop_front();
    packet = {};
    packet.bytes = {reinterpret_cast<std::uint8_t const*>(current_.data()), current_.size()};
    return Next::packet;
  }
  std::string describe() const override { return "list"; }

 private:
  std::deque<std::string>& sent_;
  std::string current_;
};

/// A feed into fusion: what it publishes in one turn is one batch.
struct Line final : connectors::ObservationSink {
  Line(std::string name, std::unique_ptr<Reader> reader, Clock const& clock)
      : feed({std::make_unique<ListSource>(sent), std::move(reader), {}}, {this, nullptr}, clock) {
    batch.set_source(name);
    batch.set_epoch(1);
    batch.set_provenance(wire::LIVE);
  }
  void publish(wire::Observation o) override {
    EXPECT_EQ(wire::check(o), "");
    *batch.add_observations() = std::move(o);
  }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }

  void into(fusion::Fusion& fusion, Instant now) {
    feed.step(0ms);
    if (batch.observations_size() > 0) fusion.take(now, batch);
    batch.clear_observations();
  }

  std::deque<std::string> sent;
  wire::Batch batch;
  Feed feed;
};

/// Car k drives east on its own lane, 8 m apart.
LocalFrame::Point place(int car, double t_s) {
  return {kSpeed_mps * t_s, 8.0 * car, 0};
}

std::string bsm(int car, double t_s, unsigned count, std::mt19937_64& random) {
  std::normal_distribution<double> error(0, 0.5);
  auto p = place(car, t_s);
  p.east_m += error(random);
  p.north_m += error(random);
  auto const at = kRoad.to_geo(p);
  j2735::Frame frame{};
  frame.id = j2735::kBsmId;
  auto& core = frame.body.emplace<j2735::Bsm>().core;
  core = {};
  core.message_count = static_cast<std::uint8_t>(count % 128);
  core.id = {0xCA, 0xFE, 0, static_cast<std::uint8_t>(car)};
  core.second_mark = static_cast<std::uint16_t>(std::lround(t_s * 1000) % 60'000);
  core.lat = static_cast<std::int32_t>(std::lround(at.lat_deg * 1e7));
  core.lon = static_cast<std::int32_t>(std::lround(at.lon_deg * 1e7));
  core.accuracy = {10, 10, 0}; // 0.5 m
  core.transmission = 2;
  core.speed = static_cast<std::uint16_t>(kSpeed_mps / 0.02);
  core.heading = 7200;
  core.steering_angle = 127;
  core.acceleration = {2001, 2001, -127, 0};
  core.brakes.wheels = {0, 5};
  auto const bytes = test::write_uper(frame);
  return {bytes.begin(), bytes.end()};
}

std::string rsm(std::vector<int> const& cars, double t_s, std::mt19937_64& random) {
  std::normal_distribution<double> error(0, 0.5);
  std::string text =
      R"({"rsmFrame":{"msgCnt":1,"id":"R1","refPos":{"lat":389500000,"long":1217000000},"participants":[)";
  for (std::size_t i = 0; i < cars.size(); ++i) {
    auto p = place(cars[i], t_s);
    p.east_m += error(random);
    p.north_m += error(random);
    auto const at = kRoad.to_geo(p);
    text +=
        fmt::format(R"({}{{"ptcType":"motor","ptcId":{},"source":"lidar","secMark":{},"posConfidence":{{"pos":"a1m"}},)"
                    R"("pos":{{"offsetLL":{{"present":"position-LL6","position-LL6":{{"lon":{},"lat":{}}}}}}}}})",
                    i == 0 ? "" : ",", i + 1, std::lround(t_s * 1000) % 60'000, std::lround((at.lon_deg - 121.7) * 1e7),
                    std::lround((at.lat_deg - 38.95) * 1e7));
  }
  return text + "]}}";
}

struct Scene {
  ManualClock clock{kStart};
  fusion::Fusion fusion;
  Line cars{"v2x-cars", make_j2735_reader(), clock};
  Line unit{"v2x-unit", make_csae_reader(csae::Dialect::asn1, false), clock};
  std::mt19937_64 random{kSeed};

  /// 20 s: `told` report themselves ten times a second, all but one in ten of them heard; the unit sees `seen`.
  void play(std::vector<int> const& told, std::vector<int> const& seen) {
    for (unsigned k = 0; k < 200; ++k) {
      double const t = k * 0.1;
      clock.set(kStart + from_seconds(t) + 30ms);
      for (int const car : told) {
        auto message = bsm(car, t, k, random);
        if ((k + static_cast<unsigned>(car)) % 10 != 0) cars.sent.push_back(std::move(message));
      }
      if (!seen.empty()) unit.sent.push_back(rsm(seen, t, random));
      cars.into(fusion, clock.now());
      unit.into(fusion, clock.now());
    }
  }
  std::map<std::string, state::Track> tracks() const {
    std::map<std::string, state::Track> all;
    fusion.for_each([&](state::TrackView t) { all.emplace(t.details().entity, static_cast<state::Track>(t)); });
    return all;
  }
  /// How far a track of `car` is from where it was at its time, m.
  double error_m(state::Track const& track, int car) const {
    double const t = to_seconds(track.t_obs - kStart);
    return distance_m(track.position, to_map(kRoad.to_geo(place(car, t))));
  }
};

TEST(V2xFused, CarsThatTellOfThemselvesAreTracks) {
  Scene scene;
  scene.play({0, 1, 2}, {});
  auto const tracks = scene.tracks();
  ASSERT_EQ(tracks.size(), 3U) << "seed " << kSeed;
  for (int car = 0; car < 3; ++car) {
    auto const& track = tracks.at(fmt::format("bsm:CAFE000{}", car));
    EXPECT_LT(scene.error_m(track, car), 1.0);
    EXPECT_NEAR(std::hypot(track.velocity_east_mps, track.velocity_north_mps), kSpeed_mps, 0.5);
  }
  Counters details = scene.cars.feed.counts().details;
  EXPECT_GE(details.get("messages_lost"), 57U); // one in ten of 600, but for those before the first and after the last
  EXPECT_LE(details.get("messages_lost"), 60U);
  EXPECT_EQ(details.get("latency_p50_ms"), 30U);
}

TEST(V2xFused, WhatAUnitSeesIsTheCarThatTellsOrATrackOfItsOwn) {
  Scene scene;
  scene.play({0}, {0, 3}); // car 3 sends nothing
  unsigned silent = 0;
  for (auto const& [name, track] : scene.tracks()) {
    if (name == "bsm:CAFE0000") {
      EXPECT_LT(scene.error_m(track, 0), 1.0);
      EXPECT_EQ(track.sources.size(), 2U) << "the unit sees it too";
    } else {
      ++silent;
      EXPECT_EQ(track.kind, state::Kind::unidentified) << name;
      EXPECT_TRUE(name.starts_with("plot:rsu:R1:")) << name;
      EXPECT_LT(scene.error_m(track, 3), 1.5);
    }
  }
  EXPECT_EQ(silent, 1U);
}

} // namespace
} // namespace dalian::v2x
