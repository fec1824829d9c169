#include "connectors/synth/day_story.hpp"

#include "twin/base/config_table.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::synth {
namespace {

/// "15:30" as seconds of the day.
double clock_time(ConfigTable& t, std::string_view key) {
  auto const text = t.text(key);
  auto const digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 99; };
  int const hour = text.size() == 5 && text[2] == ':' ? 10 * digit(0) + digit(1) : 99;
  int const minute = hour < 24 ? 10 * digit(3) + digit(4) : 99;
  if (minute > 59) t.fail(key, fmt::format("is \"{}\"; write the hour of the day: \"15:30\"", text));
  return hour * 3600.0 + minute * 60.0;
}

Shift read_shift(ConfigTable& t) {
  Shift shift;
  shift.id = t.text("id");
  shift.from_s = clock_time(t, "from");
  shift.to_s = clock_time(t, "to");
  shift.share = t.number("share", 0, 1);
  shift.arrive_s = 60 * t.number("arrive_min", 1, 240);
  return shift;
}

Incident read_incident(ConfigTable& t) {
  Incident incident;
  incident.id = t.text("id");
  incident.kind = t.text("kind");
  incident.at_s = clock_time(t, "at");
  incident.route = t.text("route", "");
  incident.bay = static_cast<int>(t.integer("bay", 0, 1000, 0));
  if (t.has("place")) {
    auto const points = t.points("place");
    if (points.size() != 1) t.fail("place", "must be [[longitude, latitude]]");
    incident.place = points[0];
  }
  t.each_number("figures", [&](std::string name, double value) { incident.figures[std::move(name)] = value; });
  return incident;
}

ShipCall read_call(ConfigTable& t) {
  ShipCall call;
  call.id = t.text("id");
  call.berthed_s = clock_time(t, "berthed");
  call.leaves_s = clock_time(t, "leaves");
  call.trucks = t.number("trucks", 0, 5000, 0);
  call.trucks_s = 60 * t.number("trucks_min", 1, 1440, 180);
  return call;
}

/// 0 before, 1 after, evenly between.
double ramp(double t, double from, double to) {
  return std::clamp((t - from) / (to - from), 0.0, 1.0);
}

} // namespace

double ShipCall::stay_s() const {
  return since_berthed_s(leaves_s);
}

double ShipCall::since_berthed_s(double second_of_day) const {
  return std::fmod(second_of_day - berthed_s + kDay_s, kDay_s);
}

Instant DayStory::midnight(Instant t) const {
  auto const local = t + from_seconds(utc_offset_s);
  return std::chrono::floor<std::chrono::days>(local) - from_seconds(utc_offset_s);
}

double DayStory::at_work(double second_of_day) const {
  double sum = 0;
  for (auto const& s : shifts) {
    double const length = std::fmod(s.to_s - s.from_s + kDay_s, kDay_s);
    for (double const day : {-1.0, 0.0, 1.0}) { // yesterday's that lasts until now, and tomorrow's that comes already
      double const t = second_of_day - s.from_s - day * kDay_s;
      sum += s.share * std::min(ramp(t, -s.arrive_s, 0), 1 - ramp(t, length, length + s.arrive_s));
    }
  }
  return std::clamp(sum, 0.0, 1.0);
}

Incident const* DayStory::incident(std::string_view kind) const {
  auto const it = std::ranges::find(incidents, kind, &Incident::kind);
  return it == incidents.end() ? nullptr : &*it;
}

Result<DayStory> read_day_story(std::filesystem::path const& file) {
  DayStory story;
  auto const all = read_config(file, [&](ConfigTable& root) {
    root.table("clock", [&](ConfigTable& t) { story.utc_offset_s = 3600 * t.number("utc_offset_h", -12, 14); });
    root.each("shift", [&](ConfigTable& t) { story.shifts.push_back(read_shift(t)); });
    root.each("incident", [&](ConfigTable& t) { story.incidents.push_back(read_incident(t)); });
    root.each("ship_call", [&](ConfigTable& t) { story.calls.push_back(read_call(t)); });
  });
  if (!all) return Error{all.error()};
  return story;
}

} // namespace dalian::synth
