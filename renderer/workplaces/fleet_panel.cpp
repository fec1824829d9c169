#include "renderer/workplaces/fleet_panel.hpp"

#include "renderer/workplaces/places.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::workplaces {
namespace {

using view::FleetRow;

constexpr double kOld_s = 1, kFew = 0.2; // from here on a figure is marked: a second old, a fifth missing
constexpr double kSteps_m = 260;         // from the vehicle that is flown to

/// Of a column; nothing where it is not known.
std::optional<double> number_of(FleetLine const& line, FleetColumn column) {
  switch (column) {
  case FleetColumn::mode:
    return line.row.mode ? std::optional<double>(*line.row.mode) : std::nullopt;
  case FleetColumn::speed:
    return line.row.speed_mps;
  case FleetColumn::age:
    return -to_seconds(line.row.t_obs.time_since_epoch());
  case FleetColumn::latency:
    return line.delivery.p99_s;
  case FleetColumn::rate:
    return line.delivery.rate_hz;
  case FleetColumn::missing:
    return line.delivery.missing;
  case FleetColumn::sigma:
    return line.row.sigma_m;
  case FleetColumn::charge:
    return line.row.charge_pct;
  case FleetColumn::name:
    break;
  }
  return std::nullopt;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string shown(std::optional<double> value, int digits, double factor = 1) {
  return value ? fmt::format("{:.{}f}", *value * factor, digits) : "–";
}

/// Its end, where it does not fit: ids of one fleet begin alike.
std::string end_that_fits(std::string const& text, float width_px) {
  if (ImGui::CalcTextSize(text.c_str()).x <= width_px) return text;
  for (std::size_t from = 1; from < text.size(); ++from) {
    if ((static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) continue; // inside a character
    std::string end = "…" + text.substr(from);
    if (ImGui::CalcTextSize(end.c_str()).x <= width_px) return end;
  }
  return "…";
}

} // namespace

std::string latency_text(Delivery const& d) {
  if (!d.p50_s) return "–";
  auto const ms = [](double s) { return s < 10 ? fmt::format("{:.0f}", s * 1000) : ">9999"; };
  return *d.p50_s < 10 ? fmt::format("{}/{}", ms(*d.p50_s), ms(*d.p99_s)) : ">9999";
}

void sort_fleet(std::vector<FleetLine>& lines, FleetColumn column, bool upward) {
  auto const before = [&](FleetLine const& a, FleetLine const& b) {
    if (column == FleetColumn::name) {
      if (a.row.label != b.row.label) return upward ? a.row.label < b.row.label : a.row.label > b.row.label;
      return a.row.handle < b.row.handle;
    }
    auto const x = number_of(a, column), y = number_of(b, column);
    if (x.has_value() != y.has_value()) return x.has_value();
    if (x && *x != *y) return upward ? *x < *y : *x > *y;
    return a.row.handle < b.row.handle;
  };
  std::ranges::sort(lines, before);
}

bool fits(FleetRow const& row, std::string_view text) {
  std::string const wanted = lower(text);
  for (std::string const* part : {&row.label, &row.entity, &row.route, &row.type})
    if (lower(*part).find(wanted) != std::string::npos) return true;
  return false;
}

void FleetPanel::draw(ui::Box const& box, Moment const& moment, std::vector<FleetLine> lines, Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  ImGui::PushFont(kit.fonts().small);
  if (kit.begin("fleet", box)) {
    std::size_t const all = lines.size();
    std::erase_if(lines, [&](FleetLine const& l) { return !fits(l.row, filter_.c_str()); });
    kit.heading("fleet.title");
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    kit.second_text("fleet.count", fmt::format("{} / {}", lines.size(), all));
    ImGui::SetNextItemWidth(-1);
    if (kit.key('/')) ImGui::SetKeyboardFocusHere();
    ImGui::InputTextWithHint("##filter", kit.words("fleet.filter").c_str(), filter_.data(), filter_.size());
    if (all == 0)
      kit.second_text("fleet.none", kit.words("fleet.none"));
    else
      table(lines, moment, wishes);
  }
  kit.end();
  ImGui::PopFont();
}

void FleetPanel::table(std::vector<FleetLine> const& unsorted, Moment const& moment, Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  constexpr std::array kColumns{"fleet.name", "fleet.mode",    "fleet.speed", "fleet.age",   "fleet.latency",
                                "fleet.rate", "fleet.missing", "fleet.sigma", "fleet.charge"};
  constexpr std::array kWidths{0.0F, 24.0F, 38.0F, 34.0F, 66.0F, 34.0F, 30.0F, 34.0F, 30.0F}; // at scale 1
  constexpr ImGuiTableFlags kFlags =
      ImGuiTableFlags_ScrollY | ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_PadOuterX | ImGuiTableFlags_RowBg;
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {3 * kit.scale(), 2 * kit.scale()});
  if (ImGui::BeginTable("fleet", static_cast<int>(kColumns.size()), kFlags)) {
    ImGui::TableSetupScrollFreeze(1, 1);
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      auto const flags = i == 0 ? ImGuiTableColumnFlags_WidthStretch : ImGuiTableColumnFlags_WidthFixed;
      ImGui::TableSetupColumn(kColumns[i], flags, i == 0 ? 1.0F : kWidths[i] * kit.scale());
    }
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
    for (std::size_t i = 0; i < kColumns.size(); ++i)
      head(static_cast<FleetColumn>(i), kColumns[i]);
    if (kit.key('O')) // upward, then downward, then by the next one
      sort_by(upward_ ? column_ : static_cast<FleetColumn>((static_cast<std::size_t>(column_) + 1) % kColumns.size()));
    auto lines = unsorted;
    sort_fleet(lines, column_, upward_);
    if (kit.key(',')) step_to(lines, -1, moment, wishes);
    if (kit.key('.')) step_to(lines, 1, moment, wishes);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(lines.size()));
    while (clipper.Step())
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
        line(lines[static_cast<std::size_t>(i)], moment, wishes);
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
}

/// Its words, and a triangle above or below them where it sorts; ImGui's own heads leave no room for the words.
void FleetPanel::head(FleetColumn column, char const* key) {
  ui::PanelKit& kit = around_.kit;
  std::string const& words = kit.words(key);
  kit.note(key, words);
  ImGui::TableNextColumn();
  ImVec2 const at = ImGui::GetCursorScreenPos(), text = ImGui::CalcTextSize(words.c_str());
  float const room = ImGui::GetContentRegionAvail().x, high = text.y + 8 * kit.scale();
  if (ImGui::InvisibleButton(key, {std::max(room, 1.0F), high})) sort_by(column);
  bool const sorts = column == column_;
  float const x = column == FleetColumn::name ? at.x : at.x + std::max(0.0F, room - text.x);
  ImDrawList& ink = *ImGui::GetWindowDrawList();
  auto const colour = sorts || ImGui::IsItemHovered() ? kit.colours().accent : kit.colours().text_second;
  ink.AddText({x, at.y + 4 * kit.scale()}, colour, words.c_str());
  if (!sorts) return;
  float const middle = x + text.x / 2, r = 3 * kit.scale(), y = upward_ ? at.y + 4 * kit.scale() : at.y + high - 3;
  float const tip = upward_ ? y - r : y + r;
  ink.AddTriangleFilled({middle - r, y}, {middle + r, y}, {middle, tip}, colour);
}

/// The same again: the other way round.
void FleetPanel::sort_by(FleetColumn column) {
  upward_ = column == column_ ? !upward_ : true;
  column_ = column;
}

/// The vehicle above or below the selected one; the first where none is.
void FleetPanel::step_to(std::vector<FleetLine> const& lines, int by, Moment const& moment, Wishes& wishes) {
  if (lines.empty()) return;
  auto const selected = [&](FleetLine const& l) {
    return moment.selected == scene::Entity{scene::EntityKind::mover, l.row.handle};
  };
  auto const it = std::ranges::find_if(lines, selected);
  auto const at = it == lines.end() ? 0 : it - lines.begin() + by;
  go(lines[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at, 0, std::ssize(lines) - 1))].row, wishes);
}

void FleetPanel::go(FleetRow const& row, Wishes& wishes) {
  wishes.select = scene::Entity{scene::EntityKind::mover, row.handle};
  wishes.fly_to = camera_at(around_, row.position, kSteps_m);
}

void FleetPanel::line(FleetLine const& l, Moment const& moment, Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  FleetRow const& row = l.row;
  scene::Entity const me{scene::EntityKind::mover, row.handle};
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  kit.mark(row.stale ? ui::Status::stale : row.doubted ? ui::Status::high : ui::Status::good);
  ImGui::PushID(static_cast<int>(row.handle));
  std::string const name = end_that_fits(row.label, ImGui::GetContentRegionAvail().x);
  if (ImGui::Selectable(name.c_str(), moment.selected == me, ImGuiSelectableFlags_SpanAllColumns)) go(row, wishes);
  ImGui::PopID();
  std::string said = row.label;
  auto const cell = [&](std::string const& text, bool marked = false) {
    ImGui::TableNextColumn();
    said += " | " + text;
    if (marked) ImGui::PushStyleColor(ImGuiCol_Text, kit.colours().of(ui::Status::high));
    float const room = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(text.c_str()).x;
    if (room > 0) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room);
    ImGui::TextUnformatted(text.c_str());
    if (marked) ImGui::PopStyleColor();
  };
  double const age_s = std::max(0.0, to_seconds(moment.now - row.t_obs));
  auto const& d = l.delivery;
  cell(kit.words(row.mode ? fmt::format("mode.short.{}", *row.mode) : "mode.short.unknown"));
  cell(fmt::format("{:.0f}", row.speed_mps * 3.6));
  cell(fmt::format("{:.1f}", age_s), age_s > kOld_s);
  cell(latency_text(d), d.p99_s && *d.p99_s > kOld_s);
  cell(shown(d.rate_hz, 1), d.missing && *d.missing > kFew);
  cell(shown(d.missing, 0, 100), d.missing && *d.missing > kFew);
  cell(fmt::format("{:.1f}", row.sigma_m));
  cell(shown(row.charge_pct, 0));
  kit.note(fmt::format("fleet.{}", row.entity), said);
}

} // namespace dalian::workplaces
