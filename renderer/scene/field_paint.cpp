#include "renderer/scene/field_paint.hpp"

#include <algorithm>
#include <cmath>

#include <glm/packing.hpp>

namespace dalian::scene {
namespace {

template <class Texel, class Grid, class Make>
void append(Atlas<Texel>& atlas, Grid const& grid, Make const& make) {
  atlas.grids.push_back({grid.origin, grid.spacing_m, grid.columns, grid.rows, atlas.rows});
  std::size_t const from = atlas.texel.size();
  atlas.texel.resize(from + std::size_t{atlas.columns} * grid.rows);
  for (std::uint32_t row = 0; row < grid.rows; ++row)
    for (std::uint32_t column = 0; column < grid.columns; ++column)
      atlas.texel[from + std::size_t{row} * atlas.columns + column] = make(std::size_t{row} * grid.columns + column);
  atlas.rows += grid.rows;
}

template <class Grid>
std::uint32_t widest(std::vector<Grid> const& grids) {
  std::uint32_t columns = 0;
  for (Grid const& grid : grids)
    columns = std::max(columns, grid.columns);
  return columns;
}

} // namespace

Ramp ramp_of(view::FieldInfo const& info) {
  if (info.scale == view::FieldScale::diverging) return Ramp::vik;
  return info.name == "age" ? Ramp::cividis : Ramp::batlow; // the middle of cividis is grey, like the city below
}

std::uint32_t color_of(view::FieldInfo const& info, float value) {
  if (info.scale != view::FieldScale::categories) return ramp_color(ramp_of(info), view::share_of(info, value));
  auto const colors = category_colors();
  return colors[std::min(static_cast<std::size_t>(std::max(value, 0.0F)), colors.size() - 1)];
}

FieldPaint paint(view::Field const& field) {
  FieldPaint out;
  out.hatched = field.info.kind == Provenance::modelled;
  if (field.info.floor_hides) out.floor_share = view::share_of(field.info, field.info.noise_floor);
  for (std::size_t i = 0; i < out.ramp.size(); ++i)
    out.ramp[i] = gpu_color(ramp_color(ramp_of(field.info), static_cast<float>(i) / 255));
  auto const add = [&](std::vector<float> const& values) {
    for (float const v : values)
      out.colors.push_back(std::isnan(v) ? 0 : gpu_color(color_of(field.info, v)));
  };
  add(field.by_parcel);
  out.first_placement = static_cast<std::uint32_t>(out.colors.size());
  add(field.by_placement);
  out.shares.columns = widest(field.grids);
  for (view::FieldGrid const& grid : field.grids)
    append(out.shares, grid, [&](std::size_t i) {
      float const v = grid.value[i];
      return std::isnan(v) ? 0U : glm::packHalf2x16({view::share_of(field.info, v), 1.0F});
    });
  return out;
}

Atlas<std::uint32_t> atlas_of(std::vector<view::ParcelGrid> const& grids) {
  Atlas<std::uint32_t> atlas;
  atlas.columns = widest(grids);
  for (view::ParcelGrid const& grid : grids)
    append(atlas, grid, [&](std::size_t i) { return grid.texel[i]; });
  return atlas;
}

} // namespace dalian::scene
