#include "renderer/app/ui_dump.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

namespace dalian::viewer {
namespace {

nlohmann::ordered_json json_of(ui::Box const& box) {
  return {box.x0, box.y0, box.x1, box.y1};
}

/// Milliseconds.
nlohmann::ordered_json json_of(workplaces::Spread const& spread) {
  if (!spread.p50) return nullptr;
  return {{"p50", *spread.p50 * 1e3}, {"p99", *spread.p99 * 1e3}};
}

} // namespace

void write_dump(UiDump const& dump, std::filesystem::path const& file) {
  nlohmann::ordered_json json = {{"frame", dump.frame}, {"settled", dump.settled}};
  json["input"] = {{"measured", dump.input->measured()},
                   {"most_frames", dump.input->most_frames()},
                   {"ms", json_of(dump.input->spread())}};
  json["panels_cpu_ms"] = json_of(dump.cost->spread());
  auto& panels = json["panels"] = nlohmann::ordered_json::array();
  for (ui::PanelBox const& panel : dump.panels->boxes)
    panels.push_back({{"panel", panel.panel}, {"box", json_of(panel.box)}});
  auto& texts = json["texts"] = nlohmann::ordered_json::array();
  for (ui::ShownText const& text : dump.panels->texts)
    texts.push_back({{"panel", text.panel}, {"key", text.key}, {"value", text.value}});
  json["buttons"] = dump.panels->buttons;
  auto& labels = json["labels"] = nlohmann::ordered_json::array();
  for (ui::ShownLabel const& label : *dump.labels)
    labels.push_back({{"text", label.text}, {"box", json_of(label.box)}, {"opacity", label.opacity}});
  auto& movers = json["movers"] = nlohmann::ordered_json::array();
  for (DumpedMover const& mover : dump.movers)
    movers.push_back({{"handle", mover.handle}, {"name", mover.name}, {"x", mover.x}, {"y", mover.y}});
  std::filesystem::path const beside = file.string() + ".part";
  // Names come from the air and need not be valid UTF-8.
  std::ofstream(beside) << json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  std::error_code error;
  std::filesystem::rename(beside, file, error);
}

} // namespace dalian::viewer
