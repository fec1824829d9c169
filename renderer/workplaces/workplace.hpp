#pragma once
// A workplace: what the screen is for. It draws panels into the boxes of its layout and marks over the city, and says
// what it wishes of the window. It knows the twin by Service alone, and no window, device or pass. Main thread.
#include "renderer/scene/camera.hpp"
#include "renderer/scene/picking.hpp"
#include "renderer/scene/standing_things.hpp"
#include "renderer/ui/panel_kit.hpp"
#include "renderer/ui/text.hpp"
#include "renderer/ui/view_frustum.hpp"
#include "renderer/ui/workplace_layout.hpp"
#include "twin/app/service.hpp"
#include "twin/view/field.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace dalian::workplaces {

/// What lives as long as the window.
struct Surroundings {
  ui::PanelKit& kit;
  ui::TextPainter& painter; // for words over the city
  app::Service& service;
  view::City const& city;
  view::Terrain const& terrain;
  std::filesystem::path assets; // folder of the baked assets
  std::filesystem::path bundle; // that the planner opens first; "" = none
};

struct Pointer {
  float x = 0, y = 0;  // pixels
  bool inside = false; // over the city, not over a panel
  bool clicked = false;
  bool moved = false;
  ui::ScreenPoint pressed = {}; // where the left button went down last
  bool shift = false;           // held then
};

/// What is on the screen in one frame.
struct Moment {
  ui::WorkplaceLayout layout;
  ui::ViewFrustum view;
  scene::Camera camera;
  Pointer pointer;
  Instant now{};                              // twin time that things are drawn at
  std::shared_ptr<view::CityView const> twin; // never null
  scene::Entity selected, hovered;
  std::optional<scene::Entity> picked; // by a click, once, where the clicks are the workplace's
  double wall_s = 0;                   // of a steady clock
  Instant light{};                     // the sun stands as it does then
  std::string weather;                 // chosen: "rain"; "" = as it is reported
  std::set<std::string> layers;        // data over the city

  /// The ground or sea under the pointer; nothing above the horizon.
  std::optional<glm::dvec3> ground(view::Terrain const& terrain) const;
};

/// What a workplace asks of the window after a frame.
struct Wishes {
  std::optional<scene::Camera> fly_to; // in some seconds
  std::optional<scene::Camera> stand;  // at once, of a camera path
  std::optional<scene::Entity> select; // kind none: nothing
  std::optional<std::set<std::string>> layers;
  std::optional<Instant> light;
  std::optional<std::string> weather; // "clear", "haze", "rain", "snow"; "" = as it is reported
  std::optional<ui::Language> language;
  bool keeps_drag = false;          // a drag with the left button is the workplace's: the camera stands
  bool keeps_shift_drag = false;    // one with Shift is
  bool quiet = false;               // nothing over the city but the workplace: no bar, no pointer, no tooltip
  bool go_on = false;               // something moves by itself: the next frame is due now
  std::vector<std::string> notices; // sentences to be shown for a while
  bool keeps_clicks = false;        // what is clicked is the workplace's: nothing is selected by itself
  std::shared_ptr<std::vector<scene::StandingThing> const> standing; // beside the city; null: nothing
  std::shared_ptr<view::Field const> field;                          // over the ground; null: none of its own
  float foot = 0;                                                    // > 0: a pane lies below, captions end above it
  std::vector<ui::Box> covered; // by what it drew over the city itself: legends and names keep out
};

class Workplace {
 public:
  virtual ~Workplace() = default;
  virtual void enter(Moment const&) {}
  virtual void leave() {}
  /// Work that would be gone with the window.
  virtual bool would_lose() const { return false; }
  /// Between ImGui::NewFrame and ImGui::Render. `over`: marks in pixels, under the panels and over the labels.
  virtual Wishes draw(Moment const& moment, ui::DrawList& over) = 0;
  /// What the bar and the health line keep out of, beside the layout's boxes.
  virtual std::vector<ui::Box> taken() const { return {}; }
};

} // namespace dalian::workplaces
