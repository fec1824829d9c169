#pragma once
// What happens on a synthetic day, as day.toml tells it to every system alike: shifts and incidents by the clock of the
// city. Knows no system. Pure values, any thread.
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::synth {

inline constexpr double kDay_s = 86'400;

struct Shift {
  std::string id;
  double from_s = 0, to_s = 0; // of the local day; to_s ≤ from_s: over midnight
  double share = 0;            // of those who work that day
  double arrive_s = 0;
};

struct Incident {
  std::string id, kind;
  double at_s = 0; // of the local day
  std::optional<GeoPoint> place;
  std::string route; // empty when it is on none
  int bay = 0;       // 0 = none
  std::map<std::string, double, std::less<>> figures;

  /// A figure that the system needs; `fallback` when the file does not say it.
  double figure(std::string_view name, double fallback) const {
    auto const it = figures.find(name);
    return it == figures.end() ? fallback : it->second;
  }
};

/// A ship that comes to a berth and leaves again, every day at the same hours. synth.toml says who, and where.
struct ShipCall {
  std::string id;
  double berthed_s = 0, leaves_s = 0; // of the local day: made fast, cast off
  double trucks = 0, trucks_s = 0;    // that her cargo brings to the port's roads, spread over so long from then on

  double stay_s() const;
  /// 0 … 86 400; she lies there while it is less than her stay.
  double since_berthed_s(double second_of_day) const;
};

struct DayStory {
  double utc_offset_s = 0;
  std::vector<Shift> shifts;
  std::vector<Incident> incidents;
  std::vector<ShipCall> calls;

  /// The local midnight at or before.
  Instant midnight(Instant t) const;
  /// Seconds since then, 0 … 86 400.
  double second_of_day(Instant t) const { return to_seconds(t - midnight(t)); }
  /// How many of a day's workers are at work, 0 … 1: each shift comes and goes spread evenly over its time.
  double at_work(double second_of_day) const;
  /// The first of that kind; null when the day has none.
  Incident const* incident(std::string_view kind) const;
};

/// The error names file, line, field and remedy.
Result<DayStory> read_day_story(std::filesystem::path const& file);

} // namespace dalian::synth
