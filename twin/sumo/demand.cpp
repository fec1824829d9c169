#include "twin/sumo/demand.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::sumo_net {
namespace {

constexpr double kShortestEdge_m = 60;  // room to enter
constexpr std::size_t kLeastEdges = 10; // of a part with traffic of its own
constexpr double kAtPort_m = 2'500;

/// The k-th of `of` places spread over a list by the golden ratio: neighbours in k lie far apart.
std::size_t spread(std::size_t k, std::size_t of) {
  constexpr double kGolden = 0.6180339887498949;
  double const turns = (static_cast<double>(k) + 0.5) * kGolden;
  return std::min(of - 1, static_cast<std::size_t>((turns - std::floor(turns)) * static_cast<double>(of)));
}

class DemandMaker {
 public:
  DemandMaker(Network const& network, layout::City const& city) : network_(network), city_(city) {}

  std::vector<Flow> make(DemandPlan const& plan) {
    double all_m = 0;
    std::vector<std::vector<std::size_t>> parts;
    for (auto const& part : connected_parts(network_)) {
      auto& streets = parts.emplace_back();
      for (auto const e : part)
        if (is_street(e) && length_m(network_.edges[e].shape) >= kShortestEdge_m) streets.push_back(e);
      all_m += total_m(streets);
    }
    for (auto& part : parts) {
      if (part.size() < kLeastEdges) continue;
      streets_ = std::move(part);
      share_ = total_m(streets_) / all_m;
      auto const wide = widest(), ports = at_ports();
      add("car", streets_, {plan.car_pairs, plan.cars_per_hour});
      add("truck", ports.empty() ? wide : ports, {plan.truck_pairs, plan.trucks_per_hour});
      add("bus", wide, {plan.bus_pairs, plan.buses_per_hour});
    }
    for (std::size_t e = 0; e < network_.edges.size(); ++e)
      if (!is_street(e)) flows_.push_back({fmt::format("through.{}", e), "car", e, e, plan.through_per_hour});
    return std::move(flows_);
  }

 private:
  bool is_street(std::size_t e) const {
    return city_.routes[network_.edges[e].route].kind != layout::RouteClass::expressway;
  }
  double total_m(std::vector<std::size_t> const& edges) const {
    double sum = 0;
    for (auto const e : edges)
      sum += length_m(network_.edges[e].shape);
    return sum;
  }

  /// The quarter of the streets that have priority over the rest.
  std::vector<std::size_t> widest() const {
    auto wide = streets_;
    std::ranges::stable_sort(wide, std::greater<>(), [&](std::size_t e) { return network_.edges[e].priority; });
    wide.resize(std::max<std::size_t>(2, wide.size() / 4));
    std::ranges::sort(wide);
    return wide;
  }

  std::vector<std::size_t> at_ports() const {
    std::vector<std::size_t> found;
    for (auto const e : streets_)
      for (auto const& place : city_.places)
        if (place.kind == "port" && distance_to_m(place.position, network_.edges[e].shape) < kAtPort_m) {
          found.push_back(e);
          break;
        }
    return found;
  }

  struct Amount {
    int pairs;
    double per_hour;
  };
  /// This part's share of an amount, from anywhere in it to `to`; buses keep to `to`.
  void add(std::string const& type, std::vector<std::size_t> const& to, Amount of_all) {
    auto const& from = type == "bus" ? to : streets_;
    int const pairs = std::max(1, static_cast<int>(std::lround(share_ * of_all.pairs)));
    for (int k = 0; k < pairs; ++k) {
      auto const i = static_cast<std::size_t>(k);
      auto const a = from[spread(2 * i, from.size())], b = to[spread(2 * i + 1, to.size())];
      if (network_.edges[a].from == network_.edges[b].from || network_.edges[a].from == network_.edges[b].to) continue;
      flows_.push_back({fmt::format("{}.{}", type, flows_.size()), type, a, b, share_ * of_all.per_hour / pairs});
    }
  }

  Network const& network_;
  layout::City const& city_;
  std::vector<std::size_t> streets_; // of the part in work
  double share_ = 0;                 // of all streets
  std::vector<Flow> flows_;
};

} // namespace

std::vector<Flow> demand_of(Network const& network, layout::City const& city, DemandPlan const& plan) {
  return DemandMaker(network, city).make(plan);
}

} // namespace dalian::sumo_net
