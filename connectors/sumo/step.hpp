#pragma once
// What a simulation says of one of its seconds, whichever way it came: positions as SUMO has them (metres of its net,
// or degrees), angles in degrees clockwise from the net's north. Knows neither sockets nor the wire.
#include <string>
#include <vector>

namespace dalian::sumo {

/// A vehicle or a person.
struct Mover {
  std::string id, type;
  double x = 0, y = 0; // of the middle of the front bumper
  float angle_deg = 0;
  float speed_mps = 0;
  bool person = false;
};

/// One lane before a traffic light.
struct Light {
  std::string id;      // "J12.3": the light and the number of the lane, from 1
  char state = 'O';    // of the best of its links, in SUMO's letters: r u y g G s o O
  double x = 0, y = 0; // where the lane ends
};

struct Step {
  double time_s = 0; // of the simulation
  std::vector<Mover> movers;
  std::vector<Light> lights;
};

inline constexpr double kMostTime_s = 1e9; // of a simulation, either way: 30 years

} // namespace dalian::sumo
