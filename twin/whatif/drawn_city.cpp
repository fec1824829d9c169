#include "twin/whatif/drawn_city.hpp"

#include <algorithm>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;

struct Box {
  MapPoint low, high;
  bool holds(MapPoint p) const {
    return p.east_m >= low.east_m && p.east_m <= high.east_m && p.north_m >= low.north_m && p.north_m <= high.north_m;
  }
};
Box box_of(plan::MapRing const& ring) {
  Box box{ring.front(), ring.front()};
  for (MapPoint const p : ring) {
    box.low = {std::min(box.low.east_m, p.east_m), std::min(box.low.north_m, p.north_m)};
    box.high = {std::max(box.high.east_m, p.east_m), std::max(box.high.north_m, p.north_m)};
  }
  return box;
}

struct Ground {
  std::string id;
  plan::MapRing ring;
  Box box;
  ContentHash hash;
};

std::vector<Ground> grounds_of(plan::Layout const& base) {
  std::vector<Ground> out;
  base.for_each(Layer::parcel, [&](Entity const& parcel) {
    auto ring = plan::to_map(parcel.shape("outline"));
    if (ring.size() < 3) return;
    Box const box = box_of(ring);
    out.push_back({parcel.id(), std::move(ring), box, parcel_hash(parcel)});
  });
  return out;
}

} // namespace

ContentHash parcel_hash(Entity const& parcel) {
  plan::ByteText bytes;
  bytes.add(std::string_view(parcel.text("use")));
  for (auto const p : parcel.shape("outline"))
    bytes.add(p.lon_deg).add(p.lat_deg);
  return bytes.hash();
}

DrawnCity drawn_city(std::vector<PlacedBuilding> placed, plan::Layout const& base) {
  std::sort(placed.begin(), placed.end(), [](auto const& a, auto const& b) { return a.id < b.id; });
  auto const grounds = grounds_of(base);
  DrawnCity out;
  plan::ByteText bytes;
  for (PlacedBuilding& building : placed) {
    if (building.ring.size() < 3) continue;
    MapPoint const middle = plan::centroid(building.ring);
    auto const on = std::find_if(grounds.begin(), grounds.end(), [&](Ground const& g) {
      return g.box.holds(middle) && plan::contains(g.ring, middle);
    });
    if (on == grounds.end()) continue;
    out.parcel_was[on->id] = on->hash;
    plan::ByteText shape;
    shape.add(building.top_m);
    for (MapPoint const p : building.ring)
      shape.add(p.east_m).add(p.north_m);
    auto const hash = shape.hash();
    bytes.add(std::string_view(building.id)).add(std::string_view(on->id)).add(on->hash).add(hash);
    out.buildings.push_back({std::move(building.id), on->id, std::move(building.ring), building.top_m, hash});
  }
  out.hash = bytes.hash();
  return out;
}

} // namespace dalian::whatif
