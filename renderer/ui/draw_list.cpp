#include "renderer/ui/draw_list.hpp"

namespace dalian::ui {

void DrawList::box(Box const& rect, BoxStyle const& style) {
  OverlayItem item;
  item.rect = rect;
  item.radius = std::min(style.radius, 0.5F * std::min(rect.width(), rect.height()));
  item.edge_px = style.edge_px;
  item.fill = style.fill;
  item.edge = style.edge;
  item.dash_px = style.dash_px;
  item.hatch_px = style.hatch_px;
  items_.push_back(item);
}

void DrawList::stroke(float x0, float y0, float x1, float y1, float width_px, Rgba colour) {
  OverlayItem item;
  item.kind = ItemKind::stroke;
  item.rect = {x0, y0, x1, y1};
  item.radius = 0.5F * width_px;
  item.fill = colour;
  items_.push_back(item);
}

void DrawList::dart(DartShape const& shape, DartStyle const& style) {
  OverlayItem item;
  item.kind = ItemKind::dart;
  item.rect = {shape.x, shape.y, shape.x + shape.direction_x * shape.tip, shape.y + shape.direction_y * shape.tip};
  item.u0 = shape.wing_at;
  item.v0 = shape.wing_out;
  item.radius = shape.tail;
  item.edge_px = style.edge_px;
  item.fill = style.fill;
  item.edge = style.edge;
  items_.push_back(item);
}

} // namespace dalian::ui
