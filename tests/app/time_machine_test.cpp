// A viewer that goes back in time and returns, beside a twin that goes on.
#include "twin/app/time_machine.hpp"

#include "connectors/common/publisher.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/wait.hpp"
#include "twin/app/twin.hpp"
#include "twin/fusion/state_hash.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::wait_until;

Instant const kStart = parse_utc("2026-09-26T08:00:00Z").value();

class TimeMachineTest : public testing::Test {
 protected:
  std::unique_ptr<Twin> start(bool history) {
    TwinConfig config;
    config.ingest = {"ipc://" + (folder_.path() / "ingest").string()};
    config.publish = "inproc://publish";
    config.requests = "inproc://requests";
    if (history) config.history = folder_.path() / "history";
    config.feed_clock = true;
    return Twin::start(context_, std::move(config)).value();
  }

  /// One ship a second, from second `from` to `to`; returns when all of it is on disk.
  void sail(Twin const& twin, int from, int to) {
    connectors::PublisherConfig config;
    config.endpoint = twin.ingest_endpoints().front();
    config.source = "ais";
    config.lose_nothing = true;
    auto const publisher = connectors::Publisher::open(std::move(config)).value();
    for (int second = from; second < to; ++second) {
      wire::Observation o;
      o.set_entity("mmsi:" + std::to_string(412'000'000 + second));
      o.set_kind(wire::VESSEL);
      o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(kStart + seconds(second))));
      o.set_t_rx(o.t_obs());
      o.mutable_fix()->set_lon_deg(121.9);
      o.mutable_fix()->set_lat_deg(38.9);
      o.mutable_fix()->set_sigma_m(10);
      publisher->publish(o);
      ASSERT_TRUE(publisher->flush(seconds(20))); // a batch each: each has its own twin time
    }
    ASSERT_TRUE(wait_until([&] {
      return publisher->stored_seq() >= static_cast<std::uint64_t>(to - from) || (publisher->poll(), false);
    }));
  }

  test::TempFolder folder_;
  zmq::context_t context_{1};
};

std::size_t count(state::Snapshot const& snapshot) {
  std::size_t n = 0;
  snapshot.for_each([&](state::TrackView) { ++n; });
  return n;
}

TEST_F(TimeMachineTest, GoesBackSteersAndReturnsToAPresentThatWentOn) {
  auto const twin = start(true);
  sail(*twin, 0, 12);
  std::mutex mutex;
  std::shared_ptr<state::Snapshot const> shown = std::make_shared<state::Snapshot>();
  TimeMachine machine(context_, twin->request_endpoint(), [&](auto snapshot) {
    std::lock_guard const lock(mutex);
    shown = std::move(snapshot);
  });
  auto const shows = [&](std::size_t tracks) {
    return wait_until([&] {
      std::lock_guard const lock(mutex);
      return count(*shown) == tracks;
    });
  };
  ASSERT_TRUE(shows(12));
  EXPECT_TRUE(machine.travel().live);
  ASSERT_TRUE(wait_until([&] { return machine.travel().last == kStart + seconds(11); })) << "what history holds";

  machine.seek(kStart + milliseconds(4500));
  EXPECT_FALSE(machine.travel().live);
  EXPECT_TRUE(machine.travel().seeking);
  ASSERT_TRUE(shows(5));
  ASSERT_TRUE(wait_until([&] { return !machine.travel().seeking; }));
  EXPECT_EQ(machine.now(), kStart + milliseconds(4500)) << "it stands";

  sail(*twin, 12, 16); // the present goes on and is not shown
  machine.seek(kStart + milliseconds(9500));
  ASSERT_TRUE(shows(10));
  machine.set_speed(20);
  ASSERT_TRUE(shows(16));
  ASSERT_TRUE(wait_until([&] { return machine.travel().at_end; }));
  machine.set_speed(0); // first: a seek goes on at the speed it finds, here past the next ship in 25 ms
  machine.seek(kStart + milliseconds(500));
  ASSERT_TRUE(shows(1));

  machine.go_live();
  ASSERT_TRUE(shows(16));
  ASSERT_TRUE(wait_until([&] { return machine.travel().live; }));
  {
    std::lock_guard const lock(mutex);
    EXPECT_EQ(fusion::state_hash(*shown), fusion::state_hash(*twin->latest()));
  }
  EXPECT_EQ(machine.trouble(), "");
}

TEST_F(TimeMachineTest, WithoutHistorySaysSoAndGoesBackToThePresent) {
  auto const twin = start(false);
  TimeMachine machine(context_, twin->request_endpoint(), {});
  machine.seek(kStart);
  ASSERT_TRUE(wait_until([&] { return !machine.trouble().empty(); }));
  EXPECT_NE(machine.trouble().find("--history"), std::string::npos) << machine.trouble();
  machine.go_live();
  ASSERT_TRUE(wait_until([&] { return machine.travel().live && machine.trouble().empty(); }));
}

} // namespace
} // namespace dalian::app
