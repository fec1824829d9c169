#include "twin/sumo/network.hpp"

#include "twin/layout/street_links.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace dalian::sumo_net {
namespace {

using layout::Junction;
using layout::Link;
using layout::Route;
using layout::RouteClass;

constexpr double kNearZone_m = 200;
constexpr double kSample_m = 50; // along a link, to see whether it lies in a zone

bool is_driven(Route const& route) {
  if (route.kind == RouteClass::expressway) return route.line.size() > 1;
  return layout::is_street(route.kind) && route.line.size() > 1 && !layout::is_path(route) &&
         !layout::street_profile(route).one_way;
}

/// The layout states no limits. Design speeds: expressways JTG B01-2014 (100 km/h), rural roads of two lanes each way
/// or more 80 and others 60 (JTG B01-2014, classes 1 and 2); streets CJJ 37-2012: arterial 60, collector 50, local 30.
double speed_kmh(Route const& route) {
  double const half_m = route.width_m / 2;
  if (route.kind == RouteClass::expressway) return 100;
  if (half_m >= 10) return 60;
  if (route.kind == RouteClass::road) return half_m >= 7 ? 80 : 60;
  return half_m >= 6.5 ? 50 : 30;
}

bool inside(MapPoint p, layout::Ring const& ring) {
  bool in = false;
  for (std::size_t i = 0, k = ring.size() - 1; i < ring.size(); k = i++) {
    auto const &a = ring[i], &b = ring[k];
    if ((a.north_m > p.north_m) == (b.north_m > p.north_m)) continue;
    double const east = a.east_m + (p.north_m - a.north_m) / (b.north_m - a.north_m) * (b.east_m - a.east_m);
    if (p.east_m < east) in = !in;
  }
  return in;
}

class NetworkMaker {
 public:
  NetworkMaker(layout::City const& city, std::string const& zone)
      : city_(city), junctions_(layout::find_junctions(city.routes)) {
    for (auto const& z : city.zones)
      if (!zone.empty() && z.zone == zone) {
        auto ring = z.outline;
        ring.push_back(ring.front());
        zones_.push_back(std::move(ring));
      }
    everywhere_ = zone.empty();
    for (std::size_t j = 0; j < junctions_.size(); ++j)
      for (auto const& arm : junctions_[j].arms)
        mouths_[{arm.route, arm.forward, arm.along_m}] = j;
  }

  Network make() {
    auto const links = layout::cut_links(city_.routes, junctions_);
    for (std::size_t r = 0; r < city_.routes.size(); ++r)
      if (is_driven(city_.routes[r]))
        for (std::size_t k = 0; k < links[r].size(); ++k)
          add_link(r, k, links[r][k]);
    return std::move(network_);
  }

 private:
  bool wanted(Polyline const& axis) const {
    if (everywhere_) return true;
    double const length = length_m(axis);
    for (double at = 0; at < length; at += kSample_m) {
      auto const p = part_of(axis, at, length).front();
      for (auto const& ring : zones_)
        if (inside(p, ring) || distance_to_m(p, ring) < kNearZone_m) return true;
    }
    return false;
  }

  std::size_t node(std::string const& id, MapPoint at, bool signals) {
    auto const [it, fresh] = nodes_.try_emplace(id, network_.nodes.size());
    if (fresh) network_.nodes.push_back({id, at, signals});
    return it->second;
  }

  /// The junction whose mouth lies there, else an end of the route.
  std::size_t end_node(std::size_t route, bool forward, double along_m, MapPoint at) {
    auto const it = mouths_.find({route, forward, along_m});
    if (it != mouths_.end())
      return node(fmt::format("j{}", it->second), junctions_[it->second].centre, junctions_[it->second].signals);
    return node(city_.routes[route].id + (forward ? ".start" : ".end"), at, false);
  }

  void add_link(std::size_t r, std::size_t k, Link const& link) {
    auto const& route = city_.routes[r];
    auto const axis = part_of(route.line, link.from_m, link.to_m);
    if (!wanted(axis)) return;
    auto const from = end_node(r, true, link.from_m, axis.front()), to = end_node(r, false, link.to_m, axis.back());
    auto const id = fmt::format("{}.{}", route.id, k);
    if (from != to) return add_both(r, id, {from, to}, axis);
    // A loop: SUMO wants two ends.
    double const length = length_m(axis);
    auto const middle = node(id + ".middle", part_of(axis, length / 2, length).front(), false);
    add_both(r, id + "a", {from, middle}, part_of(axis, 0, length / 2));
    add_both(r, id + "b", {middle, to}, part_of(axis, length / 2, length));
  }

  struct Ends {
    std::size_t from, to;
  };
  void add_both(std::size_t r, std::string const& id, Ends ends, Polyline const& axis) {
    auto const& route = city_.routes[r];
    auto const profile = layout::street_profile(route);
    Edge edge{.id = id,
              .name = route.names.zh,
              .route = r,
              .from = ends.from,
              .to = ends.to,
              .lanes = profile.lanes,
              .lane_m = profile.lane_m,
              .speed_kmh = speed_kmh(route),
              .priority = static_cast<int>(std::lround(route.width_m)),
              .shape = beside(axis, profile.median_m)};
    network_.edges.push_back(edge);
    std::swap(edge.from, edge.to);
    edge.id = "-" + id;
    edge.shape = beside(Polyline(axis.rbegin(), axis.rend()), profile.median_m);
    network_.edges.push_back(std::move(edge));
  }

  layout::City const& city_;
  std::vector<Junction> junctions_;
  std::vector<layout::Ring> zones_; // closed
  bool everywhere_ = true;
  std::map<std::tuple<std::size_t, bool, double>, std::size_t> mouths_;
  std::map<std::string, std::size_t> nodes_;
  Network network_;
};

/// Everything that can be reached from edge `start`, along the edges or against them.
std::vector<bool> reached(Network const& network, std::size_t start, bool forward) {
  std::vector<std::vector<std::size_t>> at(network.nodes.size());
  for (std::size_t e = 0; e < network.edges.size(); ++e)
    at[forward ? network.edges[e].from : network.edges[e].to].push_back(e);
  std::vector<bool> seen(network.edges.size());
  std::vector<std::size_t> open{start};
  seen[start] = true;
  while (!open.empty()) {
    auto const& edge = network.edges[open.back()];
    open.pop_back();
    for (auto const next : at[forward ? edge.to : edge.from])
      if (!seen[next]) seen[next] = true, open.push_back(next);
  }
  return seen;
}

} // namespace

Network network_of(layout::City const& city, std::string const& zone) {
  return NetworkMaker(city, zone).make();
}

std::vector<std::vector<std::size_t>> connected_parts(Network const& network) {
  std::vector<std::vector<std::size_t>> parts;
  std::vector<bool> done(network.edges.size());
  for (std::size_t e = 0; e < network.edges.size(); ++e) {
    if (done[e]) continue;
    auto const there = reached(network, e, true), back = reached(network, e, false);
    auto& part = parts.emplace_back();
    for (std::size_t k = 0; k < network.edges.size(); ++k)
      if (there[k] && back[k]) part.push_back(k), done[k] = true;
  }
  std::ranges::stable_sort(parts, std::greater<>(), [](auto const& part) { return part.size(); });
  return parts;
}

} // namespace dalian::sumo_net
