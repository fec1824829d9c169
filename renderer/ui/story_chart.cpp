#include "renderer/ui/story_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace dalian::ui {
namespace {

constexpr float kWidth = 760, kNames = 270, kBar = 28, kGap = 16; // at a height of 1080

/// Four steps of cividis (Nuñez et al. 2018), lightened at the dark end until they show on glass.
constexpr std::array<Rgba, 4> kParts{rgba(0x5A6E9C), rgba(0x8F9178), rgba(0xC4B56C), rgba(0xFEE838)};

float total(ChartRow const& row) {
  return std::accumulate(row.values.begin(), row.values.end(), 0.0F);
}

struct Page {
  StoryChart const& chart;
  ChartLook const& look;
  TextPainter& painter;
  DrawList& list;
  float left, right, y;

  TextStyle style(int px, Rgba fill) const { return {look.script, Weight::regular, px, faded(fill, look.opacity), 0}; }
  float line(std::string const& text, TextStyle const& s, float x, float room) {
    return painter.draw(list, x, y + line_metrics(s.px).ascent, painter.shortened(text, s, room), s);
  }
};

void draw_legend(Page& p) {
  auto const text = p.style(p.look.note_px, theme::kTextSecond);
  float const box = std::round(12 * p.look.scale), high = line_metrics(text.px).height();
  float x = p.left;
  for (std::size_t i = 0; i < p.chart.parts.size(); ++i) {
    float const top = std::round(p.y + (high - box) / 2);
    p.list.box({x, top, x + box, top + box}, {faded(kParts[i % kParts.size()], p.look.opacity), 0, 0, 2, 0, 0});
    x += box + std::round(6 * p.look.scale);
    x += p.line(p.chart.parts[i], text, x, p.right - x) + std::round(18 * p.look.scale);
  }
  p.y += high + std::round(10 * p.look.scale);
}

void draw_row(Page& p, ChartRow const& row, float most) {
  auto const text = p.style(p.look.text_px, theme::kText);
  float const high = std::round(kBar * p.look.scale), names = std::round(kNames * p.look.scale);
  float const room = p.right - p.left - names - std::round(40 * p.look.scale);
  float const y = p.y;
  p.y += (high - line_metrics(text.px).height()) / 2;
  p.line(row.name, text, p.left, names - std::round(12 * p.look.scale));
  float x = p.left + names;
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    float const wide = room * row.values[i] / most;
    if (wide < 1) continue;
    p.list.box({x, y, x + wide - 2, y + high}, {faded(kParts[i % kParts.size()], p.look.opacity), 0, 0, 3, 0, 0});
    x += wide;
  }
  p.line(fmt::format("{:g}", total(row)), text, x + std::round(8 * p.look.scale), p.right - x);
  p.y = y + high + std::round(kGap * p.look.scale);
}

} // namespace

Box draw_story_chart(StoryChart const& chart, ChartLook const& look, TextPainter& painter, DrawList& list, float right,
                     float top) {
  float const pad = std::round(20 * look.scale), width = std::round(kWidth * look.scale);
  float const lines =
      line_metrics(look.title_px).height() + 2 * line_metrics(look.note_px).height() + std::round(28 * look.scale);
  float const rows = static_cast<float>(chart.rows.size()) * std::round((kBar + kGap) * look.scale);
  Box const box{right - width, top, right, top + lines + rows + 2 * pad};
  list.box(box, {faded(theme::kGlass, look.opacity), faded(theme::kGlassEdge, look.opacity)});
  Page page{chart, look, painter, list, box.x0 + pad, box.x1 - pad, box.y0 + pad};
  TextStyle title = page.style(look.title_px, theme::kText);
  title.weight = Weight::bold;
  page.line(chart.title, title, page.left, page.right - page.left);
  page.y += line_metrics(title.px).height() + std::round(10 * look.scale);
  draw_legend(page);
  float most = 1;
  for (ChartRow const& row : chart.rows)
    most = std::max(most, total(row));
  for (ChartRow const& row : chart.rows)
    draw_row(page, row, most);
  page.line(chart.note, page.style(look.note_px, theme::kTextSecond), page.left, page.right - page.left);
  return box;
}

} // namespace dalian::ui
