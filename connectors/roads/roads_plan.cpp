#include "connectors/roads/roads_plan.hpp"

#include "twin/base/config_table.hpp"

namespace dalian::roads {
namespace {

double clock_time(ConfigTable& t, std::string_view key) {
  auto const text = t.text(key);
  int hour = -1, minute = -1, end = 0;
  bool const read = std::sscanf(text.c_str(), "%2d:%2d%n", &hour, &minute, &end) == 2;
  if (!read || static_cast<std::size_t>(end) != text.size() || hour < 0 || hour > 24 || minute < 0 || minute > 59)
    t.fail(key, fmt::format("is \"{}\"; write the hour of the day: \"15:30\"", text));
  return hour * 3600.0 + minute * 60.0;
}

TrafficPlan read_traffic(ConfigTable& t) {
  TrafficPlan plan;
  plan.vehicles = static_cast<int>(t.integer("vehicles", 1, 50'000));
  plan.commute = t.number("commute", 0, 1);
  std::vector<double> hours;
  for (auto const percent : t.integers("background_percent", 100))
    hours.push_back(percent / 100.0);
  if (hours.size() != plan.background.size()) t.fail("background_percent", "must hold 24 numbers, one an hour");
  std::copy(hours.begin(), hours.end(), plan.background.begin());
  plan.through = t.number("through", 0, 1);
  plan.goods = t.number("goods", 0, 1 - plan.through);
  plan.through_trucks = t.number("through_trucks", 0, 1);
  return plan;
}

TroublePlan read_troubles(ConfigTable& t) {
  TroublePlan plan;
  plan.hard_brakes = t.number("hard_brakes_per_h", 0, 60);
  plan.silences = t.number("silences_per_h", 0, 60);
  plan.silence_low_s = t.number("silence_low_s", 1, 3600);
  plan.silence_high_s = t.number("silence_high_s", plan.silence_low_s, 3600);
  plan.exits = t.number("exits_per_h", 0, 60);
  plan.near_collisions = t.number("near_collisions_per_h", 0, 60);
  return plan;
}

BusLinePlan read_line(ConfigTable& t) {
  BusLinePlan line;
  line.id = t.text("id");
  line.name = t.text("name");
  line.first_s = clock_time(t, "first");
  line.last_s = clock_time(t, "last");
  line.headway_s = 60 * t.number("headway_min", 1, 240);
  line.rush_headway_s = 60 * t.number("rush_headway_min", 1, 240);
  t.each("stop", [&](ConfigTable& s) {
    auto const points = s.points("place");
    if (points.size() != 1) s.fail("place", "must be [[longitude, latitude]]");
    line.stops.push_back({s.text("id"), s.text("name"), points[0]});
  });
  if (line.stops.size() < 2) t.fail("stop", "must be there twice at least");
  return line;
}

} // namespace

Result<RoadsPlan> read_roads_plan(std::filesystem::path const& file) {
  RoadsPlan plan;
  auto const all = read_config(file, [&](ConfigTable& root) {
    root.table("traffic", [&](ConfigTable& t) { plan.traffic = read_traffic(t); });
    root.table("troubles", [&](ConfigTable& t) { plan.troubles = read_troubles(t); });
    root.table("clinic", [&](ConfigTable& t) {
      auto const points = t.points("place");
      if (points.size() != 1) t.fail("place", "must be [[longitude, latitude]]");
      plan.clinic = points[0];
    });
    root.each("corridor", [&](ConfigTable& t) {
      plan.corridors.push_back({t.text("route"), static_cast<int>(t.integer("cars", 1, 200))});
    });
    root.each("bus_line", [&](ConfigTable& t) { plan.lines.push_back(read_line(t)); });
  });
  if (!all) return Error{all.error()};
  return plan;
}

} // namespace dalian::roads
