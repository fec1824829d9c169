#include "twin/view/mover_fields.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

namespace dalian::view {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr double kFinest_m = 50, kMostAcross = 1400;
constexpr double kWhole = 1 << 20; // of the kernel's top, in its integer steps
constexpr double kSquare_km = 1e6; // m²

bool counts(Mover const& m) {
  return m.shape != Shape::buoy && m.shape != Shape::base_station && m.shape != Shape::sensor &&
         m.freshness == Freshness::fresh;
}

MapPoint position_at(Mover const& m, Instant now) {
  double const dt = to_seconds(std::min(now, m.until) - m.t0);
  double const angle = static_cast<double>(m.turn_rate_rps) * dt / 2; // over the chord
  double const ve = static_cast<double>(m.velocity_east_mps), vn = static_cast<double>(m.velocity_north_mps);
  double const c = std::cos(angle), s = std::sin(angle);
  return {m.position.east_m + (ve * c + vn * s) * dt, m.position.north_m + (vn * c - ve * s) * dt};
}

/// A grid over all points and the kernel's reach; its samples lie at whole multiples of its spacing, so that it does
/// not swim when the points move.
FieldGrid grid_around(std::vector<MapPoint> const& points, double reach_m) {
  MapPoint low{1e30, 1e30}, high{-1e30, -1e30};
  for (MapPoint const p : points) {
    low = {std::min(low.east_m, p.east_m), std::min(low.north_m, p.north_m)};
    high = {std::max(high.east_m, p.east_m), std::max(high.north_m, p.north_m)};
  }
  FieldGrid grid;
  double const longest = std::max(high.east_m - low.east_m, high.north_m - low.north_m) + 2 * reach_m;
  grid.spacing_m = kFinest_m * std::max(1.0, std::ceil(longest / kMostAcross / kFinest_m));
  auto const snap = [&](double v) { return std::floor((v - reach_m) / grid.spacing_m) * grid.spacing_m; };
  grid.origin = {snap(low.east_m), snap(low.north_m)};
  grid.columns = static_cast<std::uint32_t>((high.east_m + reach_m - grid.origin.east_m) / grid.spacing_m) + 2;
  grid.rows = static_cast<std::uint32_t>((high.north_m + reach_m - grid.origin.north_m) / grid.spacing_m) + 2;
  return grid;
}

/// Calls `visit` with each sample of `grid` within `reach_m` of `p`, and its distance as a share of the reach, squared.
void around(FieldGrid const& grid, MapPoint p, double reach_m, std::function<void(std::size_t, double)> const& visit) {
  auto const first = [&](double v, double origin) {
    return static_cast<std::uint32_t>(std::max(0.0, std::ceil((v - reach_m - origin) / grid.spacing_m)));
  };
  for (std::uint32_t row = first(p.north_m, grid.origin.north_m); row < grid.rows; ++row) {
    double const dn = grid.origin.north_m + row * grid.spacing_m - p.north_m;
    if (dn > reach_m) break;
    for (std::uint32_t column = first(p.east_m, grid.origin.east_m); column < grid.columns; ++column) {
      double const de = grid.origin.east_m + column * grid.spacing_m - p.east_m;
      if (de > reach_m) break;
      double const u2 = (de * de + dn * dn) / (reach_m * reach_m);
      if (u2 < 1) visit(std::size_t{row} * grid.columns + column, u2);
    }
  }
}

FieldInfo info_of(char const* name, char const* unit, Provenance kind) {
  FieldInfo info;
  info.name = name;
  info.unit = unit;
  info.kind = kind;
  info.source = std::string("layer.") + name + ".source";
  return info;
}

} // namespace

Provenance common_provenance(std::span<Mover const> movers) {
  if (movers.empty()) return Provenance::unknown;
  Provenance const first = movers.front().provenance;
  if (std::all_of(movers.begin(), movers.end(), [&](Mover const& m) { return m.provenance == first; })) return first;
  bool const made_up =
      std::any_of(movers.begin(), movers.end(), [](Mover const& m) { return m.provenance == Provenance::synthetic; });
  return made_up ? Provenance::synthetic : Provenance::unknown;
}

bool MoverMemory::look(Instant now, std::span<Mover const> movers) {
  if (!looks_.empty() && now < looks_.back().at) looks_.clear();
  if (!looks_.empty() && now - looks_.back().at < std::chrono::seconds(1)) return false;
  Look look{now, {}};
  for (Mover const& m : movers)
    if (counts(m)) look.where.push_back(position_at(m, now));
  kind_ = common_provenance(movers);
  looks_.push_back(std::move(look));
  while (looks_.front().at < now - window_)
    looks_.pop_front();
  return true;
}

Result<Field> MoverMemory::density(double reach_m) const {
  std::vector<MapPoint> all;
  for (Look const& look : looks_)
    all.insert(all.end(), look.where.begin(), look.where.end());
  if (all.empty()) return Error{"layer 'density' has nothing to show: no mover was seen; start a feed"};
  Field field{info_of("density", "1/km²", kind_), {grid_around(all, reach_m)}, {}, {}};
  FieldGrid& grid = field.grids.front();
  std::vector<std::int64_t> sum(std::size_t{grid.columns} * grid.rows);
  for (MapPoint const p : all)
    around(grid, p, reach_m, [&](std::size_t i, double u2) { sum[i] += std::llround((1 - u2) * (1 - u2) * kWhole); });
  double const top = 3 / (std::numbers::pi * reach_m * reach_m) * kSquare_km; // of one mover's kernel, per km²
  double const unit = top / kWhole / static_cast<double>(looks_.size());
  float most = 0;
  for (std::int64_t const s : sum) {
    auto const v = static_cast<float>(static_cast<double>(s) * unit);
    grid.value.push_back(s == 0 ? kNone : v);
    most = std::max(most, v);
  }
  field.info.noise_floor = static_cast<float>(top / 4);
  field.info.floor_hides = field.info.by_root = true;
  field.info.high = std::max(round_up_125(most), 2 * static_cast<float>(top));
  return field;
}

Result<Field> observation_age(Instant now, std::span<Mover const> movers, double reach_m) {
  std::vector<MapPoint> all;
  for (Mover const& m : movers)
    all.push_back(m.position);
  if (all.empty()) return Error{"layer 'age' has nothing to show: no mover was seen; start a feed"};
  Field field{info_of("age", "s", common_provenance(movers)), {grid_around(all, reach_m)}, {}, {}};
  FieldGrid& grid = field.grids.front();
  grid.value.assign(std::size_t{grid.columns} * grid.rows, kNone);
  std::vector<float> ages;
  for (Mover const& m : movers) {
    auto const age = static_cast<float>(std::max(0.0, to_seconds(now - m.t0)));
    ages.push_back(age);
    around(grid, m.position, reach_m, [&](std::size_t i, double) {
      if (!(grid.value[i] <= age)) grid.value[i] = age;
    });
  }
  std::nth_element(ages.begin(), ages.begin() + static_cast<std::ptrdiff_t>(ages.size() * 9 / 10), ages.end());
  field.info.high = std::max(round_up_125(ages[ages.size() * 9 / 10]), 10.0F);
  field.info.noise_floor = 1; // AIS states whole seconds
  return field;
}

} // namespace dalian::view
