#pragma once
// Connected vehicles and signals of a snapshot as an operator's tables need them: plain rows.
#include "twin/state/snapshot.hpp"
#include "twin/view/draw_records.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dalian::view {

struct FleetRow {
  std::uint32_t handle = 0;
  std::string entity, label, route, type; // what it calls itself; "" where it does not say
  std::optional<std::uint32_t> mode;      // driving mode, as in wire.proto
  Provenance provenance = Provenance::unknown;
  Instant t_obs{}, t_rx{};             // of the newest observation: by its source, by the connector
  MapPoint position;                   // at t_obs
  double speed_mps = 0, sigma_m = 0;   // over ground; 1-sigma, the larger axis
  double heading_rad = 0;              // grid, of its motion
  std::uint32_t updates = 0;           // observations used since it was first seen
  std::optional<double> charge_pct;    // of its battery
  bool stale = false, doubted = false; // doubted: a flag of integrity is up
};

/// Road vehicles that have not ended, by handle.
std::vector<FleetRow> fleet_of(state::Snapshot const& snapshot, Instant now);

struct SignalRow {
  std::uint32_t handle = 0;
  std::string entity;
  MapPoint position;
  int phase = 0;                     // MovementPhaseState of SAE J2735: 3 stop, 5 and 6 go, 7 and 8 clear
  std::optional<double> remaining_s; // at `now`; 0 when it should have changed
  bool stale = false;
};

/// Signals that say their phase and where they are, the nearest to `here` first; at most `most`.
std::vector<SignalRow> signals_near(state::Snapshot const& snapshot, MapPoint here, Instant now, std::size_t most);

} // namespace dalian::view
