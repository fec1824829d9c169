#pragma once
// Engine `traffic`: who drives where in the morning's peak hour, and what the roads make of it. Trips from the land,
// static user equilibrium of cars, trucks and buses (twin/traffic) at three ends of all ranges.
//
// A solution starts from that of `base`, whatever was asked before: an answer depends on base, layout and tables alone.
#include "twin/whatif/engine.hpp"
#include "twin/whatif/traffic_table.hpp"

#include <memory>

namespace dalian::whatif {

/// What the engine is set up with. `land` is the engine of that name, for the base's own columns; the answer is the
/// same with any number of threads.
struct TrafficSetup {
  std::shared_ptr<Programme const> programme;
  std::shared_ptr<TrafficTable const> table;
  Engine land;
  plan::Layout base;
  unsigned threads = 1;
};

/// Columns over roads: flow, speed, volume_capacity, queue.
Engine traffic_engine(TrafficSetup setup);

} // namespace dalian::whatif
