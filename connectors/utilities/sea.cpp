#include "connectors/utilities/sea.hpp"

#include "connectors/utilities/placed_thing.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::utilities {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

/// V of the constituent at Greenwich in degrees: multiples of the mean sun's hour angle from noon, and of the mean
/// longitudes of moon, sun and the moon's perigee.
double argument_deg(std::string_view name, Instant t) {
  double const days = static_cast<double>(to_unix_ns(t)) * 1e-9 / 86'400, centuries = (days - 10'957.5) / 36'525;
  double const hour = 360 * (days - std::floor(days)) + 180;
  double const moon = 218.3164477 + 481'267.88123421 * centuries, sun = 280.46646 + 36'000.76983 * centuries;
  double const perigee = 83.3532465 + 4'069.0137287 * centuries;
  if (name == "M2") return 2 * hour - 2 * moon + 2 * sun;
  if (name == "S2") return 2 * hour;
  if (name == "N2") return 2 * hour - 3 * moon + 2 * sun + perigee;
  if (name == "K1") return hour + sun - 90;
  return hour - 2 * moon + sun + 90; // O1
}

} // namespace

SeaPlan read_sea(ConfigTable& t) {
  SeaPlan plan;
  plan.gauge = read_point(t, "gauge");
  plan.buoy = read_point(t, "buoy");
  plan.sheltered = t.number("sheltered", 0, 1);
  t.each("constituent", [&](ConfigTable& c) {
    static constexpr std::string_view kKnown[] = {"M2", "S2", "N2", "K1", "O1"};
    Constituent one{c.text("name"), c.number("amplitude_m", 0, 5), c.number("phase_deg", 0, 360)};
    if (std::ranges::find(kKnown, one.name) == std::end(kKnown)) c.fail("name", "must be M2, S2, N2, K1 or O1");
    plan.constituents.push_back(std::move(one));
  });
  return plan;
}

double tide_m(std::vector<Constituent> const& constituents, Instant t) {
  double level = 0;
  for (auto const& c : constituents)
    level += c.amplitude_m * std::cos((argument_deg(c.name, t) - c.phase_deg) * kDegree);
  return level;
}

void Sea::tell(Moment const& now, std::vector<Thing>& out) const {
  constexpr double kGravity = 9.80665;
  // Pierson, Moskowitz (1964): H = 0.21 U²/g, the peak at 0.13 g/U.
  double const wind = std::max(now.sky.wind_mps, 0.5);
  double const height = plan_.sheltered * 0.21 * wind * wind / kGravity;
  double const period = std::clamp(std::sqrt(plan_.sheltered) * wind / (0.13 * kGravity), 1.5, 12.0);
  out.push_back({"tide", "laohutan", plan_.gauge, {{"level_m", tide_m(plan_.constituents, now.t)}}});
  out.push_back({"buoy",
                 "dayaowan-roads",
                 plan_.buoy,
                 {{"wave_height_m", height}, {"wave_period_s", period}, {"wind_from_deg", now.sky.wind_from_deg}}});
}

} // namespace dalian::utilities
