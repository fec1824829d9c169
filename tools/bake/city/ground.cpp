#include "tools/bake/city/ground.hpp"

#include "tools/bake/city/noise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::bake {
namespace {

constexpr double kMargin_m = 1200; // a detail grid looks this far beyond its rim for the shore

/// Box blur along one axis, twice: close to a Gaussian.
void blur(GridFrame const& frame, std::vector<float>& values, std::size_t reach, bool along_rows) {
  std::size_t const outer = along_rows ? frame.rows : frame.columns, inner = along_rows ? frame.columns : frame.rows;
  std::size_t const step = along_rows ? 1 : frame.columns, stride = along_rows ? frame.columns : 1;
  std::vector<double> sums(inner + 1);
  for (int pass = 0; pass < 2; ++pass)
    for (std::size_t o = 0; o < outer; ++o) {
      float* line = &values[o * stride];
      for (std::size_t i = 0; i < inner; ++i)
        sums[i + 1] = sums[i] + line[i * step];
      for (std::size_t i = 0; i < inner; ++i) {
        std::size_t const low = i > reach ? i - reach : 0, high = std::min(inner, i + reach + 1);
        line[i * step] = static_cast<float>((sums[high] - sums[low]) / static_cast<double>(high - low));
      }
    }
}

/// The shore's own fractal wiggle, well inside the 0.2…0.6 km accuracy of the shore data.
double wiggle_m(MapPoint p, double spacing_m) {
  double const wide = 36 * fractal(p, {950, 3, 71});
  return spacing_m > 50 ? wide : wide + 11 * fractal(p, {150, 3, 77});
}

GridFrame widened(GridFrame const& frame, std::size_t cells) {
  double const margin = static_cast<double>(cells) * frame.spacing_m;
  return {frame.origin - MapPoint{margin, margin}, frame.spacing_m,
          frame.columns + 2 * static_cast<std::uint32_t>(cells), frame.rows + 2 * static_cast<std::uint32_t>(cells)};
}

} // namespace

struct Ground::Character {
  double hills_m; // typical height of hills above the plain
  double rocky;   // 0 sandy or muddy, 1 cliffs
  double flats;   // 0…1: tidal flats and salt pans
  double soft_m;  // blurred shore distance
};

ShoreField make_shore_field(GridFrame const& frame, std::vector<Ring> const& land) {
  ShoreField field{frame, signed_distance(frame, land), {}};
  field.soft_m = field.raw_m;
  auto const reach = static_cast<std::size_t>(std::max(1.0, std::round(200 / frame.spacing_m)));
  blur(frame, field.soft_m, reach, true);
  blur(frame, field.soft_m, reach, false);
  return field;
}

Ground::Character Ground::character_at(MapPoint p) const {
  Character c{};
  double const hills = country_.hills.at(p);
  double const plain = std::min(1.0, country_.plain.at(p));
  double const mood = 0.5 + 0.5 * fractal(p, {17000, 2, 5});
  c.hills_m = (95 * std::max(0.0, mood) + hills) * (1 - 0.93 * plain) * (1 - 0.94 * country_.valleys.at(p)) *
              (1 - 0.55 * country_.passes.at(p));
  c.rocky = std::clamp(country_.rocky.at(p) + 0.35 * fractal(p, {4200, 2, 9}), 0.0, 1.0);
  c.flats = std::clamp(country_.flats.at(p) + 0.25 * fractal(p, {3100, 1, 13}), 0.0, 1.0);
  c.soft_m = shore_.frame.sample(shore_.soft_m, p);
  return c;
}

double Ground::shore_at(MapPoint p, double natural_m, double spacing_m) const {
  double const far = shore_.frame.sample(shore_.raw_m, p);
  double const near_weight = 1 - smooth_step(kMargin_m * 0.6, kMargin_m * 0.95, std::abs(natural_m));
  double shore = far + near_weight * (natural_m - far);
  shore += wiggle_m(p, spacing_m) * (1 - smooth_step(400, 1200, std::abs(shore)));
  for (std::size_t k = 0; k < sources_.zone_rings.size();
       ++k) // a zone's rim is a sea wall where the schematic shore would cut it
    if (sources_.zone_boxes[k].contains(p, 300))
      shore = std::max(shore, signed_distance_m(sources_.zone_rings[k], p) + 30);
  for (Reclamation const& made : sources_.reclamations) {
    if (!made.box.contains(p, 16000)) continue;
    double const d = signed_distance_m(made.ring, p);
    shore = std::max(shore, d - 20000 * smooth_step(6000, 16000, -d)); // fades out, so that no edge shows far off
  }
  return shore;
}

double Ground::land_height_m(MapPoint p, double shore_m, Character const& c) const {
  double const inland = std::max(shore_m, 0.0), deep = std::max(c.soft_m, 0.0);
  double const rise_m = std::lerp(1400.0, 330.0, c.rocky);
  double const rise = 1 - std::exp(-(0.35 * inland + 0.65 * std::max(0.0, deep)) / rise_m);
  double const worn = worn_hills(p, {6800, 7, 21});
  double peaks = 0;
  for (PlacedPeak const& peak : sources_.peaks) {
    double const spread = std::clamp(peak.height_m * 3.3, 1000.0, 2300.0);
    if (distance_m(p, peak.position) > 3.5 * spread) continue;
    // Spurs and gullies: the mountain's plan is warped, its flanks are worn.
    MapPoint const warp = 0.4 * spread * MapPoint{fractal(p, {1900, 4, 83}), fractal(p, {1900, 4, 87})};
    double const r = distance_m(p + warp, peak.position) / spread;
    double const flank = 0.42 + 0.75 * worn_hills(p, {2300, 6, 89});
    peaks = std::max(peaks, peak.height_m * (0.7 * std::exp(-2 * r * r) + 0.3 * std::exp(-0.6 * r * r)) * flank);
  }
  double const hills = c.hills_m * std::pow(worn, 1.25);
  double const plain = 3 + 13 * (1 - std::exp(-deep / 2500)) + 2.6 * fractal(p, {1700, 3, 33});
  double const rough = 0.9 * fractal(p, {260, 3, 41}) * (0.25 + std::min(1.0, (hills + peaks) / 60));
  // Two hills that meet do not add up: the higher one wins, softly.
  double const high = std::max(hills, peaks) + 0.35 * std::min(hills, peaks);
  double const body = std::max(1.2, plain + rough) * (1 - std::exp(-inland / 260)) + rise * high;
  double const beach_slope = std::lerp(std::lerp(0.035, 0.012, c.flats), 0.30, c.rocky * c.rocky);
  double const cliff = 14 * c.rocky * c.rocky * (1 - std::exp(-inland / 45));
  return std::min(beach_slope * inland + cliff * 0.4, 2.2 + cliff) * std::exp(-inland / 900) + body;
}

double Ground::sea_depth_m(MapPoint p, double off_m, Character const& c) const {
  // Bohai (north-west) about 30 m in the middle, Yellow Sea (south-east) 50 m and more.
  double const yellow = smooth_step(-20000, 30000, dot(p - to_map({121.65, 39.1}), {0.62, -0.78}));
  double const far = std::lerp(24.0, 46.0, yellow);
  double const near_slope = std::lerp(std::lerp(0.020, 0.006, c.flats), 0.11, c.rocky * c.rocky);
  double const near_depth = 2.4 + 3.5 * c.rocky;
  double const near = near_depth * (1 - std::exp(-near_slope * off_m / near_depth));
  double const shelf = 9 * (1 - std::exp(-off_m / 5200)) * (1 - 0.6 * c.flats) + far * (1 - std::exp(-off_m / 26000));
  double const ripple = 1 + 0.16 * fractal(p, {2600, 3, 51});
  return near + shelf * ripple;
}

double Ground::made_ground_m(MapPoint p, double height_m, double spacing_m) const {
  for (Reclamation const& made : sources_.reclamations) {
    if (!made.box.contains(p, 1500)) continue;
    double const d = signed_distance_m(made.ring, p), wall_m = spacing_m; // as steep as the grid can show
    if (d >= 0) {
      height_m = std::max(std::min(d / wall_m, 1.0) * made.top_m, std::min(height_m, made.top_m));
    } else if (height_m > 0) { // natural ground beside: a slope of 1 : 7 up or down to it
      double const free = -d / 7;
      height_m = std::clamp(height_m, made.top_m - free, made.top_m + free);
    } else { // a dredged basin along the wall
      double const dredged = -made.depth_m * (1 - smooth_step(350, 850, -d));
      // As steep below the waterline as above it, so that the wall's line stays straight between the samples.
      double const face = -std::min(-d / wall_m, 1.0) * made.top_m;
      height_m = std::lerp(face, std::min({height_m, dredged, face}), std::clamp(-d / wall_m - 1, 0.0, 1.0));
    }
  }
  return height_m;
}

double Ground::graded_m(MapPoint p, double height_m, double shore_m) const {
  double const deep = std::max(0.0, shore_m);
  double const plane = 3.4 + 9 * (1 - std::exp(-deep / 2600)) + 0.9 * fractal(p, {1500, 2, 61});
  double weight = 0;
  for (std::size_t k = 0; k < sources_.zone_rings.size(); ++k)
    if (sources_.zone_boxes[k].contains(p, 700))
      weight = std::max(weight, smooth_step(-600, 60, signed_distance_m(sources_.zone_rings[k], p)));
  for (Field const& field : sources_.fields)
    if (field.kind == "airfield" && field.box.contains(p, 500))
      weight = std::max(weight, smooth_step(-400, 30, signed_distance_m(field.ring, p)));
  double graded = std::lerp(height_m, plane, weight);
  double const urban = std::min(1.0, 1.5 * country_.urban.at(p));
  double const street_level = plane + 0.22 * std::max(0.0, height_m - plane); // towns climb a little
  graded = std::lerp(graded, street_level, 0.85 * smooth_step(0.35, 0.9, urban) * (1 - weight));
  for (Field const& field : sources_.fields)
    if (field.kind == "salt-pan" && field.box.contains(p, 300))
      graded = std::lerp(graded, 1.1, smooth_step(-250, 20, signed_distance_m(field.ring, p)));
  return std::lerp(height_m, graded, smooth_step(0, 60, deep));
}

GroundGrid Ground::make(GridFrame const& frame) const {
  bool const is_window = frame.spacing_m == shore_.frame.spacing_m;
  auto const cells = is_window ? 0 : static_cast<std::size_t>(std::ceil(kMargin_m / frame.spacing_m));
  GridFrame const wide = widened(frame, cells);
  auto const natural = is_window ? shore_.raw_m : signed_distance(wide, land_);
  GroundGrid grid{frame, std::vector<float>(frame.size()), std::vector<float>(frame.size())};
  for (std::size_t i = 0; i < frame.size(); ++i) {
    MapPoint const p = frame.at(i);
    std::size_t const row = i / frame.columns + cells, column = i % frame.columns + cells;
    double const shore = shore_at(p, natural[row * wide.columns + column], frame.spacing_m);
    Character const c = character_at(p);
    double height = shore > 0 ? graded_m(p, land_height_m(p, shore, c), shore) : -sea_depth_m(p, -shore, c);
    grid.shore_m[i] = static_cast<float>(shore);
    grid.height_m[i] = static_cast<float>(made_ground_m(p, height, frame.spacing_m));
  }
  pin_peaks(grid);
  return grid;
}

void Ground::pin_peaks(GroundGrid& grid) const {
  for (int round = 0; round < 3; ++round)
    for (PlacedPeak const& peak : sources_.peaks) {
      Box const box{grid.frame.origin, grid.frame.at(grid.frame.size() - 1)};
      if (!box.contains(peak.position)) continue;
      double const miss = peak.height_m - grid.frame.sample(grid.height_m, peak.position);
      double const spread = std::clamp(peak.height_m * 1.2, 350.0, 700.0);
      for (std::size_t i = 0; i < grid.frame.size(); ++i) {
        double const r = distance_m(grid.frame.at(i), peak.position) / spread;
        if (r < 3 && grid.height_m[i] > 0)
          grid.height_m[i] = std::max(0.05F, grid.height_m[i] + static_cast<float>(miss * std::exp(-r * r)));
      }
    }
}

} // namespace dalian::bake
