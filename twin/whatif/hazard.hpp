#pragma once
// Engine `hazard`: what the vessels of the layer may do to the people around them, by failure, weather and wind
// (twin/hazard): risk to one, to many, people within the contours, protected land above its limit, vessels that reach
// each other. People are those of engine `land`, evenly over their parcels.
#include "twin/hazard/tables.hpp"
#include "twin/whatif/engine.hpp"

#include <memory>

namespace dalian::whatif {

/// The tables with the hash of their file.
struct HazardTables {
  hazard::Tables tables;
  ContentHash hash;
};
Result<HazardTables> read_hazard_tables(std::filesystem::path const& file);

/// Columns: risk over parcels (1/a), reach over hazards (m). Contours: how far each level may reach in any wind.
Engine hazard_engine(std::shared_ptr<HazardTables const> tables);

} // namespace dalian::whatif
