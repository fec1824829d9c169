#include "twin/whatif/hazard_detour.hpp"

#include "twin/whatif/hazard_closure.hpp"
#include "twin/whatif/traffic_network.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace dalian::whatif {
namespace {

constexpr double kGap = 1e-4, kLane_m = 3.25; // CJJ 37: a lane up to 60 km/h
constexpr std::size_t kToldTrips = 12;        // of each kind

std::vector<Slice> slices_of_traffic() {
  std::map<plan::Layer, std::set<std::string_view>> fields;
  for (auto const& part : {road_slices(), place_slices(), demand_slices()})
    for (Slice const& slice : part)
      fields[slice.layer].insert(slice.fields.begin(), slice.fields.end());
  std::vector<Slice> out;
  for (auto const& [layer, names] : fields)
    out.push_back({layer, {names.begin(), names.end()}});
  return out;
}

/// Minutes and tolls of each link for a class; infinite where it may not drive.
std::vector<double> cost_of(traffic::Network const& network, traffic::VehicleClass const& kind,
                            std::vector<double> const& minutes) {
  std::vector<double> out = minutes;
  for (std::size_t i = 0; i < out.size(); ++i) {
    double const toll = kind.toll.empty() ? network.links[i].toll : kind.toll[i];
    out[i] += kind.toll_weight * toll + kind.length_weight * network.links[i].length;
    if (!kind.may_not_use.empty() && kind.may_not_use[i] != 0) out[i] = INFINITY;
  }
  return out;
}

/// From one place to all, at one of the two equilibria.
struct Ways {
  WayTree tree;
  std::vector<double> minutes; // by node; without tolls
  std::vector<char> through;   // the way takes a link of the area

  Ways(FreeTimes const& times, std::uint32_t origin, std::vector<double> const& cost,
       std::vector<double> const& minutes_of_link)
      : tree(times.ways(origin, cost)), minutes(tree.cost.size(), INFINITY), through(tree.cost.size(), 0),
        times_(minutes_of_link) {
    minutes[origin] = 0;
  }
  void follow(traffic::Network const& network, std::vector<char> const& closed) {
    for (std::uint32_t const node : tree.order)
      if (std::uint32_t const link = tree.link[node]; link != kNoLink) {
        std::uint32_t const tail = network.links[link].tail;
        minutes[node] = minutes[tail] + times_[link];
        through[node] = through[tail] != 0 || closed[link] != 0;
      }
  }
  bool reaches(std::uint32_t node) const { return std::isfinite(tree.cost[node]); }
  std::vector<std::uint32_t> links_to(std::uint32_t node, traffic::Network const& network) const {
    std::vector<std::uint32_t> out;
    for (; tree.link[node] != kNoLink; node = network.links[tree.link[node]].tail)
      out.push_back(tree.link[node]);
    std::reverse(out.begin(), out.end());
    return out;
  }

 private:
  std::vector<double> const& times_;
};

struct Scene {
  RoadNetwork const& roads;
  TrafficPlaces const& places;
  TrafficProblem const& problem;
  traffic::Equilibrium const &before, &after;
};

class Comparison {
 public:
  Comparison(Scene const& scene, Closure const& closure, std::set<std::string> const& dangerous)
      : scene_(scene), closure_(closure), dangerous_(dangerous), times_(scene.problem.network),
        at_gates_(scene.places.all.size()) {}

  Detour run() {
    list_roads();
    for (auto const kind : {kCar, kTruck})
      compare_class(kind);
    std::stable_sort(out_.trips.begin(), out_.trips.end(),
                     [](auto const& a, auto const& b) { return a.kind < b.kind; });
    list_gates();
    out_.gap = std::max(scene_.before.certificate.gap, scene_.after.certificate.gap);
    return std::move(out_);
  }

 private:
  traffic::Network const& network() const { return scene_.problem.network; }
  DetourClass& told(DetourKind kind) { return out_.classes[static_cast<std::size_t>(kind)]; }

  void list_roads() {
    std::set<std::string> closed, crowded;
    std::map<std::string, double> change;
    std::set<std::uint32_t> counted;
    for (std::size_t i = 0; i < scene_.roads.links.size(); ++i) {
      auto const& road = scene_.roads.roads[scene_.roads.of_link[i].street];
      double const before = scene_.before.flow[i], after = scene_.after.flow[i];
      if (double& most = change[road.id]; std::abs(after - before) > std::abs(most)) most = after - before;
      if (closure_.closed()[i] != 0) {
        closed.insert(road.id);
        if (counted.insert(scene_.roads.of_link[i].piece).second) {
          out_.closed_km += scene_.roads.links[i].length;
          out_.parts.push_back(line_of({static_cast<std::uint32_t>(i)}, scene_.roads, scene_.places, network()));
        }
        if (closure_.leads_out(i)) out_.exits_m += kLane_m * road.lanes;
      } else if (after > scene_.roads.links[i].capacity && before <= scene_.roads.links[i].capacity) {
        crowded.insert(road.id);
      }
    }
    out_.closed.assign(closed.begin(), closed.end());
    out_.crowded.assign(crowded.begin(), crowded.end());
    out_.change_pcu_h.assign(change.begin(), change.end());
  }

  void compare_class(TrafficClass kind) {
    auto const& demand = scene_.problem.demand[1].classes[kind];
    auto const cost_before = cost_of(network(), demand, scene_.before.time),
               cost_after = cost_of(network(), demand, scene_.after.time);
    std::map<std::uint32_t, std::map<std::uint32_t, double>> by_origin;
    for (auto const& trip : demand.trips)
      by_origin[trip.origin][trip.destination] += trip.amount;
    for (auto const& [origin, trips] : by_origin) {
      Ways before(times_, origin, cost_before, scene_.before.time),
          after(times_, origin, cost_after, scene_.after.time);
      before.follow(network(), closure_.closed());
      after.follow(network(), closure_.closed());
      for (auto const& [destination, amount] : trips)
        if (before.reaches(destination)) compare_trip(kind, {origin, destination, amount}, before, after);
    }
  }

  void compare_trip(TrafficClass kind, traffic::Trip const& trip, Ways const& before, Ways const& after) {
    std::vector<DetourKind> kinds{kind == kCar ? DetourKind::car : DetourKind::truck};
    if (kind == kTruck && (is_dangerous(trip.origin) || is_dangerous(trip.destination)))
      kinds.push_back(DetourKind::dangerous);
    bool const inside = closure_.holds(trip.origin) || closure_.holds(trip.destination);
    bool const cut_off = inside || !after.reaches(trip.destination);
    if (cut_off)
      for (std::uint32_t const place : {trip.origin, trip.destination})
        if (closure_.holds(place) || !inside) at_gates_[place][kind == kCar ? 0 : 1] += trip.amount;
    double const longer = cut_off ? 0 : after.minutes[trip.destination] - before.minutes[trip.destination];
    for (DetourKind const one : kinds) {
      DetourClass& sum = told(one);
      sum.trips += trip.amount;
      if (cut_off) {
        sum.cut_off += trip.amount;
      } else if (before.through[trip.destination] != 0) {
        sum.detoured += trip.amount;
        sum.longer_h += trip.amount * longer / 60;
        tell(one, trip, before, after);
      } else {
        sum.others_h += trip.amount * longer / 60;
      }
    }
  }

  bool is_dangerous(std::uint32_t place) const {
    return scene_.places.all[place].kind == PlaceKind::parcel && dangerous_.contains(scene_.places.all[place].id);
  }

  /// Keeps it when it is among those of its kind that lose most.
  void tell(DetourKind kind, traffic::Trip const& trip, Ways const& before, Ways const& after) {
    auto const loss = [](DetourTrip const& t) { return t.vehicles_h * (t.after_min - t.before_min); };
    DetourTrip one{kind,
                   scene_.places.all[trip.origin].id,
                   scene_.places.all[trip.destination].id,
                   trip.amount,
                   before.minutes[trip.destination],
                   after.minutes[trip.destination],
                   {},
                   {}};
    auto const first =
        std::find_if(out_.trips.begin(), out_.trips.end(), [&](auto const& t) { return t.kind == kind; });
    auto last = first;
    while (last != out_.trips.end() && last->kind == kind)
      ++last;
    auto const place = std::find_if(first, last, [&](auto const& t) { return loss(t) < loss(one); });
    bool const full = static_cast<std::size_t>(last - first) >= kToldTrips;
    if (place == last && full) return;
    auto const line = [&](Ways const& ways) {
      return line_of(ways.links_to(trip.destination, network()), scene_.roads, scene_.places, network());
    };
    one.before = line(before);
    one.after = line(after);
    auto const at = place - out_.trips.begin();
    if (full) out_.trips.erase(last - 1);
    out_.trips.insert(out_.trips.begin() + at, std::move(one));
  }

  void list_gates() {
    for (std::size_t i = 0; i < at_gates_.size(); ++i)
      if (auto const& [cars, trucks] = at_gates_[i]; cars + trucks > 0)
        out_.gates.push_back({scene_.places.all[i].id, cars, trucks});
    std::stable_sort(out_.gates.begin(), out_.gates.end(), [](ClosedGate const& a, ClosedGate const& b) {
      return a.cars_h + a.trucks_h > b.cars_h + b.trucks_h;
    });
  }

  Scene const& scene_;
  Closure const& closure_;
  std::set<std::string> const& dangerous_;
  FreeTimes times_;
  std::vector<std::array<double, 2>> at_gates_; // of each place: cars, trucks
  Detour out_;
};

} // namespace

Result<DetourFinder::Before const*> DetourFinder::before(plan::Layout const& layout, Evaluation const& land) {
  if (before_ && before_->layout == layout.hash()) return &*before_;
  before_.reset();
  auto const slices = slices_of_traffic();
  Inputs const inputs(layout, slices, {{"land", &land}}, {});
  plan::Findings unheard; // engine `traffic` says them
  Before made;
  made.layout = layout.hash();
  made.roads = roads_.read(inputs);
  made.places = read_places(inputs, *programme_, *table_, made.roads, unheard);
  made.problem = demand_.make(inputs, made.roads, made.places, unheard);
  auto solved = traffic::solve(made.problem.network, made.problem.demand[1], {.gap = kGap});
  if (!solved) return Error{solved.error()};
  made.solved = std::move(solved).value();
  before_ = std::move(made);
  return &*before_;
}

Result<Detour> DetourFinder::find(plan::Layout const& layout, Evaluation const& land, DetourRequest const& request) {
  auto const base = before(layout, land);
  if (!base) return Error{base.error()};
  Before const& b = **base;
  Closure const closure(b.roads, b.places, b.problem.network, request);
  auto const after = traffic::solve_from(b.solved, closure.network(), b.problem.demand[1], {.gap = kGap});
  if (!after) return Error{after.error()};
  Scene const scene{b.roads, b.places, b.problem, b.solved, *after};
  return Comparison(scene, closure, request.dangerous).run();
}

} // namespace dalian::whatif
