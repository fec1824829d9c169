#pragma once
// Choosing: what is chosen by its name, and several things by a frame drawn on the screen. Main thread.
#include "renderer/ui/draw_list.hpp"
#include "renderer/ui/tokens.hpp"
#include "renderer/ui/view_frustum.hpp"
#include "twin/planner/things.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dalian::workplaces {

struct Chosen {
  plan::Layer layer = plan::Layer::building;
  std::string id;
  bool operator==(Chosen const&) const = default;
};

/// Nothing of what is not in the picture.
using OnScreen = std::function<std::optional<ui::ScreenPoint>(MapPoint)>;
/// Those whose place is in the frame, in their order.
std::vector<Chosen> things_in(ui::Box const& frame, std::vector<planner::Thing> const& things,
                              OnScreen const& on_screen);

/// A click that is to choose; the picture says later on what it was.
struct ChoosingClick {
  MapPoint at;
  bool also = false; // beside what is chosen
};

/// From where a button went down to the pointer.
class ChoiceFrame {
 public:
  void begin(ui::ScreenPoint at) { from_ = to_ = at, open_ = true; }
  void reach(ui::ScreenPoint to) { to_ = to; }
  void leave() { open_ = false; }
  bool open() const { return open_; }
  /// Larger than the hand of somebody who clicks would shake.
  bool is_drawn() const;
  ui::Box box() const;
  void draw(ui::Tokens const& t, ui::DrawList& over) const;

 private:
  ui::ScreenPoint from_{}, to_{};
  bool open_ = false;
};

} // namespace dalian::workplaces
