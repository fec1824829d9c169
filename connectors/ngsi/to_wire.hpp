#pragma once
// One entity → what the twin is told: where it is, how it moves, and a reading of each property that has a quantity,
// with its own observation time; the others together as one text. Knows no socket.
#include "connectors/ngsi/entity.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/crs.hpp"
#include "twin/wire/wire.pb.h"

#include <vector>

namespace dalian::ngsi {

/// One standard deviation in metres of a location whose model does not say it.
inline constexpr float kLocationSigma_m = 10;

struct ConvertOptions {
  Crs crs = Crs::wgs84;
  Duration shift{}; // added to every time of the entity
};

/// "urn:ngsi-ld:Vehicle:twin:car:T1-03" of a twin's own server → "car:T1-03"; others without their "urn:ngsi-ld:".
std::string entity_name(Entity const& entity);

/// Appends observations. `t`: when the entity was observed, for attributes that do not say it. Counts in `details` what
/// could not be told: "unknown_unit", "bad_value", "bad_location", "properties_too_long".
void to_wire(Entity const& entity, ConvertOptions const& options, Instant t, Instant t_rx,
             std::vector<wire::Observation>& out, Counters& details);

} // namespace dalian::ngsi
