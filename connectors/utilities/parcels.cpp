#include "connectors/utilities/parcels.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>

namespace dalian::utilities {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Middle and area of a ring on the mean sphere, flat near its first corner: of a parcel's size exact to a thousandth.
void measure(Json const& ring, Parcel& parcel) {
  double const radius_m = 6'371'008.8, degree = std::numbers::pi / 180;
  double const lon0 = ring.at(0).at(0), lat0 = ring.at(0).at(1);
  double const per_lon = radius_m * degree * std::cos(lat0 * degree), per_lat = radius_m * degree;
  double twice = 0, east = 0, north = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    double const x0 = (ring[i].at(0).get<double>() - lon0) * per_lon,
                 y0 = (ring[i].at(1).get<double>() - lat0) * per_lat;
    double const x1 = (ring[i + 1].at(0).get<double>() - lon0) * per_lon;
    double const y1 = (ring[i + 1].at(1).get<double>() - lat0) * per_lat;
    double const cross = x0 * y1 - x1 * y0;
    twice += cross;
    east += (x0 + x1) * cross;
    north += (y0 + y1) * cross;
  }
  if (twice == 0) return;
  parcel.middle = {lon0 + east / (3 * twice) / per_lon, lat0 + north / (3 * twice) / per_lat};
  parcel.area_ha = std::abs(twice) / 2 / 1e4;
}

void read_file(fs::path const& file, std::vector<Parcel>& out) {
  std::ifstream in(file);
  auto const document = Json::parse(in);
  for (auto const& feature : document.at("features")) {
    auto const& properties = feature.at("properties");
    if (properties.value("kind", "") != "parcel") continue;
    Parcel parcel;
    parcel.zone = properties.at("zone");
    parcel.use = properties.at("use");
    parcel.id = properties.at("id");
    if (auto const at = parcel.id.find("/parcel/"); at != std::string::npos) parcel.id.erase(at, 7);
    measure(feature.at("geometry").at("coordinates").at(0), parcel);
    out.push_back(std::move(parcel));
  }
}

} // namespace

Result<std::vector<Parcel>> read_parcels(fs::path const& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto const& entry : fs::directory_iterator(folder, error)) {
    auto const name = entry.path().filename().string();
    if (name.starts_with("layout_") && name.ends_with(".geojson")) files.push_back(entry.path());
  }
  if (files.empty())
    return Error{fmt::format("{}: holds no layout_*.geojson: the parcels that meters belong to", folder.string())};
  std::ranges::sort(files);
  std::vector<Parcel> parcels;
  for (auto const& file : files)
    try {
      read_file(file, parcels);
    } catch (Json::exception const& e) {
      return Error{fmt::format("{}: {}", file.string(), e.what())};
    }
  return parcels;
}

} // namespace dalian::utilities
