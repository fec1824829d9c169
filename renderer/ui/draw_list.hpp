#pragma once
// What is drawn over the finished picture: glyphs, rounded boxes, strokes and darts in pixel coordinates (origin top
// left), in order. Plain data; passes/labels draws it on the GPU, tests/support rasterises it on the CPU.
#include "renderer/ui/theme.hpp"

#include <cstdint>
#include <vector>

namespace dalian::ui {

struct Box {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0; // pixels; x1 > x0, y1 > y0
  float width() const { return x1 - x0; }
  float height() const { return y1 - y0; }
  bool overlaps(Box const& o) const { return x0 < o.x1 && o.x0 < x1 && y0 < o.y1 && o.y0 < y1; }
  bool inside(Box const& o) const { return x0 >= o.x0 && y0 >= o.y0 && x1 <= o.x1 && y1 <= o.y1; }
  Box grown(float by) const { return {x0 - by, y0 - by, x1 + by, y1 + by}; }
};

enum class ItemKind : std::uint32_t { glyph, halo, box, stroke, dart };

/// Mirrored in assets/shaders/overlay.glsl (scalar layout, 64 bytes).
struct OverlayItem {
  Box rect;     // glyph, halo: where the texels go, 1:1. box: its outer edge. stroke: its two ends. dart: centre, tip
  float u0 = 0; // glyph, halo: first texel in the atlas. dart: where its wings are, along the axis from the centre
  float v0 = 0; // dart: how far its wings reach from the axis
  float radius = 0;   // box: of the corners. stroke: half its width. dart: where its tail is, along the axis
  float edge_px = 0;  // box: width of the border, drawn inward. dart: drawn outward
  Rgba fill = 0;      // of the glyph, halo, box, stroke or dart
  Rgba edge = 0;      // of the border
  float dash_px = 0;  // > 0: the border is dashed with this length
  float hatch_px = 0; // > 0: diagonal lines this far apart over the fill, in `edge` at a third of its opacity
  ItemKind kind = ItemKind::box;
  std::uint32_t pad[3] = {};
};
static_assert(sizeof(OverlayItem) == 64);

struct BoxStyle {
  Rgba fill = theme::kGlass;
  Rgba edge = theme::kGlassEdge;
  float edge_px = 1;
  float radius = static_cast<float>(theme::kRadius);
  float dash_px = 0, hatch_px = 0;
};

/// A quadrilateral that is the same on both sides of its axis: an arrowhead, or a diamond. Lengths in pixels, along the
/// axis from the centre towards the tip; tail < tip, and the wings lie before the line that ends at the tail.
struct DartShape {
  float x = 0, y = 0;                      // centre
  float direction_x = 0, direction_y = -1; // unit, towards the tip
  float tip = 4, wing_at = -4, wing_out = 3, tail = -2;
};

struct DartStyle {
  Rgba fill = 0, edge = 0;
  float edge_px = 1;
};

class DrawList {
 public:
  void clear() { items_.clear(); }
  void box(Box const& rect, BoxStyle const& style);
  void stroke(float x0, float y0, float x1, float y1, float width_px, Rgba colour);
  void dart(DartShape const& shape, DartStyle const& style);
  void add(OverlayItem const& item) { items_.push_back(item); }
  void append(DrawList const& other) { items_.insert(items_.end(), other.items_.begin(), other.items_.end()); }
  std::vector<OverlayItem> const& items() const { return items_; }

 private:
  std::vector<OverlayItem> items_;
};

} // namespace dalian::ui
