#pragma once
#include "twin/wire/wire.pb.h"

#include <nlohmann/json.hpp>

namespace dalian::connectors {

/// A reading for people and tests: quantity, value, unit (UCUM) and, unless good, status.
nlohmann::ordered_json to_json(wire::SensorValue const& sensor);

} // namespace dalian::connectors
