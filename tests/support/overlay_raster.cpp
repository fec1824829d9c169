#include "tests/support/overlay_raster.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stb_image_write.h>

namespace dalian::test {
namespace {

using ui::Box;
using ui::ItemKind;
using ui::OverlayItem;

struct Colour {
  float r, g, b, a;
};

Colour unpack(ui::Rgba c) {
  auto const channel = [&](unsigned i) { return static_cast<float>((c >> (8 * i)) & 0xffU) / 255.0F; };
  return {channel(0), channel(1), channel(2), channel(3)};
}

Colour over(Colour below, Colour above) {
  float const a = above.a + below.a * (1 - above.a);
  if (a <= 0) return {0, 0, 0, 0};
  auto const mix = [&](float x, float y) { return (x * above.a + y * below.a * (1 - above.a)) / a; };
  return {mix(above.r, below.r), mix(above.g, below.g), mix(above.b, below.b), a};
}

/// Length along the outline of a rounded box from the middle of its top or bottom edge, for dashes.
float along_outline(float ax, float ay, float hx, float hy, float r) {
  float const sx = hx - r, sy = hy - r;
  if (ay > sy && ax <= sx) return ax;
  if (ax > sx && ay > sy) return sx + r * std::atan2(ax - sx, ay - sy);
  return sx + r * 1.5707963F + (sy - ay);
}

Colour box_colour(OverlayItem const& item, float x, float y) {
  Box const& b = item.rect;
  float const hx = 0.5F * b.width(), hy = 0.5F * b.height(), px = x - 0.5F * (b.x0 + b.x1),
              py = y - 0.5F * (b.y0 + b.y1);
  float const ax = std::abs(px), ay = std::abs(py), qx = ax - hx + item.radius, qy = ay - hy + item.radius;
  float const d = std::hypot(std::max(qx, 0.0F), std::max(qy, 0.0F)) + std::min(std::max(qx, qy), 0.0F) - item.radius;
  float const inside = std::clamp(0.5F - d, 0.0F, 1.0F);
  Colour colour = unpack(item.fill);
  Colour edge = unpack(item.edge);
  if (item.hatch_px > 0) {
    float const t = (x + y) / item.hatch_px, f = (t - std::floor(t)) * item.hatch_px;
    Colour line = edge;
    line.a *= std::clamp(1.2F - std::abs(f - 0.5F * item.hatch_px), 0.0F, 1.0F) / 3;
    colour = over(colour, line);
  }
  colour.a *= inside;
  float ring = inside * std::clamp(d + item.edge_px + 0.5F, 0.0F, 1.0F);
  if (item.dash_px > 0) {
    float const t = along_outline(ax, ay, hx, hy, item.radius) / (2 * item.dash_px) + 0.25F;
    float const f = (t - std::floor(t)) * 2 * item.dash_px;
    ring *= std::clamp(0.5F * item.dash_px - std::abs(f - 0.5F * item.dash_px) + 0.5F, 0.0F, 1.0F);
  }
  edge.a *= ring;
  return over(colour, edge);
}

Colour stroke_colour(OverlayItem const& item, float x, float y) {
  float const dx = item.rect.x1 - item.rect.x0, dy = item.rect.y1 - item.rect.y0;
  float const length2 = dx * dx + dy * dy;
  float const t =
      length2 > 0 ? std::clamp(((x - item.rect.x0) * dx + (y - item.rect.y0) * dy) / length2, 0.0F, 1.0F) : 0;
  float const d = std::hypot(x - item.rect.x0 - t * dx, y - item.rect.y0 - t * dy) - item.radius;
  Colour colour = unpack(item.fill);
  colour.a *= std::clamp(0.5F - d, 0.0F, 1.0F);
  return colour;
}

float to_segment(float x, float y, float ax, float ay, float bx, float by) {
  float const dx = bx - ax, dy = by - ay;
  float const t = std::clamp(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0.0F, 1.0F);
  return std::hypot(x - ax - t * dx, y - ay - t * dy);
}

Colour dart_colour(OverlayItem const& item, float x, float y) {
  float const tip = std::hypot(item.rect.x1 - item.rect.x0, item.rect.y1 - item.rect.y0);
  float const ux = (item.rect.x1 - item.rect.x0) / tip, uy = (item.rect.y1 - item.rect.y0) / tip;
  float const px = x - item.rect.x0, py = y - item.rect.y0;
  float const along = px * ux + py * uy, out = std::abs(px * uy - py * ux);
  float const wing_x = item.u0, wing_y = item.v0, tail = item.radius;
  float d = std::min(to_segment(along, out, tip, 0, wing_x, wing_y), to_segment(along, out, wing_x, wing_y, tail, 0));
  bool const behind_front = (wing_x - tip) * out - wing_y * (along - tip) > 0;
  bool const before_back = (tail - wing_x) * (out - wing_y) + wing_y * (along - wing_x) > 0;
  if (behind_front && before_back) d = -d;
  Colour fill = unpack(item.fill), edge = unpack(item.edge);
  fill.a *= std::clamp(0.5F - d, 0.0F, 1.0F);
  edge.a *= std::clamp(0.5F + item.edge_px - d, 0.0F, 1.0F);
  return over(edge, fill);
}

Colour glyph_colour(OverlayItem const& item, ui::GlyphAtlas const& atlas, float x, float y) {
  auto const u = static_cast<int>(x - item.rect.x0 + item.u0), v = static_cast<int>(y - item.rect.y0 + item.v0);
  auto const texel = atlas.texels().subspan(
      2 * (static_cast<std::size_t>(v) * ui::GlyphAtlas::kSize + static_cast<std::size_t>(u)), 2);
  Colour colour = unpack(item.fill);
  colour.a *= static_cast<float>(texel[item.kind == ItemKind::halo ? 1 : 0]) / 255.0F;
  return colour;
}

Box bounds(OverlayItem const& item) {
  Box const& r = item.rect;
  if (item.kind == ItemKind::dart) {
    float const reach =
        std::max({std::hypot(r.x1 - r.x0, r.y1 - r.y0), std::hypot(item.u0, item.v0), std::abs(item.radius)});
    return Box{r.x0, r.y0, r.x0, r.y0}.grown(reach + item.edge_px + 1);
  }
  if (item.kind != ItemKind::stroke) return r;
  return Box{std::min(r.x0, r.x1), std::min(r.y0, r.y1), std::max(r.x0, r.x1), std::max(r.y0, r.y1)}.grown(item.radius +
                                                                                                           1);
}

void blend(std::uint8_t* pixel, Colour c) {
  float const source[] = {c.r, c.g, c.b};
  for (int i = 0; i < 3; ++i)
    pixel[i] = static_cast<std::uint8_t>(std::lround(255 * source[i] * c.a + static_cast<float>(pixel[i]) * (1 - c.a)));
}

} // namespace

Picture blank(int width, int height, ui::Rgba colour) {
  Picture picture{width, height, {}};
  for (int i = 0; i < width * height; ++i)
    for (unsigned c = 0; c < 4; ++c)
      picture.rgba.push_back(static_cast<std::uint8_t>(colour >> (8 * c)));
  return picture;
}

void rasterize(ui::DrawList const& list, ui::GlyphAtlas const& atlas, Picture& picture) {
  for (OverlayItem const& item : list.items()) {
    Box const b = bounds(item);
    int const x1 = std::min(picture.width, static_cast<int>(std::ceil(b.x1))),
              y1 = std::min(picture.height, static_cast<int>(std::ceil(b.y1)));
    for (int y = std::max(0, static_cast<int>(std::floor(b.y0))); y < y1; ++y)
      for (int x = std::max(0, static_cast<int>(std::floor(b.x0))); x < x1; ++x) {
        float const px = static_cast<float>(x) + 0.5F, py = static_cast<float>(y) + 0.5F;
        bool const letter = item.kind == ItemKind::glyph || item.kind == ItemKind::halo;
        if (letter && (px < b.x0 || py < b.y0 || px >= b.x1 || py >= b.y1)) continue;
        blend(picture.at(x, y), letter                          ? glyph_colour(item, atlas, px, py)
                                : item.kind == ItemKind::stroke ? stroke_colour(item, px, py)
                                : item.kind == ItemKind::dart   ? dart_colour(item, px, py)
                                                                : box_colour(item, px, py));
      }
  }
}

void write_png(Picture const& picture, std::filesystem::path const& file) {
  stbi_write_png(file.c_str(), picture.width, picture.height, 4, picture.rgba.data(), 4 * picture.width);
}

} // namespace dalian::test
