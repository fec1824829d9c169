#include "renderer/ui/caption.hpp"

#include <cmath>
#include <fmt/format.h>

namespace dalian::ui {
namespace {

struct Sheet {
  CaptionText const& text;
  ViewFrustum const& view;
  TextPainter& painter;
  DrawList& list;
  Box within; // the picture less a margin
  float scale, margin;
  TextStyle style;
};

/// A line with a dark rim, so that it reads on any ground.
void rimmed(DrawList& list, float x0, float y0, float x1, float y1, float width) {
  list.stroke(x0, y0, x1, y1, width + 2.5F, theme::kHaloSea);
  list.stroke(x0, y0, x1, y1, width, theme::kLabelText);
}

/// Rows from the bottom right corner upward, the last chip lowest; the whole may take two thirds of the width.
Box draw_chips(Sheet const& s) {
  float const height = std::round(1.9F * static_cast<float>(s.style.px)), pad = std::round(0.5F * height);
  float const edge = s.within.x1, gap = std::round(s.margin / 2.5F);
  float right = edge, bottom = s.within.y1;
  Box all{right, bottom - height, right, bottom};
  for (auto chip = s.text.chips.rbegin(); chip != s.text.chips.rend(); ++chip) {
    float const width = std::ceil(s.painter.width(chip->text, s.style)) + 2 * pad;
    if (right < edge && edge - (right - width) > 0.67F * s.within.width()) {
      right = edge;
      bottom -= height + gap;
    }
    Box const box{right - width, bottom - height, right, bottom};
    BoxStyle look;
    look.radius = height / 2;
    if (chip->mark != ChipMark::plain) look.edge = rgba(0xFFFFFF, 0.62);
    if (chip->mark == ChipMark::dashed) look.dash_px = 5 * s.scale;
    if (chip->mark == ChipMark::hatched) look.hatch_px = std::round(std::max(5.0F, 7 * s.scale));
    s.list.box(box, look);
    LineMetrics const line = line_metrics(s.style.px);
    s.painter.draw(s.list, box.x0 + pad, box.y0 + (height - line.height()) / 2 + line.ascent, chip->text, s.style);
    all = {std::min(all.x0, box.x0), std::min(all.y0, box.y0), all.x1, all.y1};
    right = box.x0 - gap;
  }
  return all;
}

/// Needle to grid north and a bar of round length, both true where the picture's centre meets the ground.
Box draw_north_and_scale(Sheet const& s) {
  float const left = s.within.x0, bottom = s.within.y1, r = std::round(13 * s.scale);
  Box all{left, bottom - 2 * r, left, bottom};
  auto const centre = s.view.on_plane(0.5 * s.view.width, 0.6 * s.view.height);
  if (!centre) return all;
  double const reach = 0.01 * glm::length(*centre - s.view.eye);
  auto const middle = s.view.project(*centre), north = s.view.project(*centre + glm::dvec3(0, reach, 0));
  auto const side = s.view.on_plane(0.5 * s.view.width + 1, 0.6 * s.view.height);
  if (!middle || !north || !side) return all;

  float const cx = left + r, cy = bottom - r;
  float const dx = north->x - middle->x, dy = north->y - middle->y, length = std::hypot(dx, dy);
  float const ux = length > 0 ? dx / length : 0, uy = length > 0 ? dy / length : -1;
  s.list.box({cx - r, cy - r, cx + r, cy + r}, {theme::kGlass, theme::kGlassEdge, 1, r, 0, 0});
  s.list.stroke(cx - ux * r * 0.62F, cy - uy * r * 0.62F, cx, cy, 2.5F * s.scale, rgba(0xFFFFFF, 0.45));
  s.list.stroke(cx, cy, cx + ux * r * 0.62F, cy + uy * r * 0.62F, 3.5F * s.scale, rgba(0xD55E00));

  double const metres_per_px = glm::length(*side - *centre);
  double const bar_m = round_length_m(150.0 * static_cast<double>(s.scale) * metres_per_px);
  auto const bar = static_cast<float>(bar_m / metres_per_px);
  float const x = all.x0 + 2 * r + s.margin, y = bottom - 1.5F, tick = std::round(6 * s.scale);
  rimmed(s.list, x, y, x + bar, y, 1.5F);
  rimmed(s.list, x, y - tick, x, y, 1.5F);
  rimmed(s.list, x + bar, y - tick, x + bar, y, 1.5F);
  TextStyle style = s.style;
  style.halo = theme::kHaloSea;
  float const width = s.painter.draw(s.list, x + tick, y - tick, length_text(bar_m), style);
  all.x1 = std::max(x + bar, x + tick + width);
  return all;
}

Box draw_title(Sheet const& s) {
  TextStyle title = s.style, subtitle = s.style;
  title.weight = Weight::bold;
  title.px = type_px(s.view.height, 40, 18);
  subtitle.px = type_px(s.view.height, 20, 11);
  title.halo = subtitle.halo = theme::kHaloSea;
  subtitle.fill = theme::kTextSecond;
  LineMetrics const first = line_metrics(title.px), second = line_metrics(subtitle.px);
  float const width = s.painter.draw(s.list, s.margin, s.margin + first.ascent, s.text.title, title);
  float const below =
      s.painter.draw(s.list, s.margin, s.margin + first.height() + second.ascent, s.text.subtitle, subtitle);
  return {s.margin, s.margin, s.margin + std::max(width, below), s.margin + first.height() + second.height()};
}

} // namespace

Script script_of(Language language) {
  return language == Language::ja ? Script::jp : Script::sc;
}

std::vector<Box> draw_caption(CaptionText const& text, ViewFrustum const& view, TextPainter& painter, DrawList& list) {
  auto const scale = static_cast<float>(length_scale(view.height));
  float const margin = std::round(24 * scale);
  Box const whole{0, 0, static_cast<float>(view.width), static_cast<float>(view.height)};
  Box const& within = text.within.width() > 0 ? text.within : whole;
  Sheet const sheet{text,
                    view,
                    painter,
                    list,
                    within.grown(-margin),
                    scale,
                    margin,
                    {script_of(text.language), Weight::regular, type_px(view.height, 16, 10), theme::kText, 0}};
  std::vector<Box> taken;
  if (!text.chips.empty()) taken.push_back(draw_chips(sheet));
  if (Box const box = draw_north_and_scale(sheet); box.width() > 0) taken.push_back(box);
  if (!text.title.empty()) taken.push_back(draw_title(sheet));
  return taken;
}

double round_length_m(double longest_m) {
  double const power = std::pow(10.0, std::floor(std::log10(longest_m)));
  for (double const step : {5.0, 2.0})
    if (step * power <= longest_m) return step * power;
  return power;
}

std::string length_text(double metres) {
  return metres >= 1000 ? fmt::format("{:g} km", metres / 1000) : fmt::format("{:g} m", metres);
}

} // namespace dalian::ui
