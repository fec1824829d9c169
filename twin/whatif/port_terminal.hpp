#pragma once
// One container terminal of a layout under its share of the port's boxes: a pure function of what is here.
#include "twin/port/berth_plan.hpp"
#include "twin/whatif/port_table.hpp"

#include <array>

namespace dalian::whatif {

/// A container berth with what belongs to it.
struct Terminal {
  std::string berth;
  double length_m = 0;
  double share = 0;                // of the port's boxes
  std::vector<double> crane_moves; // of each crane, per hour; NaN = the table's
  struct Yard {
    std::string id;
    double area_ha = 0;
    double capacity_teu = 0; // 0 = by the table's density
  };
  std::vector<Yard> yards;
  int yard_cranes = 0, gate_lanes = 0; // 0 = the table's
};

/// By End: all figures where waits are short, as expected, where they are long.
struct TerminalFigures {
  double calls_a = 0, teu_a = 0;
  double occupancy = 0;               // of the quay's berths, 1 = full
  double stay_h = 0;                  // mean of a call
  double crane_rate = 0;              // moves/h of a ship at berth, without mooring
  double wait_h = 0;                  // mean of a ship in a peak month
  double wait_error_h = 0;            // standard error of the drawn months
  double steady_h = 0;                // the same for ever, by M/G/c; infinite when overloaded
  double yard_teu = 0, yard_fill = 0; // 0 without a yard
  double trucks_h = 0, truck_turn_min = 0;
  double gate_load = 0, yard_crane_load = 0;
};

/// The ships of a peak week on the quay: as they come, and planned.
struct TerminalPlan {
  port::Plan first_come, planned;
  std::size_t ships = 0;
  std::string conflict; // of a plan that breaks its rules; ""
};

TerminalFigures terminal_figures(Terminal const& terminal, PortTable const& table, End end);
TerminalPlan terminal_plan(Terminal const& terminal, PortTable const& table);
/// The fewest more cranes of the table's kind with which ships wait no longer than accepted; 0 = none helps.
int cranes_that_mend(Terminal const& terminal, PortTable const& table);
/// The most that a ship may wait, h.
double accepted_wait_h(PortTable const& table, TerminalFigures const& figures);

/// All that a terminal's answer depends on beside the table.
plan::ContentHash hash_of(Terminal const& terminal);

} // namespace dalian::whatif
