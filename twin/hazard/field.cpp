#include "twin/hazard/field.hpp"

#include "twin/base/crew.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

namespace dalian::hazard {
namespace {

constexpr float kNothing = -100; // logarithm of what is none
constexpr double kSigmas = 6;    // beyond them a case counts as none: e^-18 of its axis
constexpr float kFine = 64;      // metres with steps of 1/64 m, then of 1/4 m
constexpr std::uint32_t kBlock = 256;

float step_of(float x_m) {
  return x_m < kFine ? x_m * kFine : kFine * kFine + (x_m - kFine) * 4;
}
double x_of(std::size_t step) {
  constexpr std::size_t kSteps = static_cast<std::size_t>(kFine * kFine);
  return step < kSteps ? static_cast<double>(step) / kFine : kFine + static_cast<double>(step - kSteps) / 4;
}

/// Along the wind: logarithm of the concentration on the axis, and √2 sigma across; between two steps straight.
struct Profile {
  struct Step {
    float log_axis, log_axis_rise, width, width_rise;
  };
  std::vector<Step> steps;
  float widest_slope = 0; // of kSigmas · sigma over x
};

Profile profile_of(GasSource const& source, WeatherCase const& weather, double far_m) {
  Plume const plume{source.rate_kg_s, source.height_m, weather.wind_mps, weather.stability, source.curves};
  auto const count = static_cast<std::size_t>(step_of(static_cast<float>(far_m))) + 3;
  Profile out;
  out.steps.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    double const x = std::max(x_of(i), .01);
    double const sigma = plume_spread(x, plume.stability, plume.curves).across;
    double const axis = concentration(plume, x, 0, kReceiver_m);
    out.steps[i] = {axis > 0 ? std::max(kNothing, static_cast<float>(std::log(axis))) : kNothing, 0,
                    static_cast<float>(std::numbers::sqrt2 * sigma), 0};
    if (x >= 1) out.widest_slope = std::max(out.widest_slope, static_cast<float>(kSigmas * sigma / x));
  }
  for (std::size_t i = 0; i + 1 < count; ++i) {
    out.steps[i].log_axis_rise = out.steps[i + 1].log_axis - out.steps[i].log_axis;
    out.steps[i].width_rise = out.steps[i + 1].width - out.steps[i].width;
  }
  return out;
}

/// Share that dies over the logarithm of the concentration.
struct LethalityTable {
  static constexpr int kSteps = 4096;
  static constexpr float kLow = -30, kHigh = 5, kScale = kSteps / (kHigh - kLow);
  std::array<float, kSteps + 2> share{};
  float least = kHigh; // below it nobody dies (< 1e-9)

  explicit LethalityTable(Lethality const& lethality) {
    for (int i = 0; i <= kSteps + 1; ++i) {
      float const log_c = kLow + static_cast<float>(i) / kScale;
      share[static_cast<std::size_t>(i)] = static_cast<float>(lethality(std::exp(static_cast<double>(log_c))));
      if (share[static_cast<std::size_t>(i)] > 1e-9F) least = std::min(least, log_c - 1 / kScale);
    }
  }
  float at(float log_c) const {
    float const t = (std::min(log_c, kHigh) - kLow) * kScale;
    auto const i = static_cast<std::size_t>(t);
    return share[i] + (t - static_cast<float>(i)) * (share[i + 1] - share[i]);
  }
};

struct CaseToDo {
  float cos, sin, weight; // x = east sin + north cos; y = east cos − north sin
  Profile const* profile;
};

/// Cells of a row with x > 0 and |y| ≤ slope · x, both linear in the column: first and last + 1.
std::pair<std::int64_t, std::int64_t> cone_of_row(CaseToDo const& c, float east, float north, float cell,
                                                  std::int64_t columns) {
  // each: a + b i > 0
  double low = 0, high = static_cast<double>(columns);
  double const x0 = east * c.sin + north * c.cos, dx = cell * c.sin;
  double const y0 = east * c.cos - north * c.sin, dy = cell * c.cos, k = c.profile->widest_slope;
  for (auto const& [a, b] : {std::pair{x0, dx}, {k * x0 - y0, k * dx - dy}, {k * x0 + y0, k * dx + dy}}) {
    if (b > 0)
      low = std::max(low, -a / b);
    else if (b < 0)
      high = std::min(high, -a / b);
    else if (a <= 0)
      high = 0;
  }
  auto first = static_cast<std::int64_t>(std::ceil(low)), last = static_cast<std::int64_t>(std::ceil(high));
  return {first, std::max(first, last)};
}

struct Row {
  float east, north, cell; // of its first cell, from the source
  float* highest;          // logarithms
  float* risk;
};

void log_concentrations(CaseToDo const& c, Row const& row, std::int64_t from, std::uint32_t count, float* out) {
  float const x0 = (row.east + static_cast<float>(from) * row.cell) * c.sin + row.north * c.cos;
  float const y0 = (row.east + static_cast<float>(from) * row.cell) * c.cos - row.north * c.sin;
  float const dx = row.cell * c.sin, dy = row.cell * c.cos;
  Profile::Step const* steps = c.profile->steps.data();
  for (std::uint32_t i = 0; i < count; ++i) {
    float const x = std::max(0.0F, x0 + static_cast<float>(i) * dx), y = y0 + static_cast<float>(i) * dy;
    float const t = step_of(x);
    auto const k = static_cast<std::int32_t>(t);
    float const part = t - static_cast<float>(k);
    Profile::Step const& s = steps[k];
    float const off = y / (s.width + part * s.width_rise);
    out[i] = s.log_axis + part * s.log_axis_rise - off * off;
  }
}

void add_case(CaseToDo const& c, Row const& row, std::int64_t columns, LethalityTable const& lethality) {
  auto const [first, last] = cone_of_row(c, row.east, row.north, row.cell, columns);
  std::array<float, kBlock> log_c;
  for (std::int64_t at = first; at < last; at += kBlock) {
    auto const count = static_cast<std::uint32_t>(std::min<std::int64_t>(kBlock, last - at));
    log_concentrations(c, row, at, count, log_c.data());
    float most = kNothing;
    for (std::uint32_t i = 0; i < count; ++i) {
      row.highest[at + i] = std::max(row.highest[at + i], log_c[i]);
      most = std::max(most, log_c[i]);
    }
    if (most <= lethality.least || c.weight == 0) continue;
    for (std::uint32_t i = 0; i < count; ++i)
      if (log_c[i] > lethality.least) row.risk[at + i] += c.weight * lethality.at(log_c[i]);
  }
}

MapPoint centre_of(Grid const& grid, std::uint32_t column, std::uint32_t row) {
  return {grid.west_m + column * grid.cell_m, grid.south_m + row * grid.cell_m};
}

/// Of the farthest corner.
double far_corner_m(Grid const& grid, GasSource const& source) {
  double far = 0;
  for (std::uint32_t const column : {0U, grid.columns})
    for (std::uint32_t const row : {0U, grid.rows})
      far = std::max(far, distance_m(centre_of(grid, column, row), {source.east_m, source.north_m}));
  return far;
}

} // namespace

ExposureFields exposure_by_formula(Grid const& grid, GasSource const& source, std::span<WeatherCase const> cases,
                                   Lethality const& lethality) {
  ExposureFields out{std::vector<float>(grid.cells()), std::vector<float>(grid.cells())};
  std::size_t cell = 0;
  for (std::uint32_t row = 0; row < grid.rows; ++row)
    for (std::uint32_t column = 0; column < grid.columns; ++column, ++cell) {
      MapPoint const p = centre_of(grid, column, row);
      double const east = p.east_m - source.east_m, north = p.north_m - source.north_m;
      double highest = 0, risk = 0;
      for (WeatherCase const& w : cases) {
        double const s = std::sin(w.toward_rad), c = std::cos(w.toward_rad);
        Plume const plume{source.rate_kg_s, source.height_m, w.wind_mps, w.stability, source.curves};
        double const kg_m3 = concentration(plume, east * s + north * c, east * c - north * s, kReceiver_m);
        highest = std::max(highest, kg_m3);
        if (kg_m3 > 0) risk += w.weight * lethality(kg_m3);
      }
      out.highest_kg_m3[cell] = static_cast<float>(highest);
      out.risk_per_a[cell] = static_cast<float>(risk);
    }
  return out;
}

ExposureFields exposure(Grid const& grid, GasSource const& source, std::span<WeatherCase const> cases,
                        Lethality const& lethality, unsigned threads) {
  double const far = far_corner_m(grid, source);
  std::map<std::pair<double, Stability>, Profile> profiles;
  std::vector<CaseToDo> to_do;
  for (WeatherCase const& w : cases) {
    auto const [it, is_new] = profiles.try_emplace({w.wind_mps, w.stability});
    if (is_new) it->second = profile_of(source, w, far);
    to_do.push_back({static_cast<float>(std::cos(w.toward_rad)), static_cast<float>(std::sin(w.toward_rad)),
                     static_cast<float>(w.weight), &it->second});
  }
  LethalityTable const table(lethality);
  ExposureFields out{std::vector<float>(grid.cells(), kNothing), std::vector<float>(grid.cells())};
  Crew crew(std::max(1U, threads));
  crew.run([&](unsigned member) {
    for (std::uint32_t r = member; r < grid.rows; r += crew.size()) {
      std::size_t const at = std::size_t{r} * grid.columns;
      Row const row{static_cast<float>(grid.west_m - source.east_m),
                    static_cast<float>(grid.south_m + r * grid.cell_m - source.north_m),
                    static_cast<float>(grid.cell_m), &out.highest_kg_m3[at], &out.risk_per_a[at]};
      for (CaseToDo const& c : to_do)
        add_case(c, row, grid.columns, table);
      for (std::uint32_t i = 0; i < grid.columns; ++i)
        row.highest[i] = row.highest[i] <= kNothing ? 0 : std::exp(row.highest[i]);
    }
  });
  return out;
}

void add_radial(Grid const& grid, MapPoint place, double per_a, double reach_m,
                std::function<double(double)> const& share, std::vector<float>& risk_per_a) {
  assert(risk_per_a.size() == grid.cells() && "a value for each cell");
  double const step = std::max(grid.cell_m / 4, reach_m / 4096);
  std::vector<double> table;
  for (double r = 0; r <= reach_m + step; r += step)
    table.push_back(per_a * share(r));
  std::size_t cell = 0;
  for (std::uint32_t row = 0; row < grid.rows; ++row)
    for (std::uint32_t column = 0; column < grid.columns; ++column, ++cell) {
      double const r = distance_m(centre_of(grid, column, row), place);
      if (r > reach_m) continue;
      auto const i = static_cast<std::size_t>(r / step);
      double const part = r / step - static_cast<double>(i);
      risk_per_a[cell] += static_cast<float>(table[i] + part * (table[i + 1] - table[i]));
    }
}

} // namespace dalian::hazard
