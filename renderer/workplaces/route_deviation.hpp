#pragma once
// How far a vehicle is beside the route that it says it drives.
#include "twin/view/city_view.hpp"

#include <optional>
#include <string_view>

namespace dalian::workplaces {

struct Deviation {
  double metres = 0;  // from the line
  MapPoint on_route;  // the nearest point of it
  float height_m = 0; // of the road there
};

/// Nothing for a route that the city does not have. Plane geometry; the line's last point is joined to the first where
/// they lie within 50 m (loops).
std::optional<Deviation> deviation_from(view::City const& city, std::string_view route, MapPoint place);

} // namespace dalian::workplaces
