#include "tests/hazard/own_tables.hpp"
#include "twin/hazard/accident.hpp"
#include "twin/hazard/plume.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::hazard {
namespace {

using testing::own_tables;

constexpr Weather kNight{Stability::f, 1.5, 1}, kWindy{Stability::d, 5, 1};

Storage vessel(char const* substance, Phase phase, double mass_kg, double pressure_Pa) {
  Substance const* s = own_tables().substance(substance);
  EXPECT_NE(s, nullptr);
  return {s, phase, mass_kg, pressure_Pa, 293.15, 0};
}

/// Every mix of phase, failure and weather that the tables allow.
template <class Visit>
void each_case(Visit&& visit) {
  for (auto const& storage :
       {vessel("chlorine", Phase::liquefied, 5e4, 7e5), vessel("ammonia", Phase::liquefied, 1e6, 9e5),
        vessel("hydrogen", Phase::gas, 500, 4.5e7), vessel("benzene", Phase::liquid, 5e6, kAtmosphere_Pa),
        vessel("propane", Phase::liquefied, 2e5, 9e5)})
    for (Failure const failure : {Failure::burst, Failure::ten_minutes, Failure::leak})
      for (Weather const& weather : {kNight, kWindy}) {
        SCOPED_TRACE(storage.substance->id + ", " + word_of(failure));
        visit(storage, release_of(storage, failure, weather, own_tables()), weather);
      }
}

TEST(Accident, NoMoreLeavesThanLay) {
  each_case([](Storage const& storage, Release const& r, Weather const&) {
    EXPECT_GT(r.mass_kg, 0);
    EXPECT_LE(r.mass_kg, storage.mass_kg * (1 + 1e-12));
    EXPECT_LE(r.air_kg, r.mass_kg * (1 + 1e-12));
    EXPECT_LE(r.rate_kg_s * r.duration_s, r.mass_kg * (1 + 1e-9));
  });
}

TEST(Accident, SharesAddUpToOneAtMostAndRingsNest) {
  each_case([](Storage const& storage, Release const& release, Weather const& weather) {
    double sum = 0;
    for (Outcome const& o : outcomes(storage, release, weather, own_tables())) {
      sum += o.share;
      EXPECT_GE(o.share, 0);
      double last = 0;
      for (Ring const& ring : o.rings) {
        double far = 0;
        for (Along const p : ring.line())
          far = std::max(far, std::hypot(p.along_m, p.across_m));
        EXPECT_GE(far, last) << word_of(o.effect) << ' ' << ring.level;
        last = far;
      }
      if (o.reach_m < .9 * kFarthest_m) {
        EXPECT_LT(o.share_dying({1.02 * o.reach_m + 1, 0}), 2e-4) << word_of(o.effect);
      }
      double const half = o.share_dying({o.reach_m / 2, 0});
      EXPECT_GE(half, 0);
      EXPECT_LE(half, 1);
    }
    EXPECT_LE(sum, 1 + 1e-12);
  });
}

TEST(Accident, AHouseIsSafeNearerToTheVesselThanTheOpen) {
  std::size_t seen = 0;
  each_case([&](Storage const& storage, Release const& release, Weather const& weather) {
    for (Outcome const& o : outcomes(storage, release, weather, own_tables()))
      for (Ring const& ring : o.rings) {
        if (ring.name != "AEGL-2" || o.sheltered.reach_m <= 0) continue;
        ++seen;
        EXPECT_LE(o.sheltered.reach_m, ring.reach_m);
        if (ring.reach_m < kFarthest_m) {
          EXPECT_LT(o.sheltered.reach_m, .9 * ring.reach_m);
        }
        for (Along const p : o.sheltered.line())
          EXPECT_TRUE(ring.contains({p.along_m, .97 * p.across_m})) << p.along_m << ' ' << p.across_m;
      }
  });
  EXPECT_GT(seen, 8);
}

TEST(Accident, TheRingIsWhereTheConcentrationIs) {
  auto const storage = vessel("carbon_monoxide", Phase::gas, 5e4, 4.1e6);
  auto const release = release_of(storage, Failure::leak, kNight, own_tables());
  auto all = outcomes(storage, release, kNight, own_tables());
  std::erase_if(all, [](Outcome const& o) { return o.effect != Effect::toxic; });
  ASSERT_EQ(all.size(), 1);
  ASSERT_EQ(all[0].rings.size(), 2) << "it has no AEGL-1";
  EXPECT_EQ(all[0].rings[0].name, "AEGL-3");
  Plume const plume{release.air_kg_s, 1, 1, Stability::f, Curves::briggs_rural};
  double const wanted = mg_m3_of_ppm(330, .02801, 288.15) / 1e6;
  for (std::size_t const i : {5U, 20U, 40U}) {
    Along const p = all[0].rings[0].line()[i];
    EXPECT_NEAR(concentration(plume, p.along_m, p.across_m, 1.5) / wanted, 1, 1e-6);
  }
}

TEST(Accident, WhatBurnsAndWhatDoesNot) {
  auto const has = [](char const* substance, Phase phase, Failure failure, Effect effect) {
    auto const storage = vessel(substance, phase, 5e4, 9e5);
    for (Outcome const& o : outcomes(storage, release_of(storage, failure, kWindy, own_tables()), kWindy, own_tables()))
      if (o.effect == effect) return true;
    return false;
  };
  EXPECT_TRUE(has("propane", Phase::liquefied, Failure::burst, Effect::fireball));
  EXPECT_TRUE(has("propane", Phase::liquefied, Failure::leak, Effect::jet_fire));
  EXPECT_FALSE(has("propane", Phase::liquefied, Failure::leak, Effect::toxic));
  EXPECT_TRUE(has("benzene", Phase::liquid, Failure::burst, Effect::pool_fire));
  EXPECT_FALSE(has("chlorine", Phase::liquefied, Failure::burst, Effect::fireball));
}

} // namespace
} // namespace dalian::hazard
