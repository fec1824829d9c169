#include "twin/traffic/network.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::traffic {
namespace {

bool usable(double x) {
  return std::isfinite(x) && x >= 0;
}

template <class Get>
bool has_twin(std::size_t count, Get key) {
  std::vector<std::uint64_t> keys(count);
  for (std::size_t i = 0; i < count; ++i)
    keys[i] = key(i);
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

std::string mistake_of_link(Network const& n, std::size_t i) {
  Link const& link = n.links[i];
  auto const wrong = [&](char const* field, double value) {
    return fmt::format("link {}: {} is {}, it must be a finite number of 0 or more", i + 1, field, value);
  };
  if (link.tail >= n.nodes.size() || link.head >= n.nodes.size())
    return fmt::format("link {}: goes from node {} to {}, the network has {} nodes", i + 1, link.tail + 1,
                       link.head + 1, n.nodes.size());
  if (!usable(link.capacity)) return wrong("capacity", link.capacity);
  if (!usable(link.free_time)) return wrong("free-flow time", link.free_time);
  if (!usable(link.b)) return wrong("b", link.b);
  if (!usable(link.power)) return wrong("power", link.power);
  if (!usable(link.length)) return wrong("length", link.length);
  if (!usable(link.toll)) return wrong("toll", link.toll);
  if (link.capacity > 0 && !std::isfinite(link.b / std::pow(link.capacity, link.power)))
    return fmt::format("link {}: capacity {} is too small for power {}; a closed link has capacity 0", i + 1,
                       link.capacity, link.power);
  return {};
}

std::string mistake_of_class(Network const& n, VehicleClass const& c) {
  if (!usable(c.car_equivalents) || c.car_equivalents == 0)
    return fmt::format("class {}: car equivalents are {}, they must be above 0", c.name, c.car_equivalents);
  if (!usable(c.toll_weight) || !usable(c.length_weight))
    return fmt::format("class {}: weights of toll and length must be finite and 0 or more", c.name);
  if (!c.toll.empty() && (c.toll.size() != n.links.size() || !std::all_of(c.toll.begin(), c.toll.end(), usable)))
    return fmt::format("class {}: tolls must be finite, 0 or more, one for each of the {} links", c.name,
                       n.links.size());
  if (!c.may_not_use.empty() && c.may_not_use.size() != n.links.size())
    return fmt::format("class {}: {} closures for {} links", c.name, c.may_not_use.size(), n.links.size());
  for (Trip const& t : c.trips) {
    if (t.origin >= n.zones || t.destination >= n.zones)
      return fmt::format("class {}: trips from zone {} to {}, there are {} zones", c.name, t.origin + 1,
                         t.destination + 1, n.zones);
    if (!usable(t.amount))
      return fmt::format("class {}: {} trips from zone {} to {}, they must be a finite number of 0 or more", c.name,
                         t.amount, t.origin + 1, t.destination + 1);
  }
  return {};
}

} // namespace

void number_keys(Network& network) {
  for (std::size_t i = 0; i < network.nodes.size(); ++i)
    network.nodes[i] = i;
  for (std::size_t i = 0; i < network.links.size(); ++i)
    network.links[i].key = i;
}

std::string find_mistake(Network const& network, Demand const& demand) {
  if (network.zones > network.nodes.size())
    return fmt::format("{} zones, but only {} nodes", network.zones, network.nodes.size());
  for (std::size_t i = 0; i < network.links.size(); ++i)
    if (auto mistake = mistake_of_link(network, i); !mistake.empty()) return mistake;
  if (has_twin(network.links.size(), [&](std::size_t i) { return network.links[i].key; }))
    return "two links have the same key";
  if (has_twin(network.nodes.size(), [&](std::size_t i) { return network.nodes[i]; }))
    return "two nodes have the same key";
  for (std::size_t i = 0; i < demand.classes.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (demand.classes[i].name == demand.classes[k].name)
        return fmt::format("two classes have the name {}", demand.classes[i].name);
  for (VehicleClass const& c : demand.classes)
    if (auto mistake = mistake_of_class(network, c); !mistake.empty()) return mistake;
  return {};
}

} // namespace dalian::traffic
