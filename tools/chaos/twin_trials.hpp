#pragma once
// A real twind under random faults, drawn from a seed: killed, stalled, its disk full, its link cut or away, its
// connector ended and started again. Events and samples carry a number; at the end the history is read, and every one
// that was acknowledged, and every event, must stand there once.
#include <cstdint>
#include <functional>
#include <string>

namespace dalian::chaos {

struct TwinTrials {
  std::uint32_t seed = 1; // the same seed: the same faults in the same order, each after the same pause
  double minutes = 1;
  bool spoil = false;                             // afterwards takes a chunk out of the history: the check must see it
  std::function<void(std::string const&)> tell{}; // a line a minute
};

struct TwinFigures {
  unsigned kills = 0, stalls = 0, full_disks = 0, cuts = 0, absences = 0, connector_restarts = 0;
  std::uint64_t observations = 0, events = 0; // that were told to the connector
  std::uint64_t acknowledged = 0;             // of them, as on disk
  std::uint64_t lost = 0;                     // acknowledged, or events, and not in the history
  std::uint64_t twice = 0;
  std::uint64_t damaged = 0;    // chunks that cannot be read
  double longest_restart_s = 0; // from a kill to twind's "ready"
};

/// Programs are those of DALIAN_BIN. Throws when one cannot be started.
TwinFigures run_twin_trials(TwinTrials const& trials);

} // namespace dalian::chaos
