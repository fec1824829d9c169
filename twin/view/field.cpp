#include "twin/view/field.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::view {
namespace {

std::size_t values_of(std::vector<float> const& values) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [](float v) { return !std::isnan(v); }));
}

std::string grid_complaint(FieldGrid const& grid) {
  std::size_t const samples = std::size_t{grid.columns} * grid.rows;
  if (grid.columns < 2 || grid.rows < 2) return "a grid needs two rows and two columns at least";
  if (samples > kMostFieldSamples)
    return fmt::format("a grid of {} × {} samples is too large; {} is the most: choose a wider spacing", grid.columns,
                       grid.rows, kMostFieldSamples);
  if (grid.value.size() != samples)
    return fmt::format("a grid of {} × {} holds {} values", grid.columns, grid.rows, grid.value.size());
  if (!(grid.spacing_m > 0) || !std::isfinite(grid.spacing_m) || !std::isfinite(grid.origin.east_m) ||
      !std::isfinite(grid.origin.north_m))
    return "a grid has no usable origin or spacing";
  return {};
}

std::string table_complaint(char const* what, std::vector<float> const& values, std::size_t expected) {
  if (values.empty() || values.size() == expected) return {};
  return fmt::format("{} values for {} {}", values.size(), expected, what);
}

std::string complaint(Field const& f, std::size_t parcels, std::size_t placements) {
  FieldInfo const& info = f.info;
  if (!std::isfinite(info.low) || !std::isfinite(info.high) || info.low >= info.high)
    return fmt::format("its range {} … {} is none", info.low, info.high);
  if (!std::isfinite(info.noise_floor) || info.noise_floor < 0) return "its noise floor is not a number from 0 on";
  if (info.scale == FieldScale::categories && info.categories.empty()) return "it names no categories";
  for (auto const& wrong :
       {table_complaint("parcels", f.by_parcel, parcels), table_complaint("placements", f.by_placement, placements)})
    if (!wrong.empty()) return wrong;
  std::size_t values = values_of(f.by_parcel) + values_of(f.by_placement), samples = 0;
  for (FieldGrid const& grid : f.grids) {
    if (auto wrong = grid_complaint(grid); !wrong.empty()) return wrong;
    values += values_of(grid.value);
    samples += grid.value.size();
  }
  if (samples > kMostFieldSamples)
    return fmt::format("its grids hold {} samples; {} is the most: choose a wider spacing", samples, kMostFieldSamples);
  if (values == 0) return "it has no value anywhere";
  return {};
}

} // namespace

std::optional<float> FieldGrid::at(MapPoint p) const {
  double const x = (p.east_m - origin.east_m) / spacing_m, y = (p.north_m - origin.north_m) / spacing_m;
  if (!(x >= 0 && y >= 0 && x <= columns - 1.0 && y <= rows - 1.0)) return std::nullopt;
  auto const column = std::min(static_cast<std::uint32_t>(x), columns - 2),
             row = std::min(static_cast<std::uint32_t>(y), rows - 2);
  double const fx = x - column, fy = y - row;
  double sum = 0, weight = 0;
  for (std::uint32_t k = 0; k < 4; ++k) {
    float const v = value[std::size_t{row + k / 2} * columns + column + k % 2];
    if (std::isnan(v)) continue;
    double const w = (k % 2 ? fx : 1 - fx) * (k / 2 ? fy : 1 - fy);
    sum += w * static_cast<double>(v);
    weight += w;
  }
  if (weight <= 0) return std::nullopt;
  return static_cast<float>(sum / weight);
}

Status check_field(Field const& field, std::size_t parcels, std::size_t placements) {
  auto const wrong = complaint(field, parcels, placements);
  if (wrong.empty()) return {};
  return Error{fmt::format("layer '{}' cannot be shown: {}", field.info.name, wrong)};
}

float share_of(FieldInfo const& info, float value) {
  float const share = std::clamp((value - info.low) / (info.high - info.low), 0.0F, 1.0F);
  return info.by_root ? std::sqrt(share) : share;
}

float round_up_125(float value) {
  if (!(value > 0) || !std::isfinite(value)) return 1;
  float const power = std::pow(10.0F, std::floor(std::log10(value)));
  for (float const step : {1.0F, 2.0F, 5.0F})
    if (step * power >= value * 0.9999F) return step * power;
  return 10 * power;
}

} // namespace dalian::view
