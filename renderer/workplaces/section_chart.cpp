#include "renderer/workplaces/section_chart.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::workplaces {
namespace {

using namespace section_inks;

constexpr float kLeastWide_px = 2;
constexpr double kTickAcross_px = 90, kTickUp_px = 24; // between two, at least, times the scale

/// "−20 m", with the sign as it is written in print.
std::string height_tick(double height_m) {
  return height_m < 0 ? fmt::format("−{:g} m", -height_m) : fmt::format("{:g} m", height_m);
}

} // namespace

ui::Rgba SectionChart::ink_of(SectionThing const& thing, ui::Tokens const& tokens) {
  if (thing.planned) return tokens.accent;
  return thing.building ? tokens.text : tokens.text_second;
}

std::optional<double> SectionChart::draw(ui::Box const& box) {
  box_ = box;
  float const line = ImGui::GetTextLineHeight(), left = std::round(3.6F * line);
  axes_ = axes_of(section_, {box.x0 + left, box.y0 + 2 * line, box.x1 - line, box.y1 - 1.5F * line});
  ui::Box const& plot = axes_.plot;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  scales(list);
  ImDrawListFlags const was = list.Flags;
  list.PushClipRect({plot.x0, plot.y0}, {plot.x1, plot.y1}, true);
  list.Flags &= ~ImDrawListFlags_AntiAliasedFill; // pieces that meet would show their edges
  sea(list);
  things(list);
  ground(list);
  unknown(list);
  list.Flags = was;
  list.PopClipRect();
  places(list);
  ImGui::Dummy({box.width(), box.height()});
  ImVec2 const mouse = ImGui::GetIO().MousePos;
  bool const over = ImGui::IsItemHovered() && mouse.x >= plot.x0 - line && mouse.x <= plot.x1 + line;
  return over ? std::optional(std::clamp(axes_.along_at(mouse.x), 0.0, axes_.length_m)) : std::nullopt;
}

void SectionChart::scales(ImDrawList& list) const {
  ui::Box const& plot = axes_.plot;
  ui::Tokens const& t = kit_.colours();
  float const line = ImGui::GetTextLineHeight(), gap = 6 * kit_.scale();
  double const scale = static_cast<double>(kit_.scale());
  double const up = round_step(axes_.high_m - axes_.low_m, static_cast<double>(plot.height()) / (kTickUp_px * scale));
  for (double const height_m : ticks(axes_.low_m, axes_.high_m, up)) {
    float const y = std::round(axes_.y_of(height_m));
    list.AddLine({plot.x0, y}, {plot.x1, y}, t.edge);
    std::string const text = height_tick(height_m);
    list.AddText({plot.x0 - gap - ImGui::CalcTextSize(text.c_str()).x, y - line / 2}, t.text_second, text.c_str());
  }
  double const across = round_step(axes_.length_m, static_cast<double>(plot.width()) / (kTickAcross_px * scale));
  for (double const along_m : ticks(0, axes_.length_m, across)) {
    float const x = std::round(axes_.x_of(along_m));
    list.AddLine({x, plot.y1}, {x, plot.y1 + gap}, t.text_second);
    std::string const text = distance_tick(along_m, axes_.length_m);
    float const wide = ImGui::CalcTextSize(text.c_str()).x;
    list.AddText({std::min(x - wide / 2, plot.x1 + line - wide), plot.y1 + gap}, t.text_second, text.c_str());
  }
  list.AddLine({plot.x0, plot.y1}, {plot.x1, plot.y1}, t.text_second);
}

/// Down to the foot: the ground is drawn over it.
void SectionChart::sea(ImDrawList& list) const {
  float const y = axes_.y_of(0), foot = axes_.plot.y1;
  auto const& all = section_.samples;
  for (std::size_t i = 1; i < all.size(); ++i)
    if (all[i - 1].known && all[i].known && std::min(all[i - 1].ground_m, all[i].ground_m) < 0)
      list.AddRectFilled({axes_.x_of(all[i - 1].along_m), y}, {axes_.x_of(all[i].along_m), foot}, kSea);
}

/// Works are boxes around what is mostly air: less of a body than buildings. Down a slope to the ground, but not
/// through the sea: a crane reaches out over it.
void SectionChart::things(ImDrawList& list) const {
  for (bool const buildings : {false, true})
    for (SectionThing const& thing : section_.things) {
      if ((thing.building || thing.planned) != buildings) continue;
      double const ground_m =
          std::min(sample_at(section_, thing.from_m).ground_m, sample_at(section_, thing.to_m).ground_m);
      float const x = axes_.x_of(thing.from_m), wide = std::max(axes_.x_of(thing.to_m) - x, kLeastWide_px);
      ImVec2 const low{x, axes_.y_of(thing.top_m)},
          high{x + wide, axes_.y_of(ground_m < 0 ? thing.base_m : std::min(thing.base_m, ground_m))};
      ui::Rgba const ink = ink_of(thing, kit_.colours());
      list.AddRectFilled(low, high, ui::faded(ink, buildings ? 0.85 : 0.35));
      if (wide > 3 * kLeastWide_px) list.AddRect(low, high, ink);
    }
}

void SectionChart::ground(ImDrawList& list) const {
  auto const& all = section_.samples;
  float const foot = axes_.plot.y1;
  auto const at = [&](SectionSample const& s) { return ImVec2{axes_.x_of(s.along_m), axes_.y_of(s.ground_m)}; };
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!all[i - 1].known || !all[i].known) continue;
    ImVec2 const a = at(all[i - 1]), b = at(all[i]);
    list.AddQuadFilled(a, b, {b.x, foot}, {a.x, foot}, kGround);
    bool const wet = std::min(all[i - 1].ground_m, all[i].ground_m) < 0;
    if (wet) list.AddLine({a.x, axes_.y_of(0)}, {b.x, axes_.y_of(0)}, kSeaLine, 1.5F);
  }
  std::vector<ImVec2> line;
  auto const end = [&] {
    list.AddPolyline(line.data(), static_cast<int>(line.size()), kGroundLine, 0, 1.5F * kit_.scale());
    line.clear();
  };
  for (SectionSample const& s : all)
    s.known ? line.push_back(at(s)) : end();
  end();
  float const sea = std::round(axes_.y_of(0)); // under the land as well, fine
  list.AddLine({axes_.plot.x0, sea}, {axes_.plot.x1, sea}, ui::faded(kSeaLine, 0.6));
}

void SectionChart::unknown(ImDrawList& list) const {
  ui::Box const& plot = axes_.plot;
  auto const& all = section_.samples;
  ui::Rgba const ink = ui::faded(kit_.colours().text_second, 0.18);
  for (std::size_t i = 1; i < all.size(); ++i)
    if (!all[i - 1].known || !all[i].known)
      list.AddRectFilled({axes_.x_of(all[i - 1].along_m), plot.y0}, {axes_.x_of(all[i].along_m), plot.y1}, ink);
}

void SectionChart::places(ImDrawList& list) const {
  ui::Tokens const& t = kit_.colours();
  for (double const along_m : section_.places_m) {
    auto const s = sample_at(section_, along_m);
    float const x = axes_.x_of(along_m), y = s.known ? axes_.y_of(std::max(s.ground_m, 0.0)) : axes_.plot.y1;
    list.AddLine({x, axes_.plot.y0}, {x, axes_.plot.y1}, ui::faded(t.accent, 0.6));
    list.AddCircleFilled({x, y}, 4.5F * kit_.scale(), t.text);
    list.AddCircleFilled({x, y}, 3 * kit_.scale(), t.accent);
  }
}

void SectionChart::point_at(double along_m, std::string const& words) {
  ui::Box const& plot = axes_.plot;
  ui::Tokens const& t = kit_.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  auto const s = sample_at(section_, along_m);
  float const x = std::round(axes_.x_of(along_m)), pad = 8 * kit_.scale(), line = ImGui::GetTextLineHeight();
  list.AddLine({x, plot.y0 - 0.65F * line}, {x, plot.y1}, t.text, 1.5F);
  if (s.known) list.AddCircleFilled({x, axes_.y_of(s.ground_m)}, 4 * kit_.scale(), t.text);
  float const wide = ImGui::CalcTextSize(words.c_str()).x + 2 * pad;
  float const from = box_.x0, to = std::max(from, box_.x1 - wide);
  float const left = std::round(std::clamp(x - wide / 2, from, to)), top = plot.y0 - 1.95F * line;
  list.AddRectFilled({left, top}, {left + wide, top + 1.3F * line}, t.raised | 0xff000000U, 6 * kit_.scale());
  list.AddText({left + pad, top + 0.15F * line}, t.text, words.c_str());
}

} // namespace dalian::workplaces
