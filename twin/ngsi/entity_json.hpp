#pragma once
// One track as an NGSI-LD entity (ETSI GS CIM 009, names of the Smart Data Models), so that what reads Vehicle, Vessel
// or Device can use the twin. Degrees WGS-84 outside; knows no socket.
#include "twin/state/track.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace dalian::ngsi {

using Json = nlohmann::json;

enum class Form : std::uint8_t { normalized, concise, key_values };

/// "Vehicle", "Vessel", "Aircraft", "UnidentifiedObject"; "Device" for all that stands.
std::string_view entity_type(state::TrackView track);

/// "urn:ngsi-ld:Vehicle:twin:car:T1-03"; what no URI may hold is percent-encoded.
std::string entity_id(state::TrackView track);

/// All of it, or of `attributes` those that it has. `now` decides what is stale.
Json entity_json(state::TrackView track, Form form, std::vector<std::string> const& attributes, Instant now);

} // namespace dalian::ngsi
