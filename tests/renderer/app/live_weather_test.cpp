#include "renderer/app/live_weather.hpp"

#include "renderer/passes/weather.hpp"

#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

view::WeatherReport report(double wind_mps, std::optional<double> from_deg) {
  view::WeatherReport r;
  r.wind_speed_mps = wind_mps;
  r.wind_from_deg = from_deg;
  return r;
}

TEST(LiveWeather, WindBlowsAwayFromWhereItComes) {
  passes::PictureInput in;
  set_live_weather(in, report(8, 270)); // from the west
  EXPECT_NEAR(in.wind_mps.x, 8, 1e-5);
  EXPECT_NEAR(in.wind_mps.y, 0, 1e-5);
  set_live_weather(in, report(3, 0)); // from the north
  EXPECT_NEAR(in.wind_mps.y, -3, 1e-5);
  set_live_weather(in, report(5, std::nullopt)); // variable: keeps its direction
  EXPECT_NEAR(in.wind_mps.y, -5, 1e-5);
  set_live_weather(in, report(0, std::nullopt));
  EXPECT_GT(std::hypot(in.wind_mps.x, in.wind_mps.y), 0) << "waves go somewhere";
}

TEST(LiveWeather, VisibilityAndCloudsAreTheReported) {
  passes::PictureInput in;
  in.visibility_m = 40'000;
  auto r = report(5, 90);
  r.cloud_cover_pct = 18.75;
  set_live_weather(in, r);
  EXPECT_EQ(in.weather, passes::Weather::clear);
  EXPECT_FLOAT_EQ(in.cloud_cover, 0.1875F);
  EXPECT_FLOAT_EQ(in.visibility_m, 40'000);
  r.visibility_m = 2500;
  r.obscured = true;
  set_live_weather(in, r);
  EXPECT_EQ(in.weather, passes::Weather::haze);
  EXPECT_FLOAT_EQ(in.visibility_m, 2500);
}

TEST(LiveWeather, WhatFallsLooksAsIfItWereChosen) {
  for (auto const& [falls, weather] : {std::pair{view::Precipitation::rain, passes::Weather::rain},
                                       std::pair{view::Precipitation::snow, passes::Weather::snow}}) {
    passes::PictureInput live, chosen;
    auto r = report(5, 90);
    r.falls = falls;
    r.cloud_cover_pct = 100;
    set_live_weather(live, r);
    passes::set_weather(chosen, weather);
    EXPECT_EQ(live.weather, weather);
    EXPECT_EQ(live.visibility_m, chosen.visibility_m);
    EXPECT_EQ(live.exposure, chosen.exposure);
    EXPECT_EQ(live.cloud_cover, chosen.cloud_cover);
  }
}

} // namespace
} // namespace dalian::viewer
