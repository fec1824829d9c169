#include "twin/whatif/traffic_demand.hpp"

#include "twin/whatif/traffic_modes.hpp"
#include "twin/whatif/traffic_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using traffic::Trip;

constexpr double kNoTrip = 1e-9; // trips/h
constexpr double kNever = std::numeric_limits<double>::infinity();

/// What begins and ends at the places of one zone, and what is beyond.
struct Area {
  std::vector<std::uint32_t> places, beyond;
};

/// Of two ways, by place of an area.
struct Ends {
  std::vector<double> out, in;
  explicit Ends(std::size_t places) : out(places, 0.0), in(places, 0.0) {}
};

double sum_of(std::vector<double> const& list) {
  return std::accumulate(list.begin(), list.end(), 0.0);
}

class DemandRun {
 public:
  DemandRun(TrafficTable const& table, RoadNetwork const& roads, TrafficPlaces const& places, ModeSplit const& modes,
            TrafficProblem& out, Memo<CellsPtr>& kept)
      : table_(table), roads_(roads), places_(places), modes_(modes), out_(out), kept_(kept),
        deterrence_(table.value("deterrence")) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> beyond; // by component
    for (std::uint32_t i = 0; i < places.all.size(); ++i) {
      TrafficPlace const& p = places.all[i];
      if (p.is_beyond())
        beyond[p.component].push_back(i);
      else if (p.kind != PlaceKind::bus_stop)
        areas_[{p.component, p.zone}].places.push_back(i);
    }
    for (auto& [where, area] : areas_)
      area.beyond = beyond[where.first];
  }

  /// The middle.
  std::vector<traffic::VehicleClass> run() {
    classes_.resize(kClasses);
    for (auto const& [where, area] : areas_) {
      add_people(area);
      add_trucks(area);
    }
    set_up();
    return std::move(classes_);
  }

 private:
  TrafficPlace const& place(std::uint32_t i) const { return places_.all[i]; }

  void add_people(Area const& area) {
    Ends ends(area.places.size());
    for (std::size_t k = 0; k < area.places.size(); ++k) {
      TrafficPlace const& p = place(area.places[k]);
      ends.out[k] = p.from_home + p.from_work;
      ends.in[k] = p.to_work + p.to_home;
    }
    double const all_out = sum_of(ends.out), all_in = sum_of(ends.in);
    double const inside = std::min({all_out, all_in, table_.value("local_share") * all_in});
    auto const add = [&](std::uint32_t from, std::uint32_t to, double persons) { add_persons(from, to, persons); };
    Ends const left = add_inside(area, ends, inside, add);
    add_beyond(area, left, &TrafficPlace::persons_weight, deterrence_, add);
  }

  void add_trucks(Area const& area) {
    Ends ends(area.places.size());
    for (std::size_t k = 0; k < area.places.size(); ++k)
      ends.out[k] = ends.in[k] = place(area.places[k]).trucks;
    double const inside = table_.value("truck_local_share") * sum_of(ends.out);
    auto const add = [&](std::uint32_t from, std::uint32_t to, double n) {
      if (n > kNoTrip) classes_[kTruck].trips.push_back({from, to, n});
    };
    add_beyond(area, add_inside(area, ends, inside, add), &TrafficPlace::trucks_weight, 0, add);
  }

  /// `inside` of all by the gravity model between the places; what is left of every place.
  template <class Add>
  Ends add_inside(Area const& area, Ends left, double inside, Add&& add) {
    if (!(inside > 0)) return left;
    auto const cells =
        cells_of(area, scaled(left.out, inside / sum_of(left.out)), scaled(left.in, inside / sum_of(left.in)));
    for (std::size_t i = 0; i < area.places.size(); ++i)
      for (std::size_t k = 0; k < area.places.size(); ++k)
        if (double const n = (*cells)[i][k]; n > 0) {
          left.out[i] = std::max(0.0, left.out[i] - n);
          left.in[k] = std::max(0.0, left.in[k] - n);
          add(area.places[i], area.places[k], n);
        }
    return left;
  }

  static std::vector<double> scaled(std::vector<double> list, double factor) {
    for (double& x : list)
      x *= factor;
    return list;
  }

  CellsPtr cells_of(Area const& area, std::vector<double> const& rows, std::vector<double> const& columns) {
    std::size_t const n = area.places.size();
    plan::ByteText bytes;
    for (std::size_t i = 0; i < n; ++i)
      bytes.add(rows[i]).add(columns[i]);
    Cells minutes(n, std::vector<double>(n, 0));
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k < n; ++k)
        bytes.add(minutes[i][k] = (*out_.minutes)[area.places[i]][area.places[k]]);
    return kept_.get(bytes.hash(), [&] {
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < n; ++k) // what stays on its plot uses no road
          minutes[i][k] = rows[i] > 0 && columns[k] > 0 && i != k ? std::exp(-deterrence_ * minutes[i][k]) : 0;
      return std::make_shared<Cells const>(balanced(std::move(minutes), rows, columns));
    });
  }

  /// The rest from and to the places beyond, in proportion to weight · exp(−deterrence · minutes).
  template <class Add>
  void add_beyond(Area const& area, Ends const& left, double TrafficPlace::*weight, double deterrence,
                  Add&& add) const {
    for (std::size_t k = 0; k < area.places.size(); ++k) {
      std::uint32_t const p = area.places[k];
      auto const out = shares(area, weight, [&](std::uint32_t gate) { return deterrence * (*out_.minutes)[p][gate]; });
      auto const in = shares(area, weight, [&](std::uint32_t gate) { return deterrence * (*out_.minutes)[gate][p]; });
      for (std::size_t g = 0; g < area.beyond.size(); ++g) {
        add(p, area.beyond[g], out[g] * left.out[k]);
        add(area.beyond[g], p, in[g] * left.in[k]);
      }
    }
  }

  /// Where nothing is within reach, by weight alone: then the trips are seen to have no way. Without any weight, alike.
  template <class Far>
  std::vector<double> shares(Area const& area, double TrafficPlace::*weight, Far&& far) const {
    std::vector<double> plain, near;
    for (auto const gate : area.beyond) {
      plain.push_back(place(gate).*weight);
      double const distance = far(gate);
      near.push_back(distance < kNever ? plain.back() * std::exp(-distance) : 0);
    }
    double const all_near = sum_of(near), all = sum_of(plain);
    if (all_near > 0) return scaled(near, 1 / all_near);
    if (all > 0) return scaled(plain, 1 / all);
    return std::vector<double>(plain.size(), 1.0 / static_cast<double>(plain.size()));
  }

  void add_persons(std::uint32_t from, std::uint32_t to, double persons) {
    if (persons <= kNoTrip) return;
    auto const modes = modes_.split(from, to);
    out_.persons += persons;
    out_.by_bus += persons * modes.bus;
    if (double const vehicles = persons * modes.cars_per_person; vehicles > kNoTrip)
      classes_[kCar].trips.push_back({from, to, vehicles});
  }

  void set_up() {
    auto const& links = out_.network.links;
    classes_[kCar].name = "car";
    classes_[kTruck].name = "truck";
    classes_[kBus].name = "bus";
    classes_[kTruck].car_equivalents = table_.value("pcu_truck");
    classes_[kBus].car_equivalents = table_.value("pcu_bus");
    classes_[kCar].toll_weight = 60 / table_.value("value_of_time_car");
    classes_[kTruck].toll_weight = 60 / table_.value("value_of_time_truck");
    classes_[kTruck].may_not_use.assign(links.size(), 0);
    for (std::size_t i = 0; i < roads_.links.size(); ++i)
      classes_[kTruck].may_not_use[i] = roads_.roads[roads_.of_link[i].street].trucks_banned;
    classes_[kBus].trips = modes_.buses();
  }

  TrafficTable const& table_;
  RoadNetwork const& roads_;
  TrafficPlaces const& places_;
  ModeSplit const& modes_;
  TrafficProblem& out_;
  Memo<CellsPtr>& kept_;
  double deterrence_;
  std::map<std::pair<std::uint32_t, std::string>, Area> areas_; // by component and zone
  std::vector<traffic::VehicleClass> classes_;
};

/// Cars and trucks at another level of all trips; buses run as they do.
std::vector<traffic::VehicleClass> at_level(std::vector<traffic::VehicleClass> classes, double level) {
  for (auto const c : {kCar, kTruck})
    for (Trip& trip : classes[c].trips)
      trip.amount *= level;
  return classes;
}

/// Minutes at no flow between all places. From a place to the nodes of the roads they depend on these and on its own
/// connectors alone: they are kept, for most edits touch few places.
class FreeMinutes {
 public:
  FreeMinutes(traffic::Network const& network, std::size_t roads, Memo<NodeMinutes>& kept)
      : network_(network), kept_(kept), times_(network), in_(network.zones), out_(network.zones) {
    for (auto const& link : network.links)
      free_.push_back(link.free_time);
    plan::ByteText bytes;
    bytes.add(std::uint64_t{network.nodes.size() - network.zones});
    for (std::size_t i = 0; i < roads; ++i)
      bytes.add(ends_of(network.links[i])).add(free_[i]);
    roads_hash_ = bytes.hash();
    for (std::size_t i = roads; i < network.links.size(); ++i) {
      auto const& link = network.links[i];
      if (link.tail < network.zones)
        out_[link.tail].push_back(i);
      else
        in_[link.head].push_back(i);
    }
  }

  Minutes all() const {
    Minutes out(network_.zones, std::vector<double>(network_.zones, kNever));
    for (std::uint32_t from = 0; from < network_.zones; ++from) {
      auto const nodes = to_nodes(from);
      for (std::uint32_t to = 0; to < network_.zones; ++to)
        for (std::size_t const i : in_[to])
          out[from][to] = std::min(out[from][to], (*nodes)[network_.links[i].tail - network_.zones] + free_[i]);
      out[from][from] = 0;
    }
    return out;
  }

 private:
  std::uint64_t ends_of(traffic::Link const& road) const {
    return std::uint64_t{road.tail - network_.zones} << 32 | (road.head - network_.zones);
  }

  NodeMinutes to_nodes(std::uint32_t place) const {
    plan::ByteText bytes;
    bytes.add(roads_hash_);
    for (std::size_t const i : out_[place])
      bytes.add(std::uint64_t{network_.links[i].head - network_.zones}).add(free_[i]);
    return kept_.get(bytes.hash(), [&] {
      auto const all = times_.from(place, free_);
      return std::make_shared<std::vector<double> const>(all.begin() + network_.zones, all.end());
    });
  }

  traffic::Network const& network_;
  Memo<NodeMinutes>& kept_;
  FreeTimes times_;
  std::vector<double> free_; // minutes of each link
  plan::ContentHash roads_hash_;
  std::vector<std::vector<std::size_t>> in_, out_; // connectors of each place
};

} // namespace

Cells balanced(Cells weight, std::vector<double> const& rows, std::vector<double> const& columns) {
  for (int round = 0; round < 100; ++round) {
    double worst = 0;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      double sum = 0;
      for (auto const& row : weight)
        sum += row[k];
      if (sum <= 0) continue;
      for (auto& row : weight)
        row[k] *= columns[k] / sum;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      double const sum = std::accumulate(weight[i].begin(), weight[i].end(), 0.0);
      if (sum <= 0) continue;
      worst = std::max(worst, std::abs(sum - rows[i]) / rows[i]);
      for (double& cell : weight[i])
        cell *= rows[i] / sum;
    }
    if (worst < 1e-9) break;
  }
  return weight;
}

std::vector<Slice> demand_slices() {
  return {{Layer::bus_line, {"stops", "headway_min"}}};
}

TrafficProblem DemandMaker::make(Inputs const& inputs, RoadNetwork const& roads, TrafficPlaces const& places,
                                 plan::Findings& findings) {
  TrafficProblem out;
  out.network = network_of(roads, places, *table_);
  out.minutes = std::make_shared<Minutes const>(FreeMinutes(out.network, roads.links.size(), minutes_).all());
  ModeSplit const modes(inputs, *table_, places, *out.minutes, findings);
  auto const middle = DemandRun(*table_, roads, places, modes, out, cells_).run();
  Range const level = table_->figure("demand_range");
  for (RangeEnd const end : {RangeEnd::low, RangeEnd::value, RangeEnd::high})
    out.demand[static_cast<std::size_t>(end)].classes = at_level(middle, at(level, end));
  return out;
}

} // namespace dalian::whatif
