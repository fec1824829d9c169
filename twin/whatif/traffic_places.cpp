#include "twin/whatif/traffic_places.hpp"

#include "twin/whatif/services.hpp"
#include "twin/whatif/traffic_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

constexpr double kOutside_m = 5000; // a place beyond the zones to the nearest road that is drawn
class PlaceReader {
 public:
  PlaceReader(Inputs const& inputs, Programme const& programme, TrafficTable const& table, RoadNetwork const& roads,
              plan::Findings& findings)
      : inputs_(inputs), programme_(programme), table_(table), roads_(roads), findings_(findings) {
    double const day = table.value("present") * table.value("trips_per_job") * table.value("peak_share");
    per_job_in_ = day * table.value("to_work_share");
    per_job_out_ = day - per_job_in_;
    double const home = table.value("trips_per_household") / programme.figure("household").value;
    per_resident_out_ = home * table.value("from_home_share");
    per_resident_in_ = home - per_resident_out_;
    truck_hour_ = 0.5 * table.value("truck_peak_share");
  }

  TrafficPlaces read() {
    read_parcels();
    read_zones();
    read_yards();
    settle();
    read_stops();
    read_outside();
    add_gateways();
    warn_of_islands();
    return std::move(out_);
  }

 private:
  void report(Layer layer, std::string const& id, char const* field, Words const& words,
              std::vector<std::string> values) {
    findings_.push_back(told({Severity::warning, plan::spec_of(layer).name, id, field}, words, std::move(values)));
  }

  static double value_of(std::vector<std::pair<std::string, double>> const& column, std::string const& id) {
    auto const it =
        std::lower_bound(column.begin(), column.end(), id, [](auto const& a, auto const& b) { return a.first < b; });
    return it != column.end() && it->first == id ? it->second : 0;
  }

  void read_parcels() {
    auto const& jobs = inputs_.column("land", "jobs").values;
    auto const& residents = inputs_.column("land", "residents").values;
    auto const& net_ha = inputs_.column("land", "net_ha").values;
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      LandUse const* use = programme_.use(parcel.text("use"));
      auto const where = roads_.parcels->get(parcel, [&] { return on_streets(parcel); });
      if (use == nullptr || !where->is_drawn) return; // land says so
      TrafficPlace place = at(PlaceKind::parcel, parcel, where->middle);
      place.zone = parcel.text("zone");
      live(place, value_of(jobs, parcel.id()), value_of(residents, parcel.id()));
      place.trucks = truck_hour_ * (value_of(net_ha, parcel.id()) * table_.rate("truck_trips", use->group).value);
      places_.push_back({std::move(place), where->street});
    });
  }

  OnStreets on_streets(Entity const& parcel) const {
    auto const ring = plan::to_map(parcel.shape("outline"));
    if (ring.size() < 3) return {};
    MapPoint const middle = plan::centroid(ring);
    return {true, middle, roads_.graph->nearest(middle, kToStreet_m)};
  }

  void add(TrafficPlace place) {
    auto const street = roads_.graph->nearest(place.at, kToStreet_m);
    places_.push_back({std::move(place), street});
  }

  static TrafficPlace at(PlaceKind kind, Entity const& entity, MapPoint p) {
    TrafficPlace place;
    place.kind = kind;
    place.id = entity.id();
    place.at = p;
    place.key = plan::ByteText().add(static_cast<std::uint64_t>(kind)).add(std::string_view(place.id)).hash().low;
    return place;
  }

  void live(TrafficPlace& place, double jobs, double residents) const {
    place.jobs = jobs;
    place.residents = residents;
    place.to_work = jobs * per_job_in_;
    place.from_work = jobs * per_job_out_;
    place.from_home = residents * per_resident_out_;
    place.to_home = residents * per_resident_in_;
  }

  /// A zone that names parcels stands for nothing more; one that says its trips is a place of its own, as many in as
  /// out.
  void read_zones() {
    inputs_.for_each(Layer::traffic_zone, [&](Entity const& zone) {
      if (!zone.has("trips_per_day")) return;
      auto const shape = plan::to_map(zone.shape("at"));
      if (shape.empty()) return;
      TrafficPlace place = at(PlaceKind::traffic_zone, zone, shape[0]);
      place.to_work = place.from_home = 0.5 * zone.number("trips_per_day") * table_.value("peak_share");
      add(std::move(place));
    });
  }

  /// A yard turns its capacity once in a dwell; each box comes or goes by truck once.
  void read_yards() {
    inputs_.for_each(Layer::yard, [&](Entity const& yard) {
      auto const ring = plan::to_map(yard.shape("outline"));
      if (ring.size() < 3 || !yard.has("capacity_teu")) return;
      TrafficPlace place = at(PlaceKind::traffic_zone, yard, plan::centroid(ring));
      place.key = plan::ByteText().add(std::string_view("yard")).add(std::string_view(place.id)).hash().low;
      place.trucks =
          truck_hour_ * yard.number("capacity_teu") / (table_.value("container_dwell") * table_.value("truck_load"));
      add(std::move(place));
    });
  }

  /// Joins every place that has trips to the nearest street.
  void settle() {
    for (auto& [place, street] : places_) {
      double const trips = place.trips();
      if (trips <= 0) continue;
      out_.trips += trips;
      if (join(place, street)) {
        out_.all.push_back(std::move(place));
        continue;
      }
      out_.lost += trips;
      report(place.kind == PlaceKind::parcel ? Layer::parcel : Layer::traffic_zone, place.id,
             place.kind == PlaceKind::parcel ? "outline" : "at", kTrafficNoStreet,
             {fmt::format("{}", kToStreet_m), fmt::format("{:.0f}", trips)});
    }
  }

  bool join(TrafficPlace& place, std::optional<plan::StreetPlace> const& street) const {
    if (!street) return false;
    place.street = *street;
    place.component = roads_.component[roads_.graph->links()[street->link].from];
    return true;
  }

  void read_stops() {
    inputs_.for_each(Layer::bus_stop, [&](Entity const& stop) {
      auto const shape = plan::to_map(stop.shape("at"));
      if (shape.empty()) return;
      TrafficPlace place = at(PlaceKind::bus_stop, stop, shape[0]);
      if (!join(place, roads_.graph->nearest(place.at, kToStreet_m))) {
        report(Layer::bus_stop, place.id, "at", kTrafficNoStop, {fmt::format("{}", kToStreet_m)});
        return;
      }
      out_.stop.emplace(place.id, static_cast<std::uint32_t>(out_.all.size()));
      out_.all.push_back(std::move(place));
    });
  }

  /// Traffic zones that stand for what lies beyond the zones.
  void read_outside() {
    inputs_.for_each(Layer::traffic_zone, [&](Entity const& zone) {
      auto const weight = [&](char const* field) { return zone.has(field) ? zone.number(field) : 0; };
      double const persons = weight("outside_persons"), trucks = weight("outside_trucks");
      auto const shape = plan::to_map(zone.shape("at"));
      if (persons + trucks <= 0 || shape.empty()) return;
      TrafficPlace place = at(PlaceKind::outside, zone, shape[0]);
      place.persons_weight = persons;
      place.trucks_weight = trucks;
      if (!join(place, roads_.graph->nearest(place.at, kOutside_m)))
        return report(Layer::traffic_zone, place.id, "at", kTrafficNobodyComes, {fmt::format("{}", kOutside_m)});
      joined_.insert(place.component);
      out_.all.push_back(std::move(place));
    });
  }

  /// Where streets are joined to nothing beyond, whatever goes by the main roads that leave what is drawn.
  void add_gateways() {
    for (std::uint32_t const node : roads_.gateways) {
      if (joined_.contains(roads_.component[node])) continue;
      TrafficPlace place;
      place.kind = PlaceKind::gateway;
      place.node = node;
      place.at = roads_.graph->nodes()[node];
      place.component = roads_.component[node];
      auto const piece = roads_.graph->at(node)[0];
      RoadFacts const& road = roads_.roads[roads_.graph->links()[piece].street];
      place.id = road.id;
      place.key = plan::ByteText().add(std::string_view("gateway")).add(roads_.node_keys[node]).hash().low;
      place.persons_weight = place.trucks_weight =
          road.lanes * table_.lane_capacity(road.speed_kmh, road.road_class == "expressway");
      out_.all.push_back(std::move(place));
    }
  }

  /// Streets that no main road joins to the world beyond: who comes from there has no way.
  void warn_of_islands() {
    std::map<std::uint32_t, std::pair<double, std::string>> islands; // trips and a place
    for (TrafficPlace const& p : out_.all)
      if (!p.is_beyond() && p.trips() > 0) {
        auto& island = islands[p.component];
        island.first += p.trips();
        if (island.second.empty()) island.second = p.id;
      }
    for (TrafficPlace const& p : out_.all)
      if (p.is_beyond()) islands.erase(p.component);
    for (auto const& [component, island] : islands) {
      out_.lost += island.first;
      report(Layer::parcel, island.second, "outline", kTrafficIsland, {fmt::format("{:.0f}", island.first)});
    }
  }

  Inputs const& inputs_;
  Programme const& programme_;
  TrafficTable const& table_;
  RoadNetwork const& roads_;
  plan::Findings& findings_;
  double per_job_in_ = 0, per_job_out_ = 0, per_resident_out_ = 0, per_resident_in_ = 0, truck_hour_ = 0;
  std::vector<std::pair<TrafficPlace, std::optional<plan::StreetPlace>>> places_; // and where they may be joined
  std::set<std::uint32_t> joined_; // components with a place beyond the zones
  TrafficPlaces out_;
};

} // namespace

std::vector<Slice> place_slices() {
  return {{Layer::parcel, {"outline", "use", "zone"}},
          {Layer::traffic_zone, {"at", "trips_per_day", "outside_persons", "outside_trucks"}},
          {Layer::yard, {"outline", "capacity_teu"}},
          {Layer::bus_stop, {"at"}}};
}

std::vector<Need> place_needs() {
  return {{"land", {"jobs", "residents", "net_ha"}}};
}

TrafficPlaces read_places(Inputs const& inputs, Programme const& programme, TrafficTable const& table,
                          RoadNetwork const& roads, plan::Findings& findings) {
  return PlaceReader(inputs, programme, table, roads, findings).read();
}

} // namespace dalian::whatif
