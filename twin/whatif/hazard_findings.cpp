#include "twin/whatif/hazard_findings.hpp"

#include "twin/whatif/hazard_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace dalian::whatif {
namespace {

using plan::Layer;
using plan::Severity;

std::string whole(double value) {
  return fmt::format("{:.0f}", value);
}

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
struct Blame {
  std::size_t vessel = 0;
  double percent = 0;
  std::optional<double> more_m; // none: what is left is above the limit too
};
Blame blame_of(HazardScene const& scene, Place const& place, double limit) {
  auto const worst = *std::max_element(place.points->begin(), place.points->end(), [&](MapPoint a, MapPoint b) {
    return risk_of_all(scene, a) < risk_of_all(scene, b);
  });
  std::size_t most = 0;
  for (std::size_t v = 1; v < scene.sources.size(); ++v)
    if (risk_of(scene.sources[v], worst) > risk_of(scene.sources[most], worst)) most = v;
  Source const& source = scene.sources[most];
  double const all = risk_of_all(scene, worst), part = risk_of(source, worst), room = limit - (all - part);
  Blame out{most, 100 * part / all, {}};
  if (room <= 0) return out;
  double const east = worst.east_m - source.at.east_m, north = worst.north_m - source.at.north_m;
  out.more_m = std::max(source.effects->risk.reach_m(std::atan2(east, north), room) - std::hypot(east, north), 1.0);
  return out;
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
    Blame const blame = blame_of(scene, scene.places[p], limit->new_per_a);
    std::vector<std::string> values{fmt::format("{:.1e}", risk), fmt::format("{:.0e}", allowed), limit->name,
                                    whole(blame.percent), scene.vessels[blame.vessel].id};
    if (blame.more_m) values.push_back(whole(*blame.more_m));
    Words const& words = always         ? blame.more_m ? kHazardRiskInService : kHazardRiskInServiceLess
                         : blame.more_m ? kHazardRiskNew
                                        : kHazardRiskNewLess;
    out.push_back(told({always ? Severity::error : Severity::warning, "parcel", scene.places[p].outline.id, "use"},
                       words, std::move(values)));
  }
}

void check_neighbours(HazardScene const& scene, std::vector<Outline> const& buildings, plan::Findings& out) {
  for (Outline const& building : buildings) {
    if (building.ring.empty()) continue;
    auto const hit = strongest(scene, plan::centroid(building.ring));
    if (!hit) continue;
    double const clear = clear_m(*scene.sources[hit->vessel].effects);
    out.push_back(
        told({Severity::warning, "building", building.id, "outline"}, kHazardBuildingReached,
             {say(*hit->reach), scene.vessels[hit->vessel].id, whole(hit->reach->far_m), whole(clear - hit->away_m)}));
  }
  for (std::size_t v = 0; v < scene.vessels.size(); ++v)
    for (std::size_t other = 0; other < scene.vessels.size(); ++other) {
      double const away = distance_m(scene.vessels[v].at, scene.vessels[other].at);
      double const reach = scene.sources[v].effects->domino_m;
      if (other == v || away >= reach) continue;
      out.push_back(told({Severity::warning, "hazard", scene.vessels[other].id, "at"}, kHazardDomino,
                         {whole(away), scene.vessels[v].id, whole(reach), whole(reach - away)}));
    }
}

} // namespace dalian::whatif
