#pragma once
// Foreign vector data → entities of a layout, by GDAL, which no header of this folder shows; and what a file holds,
// understood or not, before anything is taken. GeoJSON, GeoPackage, DXF, GML, OSM PBF and whatever else GDAL reads;
// of rasters (GeoTIFF, HGT) what they are.
#include "twin/plan/import_report.hpp"

#include <filesystem>
#include <map>

namespace dalian::formats {

struct ImportChoice {
  std::string table;                       // "" = all
  std::string layer;                       // of the layout; "" = guessed
  std::map<std::string, std::string> as;   // table → its layer, before `layer`; "" = is left out
  std::string crs;                         // "" = as the file says
  std::map<std::string, std::string> from; // field → attribute that it is taken from; else one of its name
  std::map<std::string, std::string> set;  // field → value of what has none
};

/// Entities that `base` has already are rejected and counted. The error names the file and the remedy.
Result<plan::Imported> import_file(std::filesystem::path const& file, plan::Layout const& base,
                                   ImportChoice const& choice);

} // namespace dalian::formats
