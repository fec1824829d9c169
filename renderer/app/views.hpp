#pragma once
// The named pictures: what --view takes, what the keys 1…6 fly to. A camera that looks at a point of the ground.
#include "renderer/passes/eye.hpp"
#include "twin/base/geo.hpp"

#include <span>
#include <string>
#include <string_view>

namespace dalian::viewer {

/// A look at `target` (at height up_m) from `distance_m`, towards `heading_rad` (clockwise from grid north),
/// `down_rad` below the horizon.
struct Gaze {
  MapPoint target;
  double up_m = 0;
  double distance_m = 1000;
  double heading_rad = 0, down_rad = 0.5;
  double vertical_field_rad = 0.66;
};

passes::Eye eye_of(Gaze const& gaze);

struct NamedView {
  std::string_view name; // also the key "view.<name>" of assets/lang
  GeoPoint target;
  double distance_m, heading_deg, down_deg, field_deg;
  Gaze gaze() const;
};

/// In the order of the keys 1…6.
std::span<NamedView const> named_views();
/// Null for an unknown name.
NamedView const* find_view(std::string_view name);
/// "overview, njip, …", for messages.
std::string view_names();

} // namespace dalian::viewer
