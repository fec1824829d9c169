#pragma once
// The synthetic city's air, car parks, campuses, hospitals and weather as NGSI-LD entities of the Smart Data Models.
// Pure.
#include "connectors/utilities/city.hpp"

namespace dalian::utilities {

struct NgsiEntity {
  std::string type, json; // normalized
};

/// In the order of the city's things. Hospitals have no model there: they are Hospital, with the twin's own words.
std::vector<NgsiEntity> ngsi_entities(City const& city);

} // namespace dalian::utilities
