#include "twin/whatif/hazard_closure.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

constexpr double kStep_m = 15; // between the points at which a street is tried

/// Along a part of a street, in its direction; no farther apart than a step.
plan::MapLine points_along(plan::StreetGraph const& graph, plan::StreetLink const& part, double step_m) {
  auto const& line = graph.streets()[part.street].line;
  plan::MapLine out;
  double gone = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    double const length = distance_m(line[i], line[i + 1]);
    double const first = std::max(part.from_m, gone), last = std::min(part.to_m, gone + length);
    int const steps = std::max(1, static_cast<int>(std::ceil((last - first) / step_m)));
    for (int s = 0; s <= steps && last > first; ++s) {
      double const share = (first + (last - first) * s / steps - gone) / length;
      out.push_back({line[i].east_m + share * (line[i + 1].east_m - line[i].east_m),
                     line[i].north_m + share * (line[i + 1].north_m - line[i].north_m)});
    }
    gone += length;
  }
  return out;
}

class Toucher {
 public:
  Toucher(RoadNetwork const& roads, plan::MapRing const& area) : roads_(roads), area_(area) {}

  bool touches(plan::StreetLink const& part) const {
    auto const points = points_along(*roads_.graph, part, kStep_m);
    return std::any_of(points.begin(), points.end(), [&](MapPoint p) { return plan::contains(area_, p); });
  }
  /// From where the place is joined to its street to that end of the street's link.
  bool touches_on_the_way(TrafficPlace const& place, std::uint32_t node) const {
    if (place.kind == PlaceKind::gateway) return false;
    auto const& part = roads_.graph->links()[place.street.link];
    double const at = joined_m(place);
    bool const ahead = touches({part.street, 0, 0, at, part.to_m}),
               back = touches({part.street, 0, 0, part.from_m, at});
    return part.from == part.to ? ahead && back : node == part.to ? ahead : back;
  }
  bool holds(TrafficPlace const& place) const {
    if (plan::contains(area_, place.at)) return true;
    if (place.kind == PlaceKind::gateway) return false;
    double const at = joined_m(place);
    auto const& part = roads_.graph->links()[place.street.link];
    auto const points = points_along(*roads_.graph, {part.street, 0, 0, part.from_m, at}, 1e9);
    return !points.empty() && plan::contains(area_, points.back());
  }

 private:
  double joined_m(TrafficPlace const& place) const {
    auto const& part = roads_.graph->links()[place.street.link];
    return std::clamp(part.from_m + place.street.along_m, part.from_m, part.to_m);
  }
  RoadNetwork const& roads_;
  plan::MapRing const& area_;
};

} // namespace

Closure::Closure(RoadNetwork const& roads, TrafficPlaces const& places, traffic::Network const& network,
                 DetourRequest const& request)
    : roads_(roads), network_(network), area_(request.area) {
  Toucher const toucher(roads, request.area);
  std::vector<char> pieces;
  for (auto const& part : roads.graph->links())
    pieces.push_back(toucher.touches(part));
  for (TrafficPlace const& place : places.all)
    inside_.push_back(toucher.holds(place) || (place.kind == PlaceKind::parcel && request.works.contains(place.id)));
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    if (i < roads.links.size()) {
      closed_.push_back(pieces[roads.of_link[i].piece]);
      continue;
    }
    auto const [place, node] = std::minmax(network.links[i].tail, network.links[i].head);
    closed_.push_back(inside_[place] != 0 || toucher.touches_on_the_way(places.all[place], node - network.zones));
  }
}

traffic::Network Closure::network() const {
  traffic::Network out = network_;
  for (std::size_t i = 0; i < out.links.size(); ++i)
    if (closed_[i] != 0) out.links[i].capacity = 0;
  return out;
}

bool Closure::leads_out(std::size_t link) const {
  return closed_[link] != 0 && !plan::contains(area_, roads_.graph->nodes()[roads_.links[link].head]);
}

plan::MapLine line_of(std::vector<std::uint32_t> const& way, RoadNetwork const& roads, TrafficPlaces const& places,
                      traffic::Network const& network) {
  plan::MapLine out;
  for (std::uint32_t const i : way) {
    if (i >= roads.links.size()) { // a connector
      out.push_back(places.all[std::min(network.links[i].tail, network.links[i].head)].at);
      continue;
    }
    auto points = points_along(*roads.graph, roads.graph->links()[roads.of_link[i].piece], 1e9);
    if (!roads.of_link[i].along) std::reverse(points.begin(), points.end());
    out.insert(out.end(), points.begin(), points.end());
  }
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

} // namespace dalian::whatif
