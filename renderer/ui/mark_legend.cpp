#include "renderer/ui/mark_legend.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace dalian::ui {
namespace {

constexpr float kMostWidth = 0.28F, kMostWidthSmall = 0.5F; // of the picture (LOOK §7); below kSmall lines
constexpr float kMostHeight = 0.25F;                        // of the picture, with words
constexpr int kSmall = 600;

struct RowLook {
  std::string_view key;
  MarkForm form;
  Rgba colour;
};

/// By LegendRow.
constexpr std::array<RowLook, 13> kRows{{
    {"legend.container_ship", MarkForm::dart, theme::kMarkContainer},
    {"legend.bulk_carrier", MarkForm::dart, theme::kMarkBulk},
    {"legend.tanker", MarkForm::dart, theme::kMarkTanker},
    {"legend.car_carrier", MarkForm::dart, theme::kMarkCarCarrier},
    {"legend.ferry", MarkForm::dart, theme::kMarkFerry},
    {"legend.fishing_boat", MarkForm::dart, theme::kMarkFishing},
    {"legend.tug", MarkForm::dart, theme::kMarkTug},
    {"legend.other_craft", MarkForm::dart, theme::kMarkOther},
    {"legend.at_rest", MarkForm::diamond, theme::kText},
    {"legend.vehicle", MarkForm::disc, theme::kMarkCar},
    {"legend.aid", MarkForm::dot, theme::kMarkAid},
    {"legend.stale", MarkForm::dot, theme::kMarkStale},
    {"legend.test_route", MarkForm::dart, theme::kTestRoute},
}};

RowLook const& look_of(LegendRow row) {
  return kRows[static_cast<std::size_t>(row)];
}

bool seen(Mark const& mark, std::span<Box const> covers, Box const& picture) {
  Box const point{mark.at.x, mark.at.y, mark.at.x, mark.at.y};
  return point.inside(picture) &&
         std::none_of(covers.begin(), covers.end(), [&](Box const& cover) { return point.inside(cover); });
}

/// Ships, aircraft and vehicles by the colour that tells their kind.
LegendRow row_of(Mark const& mark) {
  if (mark.form == MarkForm::disc) return LegendRow::vehicle;
  if (mark.form == MarkForm::dot) return LegendRow::aid;
  for (auto row = LegendRow::container_ship; row < LegendRow::other_craft;
       row = static_cast<LegendRow>(static_cast<unsigned>(row) + 1))
    if (look_of(row).colour == mark.colour) return row;
  return LegendRow::other_craft;
}

struct Grid {
  float pad = 0, symbol = 0, column = 0, row = 0; // pixels: around all, width of a symbol, of a column, height of a row
  std::size_t columns = 1, rows = 1;
  bool words = true;

  float width() const { return 2 * pad + static_cast<float>(columns) * column; }
  float height() const { return 2 * pad + static_cast<float>(rows) * row; }
};

/// As many columns as the width allows, evened out so that no row is left nearly empty.
Grid grid_of(std::size_t count, float word_px, TextStyle const& style, ViewFrustum const& view) {
  auto const scale = static_cast<float>(length_scale(view.height));
  Grid grid;
  grid.words = word_px > 0;
  grid.pad = std::round(static_cast<float>(theme::kGrid) * scale);
  grid.symbol = std::round(1.5F * static_cast<float>(style.px));
  grid.row = std::round(1.5F * static_cast<float>(style.px));
  grid.column = grid.symbol + (grid.words ? std::ceil(word_px) + 1.5F * grid.pad : 0);
  float const most = (view.height < kSmall ? kMostWidthSmall : kMostWidth) * static_cast<float>(view.width);
  auto const fit = static_cast<std::size_t>(std::max(1.0F, (most - 2 * grid.pad) / grid.column));
  grid.rows = (count + fit - 1) / fit;
  grid.columns = (count + grid.rows - 1) / grid.rows;
  return grid;
}

/// Lowest place at the left that lies on none of `covers`.
Box place(Grid const& grid, ViewFrustum const& view, std::span<Box const> covers) {
  auto const scale = static_cast<float>(length_scale(view.height));
  float const margin = std::round(24 * scale), gap = std::round(static_cast<float>(theme::kGrid) * 2 * scale);
  float bottom = static_cast<float>(view.height) - margin;
  auto const box = [&] { return Box{margin, bottom - grid.height(), margin + grid.width(), bottom}; };
  for (auto under = covers.begin(); under != covers.end();) {
    under = std::find_if(covers.begin(), covers.end(), [&](Box const& cover) { return cover.overlaps(box()); });
    if (under != covers.end()) bottom = std::floor(under->y0) - gap;
  }
  return box();
}

void draw_symbol(LegendRow row, float x, float y, double scale, DrawList& list) {
  RowLook const& look = look_of(row);
  if (row == LegendRow::test_route) {
    auto const s = static_cast<float>(scale);
    for (float const from : {-6.5F, 1.5F})
      list.stroke(x + from * s, y, x + (from + 5) * s, y, 2 * s, look.colour);
    return;
  }
  Mark mark;
  mark.form = look.form;
  mark.at.x = x;
  mark.at.y = y;
  mark.size_px = static_cast<float>((look.form == MarkForm::dot ? 4 : 9) * scale);
  mark.colour = look.colour;
  mark.stale = row == LegendRow::stale;
  draw_marks({&mark, 1}, scale, list);
}

} // namespace

std::vector<LegendRow> legend_rows(std::span<Mark const> marks, std::span<Box const> covers, ViewFrustum const& view,
                                   bool test_routes) {
  Box const picture{0, 0, static_cast<float>(view.width), static_cast<float>(view.height)};
  std::set<LegendRow> rows;
  for (Mark const& mark : marks) {
    if (!seen(mark, covers, picture)) continue;
    rows.insert(mark.stale ? LegendRow::stale : row_of(mark));
    if (mark.form == MarkForm::diamond) rows.insert(LegendRow::at_rest);
  }
  if (test_routes) rows.insert(LegendRow::test_route);
  return {rows.begin(), rows.end()};
}

std::string_view legend_key(LegendRow row) {
  return look_of(row).key;
}

std::optional<Box> draw_legend(LegendText const& text, ViewFrustum const& view, std::span<Box const> covers,
                               TextPainter& painter, DrawList& list) {
  if (text.rows.empty()) return std::nullopt;
  Script const script = text.language == Language::ja ? Script::jp : Script::sc;
  TextStyle const style{script, Weight::regular, type_px(view.height, 16, 10), theme::kText, 0};
  float widest = 0;
  for (LegendRow const row : text.rows)
    widest = std::max(widest, painter.width(text.words.text(text.language, legend_key(row)), style));
  Grid grid = grid_of(text.rows.size(), widest, style, view);
  if (grid.height() > kMostHeight * static_cast<float>(view.height)) grid = grid_of(text.rows.size(), 0, style, view);
  Box const box = place(grid, view, covers);
  if (box.y0 < 0.5F * static_cast<float>(view.height)) return std::nullopt;
  list.box(box, {});
  LineMetrics const line = line_metrics(style.px);
  for (std::size_t i = 0; i < text.rows.size(); ++i) {
    float const x = box.x0 + grid.pad + static_cast<float>(i % grid.columns) * grid.column;
    float const y = box.y0 + grid.pad + static_cast<float>(i / grid.columns) * grid.row;
    draw_symbol(text.rows[i], x + grid.symbol / 2, y + grid.row / 2, mark_scale(view.height), list);
    if (grid.words)
      painter.draw(list, x + grid.symbol + grid.pad / 2, y + (grid.row - line.height()) / 2 + line.ascent,
                   text.words.text(text.language, legend_key(text.rows[i])), style);
  }
  return box;
}

} // namespace dalian::ui
