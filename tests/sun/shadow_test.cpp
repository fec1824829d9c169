// Shade by the closed form against rays, one by one, and against a wall that shades by hand.
#include "twin/sun/shadow.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <random>

namespace dalian::sun {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr std::uint32_t kSeed = 31;

Path great_cold() {
  return make_path(39 * kDegree, declination_rad(1, 20), 0, {8, 16});
}
Prism box(double west, double south, double east, double north, double top) {
  return with_box({{{west, south}, {east, south}, {east, north}, {west, north}}, 0, top, {}, {}});
}
/// A star about a middle: simple, often with corners that point inwards.
Prism star(std::mt19937& random) {
  std::uniform_real_distribution<double> draw(0, 1);
  Prism prism;
  MapPoint const middle{200 * draw(random) - 100, 200 * draw(random) - 150};
  int const corners = 3 + static_cast<int>(random() % 7);
  for (int k = 0; k < corners; ++k) {
    double const angle = 2 * std::numbers::pi * (k + 0.8 * draw(random)) / corners, r = 5 + 30 * draw(random);
    prism.ring.push_back({middle.east_m + r * std::cos(angle), middle.north_m + r * std::sin(angle)});
  }
  prism.top_m = 5 + 60 * draw(random);
  return with_box(prism);
}

/// By walking along the ray: over the outline, is it below the top?
bool shaded_by_ray(Prism const& prism, Spot const& spot, Direction d) {
  auto const inside = [&](double x, double y) {
    int crossings = 0;
    for (std::size_t i = 0; i < prism.ring.size(); ++i) {
      MapPoint const a = prism.ring[i], b = prism.ring[(i + 1) % prism.ring.size()];
      if ((a.north_m <= y) == (b.north_m <= y)) continue;
      double const at = a.east_m + (y - a.north_m) / (b.north_m - a.north_m) * (b.east_m - a.east_m);
      crossings += at > x ? 1 : 0;
    }
    return crossings % 2 == 1;
  };
  double const flat = std::hypot(d.x, d.y), rise = prism.top_m - spot.z_m;
  if (rise <= 0) return false;
  double const end = rise / (d.z / flat); // along the ground until it is above the top
  for (double s = 0; s < end; s += 0.05)
    if (inside(spot.at.east_m + s * d.x / flat, spot.at.north_m + s * d.y / flat)) return true;
  return false;
}

/// A wall from west to east without end shades what lies north of it while the sun's height towards the wall is less.
TEST(Shadow, ALongWallShadesAsByHand) {
  Path const path = great_cold();
  double const noon = elevation_rad(path, 0);
  for (double const away : {10.0, 20.0, 40.0}) {
    double const top = away * std::tan(noon);
    Spans spans;
    add_shade(box(-1e5, -away - 10, 1e5, -away, top * 0.999), {{0, 0}, 0, 0, 0}, path, spans);
    join(spans);
    EXPECT_EQ(rest_of(path.window_rad, spans).size(), 1u) << "sun at noon alone, " << away;
    EXPECT_LT(total(rest_of(path.window_rad, spans)), 0.12);
    spans.clear();
    add_shade(box(-1e5, -away - 10, 1e5, -away, top * 1.001), {{0, 0}, 0, 0, 0}, path, spans);
    join(spans);
    EXPECT_TRUE(rest_of(path.window_rad, spans).empty()) << away;
  }
}

TEST(Shadow, WhatIsLowerBehindOrNorthShadesNothing) {
  Path const path = great_cold();
  Spans spans;
  add_shade(box(-10, -30, 10, -20, 8), {{0, 0}, 8, 0, 0}, path, spans);
  add_shade(box(-10, 20, 10, 30, 80), {{0, 0}, 0, 0, 0}, path, spans);
  EXPECT_TRUE(spans.empty());
  add_shade(box(-10, -5, 10, 5, 8), {{0, 0}, 1, 0, 0}, path, spans);
  EXPECT_EQ(spans, Spans{path.window_rad}) << "inside";
}

TEST(Shadow, AWallLooksToItsSide) {
  Path const path = great_cold();
  EXPECT_EQ(before_wall({{0, 0}, 1, 0, -1}, path), Spans{path.window_rad}) << "south, in winter: all day";
  EXPECT_TRUE(before_wall({{0, 0}, 1, 0, 1}, path).empty());
  auto const east = before_wall({{0, 0}, 1, 1, 0}, path);
  ASSERT_EQ(east.size(), 1u);
  EXPECT_NEAR(east[0].to, 0, 1e-12) << "until noon";
}

TEST(Shadow, IsThatOfRaysOneByOne) {
  Path const path = great_cold();
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> draw(0, 1);
  int shaded = 0, lit = 0;
  for (int n = 0; n < 150; ++n) {
    Prism const prism = star(random);
    Spot const spot{{60 * draw(random) - 30, 60 * draw(random) - 30}, 10 * draw(random), 0, 0};
    Spans spans;
    add_shade(prism, spot, path, spans);
    join(spans);
    for (int k = 0; k < 40; ++k) {
      double const t = path.window_rad.from + (k + 0.5) / 40 * (path.window_rad.to - path.window_rad.from);
      double edge = 1; // how near the instant is to a change, in radians
      bool in = false;
      for (Span const s : spans) {
        in = in || (t >= s.from && t <= s.to);
        edge = std::min({edge, std::abs(t - s.from), std::abs(t - s.to)});
      }
      if (edge < 0.01) continue; // the walk's step decides there
      bool const by_ray = shaded_by_ray(prism, spot, direction(path, t));
      ASSERT_EQ(in, by_ray) << "seed " << kSeed << " prism " << n << " t " << t;
      (by_ray ? shaded : lit) += 1;
    }
  }
  EXPECT_GT(shaded, 500);
  EXPECT_GT(lit, 500);
}

} // namespace
} // namespace dalian::sun
