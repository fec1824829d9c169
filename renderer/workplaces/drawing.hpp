#pragma once
// Lines that a planner draws on the ground, place by place: roads, routes, cuts through a parcel. What they become is
// the desk's; here is what is being drawn. Main thread.
#include "renderer/workplaces/ground_lines.hpp"
#include "twin/planner/session.hpp"

#include <optional>
#include <span>

namespace dalian::workplaces {

struct LineItem {
  std::string_view key; // of words, after plan.draw
  plan::Layer layer;    // of what it makes or cuts
  std::size_t most;     // places; with the last of them it is done
  plan::Draft (*tool)(plan::Site const& site, plan::MapLine const& line);
};
std::span<LineItem const> line_palette();

inline constexpr std::size_t kLeastPlaces = 2;
inline constexpr double kSamePlace_m = 4; // nearer than this to the last place ends the line

/// Its course is a line: it has no place to be moved to and no copy beside it.
bool has_line(plan::Entity const& entity);

class Drawing {
 public:
  void begin(LineItem const& item) { item_ = &item, places_.clear(); }
  void leave() { item_ = nullptr, places_.clear(); }
  /// What is being drawn; null: nothing.
  LineItem const* item() const { return item_; }
  plan::MapLine const& places() const { return places_; }
  bool has_line() const { return places_.size() >= kLeastPlaces; }

  /// Adds a place. True when the line is done: the last place came once more, or there are as many as there can be.
  bool add(MapPoint at);
  void take_back();
  /// The places, the legs between them and the one to the pointer.
  void draw(GroundLines const& ground, std::optional<MapPoint> const& pointer, ui::Tokens const& t,
            ui::DrawList& over) const;

 private:
  LineItem const* item_ = nullptr;
  plan::MapLine places_;
};

} // namespace dalian::workplaces
