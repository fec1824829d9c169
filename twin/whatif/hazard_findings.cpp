#include "twin/whatif/hazard_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

using plan::Layer;
using plan::Severity;

double risk_of(Source const& source, MapPoint p) {
  return source.effects->risk.at(p.east_m - source.at.east_m, p.north_m - source.at.north_m);
}

double risk_of_all(HazardScene const& scene, MapPoint p) {
  double sum = 0;
  for (Source const& source : scene.sources)
    sum += risk_of(source, p);
  return sum;
}

/// The vessel that adds most at the worst point of a place, and how much farther it would have to be.
std::string mend(HazardScene const& scene, Place const& place, double limit) {
  auto const worst = *std::max_element(place.points->begin(), place.points->end(), [&](MapPoint a, MapPoint b) {
    return risk_of_all(scene, a) < risk_of_all(scene, b);
  });
  std::size_t most = 0;
  for (std::size_t v = 1; v < scene.sources.size(); ++v)
    if (risk_of(scene.sources[v], worst) > risk_of(scene.sources[most], worst)) most = v;
  Source const& source = scene.sources[most];
  double const all = risk_of_all(scene, worst), part = risk_of(source, worst), room = limit - (all - part);
  auto const from = fmt::format("{:.0f} % of it from '{}'", 100 * part / all, scene.vessels[most].id);
  if (room <= 0) return from + "; what is left is above it too: put less in there, or another use here";
  double const east = worst.east_m - source.at.east_m, north = worst.north_m - source.at.north_m;
  double const more = source.effects->risk.reach_m(std::atan2(east, north), room) - std::hypot(east, north);
  return fmt::format("{}; {:.0f} m more between them, less in there or another use here would do", from,
                     std::max(more, 1.0));
}

struct Hit {
  Reach const* reach = nullptr;
  std::size_t vessel = 0;
  double away_m = 0;
};

/// The strongest level that counts for buildings at a point.
std::optional<Hit> strongest(HazardScene const& scene, MapPoint p) {
  constexpr double kHeat_W_m2 = 12.5e3, kBlast_Pa = 21e3;
  std::optional<Hit> best;
  double best_over = 0;
  for (std::size_t v = 0; v < scene.sources.size(); ++v) {
    double const away = distance_m(scene.sources[v].at, p);
    for (Reach const& reach : scene.sources[v].effects->reaches) {
      double const least = reach.unit == "W/m²" ? kHeat_W_m2 : reach.unit == "Pa" ? kBlast_Pa : INFINITY;
      if (away > reach.far_m || reach.level / least < 1 || reach.level / least < best_over) continue;
      best_over = reach.level / least;
      best = {&reach, v, away};
    }
  }
  return best;
}

std::string say(Reach const& reach) {
  return fmt::format("{:g} {}", reach.level / 1e3, reach.unit == "Pa" ? "kPa" : "kW/m²");
}

/// How far 12.5 kW/m² or 21 kPa reach from there: beyond, nothing is found.
double clear_m(Effects const& effects) {
  double far = 0;
  for (Reach const& reach : effects.reaches)
    if ((reach.unit == "W/m²" && reach.level == 12.5e3) || (reach.unit == "Pa" && reach.level == 21e3))
      far = std::max(far, reach.far_m);
  return far;
}

} // namespace

void check_places(HazardScene const& scene, plan::Findings& out) {
  for (std::size_t p = 0; p < scene.places.size(); ++p) {
    auto const* limit = scene.places[p].limit;
    double const risk = scene.risk[p];
    if (limit == nullptr || risk <= limit->new_per_a) continue;
    bool const always = risk > limit->in_service_per_a;
    double const allowed = always ? limit->in_service_per_a : limit->new_per_a;
    out.push_back({always ? Severity::error : Severity::warning, "parcel", scene.places[p].outline.id, "use",
                   fmt::format("individual risk {:.1e}/a is above {:.0e}/a, the limit of GB 36894-2018 for class '{}' "
                               "beside {} units: {}",
                               risk, allowed, limit->name, always ? "in-service" : "new",
                               mend(scene, scene.places[p], limit->new_per_a))});
  }
}

void check_neighbours(HazardScene const& scene, std::vector<Outline> const& buildings, plan::Findings& out) {
  for (Outline const& building : buildings) {
    if (building.ring.empty()) continue;
    auto const hit = strongest(scene, plan::centroid(building.ring));
    if (!hit) continue;
    double const clear = clear_m(*scene.sources[hit->vessel].effects);
    out.push_back(
        {Severity::warning, "building", building.id, "outline",
         fmt::format("stands within {} of '{}', which may reach {:.0f} m: move it {:.0f} m further, out of "
                     "12.5 kW/m² and 21 kPa, or make it withstand them",
                     say(*hit->reach), scene.vessels[hit->vessel].id, hit->reach->far_m, clear - hit->away_m)});
  }
  for (std::size_t v = 0; v < scene.vessels.size(); ++v)
    for (std::size_t other = 0; other < scene.vessels.size(); ++other) {
      double const away = distance_m(scene.vessels[v].at, scene.vessels[other].at);
      double const reach = scene.sources[v].effects->domino_m;
      if (other == v || away >= reach) continue;
      out.push_back(
          {Severity::warning, "hazard", scene.vessels[other].id, "at",
           fmt::format("stands {:.0f} m from '{}', whose fire (37.5 kW/m²) or blast (70 kPa) may reach {:.0f} "
                       "m and set it off: move them {:.0f} m further apart, or shield it",
                       away, scene.vessels[v].id, reach, reach - away)});
    }
}

} // namespace dalian::whatif
