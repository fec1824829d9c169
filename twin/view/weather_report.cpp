#include "twin/view/weather_report.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace dalian::view {
namespace {

constexpr std::array<std::string_view, 3> kSnow{"SN", "SG", "PL"}; // snow, snow grains, ice pellets
constexpr std::array<std::string_view, 5> kRain{"RA", "DZ", "GR", "GS", "UP"};
constexpr std::array<std::string_view, 9> kObscured{"FG", "BR", "HZ", "FU", "DU", "SA", "VA", "DS", "SS"};
constexpr double kReportsUpTo_m = 10'000;

/// The newest reading that the station does not call bad.
state::SensorReading const* good_reading(state::TrackView track, std::string_view quantity) {
  auto const* reading = state::reading_of(track, quantity);
  return reading != nullptr && reading->status != state::SensorStatus::bad ? reading : nullptr;
}

/// Of a report all values are of one instant: one that is left from an earlier report is not of this one.
std::optional<double> value_at(state::TrackView track, std::string_view quantity, Instant at) {
  auto const* reading = good_reading(track, quantity);
  if (reading == nullptr || reading->t_obs != at) return std::nullopt;
  return reading->value;
}

bool is_station(state::TrackView track) {
  if (track->kind != state::Kind::sensor || track->life == state::Life::ended) return false;
  if (good_reading(track, "wind_speed_mps") == nullptr) return false;
  for (char const* quantity : {"weather", "visibility_m", "cloud_cover_pct"})
    if (good_reading(track, quantity) != nullptr) return true;
  return false;
}

WeatherReport report_of(state::TrackView track) {
  WeatherReport out;
  out.station = track.details().entity;
  out.provenance = track->provenance;
  out.at = good_reading(track, "wind_speed_mps")->t_obs;
  out.wind_speed_mps = value_at(track, "wind_speed_mps", out.at);
  out.wind_from_deg = value_at(track, "wind_from_deg", out.at);
  out.visibility_m = value_at(track, "visibility_m", out.at);
  if (out.visibility_m && *out.visibility_m >= kReportsUpTo_m) out.visibility_m.reset();
  out.cloud_cover_pct = value_at(track, "cloud_cover_pct", out.at);
  auto const* words = good_reading(track, "weather");
  if (words != nullptr && words->t_obs == out.at) read_weather_groups(words->text, out);
  return out;
}

} // namespace

std::optional<WeatherReport> weather_near(state::Snapshot const& snapshot, MapPoint place, Instant now) {
  std::optional<WeatherReport> nearest;
  double nearest_m = std::numeric_limits<double>::infinity();
  snapshot.for_each([&](state::TrackView track) {
    if (!is_station(track)) return;
    double const away_m = track->has_position ? distance_m(track->position, place) : std::numeric_limits<double>::max();
    if (!(away_m < nearest_m)) return;
    auto report = report_of(track);
    if (report.at > now || to_seconds(now - report.at) > kReportSpeaks_s) return;
    nearest_m = away_m;
    nearest = std::move(report);
  });
  return nearest;
}

/// A group is a sign of intensity and codes of two letters each.
void read_weather_groups(std::string_view groups, WeatherReport& report) {
  while (!groups.empty()) {
    auto const end = std::min(groups.find(' '), groups.size());
    auto group = groups.substr(0, end);
    groups.remove_prefix(std::min(end + 1, groups.size()));
    if (group.starts_with("VC")) continue; // in the vicinity
    if (group.starts_with('-') || group.starts_with('+')) group.remove_prefix(1);
    for (; group.size() >= 2; group.remove_prefix(2)) {
      auto const code = group.substr(0, 2);
      if (std::ranges::find(kSnow, code) != kSnow.end())
        report.falls = Precipitation::snow;
      else if (std::ranges::find(kRain, code) != kRain.end() && report.falls == Precipitation::none)
        report.falls = Precipitation::rain;
      report.obscured |= std::ranges::find(kObscured, code) != kObscured.end();
    }
  }
}

} // namespace dalian::view
