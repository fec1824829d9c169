#pragma once
// What was measured at an instant, as conditions of a scenario: a sensor for each value with its source and age, and
// the state of what a reading is about where a layer holds such a field. Pure; knows no feed.
#include "twin/base/time.hpp"
#include "twin/plan/draft.hpp"

namespace dalian::plan {

/// The last value of one quantity of one thing.
struct Reading {
  std::string entity;   // "scheme:id", as feeds name things
  std::string quantity; // of twin/base/quantities
  std::string unit, feed;
  std::optional<GeoPoint> at;
  double value = 0;
  std::string said; // of texts, instead of the value
  Instant t_obs{};
};

/// Sensor "entity/quantity" for each reading that has a place (its own, or that of the sensor in the layout); where the
/// id behind the scheme is that of a feeder, valve or tank, also its `open` or `level_m`. What has no place is counted
/// in a note. Readings after `instant` are the caller's mistake.
Draft conditions_at(Site const& site, std::vector<Reading> const& readings, Instant instant);

} // namespace dalian::plan
