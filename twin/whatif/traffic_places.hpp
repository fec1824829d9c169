#pragma once
// Where trips begin and end: parcels, traffic zones drawn apart, bus stops, places beyond the zones, and, where none of
// these is joined, gateways, where main roads leave what is drawn. Each says what comes and goes in the peak hour.
#include "twin/whatif/traffic_roads.hpp"

namespace dalian::whatif {

enum class PlaceKind : std::uint8_t { parcel, traffic_zone, bus_stop, outside, gateway };

struct TrafficPlace {
  PlaceKind kind = PlaceKind::parcel;
  std::string id, zone; // of the entity; of a gateway the road's
  MapPoint at;
  plan::StreetPlace street;     // where it is joined to the network; of a gateway unused
  std::uint32_t node = kNoLink; // of a gateway
  std::uint32_t component = 0;
  std::uint64_t key = 0;
  double persons_weight = 0, trucks_weight = 0; // of what is beyond the zones; of a gateway pcu/h that may leave

  double from_home = 0, to_work = 0, from_work = 0, to_home = 0; // person trips/h
  double trucks = 0;                                             // trips/h, as many out as in
  double jobs = 0, residents = 0;

  double trips() const { return from_home + to_work + from_work + to_home + 2 * trucks; }
  bool is_beyond() const { return kind == PlaceKind::outside || kind == PlaceKind::gateway; }
};

struct TrafficPlaces {
  std::vector<TrafficPlace> all;             // parcels, zones, stops, what is beyond; each by id
  std::map<std::string, std::uint32_t> stop; // index of a bus stop by id
  double lost = 0;                           // trips/h of places that no street reaches
  double trips = 0;                          // trips/h of all
};

std::vector<Slice> place_slices();
std::vector<Need> place_needs();

/// What is wrong goes to `findings`, bound to its entity.
TrafficPlaces read_places(Inputs const& inputs, Programme const& programme, TrafficTable const& table,
                          RoadNetwork const& roads, plan::Findings& findings);

} // namespace dalian::whatif
