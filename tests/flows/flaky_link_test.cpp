// A link that is cut again and again, in the middle of messages: nothing is lost, nothing counts twice, and the tracks
// are as good as over a link that holds. What is sent again arrives late and behind newer observations.
#include "connectors/common/publisher.hpp"
#include "tests/support/flaky_link.hpp"
#include "tests/support/process.hpp"
#include "twin/app/twin.hpp"

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace dalian::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kShips = 20, kReports = 1500;

MapPoint truth(int ship, double t_s) {
  return {400'000.0 + 6 * t_s, 4'300'000.0 + 1000.0 * ship + 2 * t_s};
}

struct Outcome {
  unsigned cuts = 0;
  std::uint64_t fused = 0;
  double error_m = 0; // root mean square over ships, of the last estimate
};

/// The same noisy reports, ten a second and ship by their stamps, sent as fast as the link takes them.
Outcome sail(unsigned seed, bool steady) {
  TempFolder const folder;
  zmq::context_t context(1);
  app::TwinConfig config;
  config.ingest = {"tcp://127.0.0.1:*"};
  config.publish = config.requests = "tcp://127.0.0.1:*";
  auto const twin = app::Twin::start(context, std::move(config)).value();
  FlakyLink const link(twin->ingest_endpoints().front(), seed, steady ? FlakyLink::kNever : 20'000);
  connectors::PublisherConfig publisher_config;
  publisher_config.endpoint = link.endpoint();
  publisher_config.source = "flaky";
  publisher_config.lose_nothing = true;
  auto const publisher = connectors::Publisher::open(publisher_config).value();
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, 5);
  auto const start = SystemClock().now();
  for (int k = 0; k < kReports; ++k) {
    for (int ship = 0; ship < kShips; ++ship) {
      auto p = truth(ship, 0.1 * k);
      p.east_m += noise(random), p.north_m += noise(random);
      auto const geo = to_geo(p);
      wire::Observation o;
      o.set_entity("mmsi:" + std::to_string(412'000'000 + ship));
      o.set_kind(wire::VESSEL);
      o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(start - seconds(kReports / 10) + from_seconds(0.1 * k))));
      o.set_t_rx(o.t_obs());
      o.mutable_fix()->set_lon_deg(geo.lon_deg);
      o.mutable_fix()->set_lat_deg(geo.lat_deg);
      o.mutable_fix()->set_sigma_m(5);
      publisher->publish(o);
    }
    publisher->poll();
  }
  EXPECT_TRUE(publisher->flush(seconds(60))) << publisher->trouble();
  Outcome outcome;
  outcome.cuts = link.cuts();
  auto const fused = [&] {
    std::uint64_t n = 0;
    twin->latest()->for_each([&](state::TrackView track) { n += track->updates; });
    return n;
  };
  for (int i = 0; i < 3000 && fused() < kShips * kReports; ++i)
    std::this_thread::sleep_for(milliseconds(20));
  std::this_thread::sleep_for(milliseconds(200)); // what is counted twice would come now
  double sum = 0;
  twin->latest()->for_each([&](state::TrackView track) {
    int const ship = std::stoi(track.details().entity.substr(5)) - 412'000'000;
    auto const p = truth(ship, 0.1 * (kReports - 1));
    sum += std::pow(track->position.east_m - p.east_m, 2) + std::pow(track->position.north_m - p.north_m, 2);
    outcome.fused += track->updates;
  });
  outcome.error_m = std::sqrt(sum / kShips);
  return outcome;
}

TEST(FlakyLink, LosesNothingCountsNothingTwiceAndTracksAreAsGood) {
  unsigned const seed = 20261126;
  SCOPED_TRACE(seed);
  auto const flaky = sail(seed, false), steady = sail(seed, true);
  EXPECT_EQ(steady.cuts, 0U);
  EXPECT_GT(flaky.cuts, 5U);
  EXPECT_EQ(steady.fused, std::uint64_t{kShips * kReports});
  EXPECT_EQ(flaky.fused, std::uint64_t{kShips * kReports}) << "lost, or counted twice";
  EXPECT_LE(flaky.error_m, 1.05 * steady.error_m);
  fmt::print("{} cuts: {} of {} observations counted; error {:.3f} m, over a link that holds {:.3f} m\n", flaky.cuts,
             flaky.fused, kShips * kReports, flaky.error_m, steady.error_m);
}

} // namespace
} // namespace dalian::test
