#include "twin/gas/hydrogen_day.hpp"

#include <gtest/gtest.h>
#include <numeric>
#include <random>

namespace dalian::gas {
namespace {

using Kind = HydrogenSite::Kind;

double sum(std::array<double, kDayHours> const& hours) {
  return std::accumulate(hours.begin(), hours.end(), 0.0);
}

/// All that stations are asked for comes in the twelve hours of the day.
HydrogenRules by_day() {
  HydrogenRules rules;
  for (std::size_t h = 6; h < 18; ++h)
    rules.station_day[h] = 2;
  rules.trailer_kg = 300, rules.bank_kg = 100, rules.speed_km_h = 40, rules.handling_h = 1, rules.way = 1;
  return rules;
}

TEST(HydrogenDay, AStoreCarriesTheNightsHydrogenIntoTheDay) {
  std::vector<HydrogenSite> sites{{Kind::maker, 0, 2400}, {Kind::store, 0, 1200}, {Kind::station, 0, 2400}};
  HydrogenDay const enough = solve_hydrogen_day(sites, by_day());
  EXPECT_NEAR(sum(enough.sites[2].short_kg), 0, 1e-9);
  EXPECT_NEAR(sum(enough.sites[0].given_kg), 2400, 1e-9);
  EXPECT_NEAR(enough.sites[1].level_kg[17], 0, 1e-9) << "empty at the end of the day's demand";
  EXPECT_NEAR(enough.sites[1].level_kg[5], 1200, 1e-9) << "full at its begin";
  EXPECT_NEAR(enough.sites[1].sunk_kg, 0, 1e-9);
  sites[1].kg_d = 900;
  HydrogenDay const small = solve_hydrogen_day(sites, by_day());
  EXPECT_NEAR(sum(small.sites[2].short_kg), 300, 1e-9) << "what the store cannot keep";
  EXPECT_NEAR(sum(small.sites[0].given_kg), 2100, 1e-9) << "the maker stands while the store is full";
  EXPECT_GT(small.sites[2].short_kg[17], 0);
  EXPECT_EQ(small.sites[2].short_kg[10], 0);
}

TEST(HydrogenDay, WhatFallsFromDayToDayShows) {
  HydrogenDay const day =
      solve_hydrogen_day({{Kind::maker, 0, 2000}, {Kind::store, 0, 50000}, {Kind::station, 0, 2400}}, by_day());
  EXPECT_NEAR(sum(day.sites[2].short_kg), 0, 1e-9) << "not yet";
  EXPECT_NEAR(day.sites[1].sunk_kg, 400, 1e-9);
}

TEST(HydrogenDay, TrailersSupplyWhatNoPipeReaches) {
  std::vector<HydrogenSite> const sites{
      {Kind::maker, 0, 1200}, {Kind::loading, 0, 1200, 0, 0}, {Kind::station, 1, 600, 20000, 0}};
  HydrogenDay const day = solve_hydrogen_day(sites, by_day());
  EXPECT_NEAR(sum(day.sites[2].short_kg), 0, 1e-9);
  ASSERT_EQ(day.trips.size(), 4U) << "1200 kg at 300 kg a load";
  EXPECT_EQ(day.trips[0].leaves_h, 5U) << "50 kg an hour";
  int const there = static_cast<int>(
      std::count_if(day.trips.begin(), day.trips.end(), [](TrailerTrip const& t) { return t.to == 2; }));
  EXPECT_EQ(there, 2) << "600 kg a day; the others leave the city";
  for (TrailerTrip const& t : day.trips)
    EXPECT_EQ(t.takes_h, t.to == 2 ? 2U : 0U) << "one to couple, half an hour to drive: the second hour";
}

TEST(HydrogenDay, AStationThatNothingReachesIsShortOfAll) {
  HydrogenDay const day = solve_hydrogen_day({{Kind::maker, 0, 1200}, {Kind::station, 1, 600}}, by_day());
  EXPECT_NEAR(sum(day.sites[1].short_kg), 600, 1e-9);
  EXPECT_NEAR(sum(day.sites[0].given_kg), 0, 1e-9) << "nobody takes it";
}

TEST(HydrogenDay, StationsComeBeforeTrailersAndShareAlike) {
  HydrogenDay const day = solve_hydrogen_day(
      {{Kind::maker, 0, 240}, {Kind::station, 0, 240}, {Kind::station, 0, 480}, {Kind::loading, 0, 240}}, by_day());
  EXPECT_NEAR(day.sites[1].given_kg[9], 10.0 / 3, 1e-9);
  EXPECT_NEAR(day.sites[2].given_kg[9], 20.0 / 3, 1e-9);
  EXPECT_EQ(day.sites[3].given_kg[9], 0);
  EXPECT_NEAR(day.sites[3].given_kg[3], 10, 1e-9) << "at night";
}

/// Every kilogram, every hour, whatever stands where.
TEST(HydrogenDay, NothingAppearsOrVanishes) {
  std::mt19937_64 random(71);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<HydrogenSite> sites;
    auto const below = [&](std::uint64_t most) { return static_cast<double>(random() % most); };
    for (std::uint64_t i = 0, n = 2 + random() % 12; i < n; ++i) {
      HydrogenSite site;
      site.kind = static_cast<Kind>(random() % 4);
      site.group = static_cast<std::uint32_t>(random() % 4);
      site.kg_d = below(6000);
      site.east_m = below(60000);
      site.north_m = below(60000);
      sites.push_back(site);
    }
    HydrogenDay const day = solve_hydrogen_day(sites, by_day());
    EXPECT_LT(day.imbalance_kg, 1e-8) << trial;
    for (std::size_t s = 0; s < sites.size(); ++s)
      for (std::size_t h = 0; h < kDayHours; ++h) {
        bool const asks = sites[s].kind == Kind::station || sites[s].kind == Kind::loading;
        double const wanted = sites[s].kg_d / 24 * (sites[s].kind == Kind::station ? by_day().station_day[h] : 1);
        if (asks) {
          EXPECT_NEAR(day.sites[s].given_kg[h] + day.sites[s].short_kg[h], wanted, 1e-9);
        }
        EXPECT_GE(day.sites[s].level_kg[h], 0);
        EXPECT_LE(sites[s].kind == Kind::maker ? day.sites[s].given_kg[h] : 0, wanted + 1e-9);
        EXPECT_LE(sites[s].kind == Kind::store ? day.sites[s].level_kg[h] : 0, sites[s].kg_d + 1e-9);
      }
  }
}

} // namespace
} // namespace dalian::gas
