#pragma once
// One line of text: its size, and its glyphs in a draw list. Left to right, no shaping: Latin, Han, kana only.
#include "renderer/ui/draw_list.hpp"
#include "renderer/ui/glyph_atlas.hpp"

#include <string>
#include <string_view>

namespace dalian::ui {

struct TextStyle {
  Script script = Script::sc;
  Weight weight = Weight::regular;
  int px = 16; // em size
  Rgba fill = theme::kText;
  Rgba halo = 0; // alpha 0: none
};

/// Space a line takes: enough for Han and for Latin with descenders.
struct LineMetrics {
  float ascent = 0, descent = 0; // from the baseline, pixels
  float height() const { return ascent + descent; }
};
LineMetrics line_metrics(int px);

class TextPainter {
 public:
  explicit TextPainter(GlyphAtlas& atlas) : atlas_(atlas) {}

  float width(std::string_view utf8, TextStyle const& style);
  /// Left end and baseline of the line in pixels; the baseline is put on the pixel grid. Returns the width.
  float draw(DrawList& list, float x, float baseline, std::string_view utf8, TextStyle const& style);
  /// The longest front part of `utf8` that with "…" fits into `width_px`; all of it when it fits.
  std::string shortened(std::string_view utf8, TextStyle const& style, float width_px);

 private:
  GlyphAtlas& atlas_;
};

} // namespace dalian::ui
