#include "twin/hazard/scenario.hpp"

#include "tests/hazard/own_tables.hpp"
#include "twin/hazard/cloud.hpp"
#include "twin/hazard/release_map.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::hazard {
namespace {

using testing::own_tables;

constexpr char kVessel[] = "[vessel]\nsubstance = \"chlorine\"\nmass_t = 20\npressure_bar = 5.8\n";
constexpr char kNight[] = "[weather]\nwind_mps = 1.5\nnight = \"clear\"\n";

Result<Scenario> parsed(std::string const& text) {
  return parse_scenario(text, "leak.toml", own_tables());
}

TEST(Scenario, IsReadAndWhatIsNotSaidIsUsual) {
  auto const s = parsed(std::string(kVessel) + "[release]\nfailure = \"leak\"\nhole_mm = 25\n" + kNight);
  ASSERT_TRUE(s) << s.error();
  EXPECT_EQ(s->storage.phase, Phase::liquefied) << "boils at -34 °C";
  EXPECT_EQ(s->storage.mass_kg, 20000);
  EXPECT_EQ(s->storage.hole_m, .025);
  EXPECT_EQ(s->failure, Failure::leak);
  EXPECT_EQ(s->weather.stability, Stability::f);
  EXPECT_FALSE(s->from_deg);
}

TEST(Scenario, FaultsNameFileLineFieldAndRemedy) {
  struct Fault {
    std::string text;
    char const* wanted;
  };
  std::string const vessel = kVessel, night = kNight;
  for (auto const& [text, wanted] : {
           Fault{"[vessel]\nsubstance = \"phlogiston\"\nmass_t = 1\n" + night, "leak.toml:2: 'substance'"},
           Fault{"[vessel]\nsubstance = \"hydrogen\"\nmass_t = 1\nphase = \"gas\"\n" + night, "'pressure_bar'"},
           Fault{"[vessel]\nsubstance = \"chlorine\"\nmass_t = 1\npressure_bar = -3\n" + night,
                 "leak.toml:4: 'pressure_bar'"},
           Fault{"[vessel]\nsubstance = \"chlorine\"\nmass_t = 0\n" + night, "'mass_t' is 0"},
           Fault{vessel + "at = [200, 39]\n" + night, "'at'"},
           Fault{vessel + "[weather]\nwind_mps = 3\n", "give the stability once"},
           Fault{vessel + "[weather]\nwind_mps = 3\nclass = \"D\"\nsolar_w_m2 = 5\n", "there are 2"},
           Fault{vessel + "[weather]\nwind_mps = nan\nclass = \"D\"\n", "'wind_mps'"},
           Fault{vessel + "colour = \"green\"\n" + night, "'colour' is not known"},
           Fault{vessel, "[weather] is missing"},
           Fault{"[vessel\n", "leak.toml:1"},
       }) {
    auto const s = parsed(text);
    ASSERT_FALSE(s) << text;
    EXPECT_NE(s.error().find(wanted), std::string::npos) << s.error();
  }
}

// Beyond the near formula (which does not meet the lines) where the lines of Britter and McQuaid end the light cloud
// goes on from the same concentration, and never rises.
TEST(Cloud, HeavyAndLightMeetAndFall) {
  auto const s = parsed(std::string(kVessel) + kNight);
  ASSERT_TRUE(s);
  for (Failure const failure : {Failure::burst, Failure::ten_minutes, Failure::leak}) {
    Release const release = release_of(s->storage, failure, s->weather, own_tables());
    Cloud const cloud(s->storage, release, s->weather, own_tables().exposure);
    EXPECT_TRUE(cloud.is_heavy()) << word_of(failure);
    double last = cloud.axis_kg_m3(60);
    for (double x = 60; x < 20000; x *= 1.01) {
      double const here = cloud.axis_kg_m3(x);
      ASSERT_LE(here, last * (1 + 1e-9)) << x;
      ASSERT_GT(here, last * .85) << "no step at " << x << "";
      last = here;
    }
  }
}

// What a light cloud is stays the plume of CCPS' formula.
TEST(Cloud, ALeakOfHydrogenInAWindIsLight) {
  auto const s = parsed("[vessel]\nsubstance = \"hydrogen\"\nmass_t = 1\nphase = \"gas\"\npressure_bar = 100\n"
                        "[weather]\nwind_mps = 5\nclass = \"D\"\n");
  ASSERT_TRUE(s) << s.error();
  Release const release = release_of(s->storage, Failure::leak, s->weather, own_tables());
  EXPECT_FALSE(Cloud(s->storage, release, s->weather, own_tables().exposure).is_heavy());
}

// Birch et al. (1984), natural gas from a 2.7 mm nozzle: C = 4.9…5.4 d_s √(ρₐ/ρ)/x. Twice the rate through a hole of
// √2 times the diameter: √2 times the length, √8 times the mass.
TEST(Cloud, AJetIsAsLongAsItsSourceIsWide) {
  auto const s = parsed("[vessel]\nsubstance = \"natural gas\"\nmass_t = 1\nphase = \"gas\"\npressure_bar = 60\n"
                        "[weather]\nwind_mps = 5\nclass = \"D\"\n");
  ASSERT_TRUE(s) << s.error();
  auto const one = flammable_jet(s->storage, 1), two = flammable_jet(s->storage, 2);
  EXPECT_NEAR(two.reach_m / one.reach_m, std::sqrt(2), 1e-9);
  EXPECT_NEAR(two.mass_kg / one.mass_kg, std::sqrt(8), 1e-3);
  EXPECT_GT(one.reach_m, 5);
  EXPECT_LT(one.reach_m, 30);
  EXPECT_EQ(one.half_width_m(one.reach_m), 0);
  EXPECT_EQ(flammable_jet(s->storage, 0).reach_m, 0);
}

// A bund of 1.2 m: 12 000 m³ of tank stand in 10 000 m², 113 m across; at once half as much again.
TEST(Scenario, APoolStaysInItsBund) {
  auto const s = parsed("[vessel]\nsubstance = \"methanol\"\nmass_t = 9492\n" + std::string(kNight));
  ASSERT_TRUE(s) << s.error();
  EXPECT_NEAR(release_of(s->storage, Failure::ten_minutes, s->weather, own_tables()).pool_m, 112.8, .1);
  EXPECT_NEAR(release_of(s->storage, Failure::burst, s->weather, own_tables()).pool_m, 112.8 * std::sqrt(1.5), .1);
}

TEST(ReleaseMap, LiesDownwindOnTheMap) {
  Ring ring{4e3, "W/m²"};
  make_slender(ring, 1000, [](double) { return 50; });
  ReleaseMap map({121.6, 39.2}, 0.0); // from north: to the south
  for (MapPoint const p : map.outline(ring))
    EXPECT_LT(to_geo(p).lat_deg, 39.2 + 1e-3);
  map.add(ring, "leak, jet fire", "4 kW/m²");
  auto const json = nlohmann::json::parse(map.geojson());
  auto const& corners = json["features"][1]["geometry"]["coordinates"][0];
  EXPECT_EQ(corners.front(), corners.back()) << "RFC 7946: closed";
  double area = 0;
  for (std::size_t i = 0; i + 1 < corners.size(); ++i)
    area += corners[i][0].get<double>() * corners[i + 1][1].get<double>() -
            corners[i + 1][0].get<double>() * corners[i][1].get<double>();
  EXPECT_GT(area, 0) << "RFC 7946: counter-clockwise";
  ReleaseMap any({121.6, 39.2}, std::nullopt);
  double north = 0;
  for (MapPoint const p : any.outline(ring))
    north = std::max(north, p.north_m - to_map({121.6, 39.2}).north_m);
  EXPECT_NEAR(north, ring.farthest_m(), 5) << "a wind without direction takes it anywhere";
}

} // namespace
} // namespace dalian::hazard
