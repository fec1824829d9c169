#pragma once
// What FCD output and TraCI share.
#include "connectors/sumo/simulated_time.hpp"
#include "connectors/sumo/to_wire.hpp"

#include <functional>

namespace dalian::sumo {

struct FeedOptions {
  SimulatedTime::Options time;
  WireOptions wire;
  VehicleTypes types;                             // of a file; SUMO itself is asked over TraCI
  std::function<void(std::string const&)> note{}; // of each trouble, once
};

} // namespace dalian::sumo
