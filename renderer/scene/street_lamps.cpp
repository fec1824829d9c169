#include "renderer/scene/street_lamps.hpp"

#include "renderer/scene/fixed_point.hpp"
#include "twin/view/streets.hpp"

#include <cmath>

#include <glm/geometric.hpp>

namespace dalian::scene {
namespace {

constexpr double kMast_m = 9.5, kLowMast_m = 7, kWide_m = 20, kBeside_m = 0.6;
constexpr float kUpward_cd = 45; // of a lamp seen from above and aside; modelled

} // namespace

void add_street_lamps(view::City const& city, MapPoint origin, std::vector<LightPoint>& out) {
  for (view::Route const& route : city.routes) {
    if (!view::has_lamps(route)) continue;
    double const mast_m = route.width_m < kWide_m ? kLowMast_m : kMast_m;
    double along = 0;
    std::int64_t next = 0; // in half steps: even ones stand left, odd ones right
    for (std::size_t i = 1; i < route.line.size(); ++i) {
      glm::dvec2 const a{route.line[i - 1].east_m, route.line[i - 1].north_m};
      glm::dvec2 const b{route.line[i].east_m, route.line[i].north_m};
      double const length = glm::length(b - a);
      if (length < 0.01) continue;
      glm::dvec2 const ahead = (b - a) / length, right{ahead.y, -ahead.x};
      for (; static_cast<double>(next) * kLampStep_m / 2 < along + length; ++next) {
        double const t = static_cast<double>(next) * kLampStep_m / 2 - along;
        glm::dvec2 const at = a + ahead * t + right * ((next % 2 ? 1 : -1) * (route.width_m / 2 + kBeside_m) * 0.7);
        double const ground = i < route.height_m.size() ? route.height_m[i] : 0;
        Lamp const lamp{.candela = kUpward_cd, .color = kWarm};
        out.push_back(standing_light(lamp, fixed_mm({at, ground + mast_m}, origin), 0));
      }
      along += length;
    }
  }
}

} // namespace dalian::scene
