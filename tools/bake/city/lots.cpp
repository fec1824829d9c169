#include "tools/bake/city/land_use.hpp"
#include "tools/bake/city/noise.hpp"
#include "tools/bake/city/polygons.hpp"
#include "twin/layout/street_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::bake {
namespace {

constexpr double kFootway_m = 5, kSmallest_m2 = 900, kBetweenLots_m = 8;

std::uint64_t key_of(std::string const& id) {
  std::uint64_t key = 77;
  for (char const c : id)
    key = mix(key, static_cast<std::uint64_t>(c));
  return key;
}

/// The smallest rectangle about a ring that has a side along one of its edges; u along the longer side.
struct Rectangle {
  BlockFrame frame;
  double length_m, depth_m;
};

Rectangle rectangle_along(Ring const& ring, double bearing) {
  BlockFrame frame{{0, 0}, bearing};
  Box box;
  for (MapPoint const p : ring)
    box.add({dot(p, frame.u()), dot(p, frame.v())});
  MapPoint const size = box.high - box.low;
  return {{frame.at(box.low.east_m, box.low.north_m), bearing}, size.east_m, size.north_m};
}

Rectangle smallest_rectangle(Ring const& ring) {
  Rectangle best{{}, 1e9, 1e9};
  for (std::size_t i = 0; i < ring.size(); ++i) {
    MapPoint const edge = ring[(i + 1) % ring.size()] - ring[i];
    if (std::hypot(edge.east_m, edge.north_m) < 12) continue;
    Rectangle const r = rectangle_along(ring, bearing_rad(edge));
    if (r.length_m * r.depth_m < best.length_m * best.depth_m * 0.999) best = r;
  }
  if (best.length_m >= best.depth_m || best.length_m > 1e8) return best;
  return rectangle_along(ring, best.frame.bearing_rad + std::numbers::pi / 2);
}

struct Cell {
  double low_u, high_u, low_v, high_v;
};

std::vector<Cell> cells_of(Rectangle const& whole, Use const& use) {
  auto const count = [](double length, double wanted) {
    return wanted > 0 ? std::max(1, static_cast<int>(std::lround(length / wanted))) : 1;
  };
  int const across = count(whole.length_m, use.lot_length_m), deep = count(whole.depth_m, use.lot_depth_m);
  double const du = whole.length_m / across, dv = whole.depth_m / deep;
  std::vector<Cell> cells;
  for (int j = 0; j < deep; ++j)
    for (int i = 0; i < across; ++i)
      cells.push_back(
          {i * du + (i > 0 ? kBetweenLots_m / 2 : 0), (i + 1) * du - (i + 1 < across ? kBetweenLots_m / 2 : 0),
           j * dv + (j > 0 ? kBetweenLots_m / 2 : 0), (j + 1) * dv - (j + 1 < deep ? kBetweenLots_m / 2 : 0)});
  return cells;
}

void add_lot(LandParcel const& parcel, std::string const& id, Piece piece, std::vector<Lot>& lots) {
  Rectangle const r = smallest_rectangle(piece.ring);
  if (r.length_m > 1e8) return;
  layout::Origin const origin{Provenance::modelled, "serves " + parcel.programme + "; illustrative",
                              "modelled, illustrative", 0};
  lots.push_back({{id, parcel.use, parcel.zone, piece.ring, origin},
                  {parcel.zone, r.frame, r.length_m, r.depth_m, piece.ring, piece.area_m2, 0, key_of(id)}});
}

void add_lots(LandParcel const& parcel, Piece const& piece, Use const& use, int& serial, std::vector<Lot>& lots) {
  Rectangle const whole = smallest_rectangle(piece.ring);
  auto const cells = cells_of(whole, use);
  for (Cell const& c : cells) {
    Ring const corners{whole.frame.at(c.low_u, c.low_v), whole.frame.at(c.high_u, c.low_v),
                       whole.frame.at(c.high_u, c.high_v), whole.frame.at(c.low_u, c.high_v)};
    auto const parts = cells.size() == 1 ? std::vector<Piece>{piece} : common_parts(corners, piece.ring);
    for (Piece const& part : parts)
      if (part.area_m2 > kSmallest_m2) add_lot(parcel, fmt::format("{}/lot-{}", parcel.id, ++serial), part, lots);
  }
}

std::vector<Strip> strips_near(Ring const& ring, std::vector<layout::Route> const& routes) {
  std::vector<Strip> strips;
  Box const box = box_of(ring);
  for (layout::Route const& route : routes) {
    if (layout::is_path(route)) continue; // leads through the land
    double const half = route.width_m / 2 + kFootway_m, reach = half + 60;
    auto const near = [&](MapPoint p) { return box.contains(p, reach); };
    for (Line& part : clip(route.line, near))
      if (part.size() > 1) strips.push_back({std::move(part), half});
  }
  return strips;
}

} // namespace

Lots cut_lots(LandUse const& land_use, std::vector<layout::Route> const& routes, UseTable const& uses) {
  Lots out;
  for (LandParcel const& parcel : land_use.parcels) {
    Use const& use = *uses.find(parcel.use);
    ZoneLand& land = out.land[parcel.zone];
    double const gross_m2 = signed_area_m2(parcel.ring);
    double net_m2 = 0;
    int serial = 0;
    for (Piece const& piece : cut_away(parcel.ring, strips_near(parcel.ring, routes))) {
      if (piece.area_m2 < kSmallest_m2) continue; // a verge
      net_m2 += piece.area_m2;
      add_lots(parcel, piece, use, serial, out.lots);
    }
    land.zone_m2 += gross_m2;
    land.streets_m2 += gross_m2 - net_m2;
    land.net_m2[parcel.use] += net_m2;
    if (use.green) land.green_m2 += net_m2;
  }
  return out;
}

std::string describe(std::map<std::string, ZoneLand> const& land) {
  std::string table =
      fmt::format("\n{:<16} {:<18} {:>8} {:>7} {:>11} {:>5}\n", "land use", "", "ha", "%", "floor m²", "FAR");
  for (auto const& [zone, each] : land) {
    for (auto const& [use, net_m2] : each.net_m2) {
      auto const it = each.floor_m2.find(use);
      double const floor_m2 = it == each.floor_m2.end() ? 0 : it->second;
      table += fmt::format("{:<16} {:<18} {:>8.1f} {:>7.1f} {:>11.0f} {:>5.2f}\n", zone, use, net_m2 / 1e4,
                           100 * net_m2 / each.zone_m2, floor_m2, net_m2 > 0 ? floor_m2 / net_m2 : 0);
    }
    table += fmt::format("{:<16} {:<18} {:>8.1f} {:>7.1f}\n", zone, "streets, verges", each.streets_m2 / 1e4,
                         100 * each.streets_m2 / each.zone_m2);
    table += fmt::format("{:<16} {:<18} {:>8.1f} {:>7} of these green {:.1f} ha\n", zone, "zone", each.zone_m2 / 1e4,
                         "", each.green_m2 / 1e4);
  }
  return table;
}

} // namespace dalian::bake
