#include "renderer/ui/text.hpp"

#include "renderer/ui/utf8.hpp"

#include <cmath>
#include <string>

namespace dalian::ui {

LineMetrics line_metrics(int px) {
  auto const em = static_cast<float>(px);
  return {std::round(0.90F * em), std::round(0.24F * em)};
}

float TextPainter::width(std::string_view utf8, TextStyle const& style) {
  float pen = 0;
  while (!utf8.empty())
    pen += atlas_.advance({style.script, style.weight, style.px, take_code_point(utf8), 0});
  return pen;
}

float TextPainter::draw(DrawList& list, float x, float baseline, std::string_view utf8, TextStyle const& style) {
  std::vector<OverlayItem> letters;
  float pen = x;
  float const row = std::round(baseline);
  while (!utf8.empty()) {
    float column = std::floor(pen);
    auto quarter = static_cast<unsigned>((pen - column) * 4 + 0.5F);
    if (quarter == 4) {
      quarter = 0;
      column += 1;
    }
    Glyph const& glyph = atlas_.glyph({style.script, style.weight, style.px, take_code_point(utf8), quarter});
    pen += glyph.advance;
    if (glyph.width == 0) continue;
    OverlayItem item;
    item.kind = ItemKind::glyph;
    item.rect.x0 = column + glyph.left;
    item.rect.y0 = row + glyph.top;
    item.rect.x1 = item.rect.x0 + glyph.width;
    item.rect.y1 = item.rect.y0 + glyph.height;
    item.u0 = glyph.u;
    item.v0 = glyph.v;
    item.fill = style.fill;
    letters.push_back(item);
  }
  if (style.halo >> 24U != 0) // all halos first: none may darken its neighbour's letter
    for (OverlayItem item : letters) {
      item.kind = ItemKind::halo;
      item.fill = style.halo;
      list.add(item);
    }
  for (OverlayItem const& item : letters)
    list.add(item);
  return pen - x;
}

std::string TextPainter::shortened(std::string_view utf8, TextStyle const& style, float width_px) {
  if (width(utf8, style) <= width_px) return std::string(utf8);
  float const room = width_px - width("…", style);
  std::string out;
  for (float pen = 0; !utf8.empty();) {
    std::string_view const before = utf8;
    pen += atlas_.advance({style.script, style.weight, style.px, take_code_point(utf8), 0});
    if (pen > room) break;
    out += before.substr(0, before.size() - utf8.size());
  }
  return out + "…";
}

} // namespace dalian::ui
