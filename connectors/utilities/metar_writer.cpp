#include "connectors/utilities/metar_writer.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::utilities {
namespace {

/// WMO-No. 306, FM 15, 15.6.3: steps of 50 m to 800 m, 100 m to 5 km, 1 km below 10 km.
std::string visibility(double metres) {
  if (metres >= 10'000) return "9999";
  double const step = metres < 800 ? 50 : metres < 5000 ? 100 : 1000;
  return fmt::format("{:04.0f}", std::floor(metres / step) * step);
}

std::string temperature(double c) {
  auto const whole = static_cast<int>(std::lround(c));
  return fmt::format("{}{:02}", whole < 0 || (whole == 0 && c < 0) ? "M" : "", std::abs(whole));
}

/// 20.6.1: direction in tens of degrees, 000 in calm; gusts 5 m/s above the mean are told.
std::string wind(SkyState const& sky) {
  auto const speed = static_cast<int>(std::lround(sky.wind_mps)), gust = static_cast<int>(std::lround(sky.gust_mps));
  if (speed == 0) return "00000MPS";
  auto const tens = static_cast<int>(std::lround(sky.wind_from_deg / 10)) % 36;
  return fmt::format("{:03}{:02}{}MPS", (tens == 0 ? 36 : tens) * 10, speed,
                     gust >= speed + 5 ? fmt::format("G{:02}", gust) : "");
}

std::string clouds(SkyState const& sky) {
  double const oktas = sky.cloud * 8;
  if (oktas < 0.5) return "NSC";
  // The lifted condensation level, 125 m for each kelvin between air and dew point (Espy).
  double const base_ft = 125 * (sky.temperature_c - sky.dew_point_c) / 0.3048;
  auto const hundreds = std::clamp(static_cast<int>(base_ft / 100), 2, 120);
  char const* cover = oktas < 2.5 ? "FEW" : oktas < 4.5 ? "SCT" : oktas < 7.5 ? "BKN" : "OVC";
  return fmt::format("{}{:03}", cover, hundreds);
}

} // namespace

std::string write_metar(std::string_view station, Sky const& sky, Instant now) {
  auto const half_hour = std::chrono::floor<std::chrono::duration<int, std::ratio<1800>>>(now);
  auto const state = sky.at(half_hour);
  auto const text = format_utc(half_hour); // 2026-09-26T08:30:00Z
  return fmt::format("METAR {} {}{}{}Z {} {}{} {} {}/{} Q{:04} NOSIG=", station, text.substr(8, 2), text.substr(11, 2),
                     text.substr(14, 2), wind(state), visibility(state.visibility_m),
                     state.visibility_m < 5000 ? " BR" : "", clouds(state), temperature(state.temperature_c),
                     temperature(state.dew_point_c), static_cast<int>(std::floor(state.pressure_hpa)));
}

} // namespace dalian::utilities
