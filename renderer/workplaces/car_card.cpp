#include "renderer/workplaces/car_card.hpp"

#include "renderer/workplaces/route_deviation.hpp"
#include "twin/alarms/encounter.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::workplaces {
namespace {

constexpr double kNear_m = 300;      // others farther away cannot matter within the horizon
constexpr double kTooFar_m = 25;     // of the corridors that ship: assets/config/alarms.toml
constexpr double kBrakeHard_s = 1.5; // van der Horst (1990), as the rules that ship

alarms::Hull hull_of(view::Mover const& m, Instant now) {
  double const dt = to_seconds(std::min(now, m.until) - m.t0), length = static_cast<double>(m.length_m);
  double const east = static_cast<double>(m.velocity_east_mps), north = static_cast<double>(m.velocity_north_mps);
  double const half = static_cast<double>(m.width_m) / 2;
  return {{m.position.east_m + dt * east, m.position.north_m + dt * north},
          east,
          north,
          static_cast<double>(m.heading_rad),
          length / 2,
          length / 2,
          half,
          half};
}

} // namespace

std::optional<double> time_to_collision_s(std::vector<view::Mover> const& movers, std::uint32_t me, Instant now,
                                          double horizon_s) {
  auto const mine = std::ranges::find(movers, me, &view::Mover::handle);
  if (mine == movers.end()) return std::nullopt;
  alarms::Hull const hull = hull_of(*mine, now);
  std::optional<double> soonest;
  for (view::Mover const& other : movers) {
    if (other.handle == me || other.freshness != view::Freshness::fresh) continue;
    if (std::hypot(other.position.east_m - mine->position.east_m, other.position.north_m - mine->position.north_m) >
        kNear_m)
      continue;
    double const contact_s = alarms::meet(hull, hull_of(other, now), horizon_s).contact_s;
    if (contact_s <= horizon_s && (!soonest || contact_s < *soonest)) soonest = contact_s;
  }
  return soonest;
}

void CarCard::draw(ui::Box const& box, Moment const& moment, std::vector<FleetLine> const& fleet, Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  ImGui::PushFont(kit.fonts().small);
  if (kit.begin("car", box)) {
    bool const mover = moment.selected.kind == scene::EntityKind::mover;
    auto const it =
        std::ranges::find_if(fleet, [&](FleetLine const& l) { return mover && l.row.handle == moment.selected.index; });
    if (it != fleet.end()) {
      vehicle(*it, moment, wishes);
    } else {
      chasing_ = false;
      auto const about = mover ? moment.twin->inspect(moment.selected.index, moment.now) : std::nullopt;
      if (about)
        thing(*about);
      else
        kit.heading("car.title"), kit.second_text("car.none", kit.words("car.none"));
    }
  }
  kit.end();
  ImGui::PopFont();
}

void CarCard::vehicle(FleetLine const& line, Moment const& moment, Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  view::FleetRow const& row = line.row;
  ImGui::PushFont(kit.fonts().title);
  kit.text("name", row.label);
  ImGui::PopFont();
  kit.chip("provenance", kit.words("provenance." + std::string(to_string(row.provenance))), row.provenance,
           kit.colours().text);
  ImGui::SameLine();
  kit.chip("freshness", kit.words(row.stale ? "freshness.stale" : "freshness.fresh"), Provenance::unknown,
           kit.colours().of(row.stale ? ui::Status::high : ui::Status::good));
  speed(row);
  speed_line(row.handle);
  buttons(line, moment, wishes);
  if (ImGui::BeginTable("car", 2)) {
    ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthStretch, 0.46F);
    ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 0.54F);
    auto const& d = line.delivery;
    auto const away = deviation_from(around_.city, row.route, row.position);
    auto const ttc = time_to_collision_s(moment.twin->movers(), row.handle, moment.now);
    kit.row("car.mode", kit.words(row.mode ? fmt::format("mode.{}", *row.mode) : "mode.unknown"));
    kit.row("car.route", row.route.empty() ? "–" : row.route);
    kit.row("car.deviation",
            away ? fmt::format("{:.1f} m{}", away->metres, away->metres > kTooFar_m ? " ▲" : "") : "–");
    kit.row("car.ttc",
            ttc ? fmt::format("{:.1f} s{}", *ttc, *ttc < kBrakeHard_s ? " ▲" : "") : kit.words("car.ttc.none"));
    kit.row("car.age", fmt::format("{:.1f} s", std::max(0.0, to_seconds(moment.now - row.t_obs))));
    kit.row("car.latency", d.p50_s ? fmt::format("{:.0f} · {:.0f} ms", *d.p50_s * 1000, *d.p99_s * 1000) : "–");
    kit.row("car.rate",
            d.rate_hz ? fmt::format("{:.1f} / {:.0f} Hz · {:.0f} %", *d.rate_hz, kDue_hz, *d.missing * 100) : "–");
    kit.row("car.sigma", fmt::format("±{:.1f} m", row.sigma_m));
    kit.row("car.charge", row.charge_pct ? fmt::format("{:.0f} %", *row.charge_pct) : kit.words("car.not_told"));
    kit.row("car.entity", row.entity);
    ImGui::EndTable();
  }
}

/// At the upper right, its unit on the same line of writing.
void CarCard::speed(view::FleetRow const& row) {
  ui::PanelKit& kit = around_.kit;
  constexpr char const* kUnit = "km/h";
  std::string const value = fmt::format("{:.0f}", row.speed_mps * 3.6);
  kit.note("speed", value);
  ImFont const &figure = *kit.fonts().figure, &small = *kit.fonts().small;
  float const gap = 6 * kit.scale(), unit = ImGui::CalcTextSize(kUnit).x;
  float const wide = figure.CalcTextSizeA(figure.FontSize, 1e6F, 0, value.c_str()).x;
  ImVec2 const pane = ImGui::GetWindowPos();
  float const right = pane.x + ImGui::GetWindowContentRegionMax().x, top = pane.y + ImGui::GetStyle().WindowPadding.y;
  ImDrawList& ink = *ImGui::GetWindowDrawList();
  ink.AddText(&figure, figure.FontSize, {right - unit - gap - wide, top}, kit.colours().text, value.c_str());
  ink.AddText({right - unit, top + figure.Ascent - small.Ascent}, kit.colours().text_second, kUnit);
}

void CarCard::speed_line(std::uint32_t handle) {
  auto const speeds = meter_.speeds(handle);
  if (speeds.size() < 2) return;
  ImVec2 const at = ImGui::GetCursorScreenPos();
  ui::PanelKit const& kit = around_.kit;
  float const width = ImGui::GetContentRegionAvail().x, height = 36 * kit.scale();
  float const top = std::max(1.0F, *std::ranges::max_element(speeds));
  std::vector<ImVec2> points;
  for (std::size_t i = 0; i < speeds.size(); ++i)
    points.push_back({at.x + width * static_cast<float>(i) / static_cast<float>(speeds.size() - 1),
                      at.y + height * (1 - 0.92F * speeds[i] / top)});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({at.x, at.y + height}, {at.x + width, at.y + height}, kit.colours().edge);
  list.AddPolyline(points.data(), static_cast<int>(points.size()), kit.colours().accent, 0, 1.5F * kit.scale());
  ImGui::Dummy({width, height + 2});
}

void CarCard::buttons(FleetLine const& line, Moment const& moment, Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  if (kit.button("car.chase", chasing_) || kit.key('C')) chasing_ = !chasing_;
  ImGui::SameLine();
  if (kit.button("car.incident") || kit.key('I')) {
    char const* user = std::getenv("USER");
    around_.service.lock({moment.now, line.row.entity, user ? user : "operator"});
    wishes.notices.push_back(kit.words("incident.asked", line.row.label));
  }
}

void CarCard::thing(view::Inspection const& about) {
  ui::PanelKit& kit = around_.kit;
  ImGui::PushFont(kit.fonts().title);
  kit.text("name", about.name.empty() ? about.entity : about.name);
  ImGui::PopFont();
  if (!ImGui::BeginTable("thing", 2)) return;
  ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthStretch, 0.4F);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 0.6F);
  for (view::Inspection::Row const& row : about.rows)
    kit.row(row.key, row.value_key.empty() ? row.value : kit.words(row.value_key) + " " + row.value);
  ImGui::EndTable();
}

} // namespace dalian::workplaces
