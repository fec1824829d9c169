// The panel that turns data over the city on and off.
#include "renderer/ui/panels.hpp"
#include "renderer/ui/theme.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::ui {

void PanelDrawer::layers(PanelFacts const& facts, PanelRequests& requests) {
  ImGui::PushFont(kit_.fonts().small);
  if (kit_.begin("layers", 16, 16 + 150 * kit_.scale(), 0, 0)) {
    std::string const& title = kit_.words("layer.title");
    kit_.note("layer.title", title);
    ImGui::TextUnformatted(title.c_str());
    bool first = true;
    int number = 1; // the key of each while the panel is open
    for (std::string const& name : facts.layers) {
      bool const chosen =
          std::find(facts.layers_shown.begin(), facts.layers_shown.end(), name) != facts.layers_shown.end();
      if (!first) ImGui::Dummy({0, 1});
      first = false;
      if (kit_.button("layer." + name, fmt::format("{}  {}", number++, kit_.words("layer." + name)), chosen))
        requests.toggle_layer = name;
    }
    if (!facts.layer_trouble.empty()) {
      kit_.note("trouble", facts.layer_trouble);
      ImGui::PushTextWrapPos(240 * kit_.scale());
      ImGui::TextWrapped("%s", facts.layer_trouble.c_str());
      ImGui::PopTextWrapPos();
    }
  }
  kit_.end();
  ImGui::PopFont();
}

} // namespace dalian::ui
