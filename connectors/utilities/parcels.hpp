#pragma once
// The parcels of the planned city as its layout files tell them: whose meters stand where, and how large is what they
// measure. Read once; plain values.
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dalian::utilities {

struct Parcel {
  std::string id; // "njip/school-1"
  std::string zone, use;
  GeoPoint middle;
  double area_ha = 0;
};

/// Of every layout_*.geojson in `folder`, by name of file and place in it. The error names the file.
Result<std::vector<Parcel>> read_parcels(std::filesystem::path const& folder);

} // namespace dalian::utilities
