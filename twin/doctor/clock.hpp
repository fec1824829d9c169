#pragma once
// Does the clock of this machine tell the time? Feeds are judged by it: what is older than 5 s is late, what is 2 s in
// the future is set apart.
#include "twin/base/time.hpp"
#include "twin/doctor/finding.hpp"

#include <optional>

namespace dalian::doctor {

struct ClockFacts {
  Instant now{};
  bool synchronized = false;
  double largest_error_s = 0;      // as the kernel reckons it, when synchronized
  std::optional<Instant> recorded; // the last instant of the history
};

/// adjtimex(2), which needs no rights to read.
ClockFacts read_clock();

/// Failed when it stands before 2026, or before what was recorded; a warning when nobody keeps it right.
Finding judge_clock(ClockFacts const& facts);

} // namespace dalian::doctor
