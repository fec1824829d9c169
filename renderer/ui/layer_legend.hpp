#pragma once
// What the data over the city mean: a glass panel with the field's scale, ticks, unit, noise floor, kind and source,
// and a row for each sort of line or volume. Pixels from the top left. Pure drawing; knows no pass.
#include "renderer/ui/lang.hpp"
#include "renderer/ui/text.hpp"
#include "renderer/ui/view_frustum.hpp"
#include "twin/view/field.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dalian::ui {

/// A sort of line or volume.
struct LegendLine {
  std::string key; // of its words
  Rgba colour = 0;
  bool flows = false; // a pulse stands in it
  Provenance kind = Provenance::unknown;
};

struct LayerLegend {
  std::optional<view::FieldInfo> field;
  std::vector<LegendLine> lines;
  bool empty() const { return !field && lines.empty(); }
};

/// Where the scale is marked: both ends, and what divides them evenly into readable steps.
std::vector<float> scale_ticks(view::FieldInfo const& info);
/// "0.5", "20", "1500": as short as it is exact to three figures.
std::string number_text(float value);
/// One line per element, none wider than `width_px`; broken at spaces where there are some, else between characters.
std::vector<std::string> wrapped(TextPainter& painter, TextStyle const& style, std::string const& text, float width_px);

struct LayerLegendText {
  LayerLegend const& legend;
  Lang const& words;
  Language language = Language::zh;
};
/// Every word of the panel, in the order it is drawn: what a test reads.
std::vector<std::string> legend_words(LayerLegendText const& text);

/// Draws at the lowest place at the left that lies on none of `covers`, at most 28 % of the picture wide. The box it
/// took; none where there is nothing to say or no room in the lower three quarters.
std::optional<Box> draw_layer_legend(LayerLegendText const& text, ViewFrustum const& view, std::span<Box const> covers,
                                     TextPainter& painter, DrawList& list);

} // namespace dalian::ui
