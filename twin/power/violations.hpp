#pragma once
// Buses outside their voltages and branches beyond their rating, each with what would mend it by the sensitivities at
// this state: first order, so a guess to begin with, not a design.
#include "twin/power/study.hpp"

namespace dalian::power {

struct Violation {
  Element element = Element::bus; // or branch
  std::size_t index = 0;
  double value = 0, limit = 0; // p.u. of a bus, MVA of a branch
  /// What brings it to its limit: MVAr more (below 0: less) at the bus, MW less at the bus `at`; 0 = nothing was found.
  double mend = 0;
  std::size_t at = 0;
};

/// By element; empty when the study is not ready.
std::vector<Violation> list_violations(Study& study);
/// The same in words.
std::vector<Trouble> find_violations(Study& study);

/// Largest loading of a rated branch and where; 0 when none is rated.
struct Worst {
  double value = 0;
  std::size_t index = 0;
};
Worst worst_loading(Network const& network, Flow const& flow);

} // namespace dalian::power
