#pragma once
// Everything the bakers read, as typed records in map metres: the plan's zones, places and routes, made-up ground
// (reclamation) and the character of the country (landscape), from assets/city/*.geojson.
#include "tools/bake/city/geojson.hpp"
#include "tools/bake/city/geometry.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dalian::bake {

/// A round patch of country of one character, fading outwards like exp(−(r/radius)²).
struct Patch {
  std::string kind; // "hills", "plain", "rocky", "flats", "urban"
  MapPoint centre;
  double radius_m;
  double strength; // hills: typical height above the plain in metres; else 0…1
  double at(MapPoint p) const;
};

struct PlacedPeak {
  std::string id;
  MapPoint position;
  double height_m;
};

/// Made ground: flat at `top_m`, with walls to `depth_m` where its edge meets water.
struct Reclamation {
  std::string id, kind;
  layout::Names names;
  layout::Origin origin;
  Ring ring;
  Box box; // of the ring
  double top_m, depth_m;
};

/// A berth line on the edge of a reclamation, water on its left.
struct Quay {
  std::string id, use; // "container", "car", "chemical"
  Line line;
  double crane_spacing_m; // 0 = none
};

/// A flat field of one use, drawn before everything else: salt pans, wind farms.
struct Field {
  std::string id, kind;
  Ring ring;
  Box box; // of the ring
  nlohmann::json properties;
};

struct Sources {
  std::vector<Feature> zones, places, routes;
  std::vector<Patch> patches;
  std::vector<PlacedPeak> peaks;
  std::vector<Reclamation> reclamations;
  std::vector<Quay> quays;
  std::vector<Field> fields;
  std::vector<layout::Parcel> parcels; // drawn ones: runways, aprons
  std::vector<Ring> zone_rings;        // counter-clockwise, as in `zones`
  std::vector<Box> zone_boxes;
};

/// Reads zones, places, routes, reclamation and landscape from `folder`.
Result<Sources> read_sources(std::filesystem::path const& folder);

/// Σ strength of the patches of one kind, sampled every 250 m: they are far wider than that.
class PatchField {
 public:
  PatchField(std::vector<Patch> const& patches, std::string_view kind, Box const& box);
  /// Instead: 1 on the lines, fading to 0 over `near_m`…`far_m` beside them.
  PatchField(std::vector<Line> const& lines, double near_m, double far_m, Box const& box);
  double at(MapPoint p) const;

 private:
  static constexpr double kSpacing_m = 250;
  explicit PatchField(Box const& box);
  MapPoint origin_;
  std::size_t columns_, rows_;
  std::vector<float> values_;
};

/// The character of the country over one box.
struct Country {
  Country(Sources const& sources, Box const& box);
  PatchField hills, plain, rocky, flats, urban;
  PatchField valleys; // along rivers: no hills
  PatchField passes;  // along railways and main roads: lower hills
};

} // namespace dalian::bake
