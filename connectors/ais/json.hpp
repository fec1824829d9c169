#pragma once
// One message as one JSON object on one line. Field names follow ITU-R M.1371, values are scaled and carry their unit
// in the name, null is "not available"; what lay outside its domain is null too and stands in "out_of_range".
// Always valid UTF-8. The field list is in docs/feeds/ais.md.
#include "connectors/ais/stream.hpp"

#include <string>

namespace dalian::ais {

/// Appends the object and a line feed to `out`.
void write_json(Message const& message, Reception const& reception, std::string& out);

} // namespace dalian::ais
