#pragma once
// What is wrong with a network or cannot be served, bound to a node or a link, once however long it lasts.
#include "twin/water/hydraulics.hpp"
#include "twin/water/units.hpp"

namespace dalian::water {

enum class Problem : std::uint8_t {
  valve_idle,        // another valve or a tank decides where it would hold a pressure
  not_balanced,      // trials ran out: the best there is stands
  cut_off,           // no open way from any source
  negative_pressure, // where water is wanted
  under_served,      // pressure-driven demand: less than wanted
  pump_over_shutoff, // it cannot lift so high and stands
  pump_beyond_curve, // more flow than its curve knows
  valve_beyond,      // it cannot keep its setting
  tank_empty,
  solver_lost // the linear system could not be factored
};

struct Finding {
  Problem problem = Problem::not_balanced;
  std::uint32_t node = kNone, link = kNone; // neither: the network
  std::int64_t first_s = 0;
  std::size_t steps = 0;
  double worst = 0; // metres of pressure, share unserved, flow over the most, … by problem; 0 = none
  bool operator==(Finding const&) const = default;
};

/// Notes what the steps of a run show, in the order of their first time.
class FindingBook {
 public:
  void note(Network const& network, Hydraulics const& hydraulics, Field const& field, Convergence const& convergence,
            std::int64_t time_s);
  std::vector<Finding> const& list() const { return list_; }

 private:
  void add(Finding const& finding);
  void note_nodes(Network const& network, Hydraulics const& hydraulics, Field const& field, std::int64_t time_s);
  void note_links(Network const& network, Field const& field, std::int64_t time_s);
  std::vector<Finding> list_;
  std::vector<std::uint64_t> keys_; // sorted, with the place in list_ beside
  std::vector<std::size_t> places_;
};

/// "pump 9: cannot lift so high and stands, 3 steps from 2:00; …": what it is and what would mend it.
std::string text_of(Finding const& finding, Network const& network, Units const& units);

} // namespace dalian::water
