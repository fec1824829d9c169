#include "renderer/ui/story_slide.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::ui {
namespace {

constexpr std::size_t kMostLines = 2;

struct Slide {
  StorySlide const& text;
  ViewFrustum const& view;
  TextPainter& painter;
  DrawList& list;
  float scale, margin;

  TextStyle style(Language language, double at_1080, int at_least, Rgba fill) const {
    return {script_of(language), Weight::regular, type_px(view.height, at_1080, at_least), fill, 0};
  }
  Rgba shown(Rgba colour) const { return faded(colour, text.opacity); }
  /// Where the foot of cards and caption stands: above north, scale and chips.
  float foot() const { return static_cast<float>(view.height) - margin - std::round(56 * scale); }
};

/// Length in bytes of the character that begins with `lead`.
std::size_t utf8_length(char lead) {
  auto const byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// The next piece that must stay whole: a word with the blanks after it, or one character beyond Latin, which takes a
/// full stop or comma that follows with it.
std::size_t piece_length(std::string_view text) {
  if (utf8_length(text[0]) < 3) {
    std::size_t n = 0;
    while (n < text.size() && utf8_length(text[n]) < 3 && text[n] != ' ')
      n += utf8_length(text[n]);
    while (n < text.size() && text[n] == ' ')
      ++n;
    return std::min(n, text.size());
  }
  std::size_t n = utf8_length(text[0]);
  for (std::string_view const stop : {"，", "。", "、", "；", "：", "）", "」", "』", "！", "？", "ー"})
    if (text.substr(std::min(n, text.size())).starts_with(stop)) n += stop.size();
  return std::min(n, text.size());
}

std::string_view without_blanks(std::string_view line) {
  while (line.ends_with(' '))
    line.remove_suffix(1);
  return line;
}

Box draw_title(Slide const& s) {
  TextStyle title = s.style(s.text.first, 40, 18, theme::kText);
  title.weight = Weight::bold;
  TextStyle const subtitle = s.style(s.text.first, 20, 11, theme::kTextSecond);
  LineMetrics const first = line_metrics(title.px), second = line_metrics(subtitle.px);
  float const pad = std::round(16 * s.scale);
  float const width = std::max(s.painter.width(s.text.title, title), s.painter.width(s.text.subtitle, subtitle));
  Box const box{s.margin, s.margin, s.margin + width + 2 * pad, s.margin + first.height() + second.height() + 2 * pad};
  s.list.box(box, {});
  float const x = box.x0 + pad, y = box.y0 + pad;
  s.painter.draw(s.list, x, y + first.ascent, s.text.title, title);
  s.painter.draw(s.list, x, y + first.height() + second.ascent, s.text.subtitle, subtitle);
  return box;
}

struct CardLook {
  TextStyle label, value, unit, source;
  float width, height, pad;
  bool bounds = false; // a line for range and target, where any card of the row has one
};

CardLook card_look(Slide const& s) {
  CardLook look{s.style(s.text.first, 18, 10, s.shown(theme::kTextSecond)),
                s.style(s.text.first, 40, 18, s.shown(theme::kText)),
                s.style(s.text.first, 16, 10, s.shown(theme::kText)),
                s.style(s.text.first, 16, 9, s.shown(theme::kTextSecond)),
                std::round(272 * s.scale),
                0,
                std::round(16 * s.scale),
                false};
  look.value.weight = Weight::bold;
  look.bounds = std::ranges::any_of(s.text.cards, [](auto const& c) { return !c.range.empty() || !c.target.empty(); });
  look.height = 2 * look.pad + line_metrics(look.label.px).height() + line_metrics(look.value.px).height() +
                (look.bounds ? 2 : 1) * line_metrics(look.source.px).height();
  if (std::ranges::any_of(s.text.cards, [](auto const& c) { return !c.target.empty(); }))
    look.height += std::round(8 * s.scale); // its bar
  return look;
}

/// How the figure went, in the upper right of its card; from zero, so that small changes look small.
void draw_trend(Slide const& s, std::vector<float> const& trend, Box const& box) {
  if (trend.size() < 2) return;
  float const top = std::max(1.0F, *std::ranges::max_element(trend)),
              step = box.width() / static_cast<float>(trend.size() - 1);
  auto const y = [&](float value) { return box.y1 - box.height() * value / top; };
  for (std::size_t i = 1; i < trend.size(); ++i) {
    float const x = box.x0 + step * static_cast<float>(i);
    s.list.stroke(x - step, y(trend[i - 1]), x, y(trend[i]), 2 * s.scale, s.shown(theme::kAccent));
  }
}

/// What the value is to become, as a bar along the foot of its card with a tick where the target is.
void draw_target(Slide const& s, CardLook const& look, SlideCard const& card, Box const& box) {
  if (card.target.empty()) return;
  float const left = box.x0 + look.pad, room = box.width() - 2 * look.pad, high = std::round(4 * s.scale);
  float const top = box.y1 - std::round(10 * s.scale), most = static_cast<float>(std::max(1.0, card.share));
  s.list.box({left, top, left + room, top + high}, {s.shown(faded(theme::kText, 0.2)), 0, 0, high / 2, 0, 0});
  float const done = room * static_cast<float>(card.share) / most, tick = left + room / most - s.scale;
  if (done >= 1) s.list.box({left, top, left + done, top + high}, {s.shown(theme::kAccent), 0, 0, high / 2, 0, 0});
  s.list.stroke(tick, top - high, tick, top + 2 * high, 2 * s.scale, s.shown(theme::kText));
}

void draw_card(Slide const& s, CardLook const& look, SlideCard const& card, Box const& box) {
  BoxStyle glass;
  glass.fill = s.shown(theme::kGlass);
  glass.edge = s.shown(card.mark == ChipMark::plain ? theme::kGlassEdge : rgba(0xFFFFFF, 0.62));
  if (card.mark == ChipMark::dashed) glass.dash_px = 5 * s.scale;
  if (card.mark == ChipMark::hatched) glass.hatch_px = std::round(std::max(5.0F, 7 * s.scale));
  s.list.box(box, glass);
  float const x = box.x0 + look.pad, room = box.width() - 2 * look.pad;
  float y = box.y0 + look.pad;
  auto const line = [&](std::string const& text, TextStyle const& style, float at, float width) {
    return s.painter.draw(s.list, at, y + line_metrics(style.px).ascent, s.painter.shortened(text, style, width),
                          style);
  };
  line(card.label, look.label, x, room);
  y += line_metrics(look.label.px).height();
  float const wide = line(card.value, look.value, x, room);
  y += line_metrics(look.value.px).ascent - line_metrics(look.unit.px).ascent; // on one baseline
  line(card.unit, look.unit, x + wide + std::round(6 * s.scale), room - wide);
  y += line_metrics(look.unit.px).ascent + line_metrics(look.value.px).descent;
  if (look.bounds) {
    float const target = s.painter.width(card.target, look.source);
    line(card.range, look.source, x, room - target);
    line(card.target, look.source, x + room - target, target + 1);
    y += line_metrics(look.source.px).height();
  }
  line(card.source, look.source, x, room);
  draw_target(s, look, card, box);
  float const wide_px = std::round(84 * s.scale), high_px = std::round(24 * s.scale), mid = (box.y0 + box.y1) / 2;
  draw_trend(s, card.trend, {box.x1 - look.pad - wide_px, mid - high_px / 2, box.x1 - look.pad, mid + high_px / 2});
}

/// From the left margin on; the right end of the row.
float draw_cards(Slide const& s, std::vector<Box>& taken) {
  CardLook const look = card_look(s);
  float x = s.margin;
  for (SlideCard const& card : s.text.cards) {
    Box const box{x, s.foot() - look.height, x + look.width, s.foot()};
    draw_card(s, look, card, box);
    taken.push_back(box);
    x = box.x1 + std::round(16 * s.scale);
  }
  return x;
}

void draw_caption_of(Slide const& s, float left, std::vector<Box>& taken) {
  TextStyle first = s.style(s.text.first, 28, 14, s.shown(theme::kText));
  TextStyle const second = s.style(s.text.second, 20, 11, s.shown(theme::kTextSecond));
  float const pad = std::round(16 * s.scale), right = static_cast<float>(s.view.width) - s.margin;
  float const room = std::min(right - left, std::round(1120 * s.scale)) - 2 * pad;
  auto const above = wrapped(s.painter, s.text.caption_first, first, room, kMostLines);
  auto const below = wrapped(s.painter, s.text.caption_second, second, room, kMostLines);
  float width = 0, height = 2 * pad;
  auto const measure = [&](std::vector<std::string> const& lines, TextStyle const& style) {
    for (std::string const& line : lines)
      width = std::max(width, s.painter.width(line, style)), height += line_metrics(style.px).height();
  };
  measure(above, first);
  measure(below, second);
  float const words = height - 2 * pad;
  if (!s.text.cards.empty()) height = std::max(height, card_look(s).height); // one row of boxes
  Box const box{left, s.foot() - height, left + width + 2 * pad, s.foot()};
  s.list.box(box, {s.shown(theme::kGlass), s.shown(theme::kGlassEdge)});
  float y = box.y0 + std::round((box.height() - words) / 2);
  auto const draw = [&](std::vector<std::string> const& lines, TextStyle const& style) {
    for (std::string const& line : lines) {
      s.painter.draw(s.list, box.x0 + pad, y + line_metrics(style.px).ascent, line, style);
      y += line_metrics(style.px).height();
    }
  };
  draw(above, first);
  draw(below, second);
  taken.push_back(box);
}

/// One for each scene in the middle of the lower edge, the present one long.
void draw_dots(Slide const& s) {
  float const r = std::round(4 * s.scale), step = 5 * r, count = static_cast<float>(s.text.scenes);
  float x = 0.5F * (static_cast<float>(s.view.width) - step * (count + 1));
  float const y = static_cast<float>(s.view.height) - s.margin / 2;
  for (std::size_t i = 0; i < s.text.scenes; ++i) {
    bool const now = i == s.text.scene;
    float const wide = now ? 2 * step - 3 * r : 2 * r;
    BoxStyle look{now ? theme::kText : faded(theme::kText, 0.5), theme::kHaloSea, 1, r, 0, 0};
    s.list.box({x, y - r, x + wide, y + r}, look);
    x += wide + 3 * r;
  }
}

} // namespace

std::vector<std::string> wrapped(TextPainter& painter, std::string_view utf8, TextStyle const& style, float width_px,
                                 std::size_t most) {
  std::vector<std::string> lines;
  std::string_view left = utf8;
  while (!left.empty() && lines.size() < most) {
    std::size_t fits = piece_length(left);
    while (fits < left.size()) {
      std::size_t const longer = fits + piece_length(left.substr(fits));
      if (painter.width(without_blanks(left.substr(0, longer)), style) > width_px) break;
      fits = longer;
    }
    auto const line = lines.size() + 1 < most ? left.substr(0, fits) : left;
    lines.push_back(painter.shortened(without_blanks(line), style, width_px));
    left.remove_prefix(fits);
  }
  return lines;
}

std::vector<Box> draw_story_slide(StorySlide const& slide, ViewFrustum const& view, TextPainter& painter,
                                  DrawList& list) {
  auto const scale = static_cast<float>(length_scale(view.height));
  Slide const s{slide, view, painter, list, scale, std::round(24 * scale)};
  std::vector<Box> taken;
  if (!slide.title.empty()) taken.push_back(draw_title(s));
  float const right = draw_cards(s, taken);
  if (!slide.caption_first.empty()) draw_caption_of(s, right, taken);
  if (!slide.chart.rows.empty()) {
    ChartLook const look{script_of(slide.first),
                         type_px(view.height, 28, 14),
                         type_px(view.height, 20, 11),
                         type_px(view.height, 16, 10),
                         scale,
                         slide.opacity};
    taken.push_back(draw_story_chart(slide.chart, look, painter, list, static_cast<float>(view.width) - s.margin,
                                     std::round(200 * scale)));
  }
  if (slide.scenes > 1) draw_dots(s);
  return taken;
}

} // namespace dalian::ui
