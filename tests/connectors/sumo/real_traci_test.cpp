// A real SUMO over TraCI: what it tells is what it writes as FCD output; its lights; its types; its end; and servers
// that are none.
#include "connectors/sumo/sumo_process.hpp"
#include "connectors/sumo/traci_feed.hpp"
#include "tests/connectors/common/loopback_server.hpp"
#include "tests/connectors/sumo/real_sumo.hpp"
#include "tests/support/wait.hpp"
#include "twin/wire/codec.hpp"

#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace dalian::sumo {
namespace {

using namespace std::chrono_literals;
using dalian::test::program;
using dalian::test::run;

struct ListSink final : connectors::ObservationSink {
  void publish(wire::Observation o) override {
    EXPECT_EQ(wire::check(o), "");
    all.push_back(std::move(o));
  }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
  std::vector<wire::Observation> all;
};

/// A feed as fast as SUMO goes, with a SUMO of its own.
struct Scene {
  explicit Scene(std::filesystem::path const& config, bool persons = false) {
    auto started = SumoProcess::start({.scenario = config});
    if (!started) throw std::runtime_error(started.error());
    process = std::make_unique<SumoProcess>(std::move(*started));
    TraciFeed::Options options{.feed = {}, .address = *connectors::parse_address(process->address())};
    options.feed.time = {.start = kStart, .speed = 0};
    options.feed.wire.persons = persons;
    options.session.persons = persons;
    options.link.backoff.first = 50ms;
    options.link.backoff.longest = 500ms;
    options.link.note = [this](std::string const& text) { notes += text + "\n"; };
    options.tend = [this] { process->tend(); };
    feed = std::make_unique<TraciFeed>(std::move(options), connectors::FeedOutput{&sink, &json}, clock);
  }
  /// Until so many steps have been told; false when that takes too long.
  bool steps(std::uint64_t n) {
    return dalian::test::wait_until([&] {
      feed->step(100ms);
      return feed->counts().details.get("steps") >= n;
    });
  }

  static inline Instant const kStart = *parse_utc("2026-11-27T08:00:00Z");
  ManualClock clock{kStart};
  ListSink sink;
  std::ostringstream json;
  std::string notes;
  std::unique_ptr<SumoProcess> process;
  std::unique_ptr<TraciFeed> feed;
};

/// Rows of JSON lines by second and id, up to a second.
std::map<std::pair<double, std::string>, nlohmann::json> rows_of(std::string const& text, double until_s) {
  std::map<std::pair<double, std::string>, nlohmann::json> rows;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    auto row = nlohmann::json::parse(line);
    double const t = row["time_s"];
    if (t <= until_s && row["kind"] == "vehicle") rows[{t, row["id"]}] = row;
  }
  return rows;
}

TEST(RealTraci, TellsWhatSumoWritesAsFcdOutput) {
  dalian::test::TempFolder const folder;
  auto const config = test::write_crossing(folder.path());
  auto const fcd = (folder.path() / "fcd.xml").string(), net = (folder.path() / "crossing.net.xml").string();
  ASSERT_EQ(run({"sumo", "-c", config, "--end", "60", "--fcd-output", fcd}).status, 0);
  auto const written = run({program("twinfeed"), "sumo", "--fcd", fcd, "--net", net, "--out", "json"});
  Scene scene(config);
  ASSERT_TRUE(scene.steps(110)) << scene.notes;
  // Over TraCI a step's time is that of its end: FCD output names the same state by its beginning.
  auto const told = rows_of(scene.json.str(), 50), wanted = rows_of(written.out, 50);
  ASSERT_GT(told.size(), 500U);
  std::size_t compared = 0;
  for (auto const& [key, row] : wanted) {
    auto const it = told.find({key.first + 0.5, key.second});
    if (it == told.end()) continue;
    ++compared;
    EXPECT_NEAR(it->second["x"].get<double>(), row["x"].get<double>(), 0.0051); // FCD output has two places
    EXPECT_NEAR(it->second["y"].get<double>(), row["y"].get<double>(), 0.0051);
    EXPECT_NEAR(it->second["lon_deg"].get<double>(), row["lon_deg"].get<double>(), 1e-7);
    EXPECT_NEAR(it->second["lat_deg"].get<double>(), row["lat_deg"].get<double>(), 1e-7);
    EXPECT_NEAR(it->second["heading_deg"].get<double>(), row["heading_deg"].get<double>(), 0.01);
    EXPECT_EQ(it->second["type"], row["type"]);
  }
  EXPECT_GT(compared, wanted.size() * 9 / 10);
}

TEST(RealTraci, LightsAreToldWhereTheyStandWhenTheyChangeAndSizesAreThoseOfTheTypes) {
  dalian::test::TempFolder const folder;
  Scene scene(test::write_crossing(folder.path()), true);
  ASSERT_TRUE(scene.steps(240)) << scene.notes; // 120 s: more than a cycle of netconvert's 90 s
  std::map<std::string, std::vector<unsigned>> phases;
  std::map<std::string, float> lengths;
  for (auto const& o : scene.sink.all) {
    if (o.kind() == wire::ROAD_VEHICLE) lengths[o.road_vehicle().vehicle_type()] = o.road_vehicle().length_m();
    if (o.kind() != wire::SENSOR) continue;
    auto const at = to_map({o.fix().lon_deg(), o.fix().lat_deg()});
    EXPECT_LT(distance_m(at, {test::kEast_m, test::kNorth_m}), 30) << o.entity();
    auto& seen = phases[o.entity()];
    if (seen.empty() || seen.back() != o.sensor().state()) {
      EXPECT_TRUE(o.event());
      seen.push_back(o.sensor().state());
    }
  }
  EXPECT_EQ(lengths, (std::map<std::string, float>{{"bus", 12}, {"car", 5}, {"pedestrian", 0.215F}, {"truck", 9.5F}}));
  ASSERT_EQ(phases.size(), 3U) << "two lanes from the west, one from the south";
  for (auto const& [light, seen] : phases) {
    EXPECT_TRUE(light.starts_with("signal:sumo.middle.")) << light;
    for (unsigned const phase : {3U, 6U, 7U}) // red, green, yellow
      EXPECT_NE(std::ranges::find(seen, phase), seen.end()) << light << " never shows " << phase;
  }
}

TEST(RealTraci, SizesOfClassesAreSumosOwn) {
  constexpr char const* kClasses[] = {"passenger", "taxi",  "evehicle", "emergency",  "bus",   "coach",
                                      "delivery",  "truck", "trailer",  "motorcycle", "moped", "bicycle"};
  dalian::test::TempFolder const folder;
  auto const config = test::write_crossing(folder.path());
  std::ofstream routes(folder.path() / "crossing.rou.xml");
  routes << "<routes>";
  for (auto const* name : kClasses)
    routes << "<vType id=\"" << name << "\" vClass=\"" << name << "\"/>";
  for (auto const* name : kClasses)
    routes << "<vehicle id=\"v_" << name << "\" type=\"" << name
           << "\" depart=\"0\" departLane=\"best\"><route edges=\"from_west to_east\"/></vehicle>";
  routes << "</routes>";
  routes.close();
  Scene scene(config);
  ASSERT_TRUE(scene.steps(150)) << scene.notes; // they enter one after the other
  std::map<std::string, wire::RoadVehicle> told;
  for (auto const& o : scene.sink.all)
    if (o.kind() == wire::ROAD_VEHICLE) told[o.entity()] = o.road_vehicle();
  EXPECT_EQ(told.size(), std::size(kClasses));
  for (auto const& [entity, road] : told) {
    auto const own = type_of_class(entity.substr(entity.find("v_") + 2));
    EXPECT_FLOAT_EQ(road.length_m(), own.length_m) << entity;
    EXPECT_FLOAT_EQ(road.width_m(), own.width_m) << entity;
    EXPECT_EQ(road.vehicle_type(), own.kind) << entity;
  }
}

/// Two feeds of one SUMO (--num-clients), each in its place.
TEST(RealTraci, ClientsOfOneSumoTakeTurnsAndSeeTheSame) {
  dalian::test::TempFolder const folder;
  auto const config = test::write_crossing(folder.path()).string();
  auto const port = std::to_string(SumoProcess::free_port());
  dalian::test::Process const sumo({"/usr/bin/env", "sumo", "-c", config, "--remote-port", port, "--num-clients", "2"});
  ManualClock const clock{Scene::kStart};
  std::ostringstream json[2];
  std::vector<std::unique_ptr<TraciFeed>> feeds;
  for (int k = 0; k < 2; ++k) {
    TraciFeed::Options options{.feed = {}, .address = {"127.0.0.1", port}};
    options.feed.time = {.start = Scene::kStart, .speed = 0};
    options.session.order = k + 1;
    options.link.backoff.first = options.link.backoff.longest = 50ms;
    feeds.push_back(std::make_unique<TraciFeed>(std::move(options), connectors::FeedOutput{nullptr, &json[k]}, clock));
  }
  auto const steps = [&](std::size_t k) { return feeds[k]->counts().details.get("steps"); };
  ASSERT_TRUE(dalian::test::wait_until([&] {
    for (auto const& feed : feeds)
      feed->step(5ms);
    return steps(0) >= 60 && steps(1) >= 60;
  })) << steps(0)
      << " and " << steps(1) << " steps; " << sumo.err();
  auto const first = rows_of(json[0].str(), 25), second = rows_of(json[1].str(), 25);
  EXPECT_GT(first.size(), 100U);
  EXPECT_EQ(first, second);
  for (auto const& feed : feeds)
    EXPECT_EQ(feed->counts().outcomes.get("decoded"), feed->counts().inputs());
}

/// Over TraCI and as FCD output alike.
TEST(RealTraci, BicyclesAndPeopleOnFootComeBothWays) {
  dalian::test::TempFolder const folder;
  auto const config = test::write_crossing(folder.path()).string();
  auto const in = [&](char const* name) { return (folder.path() / name).string(); };
  std::ofstream(in("crossing.rou.xml")) << R"(<routes><vType id="bike" vClass="bicycle"/><vType id="cab" vClass="taxi"/>
    <vehicle id="rider" type="bike" depart="0"><route edges="from_west to_east"/></vehicle>
    <vehicle id="car" type="cab" depart="triggered"><route edges="from_south to_north"/></vehicle>
    <person id="walker" depart="0"><walk edges="from_south"/></person>
    <person id="passenger" depart="0"><ride from="from_south" to="to_north" lines="car"/></person></routes>)";
  ASSERT_EQ(run({"sumo", "-c", config, "--end", "30", "--fcd-output", in("fcd.xml")}).status, 0);
  auto const fcd = run({program("twinfeed"), "sumo", "--fcd", in("fcd.xml"), "--net", in("crossing.net.xml"), "--types",
                        in("crossing.rou.xml"), "--persons", "--out", "json"});
  EXPECT_EQ(fcd.status, 0) << fcd.err;
  std::set<std::string> written;
  std::istringstream lines(fcd.out);
  for (std::string line; std::getline(lines, line);) {
    auto const row = nlohmann::json::parse(line);
    written.insert(row["kind"].get<std::string>() + " " + row["id"].get<std::string>());
  }
  Scene scene(config, true);
  ASSERT_TRUE(scene.steps(40)) << scene.notes;
  std::map<std::string, wire::RoadVehicle> told;
  for (auto const& o : scene.sink.all)
    if (o.kind() == wire::ROAD_VEHICLE) told[o.entity()] = o.road_vehicle();
  EXPECT_EQ(told["sumo:rider"].vehicle_type(), "bicycle");
  EXPECT_FLOAT_EQ(told["sumo:rider"].length_m(), 1.6F);
  EXPECT_EQ(told["sumo:walker"].vehicle_type(), "pedestrian");
  EXPECT_FALSE(told.contains("sumo:passenger")) << "who rides is where the vehicle is";
  EXPECT_GT(scene.feed->counts().outcomes.get("rides"), 0U);
  for (auto const* row : {"vehicle rider", "vehicle car", "person walker"})
    EXPECT_TRUE(written.contains(row)) << row;
}

TEST(RealTraci, AKilledSumoIsStartedAgainAndItsTimeGoesOn) {
  dalian::test::TempFolder const folder;
  Scene scene(test::write_crossing(folder.path()));
  ASSERT_TRUE(scene.steps(20)) << scene.notes;
  auto const first = scene.process->pid();
  ::kill(first, SIGKILL);
  ASSERT_TRUE(dalian::test::wait_until([&] {
    scene.feed->step(50ms);
    return scene.process->pid() > 0 && scene.process->pid() != first &&
           scene.feed->counts().details.get("tcp_connections") > 1;
  })) << scene.notes;
  auto const before = scene.feed->counts().details.get("steps");
  ASSERT_TRUE(scene.steps(before + 20)) << scene.notes;
  std::map<std::string, std::uint64_t> newest;
  for (auto const& o : scene.sink.all) {
    EXPECT_GT(o.t_obs(), newest[o.entity()]) << o.entity() << ": nothing is told twice, no time goes back";
    newest[o.entity()] = o.t_obs();
  }
  EXPECT_NE(scene.notes.find("next attempt"), std::string::npos) << scene.notes;
}

TEST(RealTraci, WhatIsNoSumoIsACountedRejectAndIsTriedAgain) {
  connectors::test::LoopbackServer server;
  ASSERT_TRUE(server.listening());
  TraciFeed::Options options{.feed = {}, .address = {"127.0.0.1", std::to_string(server.port())}};
  options.link.backoff.first = 5ms;
  options.link.backoff.longest = 5ms;
  SystemClock const clock;
  TraciFeed feed(std::move(options), {}, clock);
  using std::string_literals::operator""s;
  for (auto const& answer :
       {"SSH-2.0-OpenSSH_9.2\r\n"s, "\0\0\0\4"s, "\0\0\0\x0b\x07\x00\xff\0\0\0\0"s, "\0\0\0\x05\x01"s}) {
    auto const before = feed.counts().outcomes.sum();
    ASSERT_TRUE(dalian::test::wait_until([&] { return feed.step(5ms), server.accept(); }));
    server.send(answer);
    ASSERT_TRUE(dalian::test::wait_until([&] { return feed.step(5ms), feed.counts().outcomes.sum() > before; }));
    EXPECT_EQ(feed.counts().outcomes.sum(), before + 1);
  }
  EXPECT_EQ(feed.counts().outcomes.get("bad_message"), 3U);
  EXPECT_EQ(feed.counts().outcomes.get("refused"), 1U);
}

TEST(RealTraci, ANetWithoutAPlaceOnEarthSaysWhatToDo) {
  dalian::test::TempFolder const folder;
  auto const in = [&](char const* name) { return (folder.path() / name).string(); };
  auto const config = test::write_crossing(folder.path());
  std::ofstream(in("crossing.nod.xml"))
      << R"(<nodes><node id="middle" x="0" y="0"/><node id="west" x="-500" y="0"/><node id="east" x="500" y="0"/>
    <node id="south" x="0" y="-500"/><node id="north" x="0" y="500"/></nodes>)";
  ASSERT_EQ(run({"netconvert", "-X", "never", "-n", in("crossing.nod.xml"), "-e", in("crossing.edg.xml"), "-o",
                 in("crossing.net.xml")})
                .status,
            0);
  Scene scene(config);
  ASSERT_TRUE(dalian::test::wait_until([&] {
    scene.feed->step(50ms);
    return scene.feed->counts().outcomes.sum() > 0;
  }));
  EXPECT_TRUE(scene.notes.find("proj.utm") != std::string::npos || scene.notes.find("refuses") != std::string::npos)
      << scene.notes;
  EXPECT_TRUE(scene.sink.all.empty());
}

TEST(RealTraci, AScenarioThatIsNotThereAndAProgramThatIsNone) {
  EXPECT_NE(SumoProcess::start({.scenario = "none.sumocfg"}).error().find("none.sumocfg"), std::string::npos);
  dalian::test::TempFolder const folder;
  std::ofstream(folder.path() / "a.sumocfg") << "<configuration/>";
  EXPECT_NE(
      SumoProcess::start({.program = "no-such-sumo", .scenario = folder.path() / "a.sumocfg"}).error().find("apt-get"),
      std::string::npos);
}

} // namespace
} // namespace dalian::sumo
