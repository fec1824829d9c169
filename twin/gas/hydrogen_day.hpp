#pragma once
// Hydrogen of a day by the hour: what is made flows through pipes into stores, stations and places where tube trailers
// are loaded; trailers take it, a load at a time, to stations that no pipe reaches, else out of the city. A balance of
// masses: what pipes can carry and at which pressure is the flow's matter (flow.hpp). No maps, no clock.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace dalian::gas {

inline constexpr std::size_t kDayHours = 24;

struct HydrogenSite {
  enum class Kind : std::uint8_t { maker, store, station, loading };
  Kind kind = Kind::maker;
  std::uint32_t group = 0; // sites that pipes join have one number
  double kg_d = 0;         // made at most, asked for or loaded a day, ≥ 0; of a store: what it keeps, kg
  double east_m = 0, north_m = 0;
};

struct HydrogenRules {
  std::array<double, kDayHours> station_day{}; // what stations are asked for, the mean 1
  double trailer_kg = 0;                       // that can be used of a load; > 0
  double bank_kg = 0;                          // what a station keeps beside the trailer that stands there
  double speed_km_h = 1, handling_h = 0;       // of a trailer; at both ends together
  double way = 1;                              // road over the straight line
};

struct SiteDay {
  std::array<double, kDayHours> given_kg{}; // made, handed out or loaded; of a store what it gives, below 0 takes
  std::array<double, kDayHours> level_kg{}; // at the end of the hour: of stores, and of stations without a pipe
  std::array<double, kDayHours> short_kg{}; // of stations and loading places: asked for and not there
  double sunk_kg = 0;                       // by how much the level is lower at the end of the day than at its begin
};

/// A load on its way, of the hours of the day in which it leaves.
struct TrailerTrip {
  static constexpr std::uint32_t kBeyond = 0xffffffff; // out of the city
  std::uint32_t from = 0, to = kBeyond;                // sites
  std::uint32_t leaves_h = 0, takes_h = 0;             // at the end of that hour; 0 hours where it goes beyond
};

struct HydrogenDay {
  std::vector<SiteDay> sites;
  std::vector<TrailerTrip> trips;
  double imbalance_kg = 0; // what appeared or vanished over the day
};

/// The last of four equal days that begin with all stores full: what was there at first hardly counts any more, and
/// what falls from day to day shows. In a group stations come before loading places, which share alike what there is;
/// makers run back when stores are full. A load goes to the station that will be empty first among those that have
/// room.
HydrogenDay solve_hydrogen_day(std::vector<HydrogenSite> const& sites, HydrogenRules const& rules);

} // namespace dalian::gas
