#include "renderer/ui/layer_legend.hpp"

#include "renderer/scene/field_paint.hpp"
#include "renderer/ui/utf8.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::ui {
namespace {

constexpr float kMostWidth = 0.28F, kMostWidthSmall = 0.5F; // of the picture (art direction); below kSmall lines
constexpr int kSmall = 600;
constexpr int kBarSteps = 64;

Rgba rgb(std::uint32_t color) {
  return rgba(color);
}

std::string title_of(view::FieldInfo const& info, LayerLegendText const& t) {
  std::string title = t.words.text(t.language, "layer." + info.name);
  return info.unit.empty() ? title : title + " · " + info.unit;
}
std::string floor_of(view::FieldInfo const& info, LayerLegendText const& t) {
  if (info.noise_floor <= 0) return {};
  std::string value = info.noise_floor < 10 ? fmt::format("{:.2g}", info.noise_floor) : number_text(info.noise_floor);
  if (!info.unit.empty()) value += ' ' + info.unit;
  return t.words.text(t.language, info.floor_hides ? "layer.floor_hidden" : "layer.floor", value);
}
std::string kind_of(Provenance kind, LayerLegendText const& t) {
  return t.words.text(t.language, "provenance." + std::string(to_string(kind)));
}
std::string line_of(LegendLine const& line, LayerLegendText const& t) {
  return t.words.text(t.language, line.key) + " · " + kind_of(line.kind, t);
}

/// Draws from the top down in a column of given width; with `list` empty it only measures.
class Sheet {
 public:
  Sheet(LayerLegendText const& text, ViewFrustum const& view, TextPainter& painter, DrawList* list)
      : t_(text), painter_(painter), list_(list), scale_(static_cast<float>(length_scale(view.height))) {
    script_ = t_.language == Language::ja ? Script::jp : Script::sc;
    title_ = {script_, Weight::bold, type_px(view.height, 17, 11), theme::kText, 0};
    plain_ = {script_, Weight::regular, type_px(view.height, 14, 10), theme::kText, 0};
    faint_ = plain_;
    faint_.fill = theme::kTextSecond;
    float const most = (view.height < kSmall ? kMostWidthSmall : kMostWidth) * static_cast<float>(view.width);
    width_ = std::round(std::min(most, std::max(340 * scale_, 25 * static_cast<float>(plain_.px))));
    pad_ = std::round(12 * scale_);
  }

  /// Height of the whole panel at this place.
  float run(float x, float y) {
    x_ = x + pad_;
    y_ = y + pad_;
    if (t_.legend.field) field(*t_.legend.field);
    for (LegendLine const& line : t_.legend.lines)
      row(line);
    return y_ + pad_ - y;
  }
  float width() const { return width_; }
  float inner() const { return width_ - 2 * pad_; }

 private:
  void field(view::FieldInfo const& info) {
    write(title_of(info, t_), title_);
    y_ += std::round(4 * scale_);
    if (info.scale == view::FieldScale::categories)
      categories(info);
    else
      bar(info);
    chip(kind_of(info.kind, t_), info.kind);
    std::string const floor = floor_of(info, t_);
    if (!floor.empty())
      for (auto const& line : wrapped(painter_, faint_, floor, inner()))
        write(line, faint_);
    for (auto const& line : wrapped(painter_, faint_, t_.words.text(t_.language, info.source), inner()))
      write(line, faint_);
  }

  void bar(view::FieldInfo const& info) {
    float const height = std::round(14 * scale_), step = inner() / kBarSteps;
    if (list_) {
      for (int i = 0; i < kBarSteps; ++i) {
        Rgba const color = rgb(scene::ramp_color(scene::ramp_of(info), (static_cast<float>(i) + 0.5F) / kBarSteps));
        list_->box({std::round(x_ + static_cast<float>(i) * step), y_,
                    std::round(x_ + static_cast<float>(i + 1) * step), y_ + height},
                   {color, 0, 0, 0, 0, 0});
      }
      float const floor = x_ + inner() * view::share_of(info, info.low + info.noise_floor);
      if (info.kind == Provenance::modelled) hatch(x_, height);
      if (floor > x_ + 2) { // what means nothing is struck out
        list_->box({x_, y_, floor, y_ + height}, {rgba(0x0E1420, info.floor_hides ? 0.92 : 0.35), 0, 0, 0, 0, 0});
        list_->stroke(floor, y_ - 2 * scale_, floor, y_ + height + 2 * scale_, std::max(1.0F, 1.5F * scale_),
                      theme::kText);
      }
    }
    y_ += height + std::round(3 * scale_);
    ticks(info);
  }

  void hatch(float x, float height) {
    list_->box({x, y_, x + inner(), y_ + height},
               {0, rgba(0x0E1420, 0.95), 0, 0, 0, std::round(std::max(6.0F, 9 * scale_))});
  }

  void ticks(view::FieldInfo const& info) {
    LineMetrics const m = line_metrics(faint_.px);
    float free_from = x_ - 1,
          last_from = x_ + inner() - painter_.width("≥ " + number_text(info.high), faint_) - 10 * scale_;
    for (float const tick : scale_ticks(info)) {
      float const at = x_ + inner() * view::share_of(info, tick);
      bool const last = tick >= info.high;
      std::string const text = (last ? "≥ " : "") + number_text(tick);
      float const wide = painter_.width(text, faint_);
      float const left = std::clamp(at - wide / 2, x_, x_ + inner() - wide);
      if (left < free_from || (!last && left + wide > last_from)) continue;
      free_from = left + wide + 4 * scale_;
      if (!list_) continue;
      list_->stroke(at, y_ - 4 * scale_, at, y_, 1, theme::kText);
      painter_.draw(*list_, left, y_ + m.ascent, text, faint_);
    }
    y_ += m.height() + std::round(2 * scale_);
  }

  void categories(view::FieldInfo const& info) {
    float const side = std::round(11 * scale_), row_height = std::round(1.45F * static_cast<float>(plain_.px));
    std::size_t const rows = (info.categories.size() + 1) / 2;
    for (std::size_t i = 0; list_ && i < info.categories.size(); ++i) {
      float const x = x_ + static_cast<float>(i / rows) * inner() / 2,
                  y = y_ + static_cast<float>(i % rows) * row_height;
      float const middle = y + row_height / 2;
      list_->box({x, middle - side / 2, x + side, middle + side / 2},
                 {rgb(scene::color_of(info, static_cast<float>(i))), rgba(0xFFFFFF, 0.35), 1, 2, 0, 0});
      LineMetrics const m = line_metrics(plain_.px);
      float const left = x + 1.6F * side;
      painter_.draw(
          *list_, left, y + (row_height - m.height()) / 2 + m.ascent,
          painter_.shortened(t_.words.text(t_.language, info.categories[i]), plain_, inner() / 2 - 1.8F * side),
          plain_);
    }
    y_ += static_cast<float>(rows) * row_height + std::round(3 * scale_);
  }

  void chip(std::string const& text, Provenance kind) {
    float const height = std::round(1.5F * static_cast<float>(plain_.px)), pad = std::round(height * 0.45F);
    if (list_) {
      BoxStyle look{rgba(0xFFFFFF, 0.07), rgba(0xFFFFFF, 0.55), 1, height / 2, 0, 0};
      if (kind == Provenance::synthetic) look.dash_px = 5 * scale_;
      if (kind == Provenance::modelled) look.hatch_px = std::round(std::max(5.0F, 7 * scale_));
      list_->box({x_, y_, x_ + painter_.width(text, plain_) + 2 * pad, y_ + height}, look);
      LineMetrics const m = line_metrics(plain_.px);
      painter_.draw(*list_, x_ + pad, y_ + (height - m.height()) / 2 + m.ascent, text, plain_);
    }
    y_ += height + std::round(4 * scale_);
  }

  void row(LegendLine const& line) {
    LineMetrics const m = line_metrics(plain_.px);
    float const height = std::round(1.5F * static_cast<float>(plain_.px)), wide = std::round(30 * scale_);
    if (list_) {
      float const y = y_ + height / 2, thick = std::max(2.0F, 3 * scale_);
      if (line.flows) {
        list_->stroke(x_ + 2, y, x_ + wide - 2, y, thick, faded(line.colour, 0.4));
        list_->stroke(x_ + wide * 0.45F, y, x_ + wide - 3, y, thick, line.colour);
      } else {
        list_->box({x_, y - 0.3F * height, x_ + wide, y + 0.3F * height},
                   {faded(line.colour, 0.35), line.colour, 1.5F, 2, 0, 0});
      }
      painter_.draw(*list_, x_ + wide + pad_ / 2, y_ + (height - m.height()) / 2 + m.ascent,
                    painter_.shortened(line_of(line, t_), plain_, inner() - wide - pad_ / 2), plain_);
    }
    y_ += height;
  }

  void write(std::string const& text, TextStyle const& style) {
    LineMetrics const m = line_metrics(style.px);
    if (list_) painter_.draw(*list_, x_, y_ + m.ascent, painter_.shortened(text, style, inner()), style);
    y_ += m.height();
  }

  LayerLegendText const& t_;
  TextPainter& painter_;
  DrawList* list_;
  float scale_, width_ = 0, pad_ = 0, x_ = 0, y_ = 0;
  Script script_ = Script::sc;
  TextStyle title_, plain_, faint_;
};

} // namespace

std::vector<float> scale_ticks(view::FieldInfo const& info) {
  float const step = view::round_up_125((info.high - info.low) / 5.001F);
  std::vector<float> ticks{info.low};
  for (float v = std::ceil(info.low / step + 0.001F) * step; v < info.high - 0.3F * step; v += step)
    ticks.push_back(v);
  ticks.push_back(info.high);
  return ticks;
}

std::string number_text(float value) {
  if (value != 0 && std::abs(value) < 0.01F) return fmt::format("{:.1g}", value);
  return std::abs(value) >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::vector<std::string> wrapped(TextPainter& painter, TextStyle const& style, std::string const& text,
                                 float width_px) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t space = std::string::npos; // last one in `line`
  for (std::string_view rest = text; !rest.empty();) {
    std::string_view const before = rest;
    (void)take_code_point(rest);
    std::string_view const letter = before.substr(0, before.size() - rest.size());
    if (!line.empty() && painter.width(line + std::string(letter), style) > width_px) {
      std::size_t const cut = letter == " " || space == std::string::npos ? line.size() : space;
      lines.push_back(line.substr(0, cut));
      line.erase(0, std::min(line.size(), cut == line.size() ? cut : cut + 1));
      space = std::string::npos;
      if (letter == " ") continue;
    }
    if (letter == " ") space = line.size();
    line += letter;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

std::vector<std::string> legend_words(LayerLegendText const& t) {
  std::vector<std::string> words;
  if (t.legend.field) {
    view::FieldInfo const& info = *t.legend.field;
    words.push_back(title_of(info, t));
    for (std::string const& key : info.categories)
      words.push_back(t.words.text(t.language, key));
    words.push_back(kind_of(info.kind, t));
    if (std::string floor = floor_of(info, t); !floor.empty()) words.push_back(std::move(floor));
    words.push_back(t.words.text(t.language, info.source));
  }
  for (LegendLine const& line : t.legend.lines)
    words.push_back(line_of(line, t));
  return words;
}

std::optional<Box> draw_layer_legend(LayerLegendText const& text, ViewFrustum const& view, std::span<Box const> covers,
                                     TextPainter& painter, DrawList& list) {
  if (text.legend.empty()) return std::nullopt;
  Sheet measure(text, view, painter, nullptr);
  float const height = measure.run(0, 0), scale = static_cast<float>(length_scale(view.height));
  float const margin = std::round(24 * scale), gap = std::round(16 * scale);
  float bottom = static_cast<float>(view.height) - margin;
  auto const box = [&] { return Box{margin, bottom - height, margin + measure.width(), bottom}; };
  for (auto under = covers.begin(); under != covers.end();) {
    under = std::find_if(covers.begin(), covers.end(), [&](Box const& cover) { return cover.overlaps(box()); });
    if (under != covers.end()) bottom = std::floor(under->y0) - gap;
  }
  Box const place = box();
  if (place.y0 < 0.1F * static_cast<float>(view.height)) return std::nullopt;
  list.box(place, {});
  Sheet(text, view, painter, &list).run(place.x0, place.y0);
  return place;
}

} // namespace dalian::ui
