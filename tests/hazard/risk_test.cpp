#include "tests/hazard/own_tables.hpp"
#include "twin/hazard/iso_lines.hpp"
#include "twin/hazard/risk_around.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <random>

namespace dalian::hazard {
namespace {

using testing::own_tables;

Installation chlorine_tank() {
  return installation({own_tables().substance("chlorine"), Phase::liquefied, 5e4, 7e5, 293.15, 0}, {1000, 2000},
                      own_tables());
}

TEST(Risk, IndividualRiskIsBoundedByTheFrequenciesAndFallsWithDistance) {
  auto const tank = chlorine_tank();
  double last = 1;
  for (double const r : {30., 100., 300., 1000., 3000.}) {
    double mean = 0;
    for (int i = 0; i < 64; ++i)
      mean += individual_risk(tank, {1000 + r * std::cos(i * std::numbers::pi / 32),
                                     2000 + r * std::sin(i * std::numbers::pi / 32)}) /
              64;
    EXPECT_LT(mean, last) << r;
    last = mean;
  }
  EXPECT_LT(individual_risk(tank, {1010, 2000}), 1.1e-5) << "all its failures together happen 1.1e-5 times a year";
  EXPECT_EQ(individual_risk(tank, {1000 + tank.reach_m + 1, 2000}), 0);
}

TEST(Risk, FrequenciesAreAllThere) {
  auto const tank = chlorine_tank();
  double sum = 0;
  for (auto const& event : tank.events)
    sum += event.per_a;
  EXPECT_NEAR(sum, 1.1e-5, 1e-12) << "chlorine only poisons: every failure in every wind";
}

// The wind blows from NNE most often (15 % against 5.7 %): SSW of the tank it is the most dangerous.
TEST(Risk, LeewardOfTheCommonWindIsWorst) {
  auto const tank = chlorine_tank();
  auto const at = [&](double bearing_deg) {
    double const b = bearing_deg * std::numbers::pi / 180;
    return individual_risk(tank, {1000 + 2500 * std::sin(b), 2000 + 2500 * std::cos(b)});
  };
  EXPECT_GT(at(202.5), 1.5 * at(22.5));
}

// The table against the sum itself: each sixteenth of the rose as 200 winds, at random places.
TEST(RiskAround, IsTheSumOverManyWinds) {
  unsigned const seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> log_r(std::log(20.), std::log(8000.)), angle(0, 2 * std::numbers::pi);
  for (auto const& all :
       {chlorine_tank(), installation({own_tables().substance("propane"), Phase::liquefied, 1e5, 9e5, 293.15, 0},
                                      {1000, 2000}, own_tables())}) {
    RiskAround const around(all, own_tables());
    for (int i = 0; i < 20; ++i) {
      double const r = std::exp(log_r(random)), bearing = angle(random);
      double wanted = 0;
      for (int part = 0; part < 200; ++part) {
        double const turned = bearing + ((part + .5) / 200 - .5) * std::numbers::pi / 8;
        wanted += individual_risk(all, {1000 + r * std::sin(turned), 2000 + r * std::cos(turned)}) / 200;
      }
      double const got = around.at(r * std::sin(bearing), r * std::cos(bearing));
      EXPECT_NEAR(got, wanted, .08 * wanted + 5e-9) << r << " m at " << bearing;
    }
    EXPECT_EQ(around.at(all.reach_m * 1.01, 0), 0);
    double const far = around.reach_m(1e-7);
    for (int i = 0; i < 64; ++i)
      EXPECT_LT(around.at(1.001 * far * std::sin(i * .0982), 1.001 * far * std::cos(i * .0982)), 1e-7);
  }
}

// CPR 18E, 5.2: dressed and stepping aside 0.14 of the heat's lethality, none of it indoors below 35 kW/m²; a tenth of
// the poison's; 0.025 of those in buildings within 10 … 30 kPa.
TEST(Risk, ThoseIndoorsAreShelteredAsTheBookHasIt) {
  auto const propane =
      installation({own_tables().substance("propane"), Phase::liquefied, 1e5, 9e5, 293.15, 0}, {0, 0}, own_tables());
  for (Outcome const& o : propane.outcomes)
    for (double const part : {.95, .99}) {
      Dying const d = o.dying({part * o.reach_m, 0});
      Dying const wanted = o.effect == Effect::flash_fire || d.unprotected == 1
                               ? Dying{d.unprotected, d.unprotected, d.unprotected}
                           : o.effect == Effect::explosion ? Dying{0, 0, .025}
                                                           : Dying{d.unprotected, .14 * d.unprotected, 0};
      EXPECT_DOUBLE_EQ(d.outdoors, wanted.outdoors) << word_of(o.effect);
      EXPECT_DOUBLE_EQ(d.indoors, wanted.indoors) << word_of(o.effect);
    }
  for (Outcome const& o : chlorine_tank().outcomes) {
    Dying const d = o.dying({o.reach_m / 2, 0});
    EXPECT_DOUBLE_EQ(d.indoors, .1 * d.outdoors);
  }
}

TEST(Risk, StableNightsAndSunnyDays) {
  auto const& tables = own_tables();
  double day = 0;
  for (Weather const& w : tables.weather) {
    double const share = share_by_day(w, tables);
    EXPECT_TRUE(w.stability != Stability::f || share == 0);
    EXPECT_TRUE(w.stability != Stability::b || share == 1);
    day += share * w.share;
  }
  EXPECT_NEAR(day, 11 / 24., 1e-12);
}

// A cone of height 10 on a grid: the line at 4 is a circle of radius 6; a ring-shaped ridge has an outer and an inner
// one.
TEST(IsoLines, CirclesAndHoles) {
  Grid const grid{-10, -10, .25, 81, 81};
  std::vector<double> cone, ridge;
  for (std::size_t i = 0; i < grid.cells(); ++i) {
    double const r = std::hypot(-10 + .25 * static_cast<double>(i % 81), -10 + .25 * static_cast<double>(i / 81));
    cone.push_back(10 - r);
    ridge.push_back(3 - std::abs(r - 6));
  }
  auto const area = [](std::vector<MapPoint> const& line) {
    double sum = 0;
    for (std::size_t i = 0, k = line.size() - 1; i < line.size(); k = i++)
      sum += (line[k].east_m * line[i].north_m - line[i].east_m * line[k].north_m) / 2;
    return sum;
  };
  auto const circle = iso_lines(grid, cone, 4);
  ASSERT_EQ(circle.size(), 1);
  EXPECT_NEAR(area(circle[0]), std::numbers::pi * 36, .2) << "counter-clockwise about what is higher";
  auto const rings = iso_lines(grid, ridge, 1);
  ASSERT_EQ(rings.size(), 2);
  EXPECT_NEAR(area(rings[0]) + area(rings[1]), std::numbers::pi * (64 - 16), .5) << "the hole runs the other way";
  EXPECT_EQ(iso_lines(grid, cone, 11).size(), 0);
  auto const whole = iso_lines(grid, cone, -100);
  ASSERT_EQ(whole.size(), 1) << "closed about the grid";
  EXPECT_NEAR(area(whole[0]), 20.25 * 20.25, .2);
}

TEST(IsoLines, EveryLineClosesOnRandomGround) {
  unsigned const seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> height(0, 2);
  Grid const grid{0, 0, 1, 30, 20};
  std::vector<double> values(grid.cells());
  for (double& v : values)
    v = height(random);
  std::size_t points = 0, crossed = 0;
  for (auto const& line : iso_lines(grid, values, 1)) {
    points += line.size();
    for (std::size_t i = 0, k = line.size() - 1; i < line.size(); k = i++)
      EXPECT_LE(distance_m(line[i], line[k]), 1.5) << "from square to square";
  }
  auto const in = [&](int c, int r) {
    return c >= 0 && r >= 0 && c < 30 && r < 20 && values[static_cast<std::size_t>(r * 30 + c)] >= 1;
  };
  for (int r = -1; r < 20; ++r)
    for (int c = -1; c < 30; ++c)
      crossed += std::size_t{in(c, r) != in(c + 1, r)} + std::size_t{in(c, r) != in(c, r + 1)};
  EXPECT_EQ(points, crossed) << "each edge between high and low is crossed once";
}

TEST(Risk, CurveOfManyDead) {
  auto const curve = fn_curve({{1e-6, 10}, {1e-5, 2}, {3e-6, 10}, {1e-7, 100}, {1, 0}});
  ASSERT_EQ(curve.size(), 3);
  EXPECT_EQ(curve[0].dead, 2);
  EXPECT_NEAR(curve[0].per_a, 1.41e-5, 1e-18);
  EXPECT_NEAR(curve[1].per_a, 4.1e-6, 1e-18);
  EXPECT_NEAR(curve[2].per_a, 1e-7, 1e-18);
  EXPECT_NEAR(worst_fn(curve), 4.1e-5, 1e-15);
  EXPECT_EQ(worst_fn({}), 0);
}

TEST(Risk, CurveOfKeptListsIsThatOfAllAtOnce) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::vector<Harmed>> lists(random() % 9);
    std::vector<Harmed> all;
    for (auto& list : lists) {
      list.resize(random() % 20);
      for (Harmed& event : list) {
        event.per_a = 1e-9 * static_cast<double>(random() % 1000);
        event.dead = static_cast<double>(random() % 12); // many alike: their order is that of the sum
      }
      all.insert(all.end(), list.begin(), list.end());
    }
    std::vector<std::vector<Harmed> const*> sorted;
    for (auto& list : lists) {
      sort_by_dead(list);
      sorted.push_back(&list);
    }
    auto const wanted = fn_curve(all), got = fn_curve_of_sorted(merged(sorted));
    ASSERT_EQ(got.size(), wanted.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      EXPECT_EQ(got[i].dead, wanted[i].dead);
      EXPECT_EQ(got[i].per_a, wanted[i].per_a) << "to the bit";
    }
  }
}

TEST(Risk, EvacuationIsBoundByWalkingOrByTheExits) {
  EXPECT_NEAR(evacuation_s({10, 600, 4, 300}), 300 + 500, 1e-9);
  EXPECT_NEAR(evacuation_s({5200, 600, 4, 300}), 300 + 1000, 1e-9);
}

TEST(Tables, AreReadAndTheirFaultsNamed) {
  EXPECT_EQ(own_tables().substances.size(), 11);
  double rose = 0;
  for (double const share : own_tables().rose)
    rose += share;
  EXPECT_NEAR(rose, 1, 1e-12);
  auto const missing = read_tables("/nowhere/hazard.toml");
  EXPECT_FALSE(missing);
}

} // namespace
} // namespace dalian::hazard
