#pragma once
// Engine `sun`: for every building of the layout, how long the sun shines on its lowest row of windows on the day that
// the rules ask for, how much of the year's light its roof gets past its neighbours, and how much of the sky is seen
// before its main wall. Buildings are upright prisms on level ground. A building is computed again only when something
// within reach of its sun changes.
#include "twin/whatif/drawn_city.hpp"
#include "twin/whatif/sun_table.hpp"

#include <memory>

namespace dalian::whatif {

/// Columns over planned buildings: sun_hours, sun_longest (h; of those that a rule judges), roof_sun (%), roof_yield
/// (MWh/a), sky_view (%); over parcels parcel_roof_yield (MWh/a) of the `drawn` buildings on them (null: none).
Engine sun_engine(std::shared_ptr<Programme const> programme, std::shared_ptr<EnergyFactors const> energy,
                  std::shared_ptr<SunTable const> table, std::shared_ptr<DrawnCity const> drawn = nullptr);

} // namespace dalian::whatif
