#include "twin/whatif/sun_building.hpp"

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

constexpr double kPlaces_deg = 100; // to a hundredth

sun::Passage passage_of(SunRule const& rule, GeoPoint where) {
  return sun::Passage(sun::make_path(where.lat_deg * kDegree, sun::declination_rad(rule.month, rule.day),
                                     meridian_convergence_rad(where), rule.window_h));
}

struct Sunshine {
  double hours = 1e9, longest_h = 0;
};

class Building {
 public:
  Building(SunScene const& scene, FigureTable const& figures)
      : scene_(scene), least_span_rad_(figures.value("least_span") / 60 * sun::kRadiansPerHour),
        walls_(sun::walls(own(), own().base_m + figures.value("sill"), figures.value("window_spacing"), kWindow_m)) {}

  /// The wall that has most sun with what stands about it; the walls' own order decides between equals.
  void choose_main_wall(sun::Passage const& passage) {
    double most = -1;
    for (sun::Wall const& wall : walls_) {
      double sum = 0;
      Sunshine worst;
      for (Spot const& spot : wall.spots) {
        auto const spans = sun::sunshine(spot, scene_.prisms, scene_.neighbours, passage);
        double const hours = counted_h(spans);
        sum += hours;
        take(hours, spans, worst);
      }
      sum /= static_cast<double>(wall.spots.size());
      if (sum > most) most = sum, main_ = &wall, at_main_ = worst;
    }
  }

  /// At the worst window of the main wall, as it was chosen.
  Sunshine at_main_wall() const { return main_ == nullptr ? Sunshine{0, 0} : at_main_; }
  /// The same among others.
  Sunshine at_main_wall(sun::Passage const& passage, std::vector<Prism> const& prisms,
                        std::vector<std::uint32_t> const& others) const {
    Sunshine worst;
    if (main_ == nullptr) return {0, 0};
    for (Spot const& spot : main_->spots) {
      auto const spans = sun::sunshine(spot, prisms, others, passage);
      take(counted_h(spans), spans, worst);
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
  static void take(double hours, Spans const& spans, Sunshine& worst) {
    if (hours < worst.hours) worst = {hours, sun::to_hours(sun::longest(spans))};
  }
  double counted_h(Spans const& spans) const { return sun::to_hours(sun::total_of_long(spans, least_span_rad_)); }

  SunScene const& scene_;
  double least_span_rad_;
  std::vector<sun::Wall> walls_;
  sun::Wall const* main_ = nullptr;
  Sunshine at_main_;
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

/// Who shades most, and how high it may be.
void find_shader(SunScene const& scene, Building const& building, SunRule const& rule, BuildingSun& out) {
  auto const passage = passage_of(rule, scene.where);
  for (std::size_t k = 0; k < scene.neighbours.size(); ++k) {
    if (scene.neighbours[k] == scene.building ||
        !building.is_shaded_by(passage.path(), scene.prisms[scene.neighbours[k]]))
      continue;
    auto others = scene.neighbours;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(k));
    double const hours = building.at_main_wall(passage, scene.prisms, others).hours;
    if (hours > std::max(out.hours, out.hours_without) + 1e-9) out.shader = k, out.hours_without = hours;
  }
  if (out.shader == BuildingSun::kNone || out.hours_without < rule.hours) return;
  auto prisms = scene.prisms;
  Prism& shader = prisms[scene.neighbours[out.shader]];
  double low = shader.base_m, high = shader.top_m;
  while (high - low > kTopStep_m) {
    shader.top_m = (low + high) / 2;
    (building.at_main_wall(passage, prisms, scene.neighbours).hours >= rule.hours ? low : high) = shader.top_m;
  }
  out.mending_top_m = low;
}

} // namespace

BuildingSun drawn_sun(SunScene const& scene, SunRule const& rule, FigureTable const& figures) {
  BuildingSun out;
  Building building(scene, figures);
  building.choose_main_wall(passage_of(rule, scene.where));
  Sunshine const worst = building.at_main_wall();
  out.hours = worst.hours, out.longest_h = worst.longest_h;
  return out;
}

BuildingSun building_sun(SunScene const& scene, SunRule const* rule, FigureTable const& figures) {
  Building building(scene, figures);
  BuildingSun out;
  static SunRule const noon_of_the_great_cold{{}, {}, {}, {}, {}, 1, 20, {8, 16}, 0};
  building.choose_main_wall(passage_of(rule != nullptr ? *rule : noon_of_the_great_cold, scene.where));
  out.sky_view = building.sky_view();
  if (rule == nullptr) return out;
  Sunshine const worst = building.at_main_wall();
  out.hours = worst.hours, out.longest_h = worst.longest_h;
  if (out.hours < rule->hours) find_shader(scene, building, *rule, out);
  return out;
}

std::shared_ptr<RoofLight::Beams const> RoofLight::beams_at(GeoPoint where) {
  GeoPoint const near{std::round(where.lon_deg * kPlaces_deg) / kPlaces_deg,
                      std::round(where.lat_deg * kPlaces_deg) / kPlaces_deg};
  return beams_.get(plan::ByteText().add(near.lon_deg).add(near.lat_deg).hash(), [&] {
    auto out = std::make_shared<Beams>();
    for (SunDays::Day const& day : days_.days)
      out->push_back(sun::beams(sun::make_path(near.lat_deg * kDegree, sun::declination_rad(day.day_of_year),
                                               meridian_convergence_rad(near), {0, 24}),
                                kSectors, kBeamStep_h));
    return out;
  });
}

/// Beam by typical days and hours, the rest by the sky that is seen; the mean over the roof.
double RoofLight::share(SunScene const& scene) {
  auto const beams = beams_at(scene.where);
  auto const spots = roof_spots(scene.prisms[scene.building]);
  double beam = 0, sky = 0;
  for (Spot const& spot : spots) {
    auto const horizon = sun::horizon(spot, scene.prisms, scene.neighbours, kSectors);
    sky += sun::sky_view_factor(horizon);
    for (std::size_t d = 0; d < beams->size(); ++d)
      beam += days_.days[d].share * sun::lit_share(horizon, (*beams)[d]);
  }
  return ((1 - diffuse_) * beam + diffuse_ * sky) / static_cast<double>(spots.size());
}

double least_elevation_rad(FigureTable const& figures) {
  return figures.value("lowest_sun") * kDegree;
}

double least_elevation_rad(FigureTable const& figures, SunRule const* rule, GeoPoint where) {
  double const least = least_elevation_rad(figures);
  if (rule == nullptr) return least;
  sun::Path const path = passage_of(*rule, where).path();
  double const rises =
      std::min(sun::elevation_rad(path, path.window_rad.from), sun::elevation_rad(path, path.window_rad.to));
  return rises - kAngleSlack_rad;
}

} // namespace dalian::whatif
