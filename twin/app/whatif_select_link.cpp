// twinctl whatif select-link: whose trips drive over a road.
#include "twin/app/geojson_text.hpp"
#include "twin/app/whatif_tables.hpp"
#include "twin/whatif/traffic_users.hpp"

#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dalian::app {
namespace {

using nlohmann::ordered_json;
using whatif::PeakHour;
using whatif::RoadUsers;

constexpr char kAbout[] =
    R"(Solves the peak hour of SCENARIO and says whose trips drive over ROAD, each direction at its busiest piece between two
junctions: vehicles/h by class, by the zones in which the trips begin and end, and by their places. Flows at equilibrium
are unique, whose they are is not: the trips of an origin part at every junction as all of them do there. Modelled trips.

Examples:
  twinctl whatif select-link njip/street/arterial-5
  twinctl whatif select-link njip/street/arterial-5 wider.json --out users.geojson --json
  twinctl whatif select-link                         the busiest roads, with their ids)";

struct SelectOptions : WhatifOptions {
  std::string road, scenario = "base", out; // no road: the busiest are named
  std::size_t most = 20;
};

constexpr std::array kClasses{"cars", "trucks", "buses"};

/// Where the piece leads, of eight.
char const* heading(RoadUsers const& users) {
  constexpr std::array kWinds{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"};
  double const turn =
      std::atan2(users.to.east_m - users.from.east_m, users.to.north_m - users.from.north_m) / (2 * std::numbers::pi);
  return kWinds[static_cast<std::size_t>(std::lround(turn * 8 + 8)) % 8];
}

std::string zone_name(std::string const& zone) {
  return zone.empty() ? "outside the zones" : zone;
}

std::array<double, whatif::kClasses> by_class(RoadUsers const& users) {
  std::array<double, whatif::kClasses> out{};
  for (auto const& use : users.uses)
    out[use.by] += use.vehicles_h;
  return out;
}

ordered_json to_json(PeakHour const& peak, RoadUsers const& users) {
  ordered_json out{{"heading", heading(users)}, {"vehicles_h", users.vehicles_h()}};
  auto const classes = by_class(users);
  for (std::size_t c = 0; c < classes.size(); ++c)
    out["classes"][kClasses[c]] = classes[c];
  out["zones"] = ordered_json::array();
  for (auto const& [ends, vehicles_h] : whatif::by_zones(peak, users))
    out["zones"].push_back({{"from", ends.first}, {"to", ends.second}, {"vehicles_h", vehicles_h}});
  out["trips"] = ordered_json::array();
  for (auto const& use : users.uses)
    out["trips"].push_back({{"by", kClasses[use.by]},
                            {"from", peak.places.all[use.from].id},
                            {"to", peak.places.all[use.to].id},
                            {"vehicles_h", use.vehicles_h}});
  return out;
}

void print(PeakHour const& peak, RoadUsers const& users, SelectOptions const& options) {
  auto const classes = by_class(users);
  fmt::print("{} to the {}: {:.0f} vehicles/h ({:.0f} cars, {:.0f} trucks, {:.0f} buses)\n", options.road,
             heading(users), users.vehicles_h(), classes[whatif::kCar], classes[whatif::kTruck], classes[whatif::kBus]);
  for (auto const& [ends, vehicles_h] : whatif::by_zones(peak, users))
    fmt::print("  {:>7.1f}/h  from {} to {}\n", vehicles_h, zone_name(ends.first), zone_name(ends.second));
  for (std::size_t i = 0; i < std::min(options.most, users.uses.size()); ++i) {
    auto const& use = users.uses[i];
    fmt::print("    {:>7.1f} {:<6} {} → {}\n", use.vehicles_h, kClasses[use.by], peak.places.all[use.from].id,
               peak.places.all[use.to].id);
  }
  if (users.uses.size() > options.most)
    fmt::print("    … and {} more; --most says how many\n", users.uses.size() - options.most);
}

/// The pieces, and a straight line for all trips between two places.
std::string desire_lines(PeakHour const& peak, std::vector<RoadUsers> const& directions, std::string const& road) {
  auto features = ordered_json::array();
  for (auto const& users : directions) {
    features.push_back(geojson_feature(
        "LineString", {users.from, users.to},
        {{"what", "road"}, {"id", road}, {"heading", heading(users)}, {"vehicles_h", users.vehicles_h()}}));
    for (auto const& use : users.uses) {
      auto const &from = peak.places.all[use.from], &to = peak.places.all[use.to];
      features.push_back(geojson_feature("LineString", {from.at, to.at},
                                         {{"what", "trips"},
                                          {"over", heading(users)},
                                          {"by", kClasses[use.by]},
                                          {"from", from.id},
                                          {"to", to.id},
                                          {"vehicles_h", use.vehicles_h}}));
    }
  }
  return ordered_json{{"type", "FeatureCollection"}, {"features", std::move(features)}}.dump() + "\n";
}

int tell(PeakHour const& peak, std::vector<RoadUsers> const& directions, std::string const& name,
         SelectOptions const& options) {
  if (!options.out.empty())
    if (auto const done = plan::write_text(desire_lines(peak, directions, options.road), options.out); !done)
      return fail(done.error());
  if (!options.json) {
    for (auto const& users : directions)
      print(peak, users, options);
    return 0;
  }
  ordered_json out{{"scenario", name},
                   {"road", options.road},
                   {"gap", peak.solved.certificate.gap},
                   {"directions", ordered_json::array()}};
  for (auto const& users : directions)
    out["directions"].push_back(to_json(peak, users));
  fmt::print("{}\n", out.dump());
  return 0;
}

/// Of each road the busier direction's busiest piece.
int list_busiest(PeakHour const& peak, SelectOptions const& options) {
  std::map<std::string, double> flow_pcu_h;
  for (std::size_t link = 0; link < peak.roads.of_link.size(); ++link) {
    auto& most = flow_pcu_h[peak.roads.roads[peak.roads.of_link[link].street].id];
    most = std::max(most, peak.solved.flow[link]);
  }
  std::vector<std::pair<double, std::string>> roads;
  for (auto const& [id, flow] : flow_pcu_h)
    roads.emplace_back(-flow, id);
  std::sort(roads.begin(), roads.end());
  roads.resize(std::min(options.most, roads.size()));
  auto out = ordered_json::array();
  for (auto const& [flow, id] : roads)
    out.push_back({{"road", id}, {"flow_pcu_h", -flow}});
  if (options.json) return fmt::print("{}\n", out.dump()), 0;
  for (auto const& [flow, id] : roads)
    fmt::print("{:>7.0f} pcu/h  {}\n", -flow, id);
  return 0;
}

int run_select_link(SelectOptions const& options) {
  auto const asked = read_asked(options, options.scenario);
  if (!asked) return fail(asked.error());
  auto const& [base, named, tables] = *asked;
  if (!options.road.empty() && !named.layout.find(plan::Layer::road, options.road))
    return fail(
        fmt::format("{}: {} has no such road; twinctl whatif select-link names the busiest", options.road, named.name));
  auto const peak = solve_peak(named.layout, tables, options.threads);
  if (!peak) return fail(peak.error());
  if (options.road.empty()) return list_busiest(*peak, options);
  auto const directions = whatif::users_of(*peak, options.road);
  return directions ? tell(*peak, *directions, named.name, options) : fail(directions.error());
}

} // namespace

Command whatif_select_link_command(CLI::App& whatif) {
  auto const options = std::make_shared<SelectOptions>();
  auto* const entry = whatif.add_subcommand("select-link", "whose trips drive over a road in the peak hour");
  entry->footer(kAbout);
  add_layout_options(*entry, *options);
  add_engine_options(*entry, *options);
  entry->add_option("ROAD", options->road, "id of a road; without it the busiest are named");
  entry->add_option("SCENARIO", options->scenario, "scenario file, or base")->capture_default_str();
  entry->add_option("--most", options->most, "trips that are printed a direction, or roads")->capture_default_str();
  entry->add_option("--out", options->out,
                    "writes the road and a line from where to where for all trips there, GeoJSON");
  return {entry, [options] { return run_select_link(*options); }};
}

} // namespace dalian::app
