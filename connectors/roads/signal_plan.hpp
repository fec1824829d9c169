#pragma once
// Fixed-time signals: every arm of a junction has a green of its own with all its movements, as single-approach release
// is common in China; so no green movement meets another. A pure function of time; any thread.
#include "connectors/roads/road_network.hpp"

namespace dalian::roads {

enum class Light : std::uint8_t { red, green, amber };

struct LightState {
  Light light = Light::red;
  double remaining_s = 0; // until it changes; exact, for the times are fixed
};

class SignalPlan {
 public:
  SignalPlan(RoadNetwork const& network, std::uint64_t seed);

  /// Of an arm of a crossing with signals; `t_s`: POSIX seconds of the city's clock.
  LightState at(std::uint32_t crossing, std::uint32_t arm, double t_s) const;
  double cycle_s(std::uint32_t crossing) const { return plans_[crossing].cycle_s; }

  static constexpr double kAmber_s = 4; // GB 14886-2016: 3 s at least; 4 s are enough to stop from 60 km/h at 2.5 m/s²
  static constexpr double kAllRed_s = 2; // until the last has cleared the junction

 private:
  struct Stage {
    double from_s = 0, green_s = 0; // of the cycle; green_s 0: nobody comes out of this arm
  };
  struct Plan {
    double cycle_s = 0, offset_s = 0;
    std::vector<Stage> stages; // by arm
  };
  std::vector<Plan> plans_; // by crossing; empty without signals
};

} // namespace dalian::roads
