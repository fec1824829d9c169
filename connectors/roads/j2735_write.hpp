#pragma once
// What vehicles and signals say, as MessageFrames of SAE J2735 in UPER: BSM, SPAT, MAP. Plain values in, bytes out.
// Knows neither traffic nor sockets; any thread.
#include "connectors/roads/signal_plan.hpp"
#include "twin/base/time.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace dalian::roads {

/// What a vehicle believes of itself.
struct SafetyMessage {
  std::array<std::uint8_t, 4> id{};
  std::uint8_t count = 0; // mod 128
  Instant at{};
  GeoPoint position;
  double height_m = 0;
  double sigma_m = 1.5;                  // one standard deviation of each axis
  double speed_mps = 0, heading_rad = 0; // true
  double acceleration_mps2 = 0, turn_rate_rps = 0;
  double length_m = 0, width_m = 0;
  std::uint8_t vehicle_class = 10; // basic vehicle class
  std::uint32_t events = 0;        // bit n = event n of VehicleEventFlags
  bool siren = false;
};
std::string write_bsm(SafetyMessage const& message);

inline constexpr std::uint16_t kRegion = 1; // of road authorities: the synthetic city
/// Name of a crossing in SPAT and MAP.
inline std::uint16_t intersection_id(std::uint32_t crossing) {
  return static_cast<std::uint16_t>(crossing + 1);
}
/// Signal group of an arm.
inline std::uint8_t signal_group(std::uint32_t arm) {
  return static_cast<std::uint8_t>(arm + 1);
}

/// `city_s`: POSIX seconds of the city's clock, which the signals go by; `at`: what the message says.
std::string write_spat(RoadNetwork const& network, SignalPlan const& signals, std::uint32_t crossing, double city_s,
                       Instant at);
/// Lanes with their stop lines first, and which signal group lets whom go where.
std::string write_map(RoadNetwork const& network, std::uint32_t crossing);

} // namespace dalian::roads
