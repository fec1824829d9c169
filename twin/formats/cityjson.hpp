#pragma once
// The city as CityJSON 1.1 (cityjson.org/specs/1.1.3), in metres of EPSG:32651: buildings as boxes (LoD 1), parcels as
// land use, roads as lines (LoD 0). Pure.
#include "twin/layout/model_shelf.hpp"
#include "twin/plan/layout.hpp"

#include <nlohmann/json.hpp>

namespace dalian::formats {

using layout::ModelShelf;

struct CityDocument {
  nlohmann::ordered_json json;
  std::size_t buildings = 0, parcels = 0, roads = 0;
};

/// `zone` "" = all. Of the layout come parcels, roads and buildings, of the baked city what stands on the parcels.
CityDocument cityjson_of(plan::Layout const& layout, layout::City const& city, ModelShelf const& models,
                         std::string const& zone);

} // namespace dalian::formats
