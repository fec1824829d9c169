#include "tools/bake/city/checks.hpp"

#include "tools/bake/city/placer.hpp"
#include "tools/bake/city/routes.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

namespace dalian::bake {
namespace {

constexpr std::size_t kMostFaults = 20;

void check_placements(layout::City const& city, layout::Terrain const& terrain, std::vector<std::string>& faults) {
  std::set<std::string> ids;
  for (layout::Placement const& p : city.placements) {
    if (faults.size() >= kMostFaults) return;
    if (!ids.insert(p.id).second) faults.push_back("placement id " + p.id + " is used twice");
    float const ground = terrain.height_at(p.position);
    bool const offshore = stands_in_water(p.model);
    if (!offshore && ground < 0.3F)
      faults.push_back(fmt::format("{} stands in the sea (ground {:.1f} m)", p.id, ground));
    if (!offshore && std::abs(p.height_m - ground) > 0.05F)
      faults.push_back(fmt::format("{} floats {:.2f} m above the ground", p.id, p.height_m - ground));
  }
}

void check_routes(layout::City const& city, layout::Terrain const& terrain, std::vector<std::string>& faults) {
  for (layout::Route const& route : city.routes) {
    if (faults.size() >= kMostFaults) return;
    if (route.height_m.size() != route.line.size() || route.line.size() < 2) {
      faults.push_back(route.id + " has no height for every point");
      continue;
    }
    for (std::size_t i = 0; i < route.line.size(); ++i) {
      bool const buried =
          route.kind != layout::RouteClass::river && route.height_m[i] < terrain.height_at(route.line[i]) - 0.01F;
      bool const drowned = route.kind != layout::RouteClass::river && route.height_m[i] < 0.5F;
      bool const gap = i > 0 && distance_m(route.line[i - 1], route.line[i]) > 50;
      if (buried || drowned || gap) {
        faults.push_back(fmt::format("{} point {}: {}", route.id, i,
                                     buried    ? "under ground"
                                     : drowned ? "under water"
                                               : "more than 50 m from the one before"));
        break;
      }
    }
  }
}

void check_peaks(layout::Terrain const& terrain, Sources const& sources, std::vector<std::string>& faults) {
  for (PlacedPeak const& peak : sources.peaks) {
    double const h = terrain.height_at(peak.position);
    if (std::abs(h - peak.height_m) > 1)
      faults.push_back(fmt::format("peak {} is {:.1f} m high instead of {:.1f} m", peak.id, h, peak.height_m));
  }
}

} // namespace

std::vector<std::string> find_faults(layout::City const& city, layout::Terrain const& terrain, Sources const& sources) {
  std::vector<std::string> faults;
  check_placements(city, terrain, faults);
  check_routes(city, terrain, faults);
  check_peaks(terrain, sources, faults);
  return faults;
}

std::string summarize(layout::City const& city) {
  std::map<std::string, std::size_t> models, zones;
  for (layout::Placement const& p : city.placements) {
    ++models[p.model];
    ++zones[p.zone.empty() ? p.id.substr(0, p.id.find('/')) : p.zone];
  }
  std::string table = fmt::format("\n{} placements, {} routes, {} parcels, {} places\n", city.placements.size(),
                                  city.routes.size(), city.parcels.size(), city.places.size());
  for (auto const& [title, counts] : {std::pair{"model", &models}, std::pair{"where", &zones}}) {
    table += fmt::format("{:<28} {:>7}\n", title, "count");
    for (auto const& [name, count] : *counts)
      table += fmt::format("{:<28} {:>7}\n", name, count);
  }
  return table;
}

} // namespace dalian::bake
