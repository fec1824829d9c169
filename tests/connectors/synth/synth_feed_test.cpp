#include "connectors/app/synth_feed.hpp"

#include "tests/connectors/synth/test_plan.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace dalian::synth {
namespace {

using namespace std::chrono_literals;

Instant const kStart = from_unix_ns(1'790'412'000'250'000'000);

/// Keeps what it is told.
struct ListSink final : connectors::ObservationSink {
  void publish(wire::Observation observation) override { observations.push_back(std::move(observation)); }
  void report(wire::FeedReport report) override { last_report = std::move(report); }
  void poll() override {}
  bool flush(Duration) override { return true; }
  std::vector<wire::Observation> observations;
  wire::FeedReport last_report;
};

RouteLine straight_road() {
  RouteLine r;
  for (int i = 0; i <= 40; ++i)
    r.line.push_back({400'000 + 30.0 * i, 4'340'000 + 40.0 * i});
  return r;
}

SynthStream stream(double seconds, std::uint64_t seed = 1) {
  FleetPlan plan = project_plan();
  plan.road_groups.resize(1);
  SynthOptions options;
  options.start = kStart;
  options.seconds = seconds;
  options.seed = seed;
  auto made = SynthStream::make(plan, {{plan.road_groups[0].route, straight_road()}}, options);
  EXPECT_TRUE(made) << made.error();
  return std::move(made).value();
}

/// FNV-1a over everything the stream says, in order.
std::uint64_t digest(double seconds, std::uint64_t seed) {
  auto items = stream(seconds, seed);
  std::uint64_t h = 0xcbf29ce484222325ull;
  while (auto const item = items.next()) {
    auto const* nmea = std::get_if<std::string>(&item->content);
    auto const bytes = std::to_string(to_unix_ns(item->at)) +
                       (nmea != nullptr ? *nmea : std::get<wire::Observation>(item->content).SerializeAsString());
    for (char const c : bytes)
      h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  }
  return h;
}

TEST(SynthStream, IsTheSameForTheSameStartSeedAndSeconds) {
  EXPECT_EQ(digest(30, 1), digest(30, 1));
  EXPECT_NE(digest(30, 1), digest(30, 2));
}

TEST(SynthStream, RunsInOrderAndEndsWhenTold) {
  auto items = stream(20);
  Instant before = kStart, last = kStart;
  while (auto const item = items.next()) {
    ASSERT_GE(item->at, before);
    before = last = item->at;
  }
  EXPECT_LE(last, kStart + 20s);
  EXPECT_GT(last, kStart + 19s);
}

// The encoder here and the decoder of connectors/ais were written apart from the standard: what one says the other
// must understand, every line of it.
TEST(SynthFeed, TheAisConnectorUnderstandsEveryLineAndRecoversTheShips) {
  auto items = stream(20);
  ListSink sink;
  connectors::SynthFeed feed(sink);
  while (auto const item = items.next())
    feed.take(*item);
  feed.report(true);

  std::map<std::string, wire::Observation> position, who;
  for (auto const& o : sink.observations) {
    if (o.has_fix() && !position.contains(o.entity())) position[o.entity()] = o;
    if (o.has_vessel_static()) who[o.entity()].MergeFrom(o);
  }
  for (auto const& v : items.ships().fleet()) {
    auto const entity = "mmsi:" + std::to_string(v.mmsi);
    ASSERT_TRUE(position.contains(entity)) << v.id;
    auto const& o = position[entity];
    EXPECT_EQ(o.kind(), wire::VESSEL);
    double const t_s = to_seconds(from_unix_ns(static_cast<std::int64_t>(o.t_obs())) - kStart);
    auto const m = measured_at(v, t_s);
    EXPECT_LT(distance_m(to_map({o.fix().lon_deg(), o.fix().lat_deg()}), to_map(m.position)), 0.3) << v.id;
    EXPECT_NEAR(o.fix().speed_mps(), m.speed_kn * kMpsPerKnot, 0.06 * kMpsPerKnot) << v.id;
    if (!v.class_b) {
      EXPECT_NEAR(std::remainder(o.fix().heading_deg() - m.heading_deg, 360.0), 0, 0.51) << v.id;
    }
    ASSERT_TRUE(who.contains(entity)) << v.id;
    auto const& s = who[entity].vessel_static();
    EXPECT_EQ(s.name(), v.data.name);
    EXPECT_EQ(s.call_sign(), v.data.call_sign);
    EXPECT_EQ(static_cast<int>(s.ship_type()), v.data.ship_type);
    EXPECT_EQ(s.bow_m() + s.stern_m(), v.data.dimensions.bow_m + v.data.dimensions.stern_m);
    if (!v.class_b) {
      EXPECT_NEAR(s.draught_m(), data_at(v, t_s).draught_m, 0.051) << v.id;
    }
  }
  std::size_t aids = 0;
  for (auto const& o : sink.observations)
    aids += o.kind() == wire::AID_TO_NAVIGATION;
  EXPECT_GE(aids, 10u);
}

TEST(SynthFeed, EveryLineAndEveryVehicleReportIsCounted) {
  auto items = stream(20);
  ListSink sink;
  connectors::SynthFeed feed(sink);
  std::uint64_t lines = 0, vehicles = 0;
  while (auto const item = items.next()) {
    if (auto const* nmea = std::get_if<std::string>(&item->content))
      lines += static_cast<std::uint64_t>(std::count(nmea->begin(), nmea->end(), '\n'));
    else
      ++vehicles;
    feed.take(*item);
  }
  feed.report(true);
  auto const& report = sink.last_report;
  EXPECT_TRUE(report.finished());
  EXPECT_EQ(report.protocol(), "synth");
  EXPECT_EQ(report.inputs(), lines + vehicles);
  std::uint64_t sum = 0;
  for (auto const& [name, n] : report.outcomes())
    sum += n;
  EXPECT_EQ(sum, report.inputs());
  EXPECT_EQ(report.outcomes().at("decoded"), report.inputs()); // it rejects nothing of its own
  EXPECT_EQ(report.details().at("vehicle_reports"), vehicles);
}

} // namespace
} // namespace dalian::synth
