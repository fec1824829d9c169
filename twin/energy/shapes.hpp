#pragma once
// How a day's energy lies over its hours: 24 numbers with the mean 1.
#include <array>

namespace dalian::energy {

using Shape = std::array<double, 24>;

/// In proportion to the sine of the sun's height at the middle of each hour of true solar time; the declination by
/// Cooper (1969), Solar Energy 12(3): 23.45° sin(360° (284 + n) / 365). Clouds do not change a typical day's shape
/// here. Precondition: the sun rises and sets: |latitude| < 66°.
Shape sun_shape(double latitude_deg, double day_of_year);

/// Scaled to the mean 1; all 1 where nothing is asked for.
Shape with_mean_1(Shape shape);

} // namespace dalian::energy
