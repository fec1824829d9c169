#include "twin/whatif/sun_building.hpp"

#include "twin/sun/sky_view.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::whatif {
namespace {

using sun::Prism;
using sun::Spans;
using sun::Spot;

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kWindow_m = 2;       // narrower walls have no windows
constexpr double kBeforeMain_m = 5;   // from the wall, where the sky is looked at
constexpr std::size_t kSectors = 180; // of the sky
constexpr double kBeamStep_h = 0.125; // less than the sun takes through one
constexpr double kAngleSlack_rad = 1e-6;
constexpr double kTopStep_m = 0.1; // how finely a mending height is told

sun::Path path_of(SunRule const& rule, GeoPoint where) {
  return sun::make_path(where.lat_deg * kDegree, sun::declination_rad(rule.month, rule.day),
                        meridian_convergence_rad(where), rule.window_h);
}

struct Sunshine {
  double hours = 1e9, longest_h = 0;
};

class Building {
 public:
  Building(SunScene const& scene, FigureTable const& figures)
      : scene_(scene), figures_(figures),
        walls_(sun::walls(own(), own().base_m + figures.value("sill"), figures.value("window_spacing"), kWindow_m)) {}

  /// The wall that has most sun with what stands about it; the walls' own order decides between equals.
  void choose_main_wall(sun::Path const& path) {
    double most = -1;
    for (sun::Wall const& wall : walls_) {
      double sum = 0;
      for (Spot const& spot : wall.spots)
        sum += counted_h(sun::sunshine(spot, scene_.prisms, scene_.neighbours, path));
      sum /= static_cast<double>(wall.spots.size());
      if (sum > most) most = sum, main_ = &wall;
    }
  }

  /// At the worst window of the main wall.
  Sunshine at_main_wall(sun::Path const& path, std::vector<Prism> const& prisms,
                        std::vector<std::uint32_t> const& others) const {
    Sunshine worst;
    if (main_ == nullptr) return {0, 0};
    for (Spot const& spot : main_->spots) {
      auto const spans = sun::sunshine(spot, prisms, others, path);
      if (double const hours = counted_h(spans); hours < worst.hours)
        worst = {hours, sun::to_hours(sun::longest(spans))};
    }
    return worst;
  }

  bool is_shaded_by(sun::Path const& path, Prism const& other) const {
    Spans shade;
    if (main_ != nullptr)
      for (Spot const& spot : main_->spots)
        sun::add_shade(other, spot, path, shade);
    return !shade.empty();
  }

  double sky_view() const {
    if (main_ == nullptr) return 1;
    Spot spot = main_->spots[main_->spots.size() / 2];
    spot.at.east_m += kBeforeMain_m * main_->normal_x;
    spot.at.north_m += kBeforeMain_m * main_->normal_y;
    return sun::sky_view_factor(sun::horizon(spot, scene_.prisms, scene_.neighbours, kSectors));
  }

  Prism const& own() const { return scene_.prisms[scene_.building]; }

 private:
  double counted_h(Spans const& spans) const {
    return sun::to_hours(sun::total_of_long(spans, figures_.value("least_span") / 60 * sun::kRadiansPerHour));
  }

  SunScene const& scene_;
  FigureTable const& figures_;
  std::vector<sun::Wall> walls_;
  sun::Wall const* main_ = nullptr;
};

/// The middle, and half-way from it to the corners.
std::vector<Spot> roof_spots(Prism const& own) {
  auto const& ring = own.ring;
  MapPoint middle{0, 0};
  for (MapPoint const p : ring) {
    middle.east_m += p.east_m / static_cast<double>(ring.size());
    middle.north_m += p.north_m / static_cast<double>(ring.size());
  }
  std::vector<Spot> spots{{middle, own.top_m, 0, 0}};
  for (MapPoint const p : ring)
    spots.push_back({{(middle.east_m + p.east_m) / 2, (middle.north_m + p.north_m) / 2}, own.top_m, 0, 0});
  return spots;
}

/// Beam by typical days and hours, the rest by the sky that is seen; the mean over the roof.
double roof_share(SunScene const& scene, FigureTable const& figures, SunDays const& days) {
  if (scene.higher.empty()) return 1;
  std::vector<std::vector<sun::Beam>> beams;
  for (SunDays::Day const& day : days.days)
    beams.push_back(sun::beams(sun::make_path(scene.where.lat_deg * kDegree, sun::declination_rad(day.day_of_year),
                                              meridian_convergence_rad(scene.where), {0, 24}),
                               kSectors, kBeamStep_h));
  auto const spots = roof_spots(scene.prisms[scene.building]);
  double beam = 0, sky = 0;
  for (Spot const& spot : spots) {
    auto const horizon = sun::horizon(spot, scene.prisms, scene.higher, kSectors);
    sky += sun::sky_view_factor(horizon);
    for (std::size_t d = 0; d < beams.size(); ++d)
      beam += days.days[d].share * sun::lit_share(horizon, beams[d]);
  }
  double const diffuse = figures.value("diffuse");
  return ((1 - diffuse) * beam + diffuse * sky) / static_cast<double>(spots.size());
}

/// Who shades most, and how high it may be.
void find_shader(SunScene const& scene, Building const& building, SunRule const& rule, BuildingSun& out) {
  auto const path = path_of(rule, scene.where);
  for (std::size_t k = 0; k < scene.neighbours.size(); ++k) {
    if (scene.neighbours[k] == scene.building || !building.is_shaded_by(path, scene.prisms[scene.neighbours[k]]))
      continue;
    auto others = scene.neighbours;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(k));
    double const hours = building.at_main_wall(path, scene.prisms, others).hours;
    if (hours > std::max(out.hours, out.hours_without) + 1e-9) out.shader = k, out.hours_without = hours;
  }
  if (out.shader == BuildingSun::kNone || out.hours_without < rule.hours) return;
  auto prisms = scene.prisms;
  Prism& shader = prisms[scene.neighbours[out.shader]];
  double low = shader.base_m, high = shader.top_m;
  while (high - low > kTopStep_m) {
    shader.top_m = (low + high) / 2;
    (building.at_main_wall(path, prisms, scene.neighbours).hours >= rule.hours ? low : high) = shader.top_m;
  }
  out.mending_top_m = low;
}

} // namespace

BuildingSun drawn_sun(SunScene const& scene, SunRule const* rule, FigureTable const& figures, SunDays const& days) {
  BuildingSun out;
  out.roof_share = roof_share(scene, figures, days);
  if (rule == nullptr) return out;
  Building building(scene, figures);
  auto const path = path_of(*rule, scene.where);
  building.choose_main_wall(path);
  Sunshine const worst = building.at_main_wall(path, scene.prisms, scene.neighbours);
  out.hours = worst.hours, out.longest_h = worst.longest_h;
  return out;
}

BuildingSun building_sun(SunScene const& scene, SunRule const* rule, FigureTable const& figures, SunDays const& days) {
  Building building(scene, figures);
  BuildingSun out;
  static SunRule const noon_of_the_great_cold{{}, {}, {}, {}, {}, 1, 20, {8, 16}, 0};
  auto const path = path_of(rule != nullptr ? *rule : noon_of_the_great_cold, scene.where);
  building.choose_main_wall(path);
  out.roof_share = roof_share(scene, figures, days);
  out.sky_view = building.sky_view();
  if (rule == nullptr) return out;
  Sunshine const worst = building.at_main_wall(path, scene.prisms, scene.neighbours);
  out.hours = worst.hours, out.longest_h = worst.longest_h;
  if (out.hours < rule->hours) find_shader(scene, building, *rule, out);
  return out;
}

double least_elevation_rad(FigureTable const& figures) {
  return figures.value("lowest_sun") * kDegree;
}

double least_elevation_rad(FigureTable const& figures, SunRule const* rule, GeoPoint where) {
  double const least = least_elevation_rad(figures);
  if (rule == nullptr) return least;
  auto const path = path_of(*rule, where);
  double const rises =
      std::min(sun::elevation_rad(path, path.window_rad.from), sun::elevation_rad(path, path.window_rad.to));
  return rises - kAngleSlack_rad;
}

} // namespace dalian::whatif
