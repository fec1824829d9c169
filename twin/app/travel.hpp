#pragma once
// Where in time a viewer is.
#include "twin/base/time.hpp"

#include <string>

namespace dalian::app {

struct Travel {
  bool live = true;
  Instant t{};             // shown now
  double speed = 0;        // of a replay: 0 = stands
  bool seeking = false;    // the instant asked for is not shown yet
  bool at_end = false;     // of what history holds
  Instant first{}, last{}; // of what history holds; equal when nothing
  std::string trouble;     // why the instant asked for cannot be shown
};

} // namespace dalian::app
