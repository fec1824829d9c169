#include "tools/bake/city/map_picture.hpp"

#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace dalian::bake {
namespace {

struct Color {
  double r, g, b;
};

constexpr std::array<Color, layout::kCovers> kCoverColors{{
    {96, 128, 148},  // sea
    {150, 142, 120}, // tidal_flat
    {214, 202, 168}, // beach
    {140, 134, 126}, // rock
    {186, 176, 120}, // field
    {128, 142, 84},  // orchard
    {130, 132, 92},  // scrub
    {74, 98, 62},    // forest
    {176, 186, 190}, // salt_pan
    {88, 118, 130},  // reservoir
    {168, 140, 120}, // village
    {160, 156, 152}, // town
    {176, 176, 176}, // industry
    {198, 196, 190}, // concrete
    {92, 94, 98},    // asphalt
    {158, 150, 138}, // gravel
    {134, 160, 96},  // lawn
    {170, 172, 150}, // airport
}};

class Canvas {
 public:
  Canvas(Box box, int width_px)
      : width(width_px),
        height(static_cast<int>(width_px * (box.high.north_m - box.low.north_m) / (box.high.east_m - box.low.east_m))),
        metres_per_px((box.high.east_m - box.low.east_m) / width_px), pixels(static_cast<std::size_t>(width * height)),
        box_(box) {}

  MapPoint at(int x, int y) const {
    return {box_.low.east_m + (x + 0.5) * metres_per_px, box_.high.north_m - (y + 0.5) * metres_per_px};
  }
  void dot(MapPoint p, double radius_m, Color c) {
    double const x = (p.east_m - box_.low.east_m) / metres_per_px, y = (box_.high.north_m - p.north_m) / metres_per_px;
    double const r = std::max(0.5, radius_m / metres_per_px);
    for (int j = static_cast<int>(std::floor(y - r)); j <= y + r; ++j)
      for (int i = static_cast<int>(std::floor(x - r)); i <= x + r; ++i)
        if (i >= 0 && j >= 0 && i < width && j < height && std::hypot(i + 0.5 - x, j + 0.5 - y) <= r + 0.3)
          pixels[static_cast<std::size_t>(j * width + i)] = c;
  }
  void line(Line const& points, double width_m, Color c) {
    for (std::size_t i = 1; i < points.size(); ++i) {
      auto const steps = std::max(1, static_cast<int>(distance_m(points[i - 1], points[i]) / metres_per_px * 2));
      for (int k = 0; k <= steps; ++k)
        dot(points[i - 1] + static_cast<double>(k) / steps * (points[i] - points[i - 1]), width_m / 2, c);
    }
  }

  int width, height;
  double metres_per_px;
  std::vector<Color> pixels;

 private:
  Box box_;
};

Color ground_color(layout::Terrain const& terrain, MapPoint p, double step_m) {
  auto const& grid = terrain.finest_at(p);
  double const step = std::max(step_m, grid.spacing_m);
  double const h = grid.height_at(p);
  double const east = grid.height_at({p.east_m + step, p.north_m}) - grid.height_at({p.east_m - step, p.north_m});
  double const north = grid.height_at({p.east_m, p.north_m + step}) - grid.height_at({p.east_m, p.north_m - step});
  if (h < 0) {
    double const t = std::min(1.0, std::sqrt(-h / 60));
    return {150 - 100 * t, 175 - 95 * t, 180 - 70 * t};
  }
  double const gx = 2.2 * east / (2 * step), gy = 2.2 * north / (2 * step); // light from the north-west
  double const light = (0.55 * gx - 0.55 * gy + 0.63) / std::sqrt(1 + gx * gx + gy * gy) / 0.63;
  Color const c = kCoverColors[static_cast<std::size_t>(grid.cover_at(p))];
  double const k = std::clamp(light, 0.25, 1.5);
  return {c.r * k, c.g * k, c.b * k};
}

Color route_color(layout::RouteClass kind) {
  switch (kind) {
  case layout::RouteClass::expressway:
    return {230, 140, 40};
  case layout::RouteClass::road:
    return {240, 220, 120};
  case layout::RouteClass::street:
    return {235, 235, 230};
  case layout::RouteClass::rail:
    return {40, 40, 40};
  case layout::RouteClass::high_speed_rail:
    return {30, 60, 140};
  case layout::RouteClass::metro:
    return {140, 60, 150};
  case layout::RouteClass::river:
    return {70, 120, 180};
  case layout::RouteClass::test_route:
    return {30, 190, 190};
  }
  return {255, 0, 255};
}

Color model_color(std::string const& model) {
  if (model.starts_with("tree")) return {40, 90, 40};
  if (model.starts_with("house")) return {170, 80, 60};
  if (model.starts_with("tower") || model.starts_with("office")) return {90, 60, 90};
  if (model.starts_with("tank")) return {240, 240, 245};
  if (model.starts_with("quay") || model.starts_with("yard")) return {220, 40, 40};
  if (model.starts_with("container")) return {200, 110, 50};
  if (model.starts_with("wind")) return {255, 255, 255};
  return {70, 90, 130};
}

/// The model's rectangle, turned; a dot where it is smaller than a pixel.
void draw_footprint(layout::Placement const& placement, ModelSizes const& sizes, Canvas& canvas) {
  auto const it = sizes.find(placement.model);
  double const half_x = it == sizes.end() ? 1 : it->second.width_m * placement.scale[0] / 2;
  double const half_y = it == sizes.end() ? 1 : it->second.length_m * placement.scale[1] / 2;
  MapPoint const forward = along_bearing(placement.heading_rad), right = right_of(forward);
  double const step = canvas.metres_per_px * 0.7;
  for (double x = -half_x; x <= half_x; x += step)
    for (double y = -half_y; y <= half_y; y += step)
      canvas.dot(placement.position + x * right + y * forward, 0, model_color(placement.model));
}

Status write_png(std::filesystem::path const& file, Canvas const& canvas) {
  std::vector<std::uint8_t> bytes;
  for (Color const& c : canvas.pixels)
    for (double const v : {c.r, c.g, c.b})
      bytes.push_back(static_cast<std::uint8_t>(std::clamp(v, 0.0, 255.0)));
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(canvas.width);
  image.height = static_cast<png_uint_32>(canvas.height);
  image.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&image, file.c_str(), 0, bytes.data(), 0, nullptr) == 0)
    return Error{file.string() + ": " + image.message};
  return {};
}

} // namespace

Status write_map(MapRequest const& request, Baked const& baked, ModelSizes const& sizes) {
  layout::City const& city = baked.city;
  Canvas canvas(request.box, request.width_px);
  for (int y = 0; y < canvas.height; ++y)
    for (int x = 0; x < canvas.width; ++x)
      canvas.pixels[static_cast<std::size_t>(y * canvas.width + x)] =
          ground_color(baked.terrain, canvas.at(x, y), canvas.metres_per_px);
  double const hair = canvas.metres_per_px;
  for (auto const& route : city.routes)
    if (route.kind != layout::RouteClass::test_route)
      canvas.line(route.line, std::max(route.width_m, hair), route_color(route.kind));
  for (auto const& route : city.routes)
    if (route.kind == layout::RouteClass::test_route) canvas.line(route.line, 2 * hair, route_color(route.kind));
  if (canvas.metres_per_px < 25)
    for (auto const& placement : city.placements)
      draw_footprint(placement, sizes, canvas);
  for (auto const& zone : city.zones) {
    Line outline = zone.outline;
    outline.push_back(outline.front());
    canvas.line(outline, 2 * hair, {220, 70, 30});
  }
  for (auto const& place : city.places)
    canvas.dot(place.position, 3 * hair, {20, 20, 20});
  return write_png(request.file, canvas);
}

} // namespace dalian::bake
