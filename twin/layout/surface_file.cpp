#include "twin/layout/city.pb.h"
#include "twin/layout/city_file.hpp"
#include "twin/layout/file_io.hpp"
#include "twin/layout/frame_codec.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::layout {
namespace {

constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kLargestSide = 8192; // as of the terrain
constexpr std::size_t kLargestSurface_bytes = 64U << 20;

void put(WaterGrid const& grid, file::WaterGrid& out) {
  out.set_origin_east_m(grid.origin.east_m);
  out.set_origin_north_m(grid.origin.north_m);
  out.set_spacing_m(grid.spacing_m);
  out.set_columns(grid.columns);
  out.set_rows(grid.rows);
  out.mutable_bits()->Add(grid.bits.begin(), grid.bits.end());
}

void put(std::vector<MapPoint> const& line, file::Ring& out) {
  for (MapPoint const& p : line) {
    out.add_east_m(p.east_m);
    out.add_north_m(p.north_m);
  }
}

/// Coordinates of the Earth in metres, or nothing.
bool sound(double v) {
  return std::isfinite(v) && std::abs(v) < 1e8;
}

Status get(file::WaterGrid const& in, WaterGrid& grid) {
  auto const side = [](std::uint32_t n) { return n >= 2 && n <= kLargestSide; };
  if (!side(in.columns()) || !side(in.rows())) return Error{"a grid has not 2…8192 samples a side"};
  if (!sound(in.origin_east_m()) || !sound(in.origin_north_m()) || !sound(in.spacing_m()) || in.spacing_m() <= 0)
    return Error{"a grid has a frame that is no number"};
  grid = {{in.origin_east_m(), in.origin_north_m()}, in.spacing_m(), in.columns(), in.rows(), {}};
  grid.bits.assign(in.bits().begin(), in.bits().end());
  if (grid.bits.size() != (std::size_t{in.columns()} * in.rows() + 63) / 64)
    return Error{"a grid does not hold columns × rows samples"};
  return {};
}

Status get(file::Ring const& in, std::vector<MapPoint>& line) {
  if (in.east_m_size() != in.north_m_size()) return Error{"a line has not as many norths as easts"};
  for (int i = 0; i < in.east_m_size(); ++i) {
    if (!sound(in.east_m(i)) || !sound(in.north_m(i))) return Error{"a line has a point that is no number"};
    line.push_back({in.east_m(i), in.north_m(i)});
  }
  return {};
}

Status get(file::Surface const& in, Surface& surface) {
  if (in.grids().empty()) return Error{"no grid"};
  for (auto const& grid : in.grids()) {
    bool const first = &grid == &in.grids(0);
    if (auto const got = get(grid, first ? surface.window : surface.details.emplace_back()); !got) return got;
  }
  for (auto const& zone : in.zones())
    if (auto const got = get(zone, surface.zones.emplace_back()); !got) return got;
  for (auto const& road : in.roads()) {
    auto& out = surface.roads.emplace_back();
    out.width_m = road.width_m();
    if (!sound(out.width_m) || out.width_m < 0 || out.width_m > 1000) return Error{"a road has no sensible width"};
    if (auto const got = get(road.line(), out.line); !got) return got;
  }
  return {};
}

} // namespace

Status write_surface(Surface const& surface, std::filesystem::path const& file) {
  file::Surface out;
  put(surface.window, *out.add_grids());
  for (WaterGrid const& grid : surface.details)
    put(grid, *out.add_grids());
  for (Ring const& zone : surface.zones)
    put(zone, *out.add_zones());
  for (RoadLine const& road : surface.roads) {
    auto& to = *out.add_roads();
    put(road.line, *to.mutable_line());
    to.set_width_m(road.width_m);
  }
  file::SurfaceFile whole;
  whole.set_version(kVersion);
  whole.set_surface_zstd(pack_frame(out.SerializeAsString()));
  return write_bytes(whole.SerializeAsString(), file);
}

Result<Surface> read_surface(std::filesystem::path const& file) {
  auto const bytes = read_bytes(file);
  if (!bytes) return Error{bytes.error()};
  file::SurfaceFile in;
  if (!in.ParseFromString(*bytes)) return Error{file.string() + ": not a surface file, or cut short; bake it again"};
  if (in.version() != kVersion)
    return Error{file.string() + ": version " + std::to_string(in.version()) + ", this program reads " +
                 std::to_string(kVersion) + "; bake it again"};
  auto const content = unpack_frame(in.surface_zstd(), kLargestSurface_bytes);
  if (!content) return Error{file.string() + ": " + content.error()};
  file::Surface told;
  Surface surface;
  if (!told.ParseFromString(*content)) return Error{file.string() + ": damaged; bake it again"};
  if (auto const got = get(told, surface); !got) return Error{file.string() + ": " + got.error()};
  return surface;
}

} // namespace dalian::layout
