#pragma once
// A writer of history, a PostgreSQL primary and its synchronous stand-by, real servers on unix sockets. The primary is
// killed (kill -9) at a random instant and the stand-by promoted; or both are killed and the primary started again.
// After each trial every record that was acknowledged must be there, once.
#include <cstdint>

namespace dalian::test {
class PostgresServer;
}

namespace dalian::chaos {

/// From now on each commit waits for a stand-by that streams from it. Throws when none does.
void demand_stand_by(test::PostgresServer const& primary);

struct PairTrials {
  unsigned promotions = 20; // trials with the primary killed
  unsigned both = 10;       // trials with both killed
  std::uint32_t seed = 1;
};

struct PairFigures {
  std::uint64_t acknowledged = 0; // records, before a kill
  std::uint64_t lost = 0;         // … of them not there afterwards
  std::uint64_t twice = 0;
  std::uint64_t failed_commits = 0;
  double longest_pause_s = 0; // from a kill to the next acknowledgement
};

/// Throws when a server cannot be started.
PairFigures run_pair_trials(PairTrials const& trials);

} // namespace dalian::chaos
