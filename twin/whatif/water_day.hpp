#pragma once
// A water network over the day of the year's maximum, hour by hour, and how old its water is at the mean hour. What
// nothing but reservoirs joins is solved by itself and kept by its content, so that an edit leaves the rest as it is.
#include "twin/whatif/memo.hpp"
#include "twin/whatif/water_part.hpp"

#include <functional>
#include <memory>

namespace dalian::whatif {

struct WaterDay {
  water::Summary summary;              // steps and trials of all parts; findings in the order of parts
  std::vector<double> least_m, last_m; // of nodes: pressure or level of the day, and at its end; least: infinite where
                                       // cut off
  std::vector<double> age_h; // of nodes, every demand at its mean; NaN where none flows or there was no solution
};

/// Of a network that hangs together; a pure function. `stop` is called at every step and may throw. Throws
/// std::runtime_error when the network is too large.
WaterDay solve_water_day(water::Network const& network, std::function<void()> const& stop);

/// For any thread.
class WaterDays {
 public:
  WaterDay of(water::Network const& whole, std::function<void()> const& stop);

 private:
  Memo<std::shared_ptr<WaterDay const>> kept_{400};
};

} // namespace dalian::whatif
