#include "tools/bake/city/cover.hpp"

#include "tools/bake/city/noise.hpp"
#include "tools/bake/city/town_grid.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::bake {
namespace {

using layout::Cover;

struct Spot {
  MapPoint p;
  double height_m, slope, shore_m, spacing_m;
};

double slope_at(GridFrame const& f, std::vector<float> const& h, std::size_t i) {
  std::size_t const column = i % f.columns, row = i / f.columns;
  std::size_t const left = column > 0 ? i - 1 : i, right = column + 1 < f.columns ? i + 1 : i;
  std::size_t const below = row > 0 ? i - f.columns : i, above = row + 1 < f.rows ? i + f.columns : i;
  return std::hypot(h[right] - h[left], h[above] - h[below]) / (2 * f.spacing_m);
}

/// In the sea the foot of a wall is of the wall's stuff, not a beach.
Cover sea_or_flat(Sources const& sources, Country const& country, Spot const& s) {
  double const foot_m = 2 * s.spacing_m;
  for (Reclamation const& made : sources.reclamations)
    if (made.box.contains(s.p, foot_m) && signed_distance_m(made.ring, s.p) > -foot_m) return Cover::concrete;
  double const flats = country.flats.at(s.p);
  if (s.height_m > -0.25 - 0.9 * flats) return flats > 0.25 ? Cover::tidal_flat : Cover::beach;
  return Cover::sea;
}

/// Pans of about 260 × 120 m between low dykes.
Cover salt_works(MapPoint p) {
  double const u = (p.east_m * 0.94 + p.north_m * 0.34) / 260, v = (p.north_m * 0.94 - p.east_m * 0.34) / 120;
  double const along = std::abs(u - std::round(u)) * 260, across = std::abs(v - std::round(v)) * 120;
  if (std::min(along, across) < 7) return Cover::gravel;
  auto const pan = mix(static_cast<std::uint64_t>(std::llround(std::floor(u)) + 4096),
                       static_cast<std::uint64_t>(std::llround(std::floor(v)) + 4096));
  return to_unit(pan) < 0.12 ? Cover::tidal_flat : Cover::salt_pan;
}

Cover town_ground(TownBlock const& block, double spacing_m) {
  if (spacing_m < 40 && block.street_m < 9) return Cover::asphalt;
  switch (block.use) {
  case TownUse::park:
    return Cover::lawn;
  case TownUse::works:
    return Cover::industry;
  case TownUse::offices:
    return to_unit(mix(block.key, 9)) < 0.3 ? Cover::concrete : Cover::town;
  case TownUse::low_rise:
    return Cover::village;
  case TownUse::housing:
    break;
  }
  return spacing_m < 40 && block.street_m < 16 ? Cover::lawn : Cover::town;
}

/// Strips of one crop inside parishes of one direction, as family plots lie.
struct Plot {
  std::uint64_t hash, parish;
  double parish_border_m;
};

Plot plot_at(MapPoint p) {
  Cell const parish = cell_at(p, 640, 101);
  MapPoint const u = along_bearing(std::numbers::pi * to_unit(mix(parish.hash, 1))), v = right_of(u);
  double const width = 42 + 70 * to_unit(mix(parish.hash, 2)), length = 150 + 190 * to_unit(mix(parish.hash, 3));
  auto const row = static_cast<std::int64_t>(std::floor(dot(p, v) / length));
  double const shift = to_unit(mix(parish.hash, static_cast<std::uint64_t>(row + (1 << 20)))) * width;
  auto const strip = static_cast<std::int64_t>(std::floor((dot(p, u) + shift) / width));
  return {
      mix(parish.hash, mix(static_cast<std::uint64_t>(row + (1 << 20)), static_cast<std::uint64_t>(strip + (1 << 20)))),
      parish.hash, parish.border_m};
}

/// Farm land: strips of crops, tree-lined lanes between parishes, orchards where the ground starts to rise.
Cover farm_land(Spot const& s) {
  bool const coarse = s.spacing_m > 40;
  Plot const plot = plot_at(s.p);
  double const foothill = smooth_step(0.02, 0.07, s.slope) + 0.45 * fractal(s.p, {3800, 2, 103});
  if (!coarse && plot.parish_border_m < 6) return to_unit(mix(plot.parish, 7)) < 0.45 ? Cover::forest : Cover::scrub;
  if (coarse) { // the strips are too fine for this grid: their commonest crop, in broad patches
    double const broad = to_unit(cell_at(s.p, 360, 107).hash);
    return broad < 0.2 + 0.6 * foothill ? Cover::orchard : broad > 0.86 ? Cover::lawn : Cover::field;
  }
  double const draw = to_unit(plot.hash);
  if (draw < 0.12 + 0.75 * foothill) return Cover::orchard;
  if (draw > 0.985) return Cover::forest;
  return draw > 0.74 ? Cover::lawn : Cover::field;
}

Cover wild_land(Spot const& s) {
  double const wood = fractal(s.p, {1400, 4, 111}) + 0.5 * fractal(s.p, {140, 2, 113});
  if (s.slope > 0.75 + 0.3 * wood) return Cover::rock;
  return wood > -0.22 ? Cover::forest : Cover::scrub;
}

Cover shore_or_inland(Country const& country, Spot const& s) {
  double const rocky = country.rocky.at(s.p) + 0.4 * fractal(s.p, {900, 2, 121});
  double const strand_m = 18 + 22 * (0.5 + 0.5 * fractal(s.p, {700, 2, 127}));
  if (s.shore_m < strand_m && s.height_m < 6) return rocky > 0.4 ? Cover::rock : Cover::beach;
  double const edge = fractal(s.p, {520, 3, 131});
  if (s.slope > 0.115 + 0.05 * edge) return wild_land(s);
  if (s.shore_m < 160 * edge + 45) return edge > 0.25 ? Cover::forest : Cover::scrub; // shelter belt, here and there
  return farm_land(s);
}

Cover land_cover(Sources const& sources, Country const& country, Spot const& s) {
  for (Reclamation const& made : sources.reclamations)
    if (made.box.contains(s.p) && is_inside(made.ring, s.p))
      return made.kind == "airport" ? (fractal(s.p, {240, 3, 137}) > 0.1 ? Cover::lawn : Cover::gravel)
                                    : Cover::concrete;
  for (Field const& field : sources.fields) {
    if (field.kind == "wind-farm" || !field.box.contains(s.p) || !is_inside(field.ring, s.p)) continue;
    return field.kind == "salt-pan" ? salt_works(s.p) : Cover::airport;
  }
  constexpr double kBelt_m = 34; // of wood around every zone
  for (std::size_t k = 0; k < sources.zone_rings.size(); ++k) {
    if (!sources.zone_boxes[k].contains(s.p, kBelt_m)) continue;
    double const d = signed_distance_m(sources.zone_rings[k], s.p);
    if (d > 0) return fractal(s.p, {300, 3, 139}) > 0.25 ? Cover::scrub : Cover::lawn;
    if (d > -kBelt_m && s.spacing_m < 40) return Cover::forest;
  }
  if (s.slope < 0.16)
    if (auto const block = town_block_at(sources, country, s.p)) return town_ground(*block, s.spacing_m);
  return shore_or_inland(country, s);
}

/// Calls `visit(index, point)` for the samples inside the box.
template <class Visit>
void for_each_in(layout::TerrainGrid const& grid, Box const& box, Visit&& visit) {
  auto const first = [&](double v, double origin) { return std::max(0.0, std::ceil((v - origin) / grid.spacing_m)); };
  auto const last = [&](double v, double origin, std::uint32_t count) {
    return std::min(count - 1.0, std::floor((v - origin) / grid.spacing_m));
  };
  for (double row = first(box.low.north_m, grid.origin.north_m);
       row <= last(box.high.north_m, grid.origin.north_m, grid.rows); ++row)
    for (double column = first(box.low.east_m, grid.origin.east_m);
         column <= last(box.high.east_m, grid.origin.east_m, grid.columns); ++column)
      visit(static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column),
            MapPoint{grid.origin.east_m + column * grid.spacing_m, grid.origin.north_m + row * grid.spacing_m});
}

} // namespace

std::vector<Village> find_villages(Sources const& sources, Country const& country, layout::TerrainGrid const& window) {
  constexpr double kCell_m = 1450;
  std::vector<Village> villages;
  auto const columns = static_cast<std::uint64_t>(window.columns * window.spacing_m / kCell_m);
  auto const rows = static_cast<std::uint64_t>(window.rows * window.spacing_m / kCell_m);
  for (std::uint64_t k = 0; k < columns * rows; ++k) {
    KeyedRandom draw(mix(k, 501));
    MapPoint const p = window.origin + kCell_m * MapPoint{static_cast<double>(k % columns) + draw.uniform(),
                                                          static_cast<double>(k / columns) + draw.uniform()};
    double const radius = std::clamp(draw.log_normal(120, 0.4), 60.0, 280.0);
    double const h = window.height_at(p), step = 220;
    double const rise =
        std::abs(window.height_at(p + MapPoint{step, 0}) - h) + std::abs(window.height_at(p + MapPoint{0, step}) - h);
    bool const rural = country.urban.at(p) < 0.25;
    bool taken = false;
    for (std::size_t z = 0; z < sources.zone_rings.size(); ++z)
      taken = taken ||
              (sources.zone_boxes[z].contains(p, 500) && signed_distance_m(sources.zone_rings[z], p) > -radius - 150);
    for (Reclamation const& made : sources.reclamations)
      taken = taken || (made.box.contains(p, 500) && signed_distance_m(made.ring, p) > -radius - 60);
    for (Field const& field : sources.fields)
      taken = taken || (field.box.contains(p, 300) && signed_distance_m(field.ring, p) > -radius - 60);
    if (h > 3.5 && rise / step < 0.14 && rural && !taken && draw.uniform() < 0.8)
      villages.push_back({p, radius, mix(k, 502)});
  }
  return villages;
}

void classify(Sources const& sources, Country const& country, std::vector<float> const& shore_m,
              layout::TerrainGrid& grid) {
  GridFrame const frame{grid.origin, grid.spacing_m, grid.columns, grid.rows};
  grid.cover.resize(frame.size());
  for (std::size_t i = 0; i < frame.size(); ++i) {
    Spot const spot{frame.at(i), grid.height_m[i], slope_at(frame, grid.height_m, i), shore_m[i], frame.spacing_m};
    grid.cover[i] = static_cast<std::uint8_t>(spot.height_m <= 0 ? sea_or_flat(sources, country, spot)
                                                                 : land_cover(sources, country, spot));
  }
}

void stamp_villages(std::vector<Village> const& villages, layout::TerrainGrid& grid) {
  for (Village const& village : villages) {
    double const reach = village.radius_m * 1.5;
    Box const box{village.centre - MapPoint{reach, reach}, village.centre + MapPoint{reach, reach}};
    for_each_in(grid, box, [&](std::size_t i, MapPoint p) {
      double const ragged = 1 + 0.45 * fractal(p, {160, 2, 151});
      bool const on_land = grid.height_m[i] > 0.5F && grid.cover[i] != static_cast<std::uint8_t>(Cover::salt_pan);
      if (on_land && distance_m(p, village.centre) < village.radius_m * ragged)
        grid.cover[i] = static_cast<std::uint8_t>(Cover::village);
    });
  }
}

void stamp_parcels(std::vector<layout::Parcel> const& parcels, UseTable const& uses, layout::TerrainGrid& grid) {
  for (layout::Parcel const& parcel : parcels) {
    Use const* use = uses.find(parcel.use);
    auto const cover = static_cast<std::uint8_t>(use != nullptr ? use->surface : Cover::industry);
    auto const verge = static_cast<std::uint8_t>(use != nullptr ? use->verge : Cover::lawn);
    double const verge_m = use == nullptr || parcel.zone.empty() || grid.spacing_m > 40 ? 0 : use->verge_m;
    for_each_in(grid, box_of(parcel.outline), [&](std::size_t i, MapPoint p) {
      double const inside_m = signed_distance_m(parcel.outline, p);
      if (grid.height_m[i] > 0 && inside_m > 0) grid.cover[i] = inside_m < verge_m ? verge : cover;
    });
  }
}

} // namespace dalian::bake
