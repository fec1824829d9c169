#include "twin/whatif/land_pieces.hpp"

#include <algorithm>
#include <numeric>

namespace dalian::whatif {
namespace {

using plan::Layer;
using plan::MapLine;
using plan::MapRing;
using plan::Strip;

plan::ByteText bytes_of(std::vector<MapPoint> const& points) {
  plan::ByteText bytes;
  bytes.add(std::uint64_t{points.size()});
  for (MapPoint const p : points)
    bytes.add(p.east_m).add(p.north_m);
  return bytes;
}

void add_to_box(MapPoint p, MapPoint& low, MapPoint& high) {
  low = {std::min(low.east_m, p.east_m), std::min(low.north_m, p.north_m)};
  high = {std::max(high.east_m, p.east_m), std::max(high.north_m, p.north_m)};
}

/// Roads by where their segments lie, to find those beside a parcel.
struct RoadStrip {
  Strip strip;
  MapPoint low, high; // of the carriageway and its footways
};

std::vector<RoadStrip> road_strips(Inputs const& inputs) {
  std::vector<RoadStrip> strips;
  inputs.for_each(Layer::road, [&](plan::Entity const& road) {
    auto const line = plan::to_map(road.shape("line"));
    if (line.size() < 2 || road.text("class") == "path") return; // a path leads through the land
    double const half = road.number("width_m") / 2 + kFootway_m;
    RoadStrip out{{line, half}, line[0], line[0]};
    for (MapPoint const p : line)
      add_to_box(p, out.low, out.high);
    out.low = {out.low.east_m - half, out.low.north_m - half};
    out.high = {out.high.east_m + half, out.high.north_m + half};
    strips.push_back(std::move(out));
  });
  return strips;
}

bool apart(MapPoint low_a, MapPoint high_a, MapPoint low_b, MapPoint high_b) {
  return low_a.east_m > high_b.east_m || low_b.east_m > high_a.east_m || low_a.north_m > high_b.north_m ||
         low_b.north_m > high_a.north_m;
}

/// The runs of a road's segments that reach the box of an outline.
void add_near(RoadStrip const& road, Outline const& to, std::vector<Strip>& out) {
  double const half = road.strip.half_m;
  MapLine run;
  auto const end_run = [&] {
    if (run.size() > 1) out.push_back({run, half});
    run.clear();
  };
  for (std::size_t i = 0; i + 1 < road.strip.line.size(); ++i) {
    MapPoint const a = road.strip.line[i], b = road.strip.line[i + 1];
    MapPoint low = a, high = a;
    add_to_box(b, low, high);
    bool const near =
        !apart({low.east_m - half, low.north_m - half}, {high.east_m + half, high.north_m + half}, to.low, to.high);
    if (!near) {
      end_run();
      continue;
    }
    if (run.empty()) run.push_back(a);
    run.push_back(b);
  }
  end_run();
}

plan::ContentHash net_key(Outline const& parcel, std::vector<Strip> const& strips) {
  plan::ByteText bytes;
  bytes.add(parcel.hash);
  for (Strip const& strip : strips)
    bytes.add(strip.half_m).add(bytes_of(strip.line).hash());
  return bytes.hash();
}

Outline outline_of(plan::Entity const& entity) {
  Outline out{entity.id(), plan::to_map(entity.shape("outline")), {}, {}, {}};
  auto& ring = out.ring;
  if (plan::signed_area_m2(ring) < 0) std::reverse(ring.begin(), ring.end());
  out.hash = bytes_of(ring).hash();
  if (!plan::is_simple(ring)) ring.clear();
  if (!ring.empty()) out.low = out.high = ring[0];
  for (MapPoint const p : ring)
    add_to_box(p, out.low, out.high);
  return out;
}

/// Of the ellipsoid over that of the map.
double true_share(MapRing const& ring) {
  return plan::true_area_m2(ring) / std::abs(plan::signed_area_m2(ring));
}

} // namespace

std::vector<Outline> LandPieces::outlines(Inputs const& inputs, Layer layer) {
  std::vector<Outline> out;
  inputs.for_each(layer, [&](plan::Entity const& entity) {
    out.push_back(*outlines_.get(entity, [&] { return outline_of(entity); }));
  });
  return out;
}

std::vector<double> LandPieces::net_m2(Inputs const& inputs, std::vector<Outline> const& parcels) {
  auto const roads = road_strips(inputs);
  std::vector<double> out;
  for (Outline const& parcel : parcels) {
    inputs.stop_if_asked();
    out.push_back(0);
    if (parcel.ring.empty()) continue;
    std::vector<Strip> near;
    for (RoadStrip const& road : roads)
      if (!apart(road.low, road.high, parcel.low, parcel.high)) add_near(road, parcel, near);
    out.back() = net_.get(net_key(parcel, near),
                          [&] { return plan::cut_away(parcel.ring, near).area_m2 * true_share(parcel.ring); });
  }
  return out;
}

std::vector<LandPieces::Overlap> LandPieces::overlaps(Inputs const& inputs, std::vector<Outline> const& outlines,
                                                      double least_m2) {
  std::vector<std::size_t> by_west(outlines.size());
  std::iota(by_west.begin(), by_west.end(), 0);
  std::sort(by_west.begin(), by_west.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(outlines[a].low.east_m, a) < std::pair(outlines[b].low.east_m, b);
  });
  std::vector<Overlap> out;
  for (std::size_t i = 0; i < by_west.size(); ++i) {
    inputs.stop_if_asked();
    for (std::size_t k = i + 1; k < by_west.size(); ++k) {
      Outline const &first = outlines[by_west[i]], &second = outlines[by_west[k]];
      if (second.low.east_m > first.high.east_m) break;
      if (first.ring.empty() || second.ring.empty() || apart(first.low, first.high, second.low, second.high)) continue;
      auto const [a, b] = std::minmax(by_west[i], by_west[k]);
      auto const key = plan::ByteText().add(outlines[a].hash).add(outlines[b].hash).hash();
      double const common =
          common_.get(key, [&, a = a, b = b] { return plan::common_area_m2(outlines[a].ring, outlines[b].ring); });
      if (common > least_m2) out.push_back({a, b, common});
    }
  }
  std::sort(out.begin(), out.end(),
            [](Overlap const& x, Overlap const& y) { return std::pair(x.a, x.b) < std::pair(y.a, y.b); });
  return out;
}

} // namespace dalian::whatif
