#pragma once
// The layout that the project comes with, from the GeoJSON of assets/city. What the files leave out is derived by named
// rules, and says so in `source`.
#include "twin/plan/layout.hpp"

#include <filesystem>
#include <map>

namespace dalian::plan {

struct Assets {
  Layout layout;
  std::map<std::string, std::size_t> left_out; // features of kinds that are no layer, by file and kind
};

/// All files of the folder that it knows, and the networks that its networks.toml, if there is one, lets derive; the
/// error names file, feature, field and remedy.
Result<Assets> read_assets(std::filesystem::path const& folder);

/// One FeatureCollection. `name` is the file's, without its folder: zones.geojson, layout_*.geojson, routes.geojson,
/// places.geojson, systems.geojson, reclamation.geojson.
Status add_geojson(std::string_view text, std::string const& name, Assets& assets);

} // namespace dalian::plan
