#pragma once
// SAE J2735 messages → facts. Knows neither bytes nor the wire.
#include "connectors/v2x/facts.hpp"
#include "connectors/v2x/j2735_frame.hpp"

namespace dalian::v2x {

/// Adds what the frame says. `arrival` completes its times.
void add_facts(j2735::Frame const& frame, Instant arrival, Facts& out);

/// "car", "truck", … of a BasicVehicleClass (SAE J2735 and T/CSAE 53); empty when it says nothing.
std::string_view vehicle_type_of_class(unsigned basic_class);

} // namespace dalian::v2x
