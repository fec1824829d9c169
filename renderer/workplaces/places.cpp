#include "renderer/workplaces/places.hpp"

#include <algorithm>
#include <numbers>

namespace dalian::workplaces {
namespace {

constexpr double kHeading_deg = 345, kPitch_deg = -32, kField_deg = 40;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

} // namespace

scene::Camera camera_at(Surroundings const& around, MapPoint place, double distance_m) {
  double const ground_m = std::max(0.0, static_cast<double>(around.terrain.height_at(place)));
  auto const camera = scene::looking_at({place.east_m, place.north_m, ground_m}, distance_m, radians(kHeading_deg),
                                        radians(kPitch_deg), radians(kField_deg));
  return scene::above_ground(camera, around.terrain);
}

} // namespace dalian::workplaces
