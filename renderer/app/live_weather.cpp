#include "renderer/app/live_weather.hpp"

#include "renderer/passes/weather.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::viewer {
namespace {

// The clouds that are drawn are heaps with gaps: more of them than this and no gap is left to see them by.
constexpr double kMostCover = 0.85;
constexpr double kLeastWind_mps = 0.3; // still air: waves have no direction without any

passes::Weather kind_of(view::WeatherReport const& report) {
  if (report.falls == view::Precipitation::snow) return passes::Weather::snow;
  if (report.falls == view::Precipitation::rain) return passes::Weather::rain;
  return report.obscured ? passes::Weather::haze : passes::Weather::clear;
}

/// Where the wind blows to, east and north, from where it comes from.
glm::vec2 wind_to(view::WeatherReport const& report, glm::vec2 before) {
  auto const speed = static_cast<float>(std::max(*report.wind_speed_mps, kLeastWind_mps));
  if (!report.wind_from_deg) return speed * before / std::max(std::hypot(before.x, before.y), 1e-3F);
  auto const from = static_cast<float>(*report.wind_from_deg * std::numbers::pi / 180);
  return -speed * glm::vec2{std::sin(from), std::cos(from)};
}

} // namespace

void set_live_weather(passes::PictureInput& input, view::WeatherReport const& report) {
  float const clear_m = input.visibility_m;
  auto const kind = kind_of(report);
  passes::set_weather(input, kind);
  if (report.visibility_m)
    input.visibility_m = std::min(clear_m, std::max(static_cast<float>(*report.visibility_m), 50.0F));
  if (report.cloud_cover_pct && kind == passes::Weather::clear)
    input.cloud_cover = static_cast<float>(std::min(*report.cloud_cover_pct / 100, kMostCover));
  if (report.wind_speed_mps) input.wind_mps = wind_to(report, input.wind_mps);
}

} // namespace dalian::viewer
