#pragma once
// What a foreign file holds, understood or not, and the edits that it becomes: said by the program that reads such
// files (twin/formats), as text to whoever asked it.
#include "twin/plan/edit.hpp"
#include "twin/plan/finding.hpp"

#include <map>
#include <optional>
#include <utility>

namespace dalian::plan {

/// A table of the file: what it was taken for, and what not.
struct TableReport {
  std::string name, geometry, crs; // geometry: points, lines or areas; "" = none
  std::size_t features = 0, taken = 0;
  std::string layer;                                   // "" = nothing is taken, and why
  Finding why = {};                                    //
  std::vector<std::string> could_be = {};              // layers that have such shapes
  std::vector<std::string> fields = {}, left_out = {}; // attributes that become fields, attributes that do not
  std::map<Finding, std::size_t> rejected = {};        // features by reason; `field` names what is missing
  bool operator==(TableReport const&) const = default;
};

struct RasterReport {
  int columns = 0, rows = 0, bands = 0;
  std::string crs;
  double step_x = 0, step_y = 0;                  // in the units of the CRS
  std::optional<std::pair<double, double>> range; // of the first band, from a coarse look
  bool operator==(RasterReport const&) const = default;
};

struct Imported {
  std::string driver; // GDAL's name of the format
  std::vector<TableReport> tables;
  std::optional<RasterReport> raster;
  Edits edits; // each adds an entity; apply to the base that was given
  bool operator==(Imported const&) const = default;
};

/// JSON ("format": "dalian-import"), an edit a line as in a scenario.
std::string to_text(Imported const& imported);
/// Back from that; the error names `name` (for messages), the field and what is wrong with it.
Result<Imported> parse_imported(std::string_view text, std::string const& name);

} // namespace dalian::plan
