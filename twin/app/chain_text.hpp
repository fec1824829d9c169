#pragma once
// A chain of an accident as text for people, as JSON and as GeoJSON.
#include "twin/app/chain_wind.hpp"
#include "twin/whatif/hazard_chain.hpp"

#include <nlohmann/json.hpp>

namespace dalian::app {

void print_chain(whatif::Chain const& chain, ChainWind const& wind);
/// Figures in SI units; ways and area are in the GeoJSON.
nlohmann::ordered_json chain_json(whatif::Chain const& chain, ChainWind const& wind);
/// RFC 7946: vessel, contours, closed and changed roads, parcels with people, ways of those who go round.
std::string chain_geojson(whatif::Chain const& chain, plan::Layout const& layout);

} // namespace dalian::app
