// What it costs to look at a whole city with every rule of a rules file: one ship for nineteen road users in four
// towns, one of twenty of these on a test route, all moving. CPU time of one thread for each look, five a second of
// twin time. After the city in good order two bad ones: every second road user says that he drives a test route but is
// elsewhere, across the others; and everybody falls silent at once.
#include "twin/alarms/alarm_book.hpp"
#include "twin/alarms/rules_file.hpp"
#include "twin/base/paths.hpp"
#include "twin/state/snapshot_store.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>
#include <vector>

namespace {

using namespace dalian;

double cpu_seconds() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

using Line = std::vector<MapPoint>;

/// The test routes "cv-t1" … of the baked assets.
std::vector<Line> read_routes(std::filesystem::path const& file) {
  std::ifstream in(file);
  std::vector<Line> routes;
  auto const document = nlohmann::json::parse(in);
  for (auto const& feature : document.at("features")) {
    routes.emplace_back();
    for (auto const& c : feature.at("geometry").at("coordinates"))
      routes.back().push_back(to_map({c.at(0).get<double>(), c.at(1).get<double>()}));
  }
  return routes;
}

class Population {
 public:
  Population(std::vector<Line> routes, bool disorder) : routes_(std::move(routes)), disorder_(disorder) {}

  std::vector<state::Track> of(std::size_t n) {
    std::vector<state::Track> tracks(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      state::Track& t = tracks[i];
      t.handle = i + 1;
      t.has_position = true;
      if (i % 20 == 0)
        ship(i, t);
      else
        road_user(i, t);
    }
    return tracks;
  }

 private:
  double unit() { return std::uniform_real_distribution<double>(-1, 1)(random_); }

  static void move(state::Track& t, MapPoint from, double course_rad, double speed_mps) {
    t.position = from;
    t.velocity_east_mps = static_cast<float>(speed_mps * std::sin(course_rad));
    t.velocity_north_mps = static_cast<float>(speed_mps * std::cos(course_rad));
  }

  /// Over 200 km of sea, one of five in the approaches to the port.
  void ship(std::uint32_t i, state::Track& t) {
    MapPoint const port = to_map({121.95, 38.98});
    double const spread = i % 100 == 0 ? 20'000 : 100'000;
    move(t, {port.east_m + spread * unit(), port.north_m + spread * unit()}, std::numbers::pi * unit(), 6 + unit());
    t.entity = fmt::format("mmsi:{}", 400'000'000 + i);
    t.kind = state::Kind::vessel;
    t.vessel->bow_m = t.vessel->stern_m = static_cast<float>(70 + 50 * unit());
    t.vessel->port_m = t.vessel->starboard_m = 12.0F;
    t.vessel->ship_type = 70;
  }

  /// On the streets of a town, which run north and east.
  void road_user(std::uint32_t i, state::Track& t) {
    MapPoint const town = to_map({121.72, 39.38});
    t.entity = fmt::format("car:{}", i);
    t.kind = state::Kind::road_vehicle;
    t.road->length_m = 4.6F;
    t.road->width_m = 1.8F;
    std::size_t const route = i / 20 % routes_.size();
    bool const tested = i % 20 == 1;
    if (tested || (disorder_ && i % 2 == 0)) t.road->route = fmt::format("cv-t{}", route + 1);
    if (tested && !disorder_) return on_route(routes_[route], t);
    double const course = std::numbers::pi / 2 * (disorder_ ? 2 * unit() : static_cast<double>(i % 4));
    move(t, {town.east_m + 15'000.0 * (i % 4) + 3'000 * unit(), town.north_m + 3'000 * unit()}, course, 9 + 9 * unit());
  }

  void on_route(Line const& line, state::Track& t) {
    std::size_t const at = random_() % (line.size() - 1);
    MapPoint const a = line[at], b = line[at + 1];
    move(t, a, std::atan2(b.east_m - a.east_m, b.north_m - a.north_m), 12);
  }

  std::vector<Line> routes_;
  bool disorder_;
  std::mt19937_64 random_{7};
};

struct Clocked {
  double mean_ms = 0, most_ms = 0;
};

class Run {
 public:
  Run(alarms::RuleSet rules, std::vector<state::Track> tracks) : book_(std::move(rules)), tracks_(std::move(tracks)) {}

  /// `looks` at 5 Hz; `talking`: everybody is heard before each.
  Clocked look(int looks, bool talking) {
    Clocked c;
    for (int i = 0; i < looks; ++i) {
      now_ += std::chrono::milliseconds(200);
      if (talking) hear();
      double const start = cpu_seconds();
      auto const changes = book_.evaluate(snapshot_, now_);
      double const ms = (cpu_seconds() - start) * 1e3;
      c.mean_ms += ms / looks;
      c.most_ms = std::max(c.most_ms, ms);
    }
    return c;
  }
  alarms::AlarmBook& book() { return book_; }

 private:
  void hear() {
    std::vector<state::TrackRecord> changed;
    for (auto& t : tracks_) {
      t.position.east_m += 0.2 * t.velocity_east_mps;
      t.position.north_m += 0.2 * t.velocity_north_mps;
      t.t_obs = t.t_rx = now_;
      changed.emplace_back(t);
    }
    snapshot_ = state::apply(snapshot_, std::move(changed), {});
  }

  alarms::AlarmBook book_;
  std::vector<state::Track> tracks_;
  state::Snapshot snapshot_;
  Instant now_ = from_unix_ns(1'790'000'000'000'000'000);
};

void report(char const* what, std::size_t n, Clocked const& c, alarms::AlarmBook& book) {
  auto const list = book.list();
  std::uint32_t unlisted = 0;
  for (auto const& [rule, count] : list->flood.unlisted)
    unlisted += count;
  fmt::print("{:>8} tracks  {:<34} {:>6.1f} ms mean, {:>6.1f} ms most; {} alarms, {} more conditions\n", n, what,
             c.mean_ms, c.most_ms, list->alarms.size(), unlisted);
}

/// Each rule alone, to see which one costs.
void run_each(alarms::RuleSet const& rules, std::vector<state::Track> const& tracks) {
  for (auto const& rule : rules.rules) {
    auto one = rules;
    one.rules = {rule};
    Run run(std::move(one), tracks);
    run.look(1, true);
    auto const c = run.look(5, true);
    report(rule.facts.id.c_str(), tracks.size(), c, run.book());
  }
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"Alarm rules over a whole city: CPU time of one thread for each look."};
  std::vector<std::size_t> counts{10'000, 100'000};
  std::string file;
  bool each = false;
  app.add_option("--tracks", counts, "numbers of tracks")->capture_default_str();
  app.add_option("--rules", file, "rules file; default: the one of the baked assets")->check(CLI::ExistingFile);
  app.add_flag("--each", each, "also every rule alone");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  auto const assets = assets_dir();
  if (!assets) {
    fmt::print(stderr, "bench_alarms: {}\n", assets.error());
    return 1;
  }
  if (file.empty()) file = (*assets / "config/alarms.toml").string();
  auto const rules = alarms::read_rules(file, *assets);
  if (!rules) {
    fmt::print(stderr, "bench_alarms: {}\n", rules.error());
    return 1;
  }
  fmt::print("{} rules of {}\n", rules->rules.size(), file);
  auto const routes = read_routes(*assets / "routes.geojson");
  for (auto const n : counts) {
    auto const tracks = Population(routes, false).of(n);
    if (each) run_each(*rules, tracks);
    Run run(*rules, tracks);
    run.look(1, true);
    report("in good order", n, run.look(20, true), run.book());
    run.look(24, false);
    report("all fall silent (5 s to 10 s)", n, run.look(25, false), run.book());
    Run bad(*rules, Population(routes, true).of(n));
    bad.look(1, true);
    report("half of them off their routes", n, bad.look(20, true), bad.book());
  }
  return 0;
}
