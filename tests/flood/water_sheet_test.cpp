// Water against what is known of it in closed form, and every drop accounted for.
#include "twin/flood/face_flow.hpp"
#include "twin/flood/water_sheet.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>
#include <stdexcept>

namespace dalian::flood {
namespace {

constexpr std::uint32_t kSeed = 12;

RunOptions for_seconds(double seconds) {
  RunOptions options;
  options.seconds = seconds;
  return options;
}

/// Ground of hills whose heights are binary fractions, so that depth + bed is exact.
Ground hills(std::size_t columns, std::size_t rows, std::mt19937& random) {
  Ground ground = flat_ground(columns, rows, 20, 0.05);
  for (double& bed : ground.bed_m)
    bed = static_cast<double>(random() % 256) / 64;
  return ground;
}

TEST(FaceFlow, PowerOfMinusSevenThirds) {
  for (double x = 1e-9; x < 1e9; x *= 1.0173)
    EXPECT_NEAR(power_minus_7_3(x) / std::pow(x, -7.0 / 3), 1, 3e-9) << x;
}

TEST(WaterSheet, ALakeAtRestStaysAtRest) {
  std::mt19937 random(kSeed);
  Ground const ground = hills(30, 20, random);
  std::vector<double> depth;
  for (double const bed : ground.bed_m)
    depth.push_back(std::max(0.0, 3 - bed));
  Sheet const sheet = run(ground, {}, for_seconds(3600), depth);
  EXPECT_EQ(sheet.depth_m, depth);
  EXPECT_EQ(sheet.balance.stored, 0);
}

/// Bates et al. (2010), section 3.1, after Hunter et al. (2005): a wave that runs over a level plane with the speed u.
/// h = (7/3 n² u² (u t - x))^(3/7). They report an error of some centimetres at 50 m.
TEST(WaterSheet, WaveOverALevelPlane) {
  double const u = 1, n = 0.03, end_s = 3600, dx = 50;
  auto const exact = [&](double x, double t) {
    double const base = 7.0 / 3 * n * n * u * u * (u * t - x);
    return base > 0 ? std::pow(base, 3.0 / 7) : 0;
  };
  Ground ground = flat_ground(100, 1, dx, n);
  ground.cell[0] = Cell::sea; // its middle is x = 0
  Forcing forcing;
  forcing.sea_m = [&](double t) { return exact(0, t); };
  Sheet const sheet = run(ground, forcing, for_seconds(end_s));
  double squares = 0;
  for (std::size_t i = 1; i < 100; ++i) {
    double const off = sheet.depth_m[i] - exact(dx * static_cast<double>(i), end_s);
    squares += off * off;
  }
  EXPECT_LT(std::sqrt(squares / 99), 0.05);
  EXPECT_NEAR(sheet.balance.error(), 0, 1e-9 * sheet.balance.from_sea);
}

/// Steady rain on a plane that slopes: what has fallen above flows by Manning (kinematic wave, Woolhiser and Liggett
/// 1967): h = (n i x / √S)^(3/5).
TEST(WaterSheet, RainOnASlopeRunsOffByManning) {
  double const slope = 0.01, n = 0.05, mm_h = 100, dx = 10;
  Ground ground = flat_ground(101, 1, dx, n);
  for (std::size_t i = 0; i < 101; ++i)
    ground.bed_m[i] = slope * dx * static_cast<double>(100 - i);
  ground.cell[100] = Cell::sea; // dry: what comes is gone
  Forcing forcing;
  forcing.rain_mm_h.assign(40, mm_h);
  Sheet const sheet = run(ground, forcing, for_seconds(3 * 3600));
  for (std::size_t const i : {30, 50, 70, 90}) {
    double const x = dx * (static_cast<double>(i) + 0.5);
    double const wanted = std::pow(n * mm_h / 3.6e6 * x / std::sqrt(slope), 0.6);
    EXPECT_NEAR(sheet.depth_m[i], wanted, 0.02 * wanted) << i;
  }
  EXPECT_NEAR(sheet.flow_x[100], mm_h / 3.6e6 * dx * 100, 2e-3 * mm_h / 3.6e6 * dx * 100) << "what falls leaves";
}

/// The level between the two waves of a broken dam, by bisection over what both waves bring. `full`: with the momentum
/// that flows along (Stoker 1957); else of the equations without it, whose simple wave has q = 2/3 √g (h0^1.5 - h^1.5)
/// and whose bore √(g (h + h1) / 2) (h - h1).
double level_between(double deep, double shallow, bool full) {
  double low = shallow, high = deep;
  for (int k = 0; k < 60; ++k) {
    double const h = (low + high) / 2;
    double const wave = full ? 2 * (std::sqrt(kGravity * deep) - std::sqrt(kGravity * h))
                             : 2.0 / 3 * std::sqrt(kGravity) * (std::pow(deep, 1.5) - std::pow(h, 1.5));
    double const bore = full ? (h - shallow) * std::sqrt(kGravity * (1 / h + 1 / shallow) / 2)
                             : (h - shallow) * std::sqrt(kGravity * (h + shallow) / 2);
    (wave > bore ? low : high) = h;
  }
  return low;
}

/// A dam breaks over still water: the solution of these equations, which is 6 % from that of the full ones. That is
/// their limit, and it is told.
TEST(WaterSheet, DamBreakIsThatOfTheEquationsAndNearStoker) {
  double const deep = 2, shallow = 1;
  Ground const ground = flat_ground(400, 1, 5, 0);
  std::vector<double> depth(400, shallow);
  std::fill(depth.begin(), depth.begin() + 200, deep);
  RunOptions options = for_seconds(60);
  options.theta = 0.8; // without friction waves ring
  Sheet const sheet = run(ground, {}, options, depth);
  double middle = 0;
  for (std::size_t i = 190; i < 210; ++i)
    middle += sheet.depth_m[i] / 20;
  EXPECT_NEAR(middle, level_between(deep, shallow, false), 0.01 * middle);
  EXPECT_NEAR(middle, level_between(deep, shallow, true), 0.06 * middle);
  EXPECT_NEAR(sheet.depth_m[5], deep, 1e-3) << "the wave has not come so far";
}

TEST(WaterSheet, EveryDropIsAccountedFor) {
  std::mt19937 random(kSeed + 1);
  for (int n = 0; n < 6; ++n) {
    Ground ground = hills(25, 18, random);
    ground.open_edges = n % 2 == 0;
    for (std::size_t i = 0; i < ground.size(); ++i) {
      auto const draw = random() % 10;
      if (draw == 0) ground.cell[i] = Cell::wall;
      if (draw == 1) ground.cell[i] = Cell::sea;
      ground.runoff[i] = 0.1 * static_cast<double>(random() % 11);
      ground.drains_mm_h[i] = static_cast<double>(random() % 40);
    }
    Forcing forcing;
    forcing.rain_mm_h = {30, 120, 80, 20};
    forcing.rain_step_s = 600;
    forcing.sea_m = [](double t) { return 1 + std::sin(t / 2000); };
    Sheet const sheet = run(ground, forcing, for_seconds(5400));
    double const moved = sheet.balance.rain + std::abs(sheet.balance.from_sea) + sheet.balance.stored;
    EXPECT_NEAR(sheet.balance.error(), 0, 1e-11 * moved) << "seed " << kSeed + 1 << " ground " << n;
    EXPECT_GT(sheet.balance.rain, 0);
    EXPECT_GE(*std::min_element(sheet.depth_m.begin(), sheet.depth_m.end()), 0);
    for (std::size_t i = 0; i < ground.size(); ++i) {
      if (ground.cell[i] == Cell::wall) {
        EXPECT_EQ(sheet.depth_m[i], 0);
      }
      if (ground.cell[i] == Cell::land) {
        EXPECT_GE(sheet.deepest_m[i], sheet.depth_m[i]);
      }
    }
  }
}

/// Behind a dike lower ground stays dry; before it the sea stands level from the first, and stays so.
TEST(WaterSheet, TheSeaStandsWhereItReaches) {
  Ground ground = flat_ground(6, 3, 20, 0.05);
  for (std::size_t row = 0; row < 3; ++row) {
    ground.cell[6 * row] = Cell::sea;
    ground.bed_m[6 * row] = -5;
    ground.bed_m[6 * row + 3] = 4; // the dike
    ground.bed_m[6 * row + 4] = -2;
  }
  auto const depth = filled_from_sea(ground, 1.5);
  EXPECT_EQ(std::vector<double>(depth.begin(), depth.begin() + 6), (std::vector<double>{6.5, 1.5, 1.5, 0, 0, 0}));
  Forcing forcing;
  forcing.sea_m = [](double) { return 1.5; };
  EXPECT_EQ(run(ground, forcing, for_seconds(3600), depth).depth_m, depth);
}

/// A sea that comes at once over deep dry land: it overshoots a little and never above what fell.
TEST(WaterSheet, TheSeaBreaksInWithoutRinging) {
  Ground ground = flat_ground(30, 5, 40, 0.05);
  for (std::size_t i = 0; i < ground.size(); ++i) {
    ground.bed_m[i] = -3;
    if (i % 30 == 0) ground.cell[i] = Cell::sea;
  }
  Forcing forcing;
  forcing.sea_m = [](double) { return 2.0; };
  Sheet const sheet = run(ground, forcing, for_seconds(3600));
  EXPECT_LT(*std::max_element(sheet.deepest_m.begin(), sheet.deepest_m.end()), 1.5 * 5);
  EXPECT_NEAR(sheet.depth_m[25], 5, 0.5);
}

TEST(WaterSheet, EastIsLikeNorth) {
  std::mt19937 random(kSeed + 2);
  Ground const ground = hills(22, 15, random);
  Ground turned = flat_ground(15, 22, 20, 0.05);
  auto const other = [](std::size_t i) { return (i % 22) * 15 + i / 22; };
  for (std::size_t i = 0; i < ground.size(); ++i)
    turned.bed_m[other(i)] = ground.bed_m[i];
  Forcing forcing;
  forcing.rain_mm_h.assign(6, 200);
  Sheet const a = run(ground, forcing, for_seconds(1800)), b = run(turned, forcing, for_seconds(1800));
  for (std::size_t i = 0; i < ground.size(); ++i)
    EXPECT_NEAR(a.depth_m[i], b.depth_m[other(i)], 1e-12);
}

TEST(WaterSheet, DrainsTakeWhatTheyCan) {
  Ground ground = flat_ground(4, 4, 20, 0.05);
  ground.drains_mm_h.assign(16, 40);
  Forcing forcing;
  forcing.rain_mm_h = {40};
  forcing.rain_step_s = 3600;
  EXPECT_EQ(run(ground, forcing, for_seconds(3600)).deepest_m, std::vector<double>(16, 0));
  forcing.rain_mm_h = {100};
  Sheet const heavy = run(ground, forcing, for_seconds(7200));
  EXPECT_NEAR(heavy.deepest_m[5], 0.06, 1e-9) << "60 mm more than the drains take";
  EXPECT_NEAR(heavy.depth_m[5], 0.02, 1e-9) << "an hour later 40 mm of them are gone";
  EXPECT_EQ(heavy.counted_s[5], 0) << "not deeper than 15 cm";
}

TEST(WaterSheet, CanBeStoppedBetweenTwoSteps) {
  RunOptions options = for_seconds(1000);
  int steps = 0;
  options.before_step = [&] {
    if (++steps == 5) throw std::runtime_error("enough");
  };
  EXPECT_THROW(run(flat_ground(3, 3, 10, 0.05), {}, options), std::runtime_error);
  EXPECT_EQ(steps, 5);
}

} // namespace
} // namespace dalian::flood
