#include "twin/whatif/view_from.hpp"

#include "twin/whatif/sun_drawn.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;

constexpr double kOverCorner_m = 0.01;

class Viewer {
 public:
  Viewer(layout::Terrain const& terrain, ViewWish const& wish) : terrain_(terrain), wish_(wish) {}

  void add_planned(plan::Layout const& layout) {
    layout.for_each(Layer::building, [&](Entity const& e) {
      auto ring = plan::to_map(e.shape("outline"));
      if (ring.size() < 3) return;
      if (plan::signed_area_m2(ring) < 0) std::reverse(ring.begin(), ring.end());
      double const height = e.has("height_m") ? e.number("height_m") : e.number("storeys") * wish_.storey_m;
      add(e.id(), std::move(ring), height);
    });
  }

  /// Those whose parcel is as the picture has it, and that no planned one takes the place of.
  void add_drawn(plan::Layout const& layout, DrawnCity const& city) {
    std::size_t const planned = prisms_.size();
    std::map<std::string_view, bool> stands;
    for (auto const& [id, was] : city.parcel_was) {
      auto const parcel = layout.find(Layer::parcel, id);
      stands[id] = parcel && parcel_hash(*parcel) == was;
    }
    for (DrawnBuilding const& b : city.buildings) {
      if (!stands[b.parcel]) continue;
      SunDrawn::Block const block{&b, 0, sun::with_box({b.ring, 0, b.top_m, {}, {}}), plan::centroid(b.ring), 0, {}};
      auto const is_replaced = [&](sun::Prism const& p) { return is_in_place_of(block, p, plan::centroid(p.ring)); };
      if (std::none_of(prisms_.begin(), prisms_.begin() + static_cast<std::ptrdiff_t>(planned), is_replaced))
        add(b.id, b.ring, b.top_m);
    }
  }

  View run() {
    View out;
    out.ground = ground();
    out.eye = {wish_.from, out.ground.height_at(wish_.from), 0, 0};
    for (sun::Prism const& prism : prisms_)
      if (sun::covers(prism, wish_.from)) out.eye.z_m = std::max(out.eye.z_m, prism.top_m);
    out.eye.z_m += wish_.eye_m;
    out.seen = sun::viewshed(out.eye, out.ground, prisms_, wish_.target_m, wish_.reach_m);
    measure(out);
    find_buildings(out);
    return out;
  }

 private:
  void add(std::string id, plan::MapRing ring, double height_m) {
    double const base = static_cast<double>(terrain_.height_at(plan::centroid(ring)));
    prisms_.push_back(sun::with_box({std::move(ring), base, base + height_m, {}, {}}));
    id_.push_back(std::move(id));
  }

  /// A square about the eye; what lies farther is in nobody's way.
  sun::Ground ground() const {
    sun::Ground out;
    auto const half = static_cast<std::uint32_t>(std::ceil(wish_.reach_m / wish_.step_m)) + 1;
    out.origin = {wish_.from.east_m - half * wish_.step_m, wish_.from.north_m - half * wish_.step_m};
    out.spacing_m = wish_.step_m, out.columns = out.rows = 2 * half + 1;
    for (std::uint32_t row = 0; row < out.rows; ++row)
      for (std::uint32_t column = 0; column < out.columns; ++column) // the sea hides as its level does, not its floor
        out.height_m.push_back(std::max(0.0, static_cast<double>(terrain_.height_at(out.sample(column, row)))));
    return out;
  }

  double away_m(MapPoint p) const { return std::hypot(p.east_m - wish_.from.east_m, p.north_m - wish_.from.north_m); }

  void measure(View& out) const {
    double const cell_m2 = wish_.step_m * wish_.step_m;
    for (std::uint32_t row = 0; row < out.ground.rows; ++row)
      for (std::uint32_t column = 0; column < out.ground.columns; ++column) {
        MapPoint const at = out.ground.sample(column, row);
        if (away_m(at) > wish_.reach_m || terrain_.cover_at(at) == layout::Cover::sea) continue;
        out.land_m2 += cell_m2;
        if (out.seen[std::size_t{row} * out.ground.columns + column] != 0) out.land_seen_m2 += cell_m2;
      }
  }

  void find_buildings(View& out) const {
    std::vector<sun::Spot> corners;
    std::vector<std::size_t> of;
    for (std::size_t i = 0; i < prisms_.size(); ++i) {
      if (away_m(plan::centroid(prisms_[i].ring)) > wish_.reach_m) continue;
      ++out.buildings;
      for (MapPoint const corner : prisms_[i].ring)
        corners.push_back({corner, prisms_[i].top_m + kOverCorner_m, 0, 0}), of.push_back(i);
    }
    auto const seen = sun::seen(out.eye, out.ground, prisms_, corners, wish_.reach_m);
    for (std::size_t k = 0; k < seen.size(); ++k)
      if (seen[k] != 0 && (out.seen_buildings.empty() || out.seen_buildings.back() != id_[of[k]]))
        out.seen_buildings.push_back(id_[of[k]]);
  }

  layout::Terrain const& terrain_;
  ViewWish const& wish_;
  std::vector<sun::Prism> prisms_;
  std::vector<std::string> id_;
};

} // namespace

View view_from(plan::Layout const& layout, DrawnCity const* drawn, layout::Terrain const& terrain,
               ViewWish const& wish) {
  Viewer viewer(terrain, wish);
  viewer.add_planned(layout);
  if (drawn) viewer.add_drawn(layout, *drawn);
  return viewer.run();
}

} // namespace dalian::whatif
