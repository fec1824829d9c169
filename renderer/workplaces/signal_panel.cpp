#include "renderer/workplaces/signal_panel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::workplaces {
namespace {

constexpr std::size_t kMost = 12;
constexpr std::array<std::pair<char const*, float>, 3> kColumns{
    {{"phase", 72}, {"left", 44}, {"away", 64}}}; // wide at scale 1

/// Colour and word of a MovementPhaseState (SAE J2735): 2, 3 stop; 4 red and amber; 5, 6 go; 7, 8 clearance; 9 caution.
struct PhaseLook {
  ui::Status status;
  char const* key;
};
PhaseLook look_of(int phase) {
  if (phase == 2 || phase == 3) return {ui::Status::critical, "signals.stop"};
  if (phase == 5 || phase == 6) return {ui::Status::good, "signals.go"};
  if (phase == 4 || (phase >= 7 && phase <= 9)) return {ui::Status::medium, "signals.clear"};
  return {ui::Status::stale, "signals.dark"};
}

} // namespace

void SignalPanel::draw(ui::Box const& box, Moment const& moment, MapPoint here) {
  ui::PanelKit& kit = around_.kit;
  ImGui::PushFont(kit.fonts().small);
  if (kit.begin("signals", box)) {
    kit.heading("signals.title");
    auto const signals = view::signals_near(moment.twin->snapshot(), here, moment.now, kMost);
    if (signals.empty()) kit.second_text("signals.none", kit.words("signals.none"));
    if (!signals.empty() && ImGui::BeginTable("signals", 4, ImGuiTableFlags_SizingFixedFit)) {
      ImGui::TableSetupColumn("id", ImGuiTableColumnFlags_WidthStretch);
      for (auto const& [name, width] : kColumns)
        ImGui::TableSetupColumn(name, ImGuiTableColumnFlags_WidthFixed, width * kit.scale());
      for (view::SignalRow const& signal : signals)
        line(signal, here);
      ImGui::EndTable();
    }
  }
  kit.end();
  ImGui::PopFont();
}

void SignalPanel::line(view::SignalRow const& signal, MapPoint here) {
  ui::PanelKit& kit = around_.kit;
  PhaseLook const look = signal.stale ? PhaseLook{ui::Status::stale, "signals.silent"} : look_of(signal.phase);
  std::string const left = signal.remaining_s ? fmt::format("{:.0f} s", *signal.remaining_s) : "–";
  std::string const away =
      fmt::format("{:.0f} m", std::hypot(signal.position.east_m - here.east_m, signal.position.north_m - here.north_m));
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  kit.mark(look.status);
  ImGui::TextUnformatted(signal.entity.c_str());
  for (std::string const& text : {kit.words(look.key), left, away}) {
    ImGui::TableNextColumn();
    float const room = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(text.c_str()).x;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, room)); // numbers under each other
    ImGui::TextUnformatted(text.c_str());
  }
  kit.note("signals." + signal.entity, kit.words(look.key) + " | " + left);
}

} // namespace dalian::workplaces
