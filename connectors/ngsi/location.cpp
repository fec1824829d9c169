#include "connectors/ngsi/location.hpp"

#include <cmath>
#include <numbers>

namespace dalian::ngsi {
namespace {

struct Corner {
  double lon_deg, lat_deg;
  std::optional<double> altitude_m;
};

/// All positions in nested arrays; false when something in there is none.
bool gather(Json const& coordinates, Crs crs, std::vector<Corner>& out) {
  constexpr std::size_t kMostCorners = 10'000;
  if (!coordinates.is_array() || coordinates.empty() || out.size() > kMostCorners) return false;
  if (coordinates[0].is_array()) {
    for (auto const& inner : coordinates)
      if (!gather(inner, crs, out)) return false;
    return true;
  }
  if (coordinates.size() < 2 || !coordinates[0].is_number() || !coordinates[1].is_number()) return false;
  auto const place = place_of(coordinates[0].get<double>(), coordinates[1].get<double>(), crs);
  if (!place) return false;
  Corner corner{place->lon_deg, place->lat_deg, {}};
  if (coordinates.size() > 2 && coordinates[2].is_number()) corner.altitude_m = coordinates[2].get<double>();
  out.push_back(corner);
  return true;
}

} // namespace

std::optional<Location> read_location(Json const& geometry, Crs crs) {
  std::vector<Corner> corners;
  if (!geometry.is_object() || !geometry.contains("coordinates") || !gather(geometry["coordinates"], crs, corners))
    return std::nullopt;
  Location location;
  auto const n = static_cast<double>(corners.size());
  for (auto const& corner : corners) {
    location.place.lon_deg += corner.lon_deg / n;
    location.place.lat_deg += corner.lat_deg / n;
  }
  if (corners.size() == 1) location.altitude_m = corners[0].altitude_m;
  double const metres = 6'371'008.8 * std::numbers::pi / 180; // a degree of the mean sphere (IUGG)
  double const across = metres * std::cos(location.place.lat_deg * std::numbers::pi / 180);
  double sum = 0;
  for (auto const& corner : corners) {
    double const x = (corner.lon_deg - location.place.lon_deg) * across;
    double const y = (corner.lat_deg - location.place.lat_deg) * metres;
    sum += x * x + y * y;
  }
  location.spread_m = std::sqrt(sum / n / 2);
  return location;
}

} // namespace dalian::ngsi
