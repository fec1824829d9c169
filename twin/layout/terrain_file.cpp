#include "twin/layout/city.pb.h"
#include "twin/layout/city_file.hpp"
#include "twin/layout/file_io.hpp"
#include "twin/layout/frame_codec.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::layout {
namespace {

constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kLargestSide = 8192; // samples; a grid beyond it is no grid of ours

using Values = std::vector<std::uint16_t>;

/// left + below − diagonal, with zero outside: exact for planes, so slopes code as small numbers.
std::uint16_t predict(Values const& v, std::size_t columns, std::size_t column, std::size_t row) {
  std::size_t const i = row * columns + column;
  std::uint16_t const left = column > 0 ? v[i - 1] : 0, below = row > 0 ? v[i - columns] : 0;
  std::uint16_t const diagonal = column > 0 && row > 0 ? v[i - columns - 1] : 0;
  return static_cast<std::uint16_t>(left + below - diagonal);
}

std::string encode_heights(Values const& values, std::size_t columns) {
  std::string bytes(values.size() * 2, '\0');
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto const difference = static_cast<std::uint16_t>(values[i] - predict(values, columns, i % columns, i / columns));
    bytes[i] = static_cast<char>(difference & 0xff);
    bytes[values.size() + i] = static_cast<char>(difference >> 8);
  }
  return bytes;
}

/// The inverse, row by row without a branch per sample: the predictor is the sum of the row below's running sums.
Values decode_heights(std::string_view bytes, std::size_t columns) {
  std::size_t const count = bytes.size() / 2;
  Values values(count);
  for (std::size_t row = 0; row * columns < count; ++row) {
    std::uint16_t along = 0; // value − value below = sum of differences so far in this row
    for (std::size_t i = row * columns; i < (row + 1) * columns; ++i) {
      auto const low = static_cast<std::uint8_t>(bytes[i]), high = static_cast<std::uint8_t>(bytes[count + i]);
      along = static_cast<std::uint16_t>(along + (low | high << 8));
      values[i] = static_cast<std::uint16_t>(along + (row > 0 ? values[i - columns] : 0));
    }
  }
  return values;
}

void put_grid(TerrainGrid const& grid, file::Grid& out) {
  auto const [lowest, highest] = std::minmax_element(grid.height_m.begin(), grid.height_m.end());
  double const base = *lowest, step = std::max(1e-6, (static_cast<double>(*highest) - base) / 65535);
  Values values(grid.height_m.size());
  std::transform(grid.height_m.begin(), grid.height_m.end(), values.begin(),
                 [&](float h) { return static_cast<std::uint16_t>(std::lround((h - base) / step)); });
  out.set_name(grid.name);
  out.set_origin_east_m(grid.origin.east_m);
  out.set_origin_north_m(grid.origin.north_m);
  out.set_spacing_m(grid.spacing_m);
  out.set_columns(grid.columns);
  out.set_rows(grid.rows);
  out.set_lowest_m(base);
  out.set_step_m(step);
  out.set_heights_zstd(pack_frame(encode_heights(values, grid.columns)));
  out.set_covers_zstd(pack_frame({reinterpret_cast<char const*>(grid.cover.data()), grid.cover.size()}));
}

Status check_shape(file::Grid const& in) {
  if (in.columns() < 2 || in.rows() < 2 || in.columns() > kLargestSide || in.rows() > kLargestSide)
    return Error{"grid '" + in.name() + "' has " + std::to_string(in.columns()) + " × " + std::to_string(in.rows()) +
                 " samples, outside 2…8192 a side"};
  for (double const v : {in.origin_east_m(), in.origin_north_m(), in.spacing_m(), in.lowest_m(), in.step_m()})
    if (!std::isfinite(v) || std::abs(v) > 1e8) return Error{"grid '" + in.name() + "' has a frame that is no number"};
  if (in.spacing_m() <= 0 || in.step_m() <= 0) return Error{"grid '" + in.name() + "' has no positive spacing or step"};
  return {};
}

Result<TerrainGrid> get_grid(file::Grid const& in) {
  if (Status const shape = check_shape(in); !shape) return Error{shape.error()};
  std::size_t const count = std::size_t{in.columns()} * in.rows();
  auto const heights = unpack_frame(in.heights_zstd(), count * 2);
  auto const covers = unpack_frame(in.covers_zstd(), count);
  if (!heights) return Error{"heights of '" + in.name() + "': " + heights.error()};
  if (!covers) return Error{"covers of '" + in.name() + "': " + covers.error()};
  if (heights->size() != count * 2 || covers->size() != count)
    return Error{"grid '" + in.name() + "' does not hold columns × rows samples"};
  TerrainGrid grid{in.name(), {in.origin_east_m(), in.origin_north_m()}, in.spacing_m(), in.columns(), in.rows(), {},
                   {}};
  Values const values = decode_heights(*heights, in.columns());
  auto const base = static_cast<float>(in.lowest_m()), step = static_cast<float>(in.step_m());
  grid.height_m.resize(count);
  std::transform(values.begin(), values.end(), grid.height_m.begin(),
                 [&](std::uint16_t v) { return base + step * static_cast<float>(v); });
  grid.cover.assign(covers->begin(), covers->end());
  if (std::any_of(grid.cover.begin(), grid.cover.end(), [](std::uint8_t c) { return c >= kCovers; }))
    return Error{"grid '" + in.name() + "' has an unknown land cover"};
  return grid;
}

} // namespace

Status write_terrain(Terrain const& terrain, std::filesystem::path const& file) {
  file::TerrainFile out;
  out.set_version(kVersion);
  out.set_provenance(static_cast<std::uint32_t>(terrain.provenance));
  out.set_source(terrain.source);
  out.set_grid_count(static_cast<std::uint32_t>(1 + terrain.details.size()));
  put_grid(terrain.window, *out.add_grids());
  for (TerrainGrid const& grid : terrain.details)
    put_grid(grid, *out.add_grids());
  return write_bytes(out.SerializeAsString(), file);
}

Result<Terrain> read_terrain(std::filesystem::path const& file) {
  auto const bytes = read_bytes(file);
  if (!bytes) return Error{bytes.error()};
  file::TerrainFile in;
  if (!in.ParseFromString(*bytes)) return Error{file.string() + ": not a terrain file, or cut short; bake it again"};
  if (in.version() != kVersion)
    return Error{file.string() + ": version " + std::to_string(in.version()) + ", this program reads " +
                 std::to_string(kVersion) + "; bake it again"};
  if (in.grids().empty() || in.grid_count() != static_cast<std::uint32_t>(in.grids_size()))
    return Error{file.string() + ": grids are missing; bake it again"};
  if (in.provenance() > static_cast<std::uint32_t>(Provenance::recorded))
    return Error{file.string() + ": unknown provenance " + std::to_string(in.provenance())};
  Terrain terrain;
  terrain.provenance = static_cast<Provenance>(in.provenance());
  terrain.source = in.source();
  for (file::Grid const& each : in.grids()) {
    auto grid = get_grid(each);
    if (!grid) return Error{file.string() + ": " + grid.error()};
    if (&each == &in.grids(0))
      terrain.window = std::move(grid).value();
    else
      terrain.details.push_back(std::move(grid).value());
  }
  return terrain;
}

} // namespace dalian::layout
