#pragma once
// The lines and stations that carry matter and energy: pipe-rack corridors and the by-product lines on them, power
// lines with their substations, water and gas mains, tanker berths. Read from assets/city/systems.geojson; ours, from
// the plan's programme; illustrative, no surveyed course is known.
#include "tools/bake/city/geojson.hpp"
#include "tools/bake/city/placer.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dalian::bake {

/// A line on a corridor's rack: metres right of the axis, in the lower or the upper tier.
struct Pipeline {
  layout::System system;
  double offset_m = 0;
  bool upper = false;
};

/// A model that stands for itself at a point: substation, jetty.
struct Station {
  std::string id, model, zone;
  MapPoint at;
  double heading_rad = 0;
  bool in_water = false;
};

struct Systems {
  std::vector<layout::System> corridors, power_lines, mains;
  std::vector<Pipeline> pipelines;
  std::vector<Station> stations;
};

/// Every feature has a known kind, names, a programme and what its kind needs; the error names file, feature and field.
Result<Systems> read_systems(std::filesystem::path const& file, ModelSizes const& sizes);

/// Racks on the corridors, spans where they cross a carriageway, pipes on the racks, substations, jetties, towers at
/// most kLongestSpan_m apart. Fills the power lines with where their towers stand. The error names a line that cannot
/// be built.
Status place_systems(Systems& systems, Placer& placer);

inline constexpr double kSpan_m = 340;         // between towers of a 220 kV line
inline constexpr double kLongestSpan_m = 1500; // over water

/// What of `systems` the city file keeps, heights from the ground.
std::vector<layout::System> finished(Systems const& systems, layout::Terrain const& terrain);

/// Length by kind and medium, as a table.
std::string describe(std::vector<layout::System> const& systems);

} // namespace dalian::bake
