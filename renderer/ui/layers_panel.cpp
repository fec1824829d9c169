// The panel that turns data over the city on and off.
#include "renderer/ui/panels.hpp"
#include "renderer/ui/theme.hpp"

#include <algorithm>
#include <imgui.h>

namespace dalian::ui {

void PanelDrawer::layers(PanelFacts const& facts, PanelRequests& requests) {
  ImGui::PushFont(layer_.fonts().small);
  if (begin("layers", 16, 16 + 150 * layer_.scale(), 0, 0)) {
    std::string const& title = lang_.text(facts.language, "layer.title");
    shown_.texts.push_back({"layers", "layer.title", title});
    ImGui::TextUnformatted(title.c_str());
    bool first = true;
    for (std::string const& name : facts.layers) {
      bool const chosen =
          std::find(facts.layers_shown.begin(), facts.layers_shown.end(), name) != facts.layers_shown.end();
      if (!first) ImGui::Dummy({0, 1});
      first = false;
      if (button("layers", name.c_str(), lang_.text(facts.language, "layer." + name), chosen))
        requests.toggle_layer = name;
    }
    if (!facts.layer_trouble.empty()) {
      shown_.texts.push_back({"layers", "trouble", facts.layer_trouble});
      ImGui::PushTextWrapPos(240 * layer_.scale());
      ImGui::TextWrapped("%s", facts.layer_trouble.c_str());
      ImGui::PopTextWrapPos();
    }
  }
  end("layers");
  ImGui::PopFont();
}

} // namespace dalian::ui
