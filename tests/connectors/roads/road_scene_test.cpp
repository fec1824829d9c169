// What the roads send, read by the connectors that read the real thing.
#include "tests/connectors/roads/small_town.hpp"

#include "connectors/gtfs/decode.hpp"
#include "connectors/gtfs/rules.hpp"
#include "connectors/roads/bus_documents.hpp"
#include "connectors/v2x/reader.hpp"

#include <map>

namespace dalian::roads {
namespace {

std::vector<Datagram> seconds_of(RoadScene& town, int seconds) {
  std::vector<Datagram> out;
  town.advance(town.now() + std::chrono::seconds{seconds}, out);
  return out;
}

struct Read {
  std::map<std::string, int> outcomes, messages;
  std::map<std::string, std::vector<v2x::Vehicle>> vehicles;
  std::map<std::string, std::vector<v2x::Signal>> signals;
  std::map<std::string, GeoPoint> places;
};

Read read_all(std::vector<Datagram> const& sent) {
  Read all;
  auto const reader = v2x::make_j2735_reader();
  v2x::Facts facts;
  for (auto const& datagram : sent) {
    connectors::Packet packet;
    packet.bytes = {reinterpret_cast<std::uint8_t const*>(datagram.bytes.data()), datagram.bytes.size()};
    facts.clear();
    ++all.outcomes[std::string(reader->read(packet, datagram.at, facts, nullptr))];
    ++all.messages[std::string(facts.message)];
    for (auto const& v : facts.vehicles)
      all.vehicles[v.entity].push_back(v);
    for (auto const& s : facts.signals)
      all.signals[s.entity].push_back(s);
    for (auto const& p : facts.places)
      all.places[p.entity] = p.position;
  }
  return all;
}

/// Shared, for it takes a second to make; whoever looks first sees its first seconds.
class Forenoon : public testing::Test {
 protected:
  static RoadScene& town() {
    static RoadScene made(test::scene("2026-11-27T09:59:20+08:00", 1000));
    return made;
  }
};

TEST_F(Forenoon, EveryDatagramIsReadAndEverybodyIsHeard) {
  auto& town = Forenoon::town();
  auto const read = read_all(seconds_of(town, 10));
  ASSERT_EQ(read.outcomes.size(), 1U);
  EXPECT_EQ(read.outcomes.begin()->first, "decoded");
  std::size_t connected = 0;
  for (auto const& [entity, said] : read.vehicles)
    if (entity.starts_with("bsm:CA")) {
      ++connected;
      EXPECT_LE(said.size(), 101U);
      EXPECT_GE(said.size(), 30U) << entity; // a silence may fall into it
    }
  EXPECT_GE(connected, 38U);
  EXPECT_NEAR(static_cast<double>(read.vehicles.size()), static_cast<double>(town.traffic().active()),
              0.1 * static_cast<double>(town.traffic().active()));
  EXPECT_EQ(read.messages.at("spat"), 10 * static_cast<int>(town.junctions_with_signals()));
  EXPECT_EQ(read.messages.at("map"), static_cast<int>(town.junctions_with_signals()));
  for (auto const& [entity, said] : read.signals)
    EXPECT_TRUE(read.places.contains(entity)) << entity << ": MAP says where it is";
}

TEST_F(Forenoon, APositionIsWhereTheVehicleIsWithinItsError) {
  auto& town = Forenoon::town();
  auto const sent = seconds_of(town, 2);
  auto const read = read_all(sent);
  std::size_t compared = 0;
  for (auto const& car : town.cars().cars()) {
    auto const it = read.vehicles.find(car.entity);
    if (it == read.vehicles.end() || car.slot == kNone) continue;
    auto const& last = it->second.back();
    auto const pose = town.traffic().pose(town.traffic().movers()[car.slot]);
    EXPECT_LT(distance_m(to_map(last.position), pose.centre), 8 * *last.sigma_m + 5) << car.label;
    ++compared;
  }
  EXPECT_GT(compared, 30U);
}

/// The green that SPAT tells is the green that vehicles are given.
TEST_F(Forenoon, SpatTellsThePhaseAndWhenItEnds) {
  auto const read = read_all(seconds_of(town(), 60)); // over the full hour: TimeMark begins anew
  for (auto const& [entity, said] : read.signals) {
    ASSERT_GT(said.size(), 50U) << entity;
    for (std::size_t i = 1; i < said.size(); ++i) {
      ASSERT_TRUE(said[i].remaining_s && said[i - 1].remaining_s);
      bool const stays = said[i].phase == said[i - 1].phase;
      if (stays && *said[i - 1].remaining_s > 1.2) {
        EXPECT_NEAR(*said[i].remaining_s, *said[i - 1].remaining_s - 1, 0.25) << entity;
      } else if (!stays) {
        EXPECT_LT(*said[i - 1].remaining_s, 1.2) << entity << ": it changed when it had said so";
      }
    }
  }
}

TEST(RoadSceneTest, TheSameSeedAndStartGiveTheSameBytes) {
  auto const bytes = [](std::uint64_t seed) {
    auto input = test::scene("2026-11-27T16:55:00+08:00", 600, seed);
    input.warm_up_s = 2;
    RoadScene town(std::move(input));
    std::string all;
    for (auto const& datagram : seconds_of(town, 10))
      all += datagram.bytes;
    return all;
  };
  auto const one = bytes(1);
  EXPECT_EQ(one, bytes(1));
  EXPECT_NE(one, bytes(2));
}

TEST(RoadSceneTest, AtThreeTwoCollideAndAnAmbulanceComes) {
  auto input = test::scene("2026-11-27T14:59:58+08:00", 2500);
  input.warm_up_s = 15;
  input.plan.traffic.through = 0; // all of them in the town: two come one behind the other soon
  for (auto& incident : input.story.incidents)
    if (incident.kind == "collision") incident.figures["ambulance_min"] = 0.3;
  RoadScene town(std::move(input));
  std::map<std::string, Truth> truths;
  bool siren = false, airbags = false;
  auto const all = [&] { return truths.contains("collision") && truths.contains("ambulance") && siren && airbags; };
  for (int i = 0; i < 60 && !all(); ++i) {
    seconds_of(town, 9);
    auto const read = read_all(seconds_of(town, 1)); // what is said goes on being said
    for (auto const& truth : town.take_truths())
      truths.emplace(truth.kind, truth);
    for (auto const& [entity, said] : read.vehicles) {
      siren = siren || said.back().type == "emergency";
      airbags = airbags || (said.back().events.value_or(0) >> 12 & 1U) != 0;
    }
  }
  ASSERT_TRUE(truths.contains("collision"));
  EXPECT_TRUE(truths.contains("ambulance"));
  EXPECT_TRUE(airbags);
  EXPECT_TRUE(siren);
  EXPECT_LT(distance_m(to_map(truths["collision"].place), to_map({121.6740, 39.2639})), 1500);
}

gtfs::proto::FeedMessage parsed(std::string const& bytes) {
  gtfs::proto::FeedMessage feed;
  EXPECT_TRUE(feed.ParseFromString(bytes));
  return feed;
}

TEST(RoadSceneTest, BusesBreakNoRuleOfTheValidatorAndAreLateInTheRush) {
  RoadScene town(test::scene("2026-11-27T07:30:00+08:00", 800));
  auto archive = gtfs::open_archive_bytes(write_schedule(town.buses(), town.now(), Duration{}), "buses");
  ASSERT_TRUE(archive) << archive.error();
  auto const schedule = gtfs::Schedule::read(**archive);
  ASSERT_TRUE(schedule) << schedule.error();
  EXPECT_EQ(schedule->counts().get("stop_times_bad"), 0U);
  std::optional<gtfs::FeedMemory> before_vehicles, before_trips;
  int latest = 0;
  for (int i = 0; i < 10; ++i) {
    seconds_of(town, 15);
    BusDocuments documents;
    write_realtime({town.buses(), town.traffic(), Duration{}, i > 6}, documents);
    auto const vehicles = parsed(documents.vehicles), trips = parsed(documents.trips),
               alerts = parsed(documents.alerts);
    gtfs::RuleContext const context{&*schedule, to_unix_ns(town.now()) / 1'000'000'000};
    gtfs::Findings findings;
    gtfs::check_feed(vehicles, before_vehicles, context, findings);
    gtfs::check_feed(trips, before_trips, context, findings);
    gtfs::check_feed(alerts, std::nullopt, context, findings);
    gtfs::check_pairs(&vehicles, &trips, findings);
    before_vehicles = gtfs::remember(vehicles);
    before_trips = gtfs::remember(trips);
    for (auto const& [rule, n] : findings.by_code())
      EXPECT_EQ(n, 0U) << rule << " in " << findings.first().find(rule)->second;
    EXPECT_GE(vehicles.entity_size(), 3);
    EXPECT_EQ(alerts.entity_size(), i > 6 ? 1 : 0);
    for (auto const& entity : trips.entity())
      latest = std::max(latest, entity.trip_update().stop_time_update(0).arrival().delay());
  }
  EXPECT_GT(latest, 60) << "somebody is late in the rush";
}

} // namespace
} // namespace dalian::roads
