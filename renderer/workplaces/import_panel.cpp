#include "renderer/workplaces/import_panel.hpp"

#include "renderer/workplaces/places.hpp"
#include "renderer/workplaces/planning_words.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <imgui.h>

namespace dalian::workplaces {
namespace {

constexpr std::array<std::string_view, 20> kEndings{".geojson", ".json", ".gpkg", ".dxf", ".gml", ".citygml", ".xml",
                                                    ".shp",     ".osm",  ".pbf",  ".kml", ".fgb", ".csv",     ".gpx",
                                                    ".tif",     ".tiff", ".hgt",  ".asc", ".vrt", ".sqlite"};

std::filesystem::path home() {
  char const* folder = std::getenv("HOME");
  return folder != nullptr ? folder : "/";
}

/// After `now` among what the table could be, and after the last none.
std::string next_of(plan::TableReport const& table) {
  auto const& all = table.could_be;
  auto const it = std::ranges::find(all, table.layer);
  if (it == all.end()) return all.empty() ? "" : all.front();
  return it + 1 == all.end() ? "" : *(it + 1);
}

} // namespace

std::string ImportPanel::name_of(std::string const& layer) {
  return layer.empty() ? around_.kit.words("import.left_out") : capital(words_.in(around_).of_layer(layer));
}

void ImportPanel::toggle(PlanningDesk& desk) {
  if (open_) return leave(desk);
  open_ = true;
  if (!picker_) picker_.emplace(home(), kEndings);
}

void ImportPanel::leave(PlanningDesk& desk) {
  desk.leave_import();
  open_ = false;
}

void ImportPanel::draw(PlanningDesk& desk, ui::Box const& box, Wishes& wishes) {
  if (!open_) return;
  auto& kit = around_.kit;
  bool const seen = desk.in_hand().has_value();
  if (desk.follow_import() && !seen && desk.in_hand()) {
    auto const reach = desk.import_reach();
    wishes.fly_to = camera_at(around_, desk.in_hand()->at, std::clamp(2.5 * reach, 300.0, 20000.0));
  }
  if (kit.begin("import", box)) {
    kit.heading("import.title");
    desk.importing() == nullptr ? choose_file(desk) : offer(desk);
  }
  kit.end();
  keys(desk);
  wishes.go_on = wishes.go_on || (desk.importing() != nullptr && desk.importing()->busy());
}

void ImportPanel::choose_file(PlanningDesk& desk) {
  auto& kit = around_.kit;
  kit.second_text("import.what", kit.words("import.what"));
  if (auto const file = picker_->draw(kit)) {
    desk.import_from(*file);
    at_ = 0;
    being_typed_.clear();
  }
}

void ImportPanel::offer(PlanningDesk& desk) {
  auto& kit = around_.kit;
  auto& importer = *desk.importing();
  kit.text("import.file", importer.file().filename().string());
  ends(desk);
  if (desk.importing() == nullptr) return; // left
  if (importer.busy()) kit.second_text("import.reading", kit.words("import.reading"));
  if (!importer.trouble().empty()) {
    kit.mark(ui::Status::high);
    kit.note("import.trouble", importer.trouble());
    ImGui::TextWrapped("%s", importer.trouble().c_str());
  }
  if (auto const* offered = importer.offered()) {
    if (offered->raster) raster(*offered->raster);
    at_ = std::min(at_, offered->tables.empty() ? 0 : offered->tables.size() - 1);
    auto const tables = offered->tables; // what is said here reads anew
    for (std::size_t i = 0; i < tables.size(); ++i)
      table(importer, tables[i], i == at_);
    type_ = false;
  }
}

void ImportPanel::ends(PlanningDesk& desk) {
  auto& kit = around_.kit;
  if (desk.in_hand() && !desk.importing()->busy()) {
    if (kit.button("import.take", kit.words("import.take", std::to_string(desk.import_size())))) {
      desk.take_import();
      open_ = false;
      return;
    }
    ImGui::SameLine();
  }
  if (kit.button("import.other")) return desk.leave_import();
  ImGui::SameLine();
  if (kit.button("import.leave")) leave(desk);
}

void ImportPanel::table(planner::Importer& importer, plan::TableReport const& table, bool aimed) {
  auto& kit = around_.kit;
  auto const& words = words_.in(around_);
  ImGui::Separator();
  ImGui::PushID(table.name.c_str());
  kit.mark(table.taken > 0 ? ui::Status::good : ui::Status::stale);
  std::string const sort = table.geometry.empty() ? "none" : table.geometry;
  kit.text(aimed ? "import.table.chosen" : "import.table",
           fmt::format("{} · {} {}", table.name, table.features, kit.words("import." + sort)));
  kit.second_text("import.crs", table.crs.empty() ? kit.words("import.no_crs") : table.crs);
  what_it_is(importer, table);
  if (table.layer.empty())
    kit.second_text("import.why", words.of_message(table.why));
  else
    kit.text("import.taken", kit.words("import.taken", std::to_string(table.taken)));
  for (auto const& [why, count] : table.rejected) {
    std::string const field = why.field.empty() ? "" : capital(words.of_field(why.field)) + " · ";
    kit.second_text("import.rejected", fmt::format("{} × {}{}", count, field, words.of_message(why)));
  }
  if (!table.layer.empty() && !table.left_out.empty())
    kit.second_text("import.attributes",
                    kit.words("import.attributes", fmt::format("{}", fmt::join(table.left_out, ", "))));
  if (aimed) fill_in(importer, table);
  ImGui::PopID();
}

void ImportPanel::what_it_is(planner::Importer& importer, plan::TableReport const& table) {
  if (table.could_be.empty()) return;
  auto& kit = around_.kit;
  kit.note("import.as", table.name + " | " + table.layer);
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
  if (!ImGui::BeginCombo("##as", name_of(table.layer).c_str())) return;
  for (std::string const& layer : table.could_be)
    if (ImGui::Selectable(name_of(layer).c_str(), layer == table.layer)) importer.take_as(table.name, layer);
  if (ImGui::Selectable(name_of("").c_str(), table.layer.empty())) importer.take_as(table.name, "");
  ImGui::EndCombo();
}

/// What no attribute is taken for: a value for all, or the attribute that has it.
void ImportPanel::fill_in(planner::Importer& importer, plan::TableReport const& table) {
  auto& kit = around_.kit;
  auto const layer = plan::find_layer(table.layer);
  if (!layer) return;
  for (std::string const& field : planner::open_fields(table)) {
    std::string& text = being_typed_.try_emplace(field, importer.filled(field)).first->second;
    std::array<char, 128> typed{};
    text.copy(typed.data(), typed.size() - 1);
    if (std::exchange(type_, false)) ImGui::SetKeyboardFocusHere();
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x / 2);
    bool const done = ImGui::InputTextWithHint(("##" + field).c_str(), kit.words("import.fill").c_str(), typed.data(),
                                               typed.size(), ImGuiInputTextFlags_EnterReturnsTrue);
    text = typed.data();
    if (ImGui::IsItemActive()) kit.note("import.typing", field + " = " + text);
    ImGui::SameLine();
    auto const& spec = plan::spec_of(*layer).fields[*plan::find_field(*layer, field)];
    std::string const name = capital(words_.in(around_).of_field(field));
    kit.text("import.field", spec.unit.empty() || spec.unit == "1" ? name : fmt::format("{} {}", name, spec.unit));
    if (spec.type == plan::FieldType::choice) kit.second_text("import.words", std::string(spec.words));
    if (done) importer.fill(field, text);
  }
}

void ImportPanel::raster(plan::RasterReport const& raster) {
  auto& kit = around_.kit;
  std::string const range =
      raster.range ? fmt::format(" · {:.6g} … {:.6g}", raster.range->first, raster.range->second) : "";
  kit.text("import.raster", fmt::format("{} × {} · {}{}", raster.columns, raster.rows,
                                        raster.crs.empty() ? kit.words("import.no_crs") : raster.crs, range));
  kit.second_text("import.raster.why", kit.words("import.raster.why"));
}

void ImportPanel::keys(PlanningDesk& desk) {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  bool const typing = ImGui::GetIO().WantTextInput;
  if (kit.key(PanelKit::kEscape)) return leave(desk);
  auto* importer = desk.importing();
  if (importer == nullptr || typing) return;
  if (kit.key(PanelKit::kBackspace)) return desk.leave_import();
  if (importer->offered() == nullptr || importer->busy()) return;
  auto const& tables = importer->offered()->tables;
  if (kit.key(PanelKit::kDown)) at_ = std::min(at_ + 1, tables.empty() ? 0 : tables.size() - 1);
  if (kit.key(PanelKit::kUp) && at_ > 0) --at_;
  if (kit.key('U')) type_ = true;
  if (kit.key('L') && at_ < tables.size()) {
    importer->take_as(tables[at_].name, next_of(tables[at_]));
  } else if (kit.key(PanelKit::kEnter) && desk.in_hand()) {
    desk.take_import();
    open_ = false;
  }
}

} // namespace dalian::workplaces
