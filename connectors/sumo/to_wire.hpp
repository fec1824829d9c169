#pragma once
// Steps of a simulation → observations for the twin. Knows no format. One thread.
#include "connectors/sumo/net_frame.hpp"
#include "connectors/sumo/step.hpp"
#include "connectors/sumo/vehicle_types.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <functional>
#include <unordered_map>

namespace dalian::sumo {

struct WireOptions {
  std::string scheme = "sumo"; // of the entities' ids
  // One standard deviation. SUMO knows its vehicles exactly, but writes degrees to 1e-6 (0.1 m) and, without its
  // sublane model, moves a vehicle from lane to lane between two steps: 3.2 m at once, which is not to be an outlier.
  float sigma_m = 0.5F;
  bool persons = false; // also people on foot, whom the picture shows as cars
};

class WireConverter {
 public:
  using Publish = std::function<void(wire::Observation)>;
  WireConverter(WireOptions options, Counters& details) : options_(std::move(options)), details_(details) {}

  void convert(Step const& step, NetFrame const& frame, VehicleTypes const& types, Instant t_obs, Instant t_rx,
               Publish const& publish);

 private:
  struct Times {
    Instant obs, rx;
  };
  struct Shown {
    char state;
    Instant at;
  };
  void tell(Mover const& mover, NetFrame const& frame, VehicleTypes const& types, Times times, Publish const& publish);
  void tell(Light const& light, NetFrame const& frame, Times times, Publish const& publish);

  WireOptions options_;
  Counters& details_;
  std::unordered_map<std::string, Shown> lights_;
};

/// One object a line: the mover as it came, and where it is.
std::string to_json(Mover const& mover, double time_s, NetFrame const& frame);

/// MovementPhaseState of SAE J2735 of one of SUMO's letters.
unsigned phase_of(char state);

} // namespace dalian::sumo
