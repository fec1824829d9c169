#pragma once
// Bodies of air and rule that are seen through: fences, corridors, plumes. Plain records in map metres; knows no
// colour. A plume here is a shape with parameters that somebody states: it computes no dispersion.
#include "twin/view/city_view.hpp"

#include <string>
#include <variant>
#include <vector>

namespace dalian::view {

enum class VolumeKind : std::uint8_t { geofence, corridor, plume };

/// An outline drawn up between two heights above mean sea level.
struct Prism {
  layout::Ring outline;
  double base_m = 0, top_m = 0;
};

/// A box of constant width and height along a line; heights of its floor.
struct Corridor {
  std::vector<MapPoint> line;
  std::vector<float> floor_m;
  double width_m = 0, height_m = 0;
};

/// One section of a plume across its centre line: normal distributions, standard deviations in metres.
struct PlumeSection {
  MapPoint at;
  float up_m = 0;
  float sigma_across_m = 0, sigma_up_m = 0;
};
struct Plume {
  std::vector<PlumeSection> sections;
};

struct Volume {
  std::string id;
  VolumeKind kind = VolumeKind::geofence;
  std::variant<Prism, Corridor, Plume> shape;
  Provenance provenance = Provenance::unknown;
};

/// Too few points, heights that do not match, sizes that are not positive: what is wrong, naming the volume.
Status check_volume(Volume const& volume);

/// A fence around each zone of the plan, from below its lowest ground to `height_m` above its highest along the
/// outline.
std::vector<Volume> zone_fences(City const& city, Terrain const& terrain, double height_m = 60);
/// The room that the test routes' vehicles operate in: `width_m` across, `height_m` above the road.
std::vector<Volume> test_corridors(City const& city, double width_m = 24, double height_m = 9);

} // namespace dalian::view
