#pragma once
// A layout as vector data for other programs, by GDAL, which no header of this folder shows. WGS-84 degrees, as the
// layout has them.
#include "twin/plan/layout.hpp"

#include <filesystem>

namespace dalian::formats {

/// A table that was written.
struct Written {
  std::string layer;
  std::size_t features = 0;
};

/// One GeoPackage with a table for each layer that has entities: `id`, then the fields of the schema; lists with commas
/// between. The same layout gives the same bytes. A file that is there already is an error.
Result<std::vector<Written>> export_geopackage(plan::Layout const& layout, std::filesystem::path const& file);

/// A folder, made if need be, with LAYER.geojson (RFC 7946) for each such layer.
Result<std::vector<Written>> export_geojson(plan::Layout const& layout, std::filesystem::path const& folder);

} // namespace dalian::formats
