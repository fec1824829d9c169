#pragma once
// The fused estimate of one entity: what the snapshot holds and the screen shows.
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"
#include "twin/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dalian::state {

enum class Kind : std::uint8_t { unspecified, vessel, road_vehicle, aid_to_navigation, base_station, aircraft };
enum class Life : std::uint8_t { live, stale, ended };

struct VesselStatic {
  std::optional<std::uint32_t> imo, ship_type, mothership_mmsi;
  std::string name, call_sign, destination; // empty = not available
  std::optional<float> bow_m, stern_m, port_m, starboard_m, draught_m;
  bool operator==(VesselStatic const&) const = default;
};

struct RoadVehicle {
  std::string label, route, vehicle_type;
  std::optional<std::uint32_t> mode;
  std::optional<float> length_m, width_m;
  bool operator==(RoadVehicle const&) const = default;
};

struct Aid {
  std::optional<std::uint32_t> aid_type;
  std::string name;
  std::optional<bool> off_position;
  bool virtual_aid = false;
  bool operator==(Aid const&) const = default;
};

struct Track {
  std::uint32_t handle = 0; // from 1, never reused within a run
  std::string entity;       // "mmsi:412345678"
  Kind kind = Kind::unspecified;
  Life life = Life::live;
  Provenance provenance = Provenance::unknown;

  bool has_position = false;
  Instant t_obs{}, t_rx{}; // of the newest observation used
  MapPoint position;       // at t_obs
  float altitude_m = 0;
  float velocity_east_mps = 0, velocity_north_mps = 0; // grid axes
  std::array<float, 10> covariance{};                  // (e, n, ve, vn), upper triangle by rows; m², m²/s, m²/s²
  std::optional<float> heading_deg;                    // true north
  std::optional<float> turn_rate_dps;
  std::optional<float> last_nis; // chi-square with 2 degrees of freedom when the model fits
  std::uint32_t updates = 0;
  std::vector<std::string> sources; // newest first

  std::optional<std::uint32_t> nav_status;
  bool class_b = false;
  VesselStatic vessel;
  RoadVehicle road;
  Aid aid;
  bool operator==(Track const&) const = default;
};

} // namespace dalian::state
