// A history in PostgreSQL as a user has it: a twin and its stand-by; and a viewer of that twin and of a second one.
#include "connectors/common/publisher.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/wait.hpp"
#include "twin/app/service.hpp"
#include "twin/postgres/postgres_history.hpp"

#include <csignal>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>

namespace dalian::test {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

wire::Observation event(std::uint64_t k) {
  wire::Observation o;
  auto const t = static_cast<std::uint64_t>(to_unix_ns(SystemClock().now()));
  o.set_entity("mmsi:" + std::to_string(412'000'000 + k % 30));
  o.set_kind(wire::VESSEL);
  o.set_t_obs(t);
  o.set_t_rx(t);
  o.mutable_fix()->set_lon_deg(121.9);
  o.mutable_fix()->set_lat_deg(38.9);
  o.mutable_fix()->set_sigma_m(10);
  o.set_event(true);
  return o;
}

class ServedTwin : public testing::Test {
 protected:
  std::string address(std::string const& name) const { return "ipc://" + (folder_.path() / name).string(); }
  std::unique_ptr<Process> twind(std::vector<std::string> const& more = {}) const {
    std::vector<std::string> all{program("twind"), "--bind",     address("in"),  "--publish",
                                 address("out"),   "--requests", address("ask"), "--history",
                                 server_.url(),    "--state",    folder_.path(), "--json",
                                 "--city",         "none",       "--alarms",     "none"};
    all.insert(all.end(), more.begin(), more.end());
    return std::make_unique<Process>(all);
  }
  static bool ready(Process const& twin) { return twin.out().find("\"ready\"") != std::string::npos; }

  TempFolder folder_;
  PostgresServer server_{{}};
};

TEST_F(ServedTwin, ItsStandByTakesOverAndNothingAcknowledgedIsLost) {
  auto const first = twind();
  ASSERT_TRUE(wait_until([&] { return ready(*first); })) << first->err();
  auto const second = twind({"--standby"});
  connectors::PublisherConfig config;
  config.endpoint = address("in");
  config.source = "stand-by-test";
  config.lose_nothing = true;
  auto const publisher = connectors::Publisher::open(config).value();
  std::uint64_t sent = 0;
  auto const feed_until = [&](std::uint64_t stored) {
    return wait_until([&] {
      publisher->publish(event(++sent));
      publisher->poll();
      return publisher->stored_seq() >= stored;
    });
  };
  ASSERT_TRUE(feed_until(50));
  ASSERT_TRUE(wait_until([&] { return second->out().find("standing by") != std::string::npos; })) << second->err();
  EXPECT_FALSE(ready(*second)) << "two would write";
  first->signal(SIGKILL);
  ASSERT_EQ(first->wait(seconds(60)), 128 + SIGKILL);
  auto const before = publisher->stored_seq();
  ASSERT_TRUE(wait_until([&] { return ready(*second); })) << second->err();
  ASSERT_TRUE(feed_until(before + 50)) << "the connector finds the stand-by by itself";
  ASSERT_TRUE(publisher->flush(seconds(60))) << publisher->trouble();
  std::map<std::uint64_t, int> seen;
  ASSERT_TRUE(postgres::open_postgres_reader(server_.url())->replay(Instant::min(), [&](history::Record&& r) {
    for (std::uint32_t k = 0; r.epoch == publisher->epoch() && k < r.n; ++k)
      ++seen[r.first_seq + k];
    return true;
  }));
  EXPECT_EQ(seen.size(), sent);
  for (auto const& [seq, n] : seen)
    EXPECT_EQ(n, 1) << seq;
  second->signal(SIGTERM);
  EXPECT_EQ(second->wait(seconds(60)), 0) << second->err();
}

/// A source of one car, heard once a call.
class CarFeed {
 public:
  CarFeed(std::string endpoint, std::string source) {
    connectors::PublisherConfig config;
    config.endpoint = std::move(endpoint);
    config.source = std::move(source);
    publisher_ = connectors::Publisher::open(config).value();
  }
  void tell(std::string const& entity) {
    auto o = event(0);
    o.set_entity(entity);
    o.set_kind(wire::ROAD_VEHICLE);
    o.set_event(false);
    publisher_->publish(o);
    publisher_->poll();
  }

 private:
  std::unique_ptr<connectors::Publisher> publisher_;
};

struct Seen {
  std::uint32_t handle = 0;
  std::string source; // who spoke of it last
};

std::map<std::string, Seen> seen_by(app::Service const& viewer) {
  std::map<std::string, Seen> all;
  viewer.view()->snapshot().for_each([&](state::TrackView track) {
    all[track.details().entity] = {track->handle, sources_newest_first(track).front()};
  });
  return all;
}

TEST_F(ServedTwin, AViewerOfTwoTwinsSeesOneCityAndHealsWhenOneIsTakenOver) {
  auto const north = twind();
  ASSERT_TRUE(wait_until([&] { return ready(*north); })) << north->err();
  auto const other = [&](std::string const& name) { return address("south-" + name); };
  Process const south({program("twind"), "--bind", other("in"), "--publish", other("out"), "--requests", other("ask"),
                       "--json", "--city", "none", "--alarms", "none"});
  app::ServiceConfig both;
  both.connect = {address("ask"), other("ask")};
  auto const viewer = app::Service::start(both).value();
  CarFeed in_north(address("in"), "north"), in_south(other("in"), "south");

  ASSERT_TRUE(wait_until([&] {
    in_north.tell("car:1");
    in_south.tell("car:2");
    return seen_by(*viewer).size() == 2;
  }));
  auto const handle = seen_by(*viewer).at("car:1").handle;
  ASSERT_TRUE(wait_until([&] { // it crosses the border: from now on the other twin hears of it
    in_south.tell("car:1");
    return seen_by(*viewer).at("car:1").source == "south";
  }));
  EXPECT_EQ(seen_by(*viewer).at("car:1").handle, handle);
  EXPECT_EQ(seen_by(*viewer).size(), 2u);

  auto const second = twind({"--standby"});
  ASSERT_TRUE(wait_until([&] { return second->out().find("standing by") != std::string::npos; })) << second->err();
  north->signal(SIGKILL);
  auto const killed = std::chrono::steady_clock::now();
  auto const since = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - killed).count(); };
  ASSERT_TRUE(wait_until([&] { return ready(*second); })) << second->err();
  double const taken_over_s = since();
  ASSERT_TRUE(wait_until([&] { // by itself: feed and viewer find the stand-by at the same address
    in_north.tell("car:3");
    in_south.tell("car:1");
    return seen_by(*viewer).contains("car:3");
  })) << viewer->trouble();
  fmt::print("stand-by ready {:.1f} s after the kill, first new thing seen at {:.1f} s\n", taken_over_s, since());
  EXPECT_TRUE(wait_until([&] { return viewer->trouble().empty(); })) << viewer->trouble();
  EXPECT_EQ(seen_by(*viewer).at("car:1").handle, handle);
}

TEST(StandBy, TwindSaysWhatItNeeds) {
  TempFolder const folder;
  auto const none = run({program("twind"), "--history", "postgresql://127.0.0.1:1/none"});
  EXPECT_EQ(none.status, 1);
  EXPECT_THAT(none.err, HasSubstr("--state"));
  auto const files = run({program("twind"), "--history", folder.path().string(), "--standby"});
  EXPECT_EQ(files.status, 1);
  EXPECT_THAT(files.err, HasSubstr("postgresql://"));
}

} // namespace
} // namespace dalian::test
