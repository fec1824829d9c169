// Roads and places as one network for traffic assignment.
#include "twin/whatif/traffic_network.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace dalian::whatif {
namespace {

constexpr double kRoom = 1e9; // pcu/h of a connector: no bound

class ConnectorMaker {
 public:
  ConnectorMaker(traffic::Network& network, RoadNetwork const& roads, TrafficTable const& table)
      : network_(network), roads_(roads), away_kmh_(table.figure("connector_speed").value) {}

  void join(std::uint32_t index, TrafficPlace const& place) {
    if (place.kind == PlaceKind::gateway) {
      add(index, place, place.node, 0, true);
      add(index, place, place.node, 0, false);
      return;
    }
    auto const& part = roads_.graph->links()[place.street.link];
    auto const& road = roads_.roads[part.street];
    double const away = minutes(place.street.away_m, away_kmh_);
    double const back = away + minutes(place.street.along_m, road.speed_kmh);
    double const ahead =
        away + minutes(std::max(0.0, part.length_m() - place.street.along_m), road.speed_kmh); // rounding at its end
    if (road.forward) add(index, place, part.to, ahead, true), add(index, place, part.from, back, false);
    if (road.backward) add(index, place, part.from, back, true), add(index, place, part.to, ahead, false);
  }

 private:
  static double minutes(double metres, double kmh) { return metres / 1e3 / kmh * 60; }

  void add(std::uint32_t index, TrafficPlace const& place, std::uint32_t node, double minutes, bool out) {
    traffic::Link link;
    auto const end = static_cast<std::uint32_t>(network_.zones + node);
    link.tail = out ? index : end;
    link.head = out ? end : index;
    link.capacity = kRoom;
    link.b = 0;
    link.free_time = minutes;
    link.key = plan::ByteText()
                   .add(std::string_view("connector"))
                   .add(place.key)
                   .add(roads_.node_keys[node])
                   .add(std::uint64_t{out})
                   .hash()
                   .low;
    network_.links.push_back(link);
  }

  traffic::Network& network_;
  RoadNetwork const& roads_;
  double away_kmh_;
};

} // namespace

traffic::Network network_of(RoadNetwork const& roads, TrafficPlaces const& places, TrafficTable const& table) {
  traffic::Network out;
  out.zones = out.first_through = static_cast<std::uint32_t>(places.all.size());
  for (TrafficPlace const& place : places.all)
    out.nodes.push_back(place.key);
  out.nodes.insert(out.nodes.end(), roads.node_keys.begin(), roads.node_keys.end());
  out.links = roads.links;
  for (traffic::Link& link : out.links)
    link.tail += out.zones, link.head += out.zones;
  ConnectorMaker connectors(out, roads, table);
  for (std::uint32_t i = 0; i < out.zones; ++i)
    connectors.join(i, places.all[i]);
  return out;
}

FreeTimes::FreeTimes(traffic::Network const& network) : network_(network), begin_(network.nodes.size() + 1, 0) {
  for (traffic::Link const& link : network.links)
    ++begin_[link.tail + 1];
  for (std::size_t node = 0; node < network.nodes.size(); ++node)
    begin_[node + 1] += begin_[node];
  leaving_.resize(network.links.size());
  auto next = begin_;
  for (std::uint32_t i = 0; i < network.links.size(); ++i)
    leaving_[next[network.links[i].tail]++] = i;
}

WayTree FreeTimes::ways(std::uint32_t origin, std::vector<double> const& cost) const {
  WayTree out{std::vector<double>(network_.nodes.size(), std::numeric_limits<double>::infinity()),
              std::vector<std::uint32_t>(network_.nodes.size(), kNoLink),
              {}};
  using Entry = std::pair<double, std::uint32_t>;
  std::vector<Entry> open{{0, origin}};
  std::vector<char> settled(network_.nodes.size(), 0);
  out.cost[origin] = 0;
  while (!open.empty()) {
    std::pop_heap(open.begin(), open.end(), std::greater<>());
    std::uint32_t const node = open.back().second;
    open.pop_back();
    if (settled[node] != 0) continue;
    settled[node] = 1;
    out.order.push_back(node);
    if (node < network_.first_through && node != origin) continue;
    for (std::uint32_t i = begin_[node]; i < begin_[node + 1]; ++i) {
      auto const& link = network_.links[leaving_[i]];
      double const found = out.cost[node] + cost[leaving_[i]];
      if (!(found < out.cost[link.head])) continue;
      out.cost[link.head] = found;
      out.link[link.head] = leaving_[i];
      open.emplace_back(found, link.head);
      std::push_heap(open.begin(), open.end(), std::greater<>());
    }
  }
  return out;
}

std::vector<double> FreeTimes::from(std::uint32_t origin, std::vector<double> const& minutes) const {
  std::vector<double> out(network_.nodes.size(), std::numeric_limits<double>::infinity());
  using Entry = std::pair<double, std::uint32_t>;
  std::vector<Entry> open{{0, origin}};
  out[origin] = 0;
  while (!open.empty()) {
    std::pop_heap(open.begin(), open.end(), std::greater<>());
    auto const [away, node] = open.back();
    open.pop_back();
    if (away > out[node]) continue;
    for (std::uint32_t i = begin_[node]; i < begin_[node + 1]; ++i) {
      std::uint32_t const head = network_.links[leaving_[i]].head;
      double const found = away + minutes[leaving_[i]];
      if (!(found < out[head])) continue;
      out[head] = found;
      if (head < network_.first_through) continue; // nobody drives on from a place
      open.emplace_back(found, head);
      std::push_heap(open.begin(), open.end(), std::greater<>());
    }
  }
  return out;
}

} // namespace dalian::whatif
