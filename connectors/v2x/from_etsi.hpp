#pragma once
// ETSI messages → facts. Knows neither bytes nor the wire.
#include "connectors/v2x/etsi_cam.hpp"
#include "connectors/v2x/etsi_denm.hpp"
#include "connectors/v2x/facts.hpp"

namespace dalian::v2x {

/// Adds what the message says. `arrival` completes its times. Stations beside the road are no vehicles: nothing.
void add_facts(etsi::Cam const& cam, Instant arrival, Facts& out);
void add_facts(etsi::Denm const& denm, Instant arrival, Facts& out);

} // namespace dalian::v2x
