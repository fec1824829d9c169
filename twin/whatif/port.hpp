#pragma once
// Engine `port`: what the container berths of a layout, their cranes, yards and gates make of the boxes that Dalian
// handles: occupancy, how long ships wait, cranes' rate, how full the yards are, how long a truck is inside. Ships are
// drawn by quay and number from the classes of the table; berths wait and cranes work as twin/port has it.
#include "twin/whatif/engine.hpp"
#include "twin/whatif/port_table.hpp"

#include <memory>

namespace dalian::whatif {

/// Columns over berths: berth_occupancy (%), ship_wait (h), over yards: yard_fill (%). Berths of other kinds than
/// "container" are left out and told: no calls of theirs are known.
Engine port_engine(std::shared_ptr<PortTable const> table);

} // namespace dalian::whatif
