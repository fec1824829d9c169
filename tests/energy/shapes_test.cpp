#include "twin/energy/shapes.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace dalian::energy {
namespace {

int light_hours(Shape const& shape) {
  int hours = 0;
  for (double const value : shape)
    hours += value > 0;
  return hours;
}

TEST(Shapes, TheSunStandsAsAlmanacsHaveIt) {
  // Day length at 39° N: 14.9 h at the June solstice, 9.4 h in December, 12 h at the equinox (almanac tables for that
  // latitude, geometric rise and set, within the hour of the steps).
  EXPECT_EQ(light_hours(sun_shape(39, 172)), 14);
  EXPECT_EQ(light_hours(sun_shape(39, 355)), 10);
  EXPECT_EQ(light_hours(sun_shape(39, 80)), 12);
  Shape const june = sun_shape(39, 172);
  EXPECT_NEAR(std::accumulate(june.begin(), june.end(), 0.0), 24, 1e-12);
  for (std::size_t h = 0; h < 12; ++h)
    EXPECT_NEAR(june[h], june[23 - h], 1e-12) << "noon is the middle of the day";
  EXPECT_EQ(june[0], 0);
}

TEST(Shapes, NothingAskedForIsEvenlyNothing) {
  EXPECT_EQ(with_mean_1({})[5], 1);
}

} // namespace
} // namespace dalian::energy
