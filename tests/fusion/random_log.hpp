#pragma once
// A log that holds all that fusion must bear, from a seed.
#include "tests/fusion/observations.hpp"

#include <random>
#include <string>
#include <vector>

namespace dalian::fusion {

struct Entry {
  Instant t_twin;
  wire::Batch batch;
};

/// A meter that says two things, some late, some wild, some of no known quantity.
inline wire::Observation random_value(std::mt19937_64& random, double now) {
  auto o = observation("meter:" + std::to_string(random() % 9),
                       now - (random() % 4 == 0 ? 0.1 * static_cast<double>(random() % 60) : 0), wire::SENSOR);
  bool const phase = random() % 3 == 0;
  o.mutable_sensor()->set_quantity(random() % 40 == 0 ? "odour" : phase ? "signal_phase" : "power_kw");
  if (phase)
    o.mutable_sensor()->set_state(random() % 8);
  else
    o.mutable_sensor()->set_number(50 + static_cast<double>(random() % 100) / 10 * (random() % 30 == 0 ? 99 : 1));
  if (random() % 20 == 0) o.mutable_sensor()->set_status(wire::BAD);
  return o;
}

/// Ships and cars with static data, late, future and broken observations, some that contradict themselves, and meters,
/// from two sources.
inline std::vector<Entry> random_log(std::uint32_t seed, int entries) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<Entry> log;
  for (int i = 0; i < entries; ++i) {
    double const now = i * 0.2;
    std::vector<wire::Observation> observations;
    for (int k = 0; k < 20; ++k) {
      auto const id = random() % 120;
      bool const car = id < 40;
      double const t = now - 8 * uniform(random) * (uniform(random) < 0.3 ? 1 : 0) + (uniform(random) < 0.02 ? 9 : 0);
      auto o = fix((car ? "car:" : "mmsi:") + std::to_string(id), t,
                   {400000 + 100.0 * static_cast<double>(id) + 5 * t, 4300000 + 10 * uniform(random)},
                   car ? wire::ROAD_VEHICLE : wire::VESSEL);
      if (uniform(random) < 0.5) o.mutable_fix()->set_speed_mps(5), o.mutable_fix()->set_course_deg(90);
      if (id % 7 == 0) o.mutable_fix()->set_speed_mps(20), o.mutable_fix()->set_course_deg(0);
      if (uniform(random) < 0.05) o.mutable_fix()->set_lat_deg(91);
      if (uniform(random) < 0.05) o.clear_fix();
      if (uniform(random) < 0.2) o.mutable_vessel_static()->set_name("SHIP " + std::to_string(random() % 5));
      observations.push_back(o);
    }
    observations.push_back(random_value(random, now));
    log.push_back({at(now), batch(i % 3 == 0 ? "radio" : "satellite", observations)});
  }
  return log;
}

} // namespace dalian::fusion
