#include "twin/whatif/traffic_report.hpp"

#include "twin/whatif/traffic_corridors.hpp"
#include "twin/whatif/traffic_network.hpp"
#include "twin/whatif/traffic_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

constexpr double kCrowded = 0.83;     // of capacity, where level 4 of CJJ 37-2012 begins: HCM's E and F
constexpr double kFull = 1;           // of capacity: more is no stable flow, HCM's F (CJJ 37-2012: 4 ends, recollected)
constexpr double kReach_min = 30;     // for jobs
constexpr double kLostAllowed = 0.01; // of all trips

/// Of the links of a zone, or of all, in the peak hour.
struct Sums {
  double car_km = 0, truck_km = 0, bus_km = 0; // vehicle · km
  double hours = 0, free_hours = 0;            // vehicle · h
  double km = 0, crowded_km = 0, over_km = 0;  // of carriageways in one direction
  double queue = 0;                            // pcu
};

class TrafficReport {
 public:
  TrafficReport(Inputs const& inputs, TrafficAnswer const& answer, plan::Findings findings)
      : inputs_(inputs), answer_(answer) {
    out_.findings = std::move(findings);
  }

  Evaluation run() {
    for (std::size_t e = 0; e < kRangeEnds; ++e)
      add_up(e);
    for (auto const& [zone, sums] : sums_)
      add_kpis(zone, sums);
    add_trips();
    add_reach();
    for (Kpi& kpi : corridor_kpis(inputs_, answer_))
      out_.kpis.push_back(std::move(kpi));
    add_columns();
    certify();
    return std::move(out_);
  }

 private:
  traffic::Equilibrium const& solved(std::size_t end) const { return *answer_.solved[end]; }
  traffic::Link const& link(std::size_t i) const { return answer_.roads.links[i]; }
  std::size_t street_of(std::size_t link) const { return answer_.roads.of_link[link].street; }
  double pcu(std::size_t end, TrafficClass c) const { return answer_.problem.demand[end].classes[c].car_equivalents; }

  void add_up(std::size_t end) {
    for (std::size_t i = 0; i < answer_.roads.links.size(); ++i) {
      std::string const& zone = answer_.zone_of[answer_.roads.of_link[i].piece];
      Sums const one = sums_of(i, end);
      add(sums_[""][end], one);
      if (!zone.empty()) add(sums_[zone][end], one);
    }
  }

  Sums sums_of(std::size_t i, std::size_t end) const {
    auto const& s = solved(end);
    auto const vehicles = [&](TrafficClass c) { return s.class_flow[c][i] / pcu(end, c); };
    double const km = link(i).length, all = vehicles(kCar) + vehicles(kTruck) + vehicles(kBus);
    Sums out{km * vehicles(kCar),
             km * vehicles(kTruck),
             km * vehicles(kBus),
             all * s.time[i] / 60,
             all * link(i).free_time / 60,
             km,
             0,
             0,
             std::max(0.0, s.flow[i] - link(i).capacity)};
    if (s.flow[i] > kCrowded * link(i).capacity) out.crowded_km = km;
    if (s.flow[i] > link(i).capacity) out.over_km = km;
    return out;
  }

  static void add(Sums& to, Sums const& s) {
    to.car_km += s.car_km, to.truck_km += s.truck_km, to.bus_km += s.bus_km;
    to.hours += s.hours, to.free_hours += s.free_hours;
    to.km += s.km, to.crowded_km += s.crowded_km, to.over_km += s.over_km;
    to.queue += s.queue;
  }

  /// Ranges are what the three ends of all figures give; the error is the certificate's part of the middle.
  void add_kpi(std::string name, std::string const& scope, std::array<double, kRangeEnds> values, char const* unit,
               std::string source, bool of_equilibrium = true) {
    auto const [low, high] = std::minmax_element(values.begin(), values.end());
    double const error = of_equilibrium ? solved(1).certificate.gap * std::abs(values[1]) : 0;
    out_.kpis.push_back({std::move(name), scope, values[1], *low, *high, unit, std::move(source), error});
  }

  using AtEnds = std::array<Sums, kRangeEnds>;

  template <class Figure>
  static std::array<double, kRangeEnds> each(AtEnds const& sums, Figure&& figure) {
    return {figure(sums[0]), figure(sums[1]), figure(sums[2])};
  }

  void add_kpis(std::string const& zone, AtEnds const& sums) {
    char const* const flows =
        "user equilibrium of the peak hour on the layout's roads; ranges: demand_range of all trips";
    auto const part = [](double a, double b) { return b > 0 ? a / b : 0; };
    add_kpi("vehicle_km", zone, each(sums, [](Sums const& s) { return s.car_km + s.truck_km + s.bus_km; }),
            "vehicle km/h", flows);
    add_kpi("truck_km", zone, each(sums, [](Sums const& s) { return s.truck_km; }), "vehicle km/h", flows);
    add_kpi("vehicle_hours", zone, each(sums, [](Sums const& s) { return s.hours; }), "vehicle h/h", flows);
    add_kpi("delay", zone, each(sums, [](Sums const& s) { return s.hours - s.free_hours; }), "vehicle h/h",
            "above the time on empty roads with signals");
    add_kpi("mean_speed", zone,
            each(sums, [&](Sums const& s) { return part(s.car_km + s.truck_km + s.bus_km, s.hours); }), "km/h", flows);
    add_kpi("crowded_roads", zone, each(sums, [&](Sums const& s) { return 100 * part(s.crowded_km, s.km); }),
            "% of length", "flow above 0.83 of capacity: level 4 of CJJ 37-2012 (recollected), HCM's E and F");
    add_kpi("overloaded_roads", zone, each(sums, [&](Sums const& s) { return 100 * part(s.over_km, s.km); }),
            "% of length", "flow above capacity");
    add_kpi("queue", zone, each(sums, [](Sums const& s) { return s.queue; }), "pcu",
            "flow above capacity that waits at the hour's end");
    add_emissions(zone, sums);
  }

  void add_emissions(std::string const& zone, AtEnds const& sums) {
    auto const& table = answer_.table;
    std::array<double, kRangeEnds> co2{};
    for (std::size_t e = 0; e < kRangeEnds; ++e) {
      auto const figure = [&](char const* name) { return at(table.figure(name), static_cast<RangeEnd>(e)); };
      co2[e] = 1e-5 * (sums[e].car_km * figure("fuel_car") * figure("co2_petrol") +
                       (sums[e].truck_km + sums[e].bus_km) * figure("fuel_truck") * figure("co2_diesel"));
    }
    add_kpi("traffic_co2", zone, co2, "t/h",
            "distance · fuel (" + table.cited("fuel_car") + ") · " + table.cited("co2_petrol") +
                "; no effect of speed: no figure at hand");
    add_exhaust("traffic_nox", zone, sums, "nox_petrol", "nox_diesel");
    add_exhaust("traffic_pm", zone, sums, "pm_petrol", "pm_diesel");
  }

  /// What so much a kilogram of fuel makes; kg/h.
  void add_exhaust(char const* name, std::string const& zone, AtEnds const& sums, char const* petrol,
                   char const* diesel) {
    auto const& table = answer_.table;
    std::array<double, kRangeEnds> out{};
    for (std::size_t e = 0; e < kRangeEnds; ++e) {
      auto const figure = [&](char const* f) { return at(table.figure(f), static_cast<RangeEnd>(e)); };
      out[e] = 1e-5 *
               (sums[e].car_km * figure("fuel_car") * figure("petrol_density") * figure(petrol) +
                (sums[e].truck_km + sums[e].bus_km) * figure("fuel_truck") * figure("diesel_density") * figure(diesel));
    }
    add_kpi(name, zone, out, "kg/h",
            "distance · fuel (" + table.cited("fuel_car") + ") · density · " + table.cited(petrol) + "; " +
                table.cited(diesel) + "; exhaust of a mixed fleet, no effect of speed");
  }

  void add_trips() {
    std::array<double, kRangeEnds> cars{}, trucks{}, minutes{}, bus{};
    for (std::size_t e = 0; e < kRangeEnds; ++e) {
      auto const& demand = answer_.problem.demand[e];
      for (auto const& t : demand.classes[kCar].trips)
        cars[e] += t.amount;
      for (auto const& t : demand.classes[kTruck].trips)
        trucks[e] += t.amount;
      double spent = 0;
      for (std::size_t i = 0; i < solved(e).time.size(); ++i)
        if (double const flow = solved(e).class_flow[kCar][i]; flow > 0) spent += flow * solved(e).time[i];
      minutes[e] = cars[e] > 0 ? spent / cars[e] : 0;
      bus[e] = answer_.problem.persons > 0 ? 100 * answer_.problem.by_bus / answer_.problem.persons : 0;
    }
    add_kpi("car_trips", "", cars, "vehicles/h", answer_.table.cited("trips_per_job"), false);
    add_kpi("truck_trips", "", trucks, "vehicles/h", answer_.table.rates.find("truck_trips")->second.cited(), false);
    add_kpi("minutes_per_car_trip", "", minutes, "min", "within the layout's roads");
    add_kpi("bus_share", "", bus, "% of persons", answer_.table.cited("share_bus"), false);
  }

  /// At the flows of the middle.
  void add_reach() {
    FreeTimes const times(answer_.problem.network);
    auto const& all = answer_.places.all;
    double jobs = 0, residents = 0, met = 0;
    for (TrafficPlace const& p : all)
      jobs += p.jobs, residents += p.residents;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      if (all[i].residents <= 0) continue;
      inputs_.stop_if_asked();
      auto const minutes = times.from(i, solved(1).time);
      double here = 0;
      for (std::uint32_t k = 0; k < all.size(); ++k)
        if (minutes[k] <= kReach_min) here += all[k].jobs;
      met += all[i].residents * here;
    }
    if (jobs > 0 && residents > 0)
      add_kpi("jobs_within_30_min", "", same(100 * met / (jobs * residents)), "% of jobs", "by car, mean of residents");
    add_times_from_beyond(times);
  }

  static std::array<double, kRangeEnds> same(double value) { return {value, value, value}; }

  /// From each place beyond to each zone: mean of its parcels, by the persons who come there.
  void add_times_from_beyond(FreeTimes const& times) {
    auto const& all = answer_.places.all;
    for (std::uint32_t from = 0; from < all.size(); ++from) {
      if (all[from].kind != PlaceKind::outside) continue;
      inputs_.stop_if_asked();
      std::map<std::string, std::array<double, kRangeEnds>> minutes;
      for (std::size_t e = 0; e < kRangeEnds; ++e)
        for (auto const& [zone, mean] : means_by_zone(times.from(from, solved(e).time)))
          minutes[zone][e] = mean;
      for (auto const& [zone, mean] : minutes)
        if (std::isfinite(mean[1]))
          add_kpi("minutes_from_" + all[from].id, zone, mean, "min", "by car in the peak hour, mean of who comes");
    }
  }

  std::map<std::string, double> means_by_zone(std::vector<double> const& minutes) const {
    std::map<std::string, std::pair<double, double>> sums; // of trips, and of their minutes
    auto const& all = answer_.places.all;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      double const trips = all[i].to_work + all[i].to_home;
      if (trips <= 0 || all[i].zone.empty()) continue;
      sums[all[i].zone].first += trips;
      sums[all[i].zone].second += trips * minutes[i];
    }
    std::map<std::string, double> out;
    for (auto const& [zone, sum] : sums)
      out[zone] = sum.second / sum.first;
    return out;
  }

  /// Of a road's links that which is fullest, or slowest.
  struct Worst {
    double flow = 0, speed = 1e9, part = 0, queue = 0;
    std::size_t fullest = 0; // the link whose part that is
  };

  void add_columns() {
    std::map<std::string, Worst> roads;
    auto const& s = solved(1);
    for (std::size_t i = 0; i < answer_.roads.links.size(); ++i) {
      Worst& w = roads[answer_.roads.roads[street_of(i)].id];
      w.flow = std::max(w.flow, s.flow[i]);
      if (double const part = s.flow[i] / link(i).capacity; part > w.part) w.part = part, w.fullest = i;
      w.queue = std::max(w.queue, s.flow[i] - link(i).capacity);
      w.speed = std::min(w.speed, link(i).length / s.time[i] * 60);
    }
    add_column("flow", "pcu/h", roads, [](Worst const& w) { return w.flow; });
    add_column("speed", "km/h", roads, [](Worst const& w) { return w.speed; });
    add_column("volume_capacity", "", roads, [](Worst const& w) { return w.part; });
    add_column("queue", "pcu", roads, [](Worst const& w) { return w.queue; });
    for (auto const& [id, worst] : roads)
      if (worst.part > kFull) tell_level_f(id, worst);
  }

  /// What more than one of its links may be, of the fullest.
  void tell_level_f(std::string const& id, Worst const& w) {
    double const flow = solved(1).flow[w.fullest], capacity = link(w.fullest).capacity;
    auto const whole = [](double value) { return fmt::format("{:.0f}", value); };
    out_.findings.push_back(
        told({Severity::warning, "road", id, "lanes"}, kTrafficLevelF,
             {whole(flow), whole(capacity), whole(100 * w.part), whole(std::ceil(flow - capacity))}));
  }

  template <class Roads, class Figure>
  void add_column(char const* name, char const* unit, Roads const& roads, Figure&& figure) {
    Column column{name, Layer::road, unit, {}};
    for (auto const& [id, worst] : roads)
      column.values.emplace_back(id, figure(worst));
    out_.columns.push_back(std::move(column));
  }

  void certify() {
    double lost = answer_.places.lost;
    std::map<std::uint32_t, double> without_way;
    for (auto const& u : solved(1).unconnected)
      without_way[u.origin] += u.amount, lost += u.amount;
    for (auto const& [origin, amount] : without_way) {
      auto const& place = answer_.places.all[origin];
      auto const [layer, field] = named(place.kind);
      out_.findings.push_back(
          told({Severity::warning, layer, place.id, field}, kTrafficNoWay, {fmt::format("{:.0f}", amount)}));
    }
    double const ends = std::max(solved(0).certificate.gap, solved(2).certificate.gap);
    out_.certificates.push_back({"relative gap", solved(1).certificate.gap, answer_.gap, ""});
    out_.certificates.push_back({"relative gap of the range's ends", ends, answer_.end_gap, ""});
    double const trips = answer_.places.trips;
    out_.certificates.push_back({"trips without a way", trips > 0 ? 100 * lost / trips : 0, 100 * kLostAllowed, "%"});
  }

  /// Layer and field that a place was made of.
  static std::pair<char const*, char const*> named(PlaceKind kind) {
    switch (kind) {
    case PlaceKind::parcel:
      return {"parcel", "outline"};
    case PlaceKind::bus_stop:
      return {"bus_stop", "at"};
    case PlaceKind::gateway:
      return {"road", "line"};
    case PlaceKind::traffic_zone:
    case PlaceKind::outside:
      break;
    }
    return {"traffic_zone", "at"};
  }

  Inputs const& inputs_;
  TrafficAnswer const& answer_;
  std::map<std::string, AtEnds> sums_; // by zone; "" = all
  Evaluation out_;
};

} // namespace

std::vector<Slice> report_slices() {
  return {{Layer::zone, {"outline"}}, {Layer::corridor, {"line"}}};
}

ZonesOfLinks::Names ZonesOfLinks::of_links(Inputs const& inputs, RoadNetwork const& roads) {
  std::vector<std::pair<std::string, plan::MapRing>> zones;
  plan::ByteText outlines;
  inputs.for_each(Layer::zone, [&](Entity const& zone) {
    auto ring = plan::to_map(zone.shape("outline"));
    if (ring.size() < 3) return; // the layout's check says so
    outlines.add(std::string_view(zone.id()));
    for (MapPoint const p : ring)
      outlines.add(p.east_m).add(p.north_m);
    zones.emplace_back(zone.id(), std::move(ring));
  });
  auto const hash = outlines.hash();
  auto out = std::make_shared<std::vector<std::string>>();
  auto const& nodes = roads.graph->nodes();
  for (auto const& part : roads.graph->links()) {
    MapPoint const a = nodes[part.from], b = nodes[part.to];
    MapPoint const middle{(a.east_m + b.east_m) / 2, (a.north_m + b.north_m) / 2};
    out->push_back(at_.get(plan::ByteText().add(hash).add(middle.east_m).add(middle.north_m).hash(), [&] {
      auto const in =
          std::find_if(zones.begin(), zones.end(), [&](auto const& z) { return plan::contains(z.second, middle); });
      return in == zones.end() ? std::string() : in->first;
    }));
  }
  return out;
}

Evaluation report(Inputs const& inputs, TrafficAnswer const& answer, plan::Findings findings) {
  return TrafficReport(inputs, answer, std::move(findings)).run();
}

} // namespace dalian::whatif
