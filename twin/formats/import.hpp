#pragma once
// Foreign vector data → entities of a layout, by GDAL, which no header of this folder shows; and what a file holds,
// understood or not, before anything is taken. GeoJSON, GeoPackage, DXF, GML, OSM PBF and whatever else GDAL reads;
// of rasters (GeoTIFF, HGT) what they are.
#include "twin/plan/edit.hpp"

#include <filesystem>
#include <map>

namespace dalian::formats {

struct ImportChoice {
  std::string table;                       // "" = all
  std::string layer;                       // of the layout; "" = guessed
  std::string crs;                         // "" = as the file says
  std::map<std::string, std::string> from; // field → attribute that it is taken from; else one of its name
  std::map<std::string, std::string> set;  // field → value of what has none
};

/// A table of the file: what it was taken for, and what not.
struct TableReport {
  std::string name, geometry, crs;
  std::size_t features = 0, taken = 0;
  std::string layer, why;                      // "" and why nothing is taken
  std::vector<std::string> fields, left_out;   // attributes that become fields, attributes that do not
  std::map<std::string, std::size_t> rejected; // features by reason
};

struct RasterReport {
  int columns = 0, rows = 0, bands = 0;
  std::string crs;
  double step_x = 0, step_y = 0;                  // in the units of the CRS
  std::optional<std::pair<double, double>> range; // of the first band, from a coarse look
};

struct Imported {
  std::string driver; // GDAL's name of the format
  std::vector<TableReport> tables;
  std::optional<RasterReport> raster;
  plan::Edits edits; // each adds an entity; apply to the base that was given
};

/// Entities that `base` has already are rejected and counted. The error names the file and the remedy.
Result<Imported> import_file(std::filesystem::path const& file, plan::Layout const& base, ImportChoice const& choice);

} // namespace dalian::formats
