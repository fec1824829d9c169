#include "twin/app/sumo_scenario.hpp"

#include "twin/traffic/ways.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::app {
namespace {

using whatif::PeakHour;
using whatif::TrafficClass;

constexpr double kLane_m = 3.5; // CJJ 37: a lane of a road for all vehicles
constexpr std::array kTypes{"car", "truck", "bus"};
constexpr std::size_t kNoEdge = ~std::size_t{0};

class ScenarioMaker {
 public:
  ScenarioMaker(PeakHour const& peak, SumoPlan const& plan)
      : peak_(peak), plan_(plan), drawer_(peak.solved, peak.problem.network), random_(plan.seed),
        edge_of_(peak.problem.network.links.size(), kNoEdge) {}

  SumoScenario make() {
    for (std::uint32_t link = 0; link < peak_.roads.links.size(); ++link)
      if (plan_.zone.empty() || peak_.zone_of[peak_.roads.of_link[link].piece] == plan_.zone) add_edge(link);
    for (auto const c : {whatif::kCar, whatif::kTruck, whatif::kBus})
      add_vehicles(c);
    return std::move(out_);
  }

 private:
  std::size_t node(std::uint32_t n) {
    auto const [at, fresh] = nodes_.try_emplace(n, out_.network.nodes.size());
    if (fresh)
      out_.network.nodes.push_back({fmt::format("n{}", n), peak_.roads.graph->nodes()[n], peak_.cycle_s[n] > 0});
    return at->second;
  }

  void add_edge(std::uint32_t link) {
    auto const& at = peak_.roads.of_link[link];
    auto const& part = peak_.roads.graph->links()[at.piece];
    auto const& road = peak_.roads.roads[at.street];
    auto shape = sumo_net::part_of(peak_.roads.graph->streets()[at.street].line, part.from_m, part.to_m);
    if (!at.along) std::reverse(shape.begin(), shape.end());
    auto const& made = peak_.roads.links[link];
    edge_of_[link] = out_.network.edges.size();
    sumo_net::Edge edge;
    edge.id = std::to_string(link);
    edge.name = road.id;
    edge.from = node(made.tail);
    edge.to = node(made.head);
    edge.lanes = std::max(1, static_cast<int>(std::lround(road.lanes)));
    edge.lane_m = kLane_m;
    edge.speed_kmh = road.speed_kmh;
    edge.priority = priority_of(road);
    edge.shape = std::move(shape);
    out_.network.edges.push_back(std::move(edge));
    out_.link_of.push_back(link);
  }

  /// Who gives way: the lower class, then the narrower.
  static int priority_of(whatif::RoadFacts const& road) {
    constexpr std::array<std::string_view, 5> kClasses{"local", "collector", "arterial", "highway", "expressway"};
    auto const at = std::find(kClasses.begin(), kClasses.end(), road.road_class);
    auto const rank = at == kClasses.end() ? 0 : static_cast<int>(at - kClasses.begin()) + 1;
    return 10 * rank + static_cast<int>(std::lround(road.lanes));
  }

  /// Trips in whole vehicles: one more each time that the sum over all pairs passes a whole number, so that the total
  /// and every origin's are right to one vehicle.
  void add_vehicles(TrafficClass c) {
    double const span_s = plan_.run.measured_to_s;
    double owed = traffic::unit_of(random_);
    for (auto const& trip : peak_.problem.demand[1].classes[c].trips) {
      if (trip.origin == trip.destination) continue;
      for (owed += trip.amount * span_s / 3600; owed >= 1; --owed) {
        double const depart_s = span_s * traffic::unit_of(random_);
        add_parts(c, depart_s, drawer_.draw(c, trip.origin, trip.destination, random_));
      }
    }
  }

  /// Of a way what lies on the network that is wanted, each time that it comes there. Trips are as many at any time, so
  /// who would come after the end stands for one who set out before the beginning and comes as much earlier.
  void add_parts(TrafficClass c, double at_s, std::vector<std::uint32_t> const& way) {
    sumo_net::Vehicle vehicle;
    auto const end_part = [&] {
      if (!vehicle.edges.empty()) {
        vehicle.id = fmt::format("{}.{}", kTypes[c], out_.vehicles.size());
        vehicle.type = kTypes[c];
        out_.vehicles.push_back(vehicle);
      }
      vehicle.edges.clear();
    };
    for (std::uint32_t const link : way) {
      bool const is_drawn = edge_of_[link] != kNoEdge;
      if (!is_drawn) end_part();
      if (is_drawn && vehicle.edges.empty()) vehicle.depart_s = std::fmod(at_s, plan_.run.measured_to_s);
      if (is_drawn) vehicle.edges.push_back(edge_of_[link]);
      at_s += 60 * peak_.solved.time[link];
    }
    end_part();
  }

  PeakHour const& peak_;
  SumoPlan const& plan_;
  traffic::WayDrawer drawer_;
  std::mt19937_64 random_;
  std::vector<std::size_t> edge_of_; // of each link
  std::map<std::uint32_t, std::size_t> nodes_;
  SumoScenario out_;
};

} // namespace

SumoScenario make_sumo_scenario(PeakHour const& peak, SumoPlan const& plan) {
  return ScenarioMaker(peak, plan).make();
}

} // namespace dalian::app
