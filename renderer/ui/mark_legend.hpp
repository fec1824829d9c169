#pragma once
// What the marks of live things mean: a small glass panel at the bottom left that lists only what is on the picture.
// Pixels from the top left. Pure drawing; knows no pass and no mover.
#include "renderer/ui/lang.hpp"
#include "renderer/ui/mover_marks.hpp"
#include "renderer/ui/text.hpp"

#include <optional>

namespace dalian::ui {

/// One row: a colour of ships under way, or a form of its own. In the order they are listed.
enum class LegendRow : std::uint8_t {
  container_ship,
  bulk_carrier,
  tanker,
  car_carrier,
  ferry,
  fishing_boat,
  tug,
  other_craft,
  at_rest,
  vehicle,
  aid,
  stale,
  test_route
};

/// Rows for the marks that can be seen: inside the picture and under none of `covers`. Each once, in order. A stale
/// mark has lost its colour, so it tells no kind.
std::vector<LegendRow> legend_rows(std::span<Mark const> marks, std::span<Box const> covers, ViewFrustum const& view,
                                   bool test_routes);

/// Key of the row's words in assets/lang.
std::string_view legend_key(LegendRow row);

struct LegendText {
  std::span<LegendRow const> rows;
  Lang const& words;
  Language language = Language::zh;
};

/// Draws above whatever of `covers` lies at the bottom left, in columns; without words where they would take more than
/// a quarter of the picture's height. Returns the box it took; none without rows or without room in the lower half.
std::optional<Box> draw_legend(LegendText const& text, ViewFrustum const& view, std::span<Box const> covers,
                               TextPainter& painter, DrawList& list);

} // namespace dalian::ui
