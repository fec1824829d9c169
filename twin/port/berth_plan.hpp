#pragma once
// Which ship lies where along a quay, from when, with how many cranes: the continuous berth allocation problem with
// arrivals in time (Imai, Sun, Nishimura and Papadimitriou 2005, Transportation Research B 39: 199–221), cranes given
// for the whole stay. A plan comes from a sequence: ship by ship, each where it can leave first. Hours and metres.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dalian::port {

struct Quay {
  std::string name;
  double length_m = 0;
  double gap_m = 0;        // between ships; not at the quay's ends
  double depth_m = 0;      // 0 = not known: any ship may come
  int cranes = 0;          // each reaches every place
  double moves_per_h = 0;  // of one crane
  double interference = 1; // n cranes on a ship do the moves of n^interference
  double berthing_h = 0;   // mooring and leaving, beside the moves
  double under_keel_m = 0; // water that must stay below
};

struct Ship {
  std::string name;
  double eta_h = 0, length_m = 0, moves = 0;
  double draught_m = 0; // 0 = not known
  int cranes = 1;       // the most that can work it at once
  double weight = 1;    // of an hour of its time
};

/// Of a ship at the quay with this many cranes.
double stay_h(Quay const& quay, Ship const& ship, int cranes);

struct Call {
  std::size_t ship = 0; // index
  double start_h = 0, end_h = 0, at_m = 0;
  int cranes = 0;
};

struct Plan {
  std::vector<Call> calls;          // by ship
  std::vector<std::size_t> refused; // too long, too deep, or nothing to work them: by ship
  double cost_h = 0;                // weighted hours from arrival to leaving of those that come

  double wait_h = 0; // from arrival to berth, sum
  double stay_h = 0; // at berth, sum
  double end_h = 0;  // the last leaves
};

/// Why the quay cannot take it; nothing when it can.
std::optional<std::string> refusal(Quay const& quay, Ship const& ship);

/// The plan of a sequence, which holds the number of each ship once.
Plan plan_in_order(Quay const& quay, std::vector<Ship> const& ships, std::vector<std::size_t> const& order);
/// By arrival.
std::vector<std::size_t> first_come(std::vector<Ship> const& ships);

/// The first rule that a plan breaks, looked for call by call without what made it; nothing when it keeps all.
std::optional<std::string> find_conflict(Quay const& quay, std::vector<Ship> const& ships, Plan const& plan);

/// No plan costs less: each ship served on arrival by as many cranes as it can take.
double bound_h(Quay const& quay, std::vector<Ship> const& ships);

struct SearchOptions {
  int rounds = 2000; // sequences looked at
  std::uint64_t seed = 1;
};
/// From first come, one ship at a time moved within the sequence, by simulated annealing. Never worse than first
/// come; the same for the same inputs.
Plan search_plan(Quay const& quay, std::vector<Ship> const& ships, SearchOptions const& options);

} // namespace dalian::port
