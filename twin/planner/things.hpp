#pragma once
// What a scenario puts on the ground beside the base, as things with a model, a place and a size: what a screen draws.
#include "twin/plan/layout.hpp"
#include "twin/plan/polygon.hpp"

namespace dalian::planner {

inline constexpr double kStorey_m = 3.5; // of a building that states no height: as the model city's uses.toml

struct Thing {
  plan::Layer layer = plan::Layer::building;
  std::string id;
  std::string model;                              // name of a baked model
  MapPoint at;                                    // of its middle
  double heading_rad = 0;                         // grid, clockwise from north: along its length
  double length_m = 0, width_m = 0, height_m = 0; // 0 = the model's own
  bool operator==(Thing const&) const = default;
};

/// Buildings, works and devices that `now` has and `base` has not, or has elsewhere or of another kind; by layer and
/// id.
std::vector<Thing> things_of(plan::Layout const& base, plan::Layout const& now);

/// How a thing of the layer stands there, were it in the base or not; nothing for layers that are not drawn as things.
std::optional<Thing> thing_of(plan::Entity const& entity);

/// A line or area that a scenario draws.
struct Drawn {
  plan::Layer layer = plan::Layer::road;
  std::string id;
  plan::MapLine line;  // a ring comes back to its first point
  bool closed = false; // of roads: to all traffic
};

/// Roads, routes and parcels that `now` has and `base` has not, or has of another course or closed; by layer and id.
std::vector<Drawn> drawn_of(plan::Layout const& base, plan::Layout const& now);

/// The middle of what an entity covers, whatever its layer.
std::optional<MapPoint> middle_of(plan::Entity const& entity);

} // namespace dalian::planner
