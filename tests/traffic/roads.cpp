#include "tests/traffic/roads.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalian::test {
namespace {

using namespace traffic;

constexpr double kInfinite = std::numeric_limits<double>::infinity();

double fixed_cost(Town const& town, std::size_t link, std::uint32_t c) {
  VehicleClass const& kind = town.demand.classes[c];
  if (!kind.may_not_use.empty() && kind.may_not_use[link] != 0) return kInfinite;
  Link const& road = town.network.links[link];
  return kind.toll_weight * (kind.toll.empty() ? road.toll : kind.toll[link]) + kind.length_weight * road.length;
}

double time_of(Link const& link, double flow) {
  if (link.capacity == 0) return kInfinite;
  return link.free_time * (1 + link.b * std::pow(flow / link.capacity, link.power));
}

std::vector<double> costs(Town const& town, std::uint32_t c, std::vector<double> const& total) {
  std::vector<double> out(total.size());
  for (std::size_t i = 0; i < total.size(); ++i)
    out[i] = cost_of(town, i, c, total[i]);
  return out;
}

std::vector<double> total_flow(std::vector<std::vector<double>> const& class_flow) {
  std::vector<double> total(class_flow.front().size(), 0.0);
  for (auto const& flow : class_flow)
    for (std::size_t i = 0; i < flow.size(); ++i)
      total[i] += flow[i];
  return total;
}

/// Puts all trips of a class on shortest ways, walking back from each destination.
std::vector<double> all_or_nothing(Town const& town, std::uint32_t c, std::vector<double> const& cost) {
  std::vector<double> flow(cost.size(), 0.0);
  Network const& net = town.network;
  for (Trip const& trip : town.demand.classes[c].trips) {
    auto const from = distances(net, cost, trip.origin);
    for (std::uint32_t node = trip.destination; node != trip.origin && from[node] < kInfinite;) {
      for (std::size_t i = 0; i < net.links.size(); ++i) {
        std::uint32_t const tail = net.links[i].tail;
        bool const passable = tail == trip.origin || tail >= net.first_through;
        if (net.links[i].head != node || !passable || from[tail] + cost[i] != from[node]) continue;
        flow[i] += trip.amount * town.demand.classes[c].car_equivalents;
        node = tail;
        break;
      }
    }
  }
  return flow;
}

} // namespace

Link road(std::uint32_t tail, std::uint32_t head, double free_time, double growth, double power) {
  Link link;
  link.tail = tail;
  link.head = head;
  link.capacity = 1;
  link.free_time = free_time > 0 ? free_time : 1e-12; // the form of the Bureau of Public Roads scales with it
  link.b = growth / link.free_time;
  link.power = power;
  return link;
}

Network roads(std::uint32_t zones, std::uint32_t nodes, std::vector<Link> links) {
  Network network;
  network.zones = zones;
  network.nodes.resize(nodes);
  network.links = std::move(links);
  number_keys(network);
  return network;
}

Demand cars(std::vector<Trip> trips) {
  Demand demand;
  demand.classes.emplace_back().trips = std::move(trips);
  return demand;
}

Town random_town(std::mt19937_64& random, std::uint32_t zones, std::uint32_t nodes, std::uint32_t classes) {
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<Link> links;
  auto const connect = [&](std::uint32_t a, std::uint32_t b) {
    Link link;
    link.tail = a;
    link.head = b;
    link.capacity = 20 + 80 * unit(random);
    link.free_time = 1 + 9 * unit(random);
    link.power = unit(random) < 0.7 ? 4 : 1 + 3 * unit(random);
    link.length = unit(random);
    link.toll = unit(random);
    links.push_back(link);
  };
  for (std::uint32_t i = 0; i < nodes; ++i) { // a ring both ways, then chords
    connect(i, (i + 1) % nodes);
    connect((i + 1) % nodes, i);
  }
  for (std::uint32_t i = 0; i < 2 * nodes; ++i) {
    auto const a = static_cast<std::uint32_t>(random() % nodes), b = static_cast<std::uint32_t>(random() % nodes);
    if (a != b) connect(a, b);
  }
  Town town{roads(zones, nodes, std::move(links)), {}};
  for (std::uint32_t c = 0; c < classes; ++c) {
    auto& kind = town.demand.classes.emplace_back();
    kind.name = std::string(1, static_cast<char>('a' + c));
    kind.car_equivalents = 1 + c;
    kind.toll_weight = c * unit(random);
    kind.length_weight = c * unit(random);
    for (std::uint32_t o = 0; o < zones; ++o)
      for (std::uint32_t d = 0; d < zones; ++d)
        if (o != d && unit(random) < 0.8) kind.trips.push_back({o, d, 60 * unit(random) / classes});
  }
  return town;
}

double cost_of(Town const& town, std::size_t link, std::uint32_t vehicle_class, double flow) {
  return time_of(town.network.links[link], flow) + fixed_cost(town, link, vehicle_class);
}

std::vector<double> distances(Network const& network, std::vector<double> const& cost, std::uint32_t origin) {
  std::vector<double> from(network.nodes.size(), kInfinite);
  from[origin] = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      Link const& link = network.links[i];
      if (link.tail != origin && link.tail < network.first_through) continue;
      if (from[link.tail] + cost[i] < from[link.head]) {
        from[link.head] = from[link.tail] + cost[i];
        changed = true;
      }
    }
  }
  return from;
}

double relative_gap(Town const& town, Equilibrium const& answer) {
  double total = 0, least = 0;
  for (std::uint32_t c = 0; c < town.demand.classes.size(); ++c) {
    auto const cost = costs(town, c, answer.flow);
    for (std::size_t i = 0; i < cost.size(); ++i)
      if (answer.class_flow[c][i] > 0) total += answer.class_flow[c][i] * cost[i];
    for (std::uint32_t origin = 0; origin < town.network.zones; ++origin) {
      auto const from = distances(town.network, cost, origin);
      for (Trip const& trip : town.demand.classes[c].trips)
        if (trip.origin == origin && from[trip.destination] < kInfinite)
          least += trip.amount * town.demand.classes[c].car_equivalents * from[trip.destination];
    }
  }
  return total > 0 ? (total - least) / total : 0;
}

double beckmann(Town const& town, std::vector<std::vector<double>> const& class_flow) {
  auto const total = total_flow(class_flow);
  double sum = 0;
  for (std::size_t i = 0; i < total.size(); ++i) {
    Link const& l = town.network.links[i];
    if (l.capacity > 0)
      sum += l.free_time * total[i] * (1 + l.b / (l.power + 1) * std::pow(total[i] / l.capacity, l.power));
    for (std::uint32_t c = 0; c < class_flow.size(); ++c)
      if (class_flow[c][i] > 0) sum += class_flow[c][i] * fixed_cost(town, i, c);
  }
  return sum;
}

std::vector<std::vector<double>> frank_wolfe(Town const& town, int iterations) {
  std::vector<std::vector<double>> flow(town.demand.classes.size(),
                                        std::vector<double>(town.network.links.size(), 0.0));
  for (int k = 0; k < iterations; ++k) {
    auto const total = total_flow(flow);
    auto aim = flow;
    for (std::uint32_t c = 0; c < flow.size(); ++c)
      aim[c] = all_or_nothing(town, c, costs(town, c, total));
    auto const between = [&](double part) {
      auto mixed = flow;
      for (std::size_t c = 0; c < flow.size(); ++c)
        for (std::size_t i = 0; i < total.size(); ++i)
          mixed[c][i] += part * (aim[c][i] - flow[c][i]);
      return mixed;
    };
    double low = 0, high = 1; // the objective is convex along the way
    for (int i = 0; k > 0 && i < 40; ++i) {
      double const a = low + (high - low) / 3, b = high - (high - low) / 3;
      (beckmann(town, between(a)) < beckmann(town, between(b)) ? high : low) =
          beckmann(town, between(a)) < beckmann(town, between(b)) ? b : a;
    }
    flow = between(k == 0 ? 1 : (low + high) / 2);
  }
  return flow;
}

} // namespace dalian::test
