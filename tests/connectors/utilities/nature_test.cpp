// Sun, wind, turbines and tide against what is published.
#include "connectors/utilities/sea.hpp"
#include "connectors/utilities/wind_farm.hpp"
#include "tests/connectors/utilities/made_city.hpp"

#include <numbers>

namespace dalian::utilities {
namespace {

using test::instant;
constexpr double kDegree = std::numbers::pi / 180;

/// Of a day, at 39° north. Noon altitudes are 90° − 39° + declination (−20.2° at Great Cold, ±23.44° at the solstices).
TEST(Sun, StandsAtNoonWhereAstronomySays) {
  GeoPoint const place{121.6, 39.0};
  auto const highest = [&](char const* midnight) {
    double top = -1;
    for (int minute = 0; minute < 1440; ++minute)
      top = std::max(top, sun_elevation_rad(instant(midnight) + std::chrono::minutes(minute), place));
    return top / kDegree;
  };
  EXPECT_NEAR(highest("2026-01-20T00:00:00+08:00"), 30.8, 0.2);
  EXPECT_NEAR(highest("2026-06-21T00:00:00+08:00"), 74.4, 0.1);
  EXPECT_NEAR(highest("2026-12-22T00:00:00+08:00"), 27.6, 0.1);
}

/// Sunrise and sunset of Dalian on 21 June 2026, from the equation cos H = −tan φ tan δ and the equation of time: 4:33
/// and 19:18 with the sun's middle on the true horizon.
TEST(Sun, RisesAndSetsAtItsTime) {
  GeoPoint const place{121.6, 39.0};
  EXPECT_LT(sun_elevation_rad(instant("2026-06-21T04:28:00+08:00"), place), 0);
  EXPECT_GT(sun_elevation_rad(instant("2026-06-21T04:38:00+08:00"), place), 0);
  EXPECT_GT(sun_elevation_rad(instant("2026-06-21T19:13:00+08:00"), place), 0);
  EXPECT_LT(sun_elevation_rad(instant("2026-06-21T19:23:00+08:00"), place), 0);
}

/// 1098 sin h exp(−0.057 / sin h): 1037 W/m² in the zenith.
TEST(Sun, ClearSkyIsThatOfHaurwitz) {
  EXPECT_NEAR(clear_sky_wpm2(90 * kDegree), 1037.2, 0.1);
  EXPECT_NEAR(clear_sky_wpm2(30 * kDegree), 489.8, 0.2);
  EXPECT_EQ(clear_sky_wpm2(-5 * kDegree), 0);
}

TEST(Sky, HasTheMeansOfTheClimate) {
  auto const plan = test::inputs().plan;
  Sky const sky(plan.climate, 3);
  auto const mean = [&](char const* from, int days, double SkyState::*what) {
    double sum = 0;
    for (int i = 0; i < days * 24; ++i)
      sum += sky.at(instant(from) + std::chrono::hours(i)).*what;
    return sum / (days * 24);
  };
  EXPECT_NEAR(mean("2026-01-01T00:00:00+08:00", 31, &SkyState::temperature_c), -4.9, 2);
  EXPECT_NEAR(mean("2026-07-01T00:00:00+08:00", 31, &SkyState::temperature_c), 23.0, 2);
  double const winter = mean("2025-12-01T00:00:00+08:00", 90, &SkyState::wind_mps);
  double const summer = mean("2026-06-01T00:00:00+08:00", 90, &SkyState::wind_mps);
  EXPECT_NEAR(winter, 5.2, 0.9);
  EXPECT_NEAR(summer, 4.1, 0.7);
}

/// NREL/TP-500-38060, as the archive of turbine models publishes it: points that the plan does not hold itself.
TEST(PowerCurve, IsThatOfTheReferenceTurbine) {
  auto const curve = test::inputs().plan.wind.curve;
  for (auto const& [wind, power] :
       {std::pair{3.0, 40.5}, {8.0, 1771.1}, {10.5, 3984.49}, {11.2, 4806.18}, {12.0, 5000.0}, {24.0, 5000.0}})
    EXPECT_NEAR(curve.share(wind) * 5000, power, 25) << wind;
  EXPECT_EQ(curve.share(2.9), 0);
  EXPECT_EQ(curve.share(25.1), 0);
}

/// What a turbine counts over a day is its curve over its wind.
TEST(WindFarm, EnergyIsTheCurveOverTheWind) {
  auto const start = instant("2026-02-03T00:00:00+08:00");
  City city(test::inputs(), start);
  auto const curve = test::inputs().plan.wind.curve;
  auto const of = [&](char const* quantity) { return test::said(city.things(), "turbine", "zhuanghe-4-01", quantity); };
  double const before = of("energy_kwh");
  double expected = 0;
  for (int minute = 1; minute <= 1440; ++minute) {
    city.advance(start + std::chrono::minutes(minute));
    expected += curve.share(of("wind_speed_mps")) * 6200 / 60;
  }
  EXPECT_GT(expected, 1000);
  EXPECT_NEAR(of("energy_kwh") - before, expected, 1e-6 * expected);
}

/// The offshore farm off Zhuanghe is designed for 2660 hours a year, 30.4 %; 28 … 34 % are usual there.
TEST(WindFarm, EarnsAboutWhatIsUsualThere) {
  auto const in = test::inputs();
  Sky const sky(in.plan.climate, 1);
  WindFarm const farm(in.plan.wind, in.story, 1);
  double sum = 0;
  int n = 0;
  for (int hour = 0; hour < 8760; hour += 3, ++n) {
    Moment now;
    now.t = instant("2026-01-01T00:00:00+08:00") + std::chrono::hours(hour);
    now.sky = sky.at(now.t);
    sum += farm.state(0, now).power_kw / 6200;
  }
  EXPECT_GT(sum / n, 0.20);
  EXPECT_LT(sum / n, 0.45);
}

/// Speeds of the constituents, degrees an hour: Schureman (1958), table 2.
TEST(Tide, ConstituentsTurnAsFastAsPublished) {
  auto const t = instant("2026-03-01T00:00:00Z");
  for (auto const& [name, speed] :
       {std::pair{"M2", 28.9841042}, {"S2", 30.0}, {"N2", 28.4397295}, {"K1", 15.0410686}, {"O1", 13.9430356}}) {
    std::vector<Constituent> const one{{name, 1, 0}};
    auto const shifted = [&](double phase_deg, Instant at) { // sine and cosine of V tell V
      return tide_m({{name, 1, phase_deg}}, at);
    };
    auto const angle = [&](Instant at) { return std::atan2(shifted(90, at), tide_m(one, at)) / kDegree; };
    double const hours = 100;
    double const turned = angle(t + from_seconds(3600 * hours)) - angle(t);
    EXPECT_NEAR(std::remainder(turned - speed * hours, 360), 0, 0.01) << name;
  }
}

/// Regular semi-diurnal, mean range 2.0 … 2.3 m, at most about 4 m.
TEST(Tide, HasTheRangeOfDalian) {
  auto const constituents = test::inputs().plan.sea.constituents;
  double sum = 0, most = 0, high = -9, low = 9;
  int tides = 0;
  double last = 0, before = 0;
  for (int i = 0; i < 60 * 24 * 10; ++i) { // two months, six minutes each
    double const level = tide_m(constituents, instant("2026-03-01T00:00:00Z") + std::chrono::minutes(6 * i));
    if (i > 1 && last > before && last > level) high = last;
    if (i > 1 && last < before && last < level && high > -9) {
      low = last;
      sum += high - low;
      most = std::max(most, high - low);
      ++tides;
    }
    before = last;
    last = level;
  }
  EXPECT_NEAR(tides, 60 * 24 / 12.42, 3);
  EXPECT_GT(sum / tides, 1.8);
  EXPECT_LT(sum / tides, 2.4);
  EXPECT_LT(most, 4.2);
}

} // namespace
} // namespace dalian::utilities
