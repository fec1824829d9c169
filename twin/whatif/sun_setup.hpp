#pragma once
// What engine `sun` keeps between scenarios: what never changes with a layout, and answers by content. For any thread.
#include "twin/whatif/energy_factors.hpp"
#include "twin/whatif/land_pieces.hpp"
#include "twin/whatif/row_memo.hpp"
#include "twin/whatif/sun_drawn.hpp"

#include <memory>
#include <optional>

namespace dalian::whatif {

/// Of a parcel what matters here; kept by its row.
struct ParcelPart {
  std::string zone, group;
  bool as_drawn = false; // the picture's buildings on it stand
};

struct SunSetup {
  SunSetup(std::shared_ptr<Programme const> programme_, std::shared_ptr<EnergyFactors const> energy_,
           std::shared_ptr<SunTable const> table_, std::shared_ptr<DrawnCity const> city)
      : programme(std::move(programme_)), energy(std::move(energy_)), table(std::move(table_)),
        light(days_of(*energy), table->figures.value("diffuse")) {
    if (city) drawn.emplace(std::move(city), table->figures);
  }

  static SunDays days_of(EnergyFactors const& energy) {
    SunDays out;
    for (TypicalDay const& day : energy.days)
      out.days.push_back({day.day_of_year, day.sun_share});
    return out;
  }

  std::shared_ptr<Programme const> programme;
  std::shared_ptr<EnergyFactors const> energy;
  std::shared_ptr<SunTable const> table;
  std::optional<SunDrawn> drawn;
  RoofLight light;
  LandPieces pieces;
  RowMemo<ParcelPart> parcels{40000};
  RowMemo<plan::MapRing> zones{400};
  Memo<double> roofs{60000};
  Memo<BuildingSun> windows{60000};
};

} // namespace dalian::whatif
