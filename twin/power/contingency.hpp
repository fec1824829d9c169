#pragma once
// One branch out, for every branch that is in: does the rest still stand, and what is then at its limit.
#include "twin/power/study.hpp"

namespace dalian::power {

struct Outage {
  std::size_t branch = 0;
  bool solved = false;      // else the rest has no solution that was found
  bool parts = false;       // it holds the network together
  double unserved_mw = 0;   // load that then nothing feeds
  double worst_loading = 0; // of a rating; 0 = no branch has one
  std::size_t worst_branch = 0;
  double lowest_vm = 0, highest_vm = 0; // p.u., of what is fed
  std::size_t lowest_bus = 0;
};

/// In the order of the branches.
std::vector<Outage> find_outages(Study& study, FlowOptions const& options = {});

} // namespace dalian::power
