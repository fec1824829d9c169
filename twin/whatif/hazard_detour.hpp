#pragma once
// What it does to traffic when an area may not be driven through: the peak hour's equilibrium before, and again with
// the roads inside closed, each from the same trips. Every pair of places is told by its cheapest way at equilibrium.
#include "twin/traffic/equilibrium.hpp"
#include "twin/whatif/traffic_demand.hpp"

#include <set>

namespace dalian::whatif {

/// Vehicles an hour.
struct DetourClass {
  double trips = 0;    // that drive at all, before
  double cut_off = 0;  // that cannot: they begin or end inside, or no way is left
  double detoured = 0; // that went through and now go round
  double longer_h = 0; // vehicle h/h that those take longer
  double others_h = 0; // vehicle h/h that the others take longer, for the roads are fuller; negative: emptier
};

enum class DetourKind : std::uint8_t { car, truck, dangerous };
inline constexpr std::size_t kDetourKinds = 3;

/// Between two places, as they went and as they go now.
struct DetourTrip {
  DetourKind kind = DetourKind::car;
  std::string from, to; // ids of places
  double vehicles_h = 0, before_min = 0, after_min = 0;
  plan::MapLine before, after; // on the map
};

/// A place that nobody can reach.
struct ClosedGate {
  std::string id;
  double cars_h = 0, trucks_h = 0; // in and out
};

struct Detour {
  /// Cars; trucks; and of those trucks the ones from and to works that hold dangerous substances.
  std::array<DetourClass, kDetourKinds> classes;
  std::vector<DetourTrip> trips;    // that lose most, by kind, most first
  std::vector<ClosedGate> gates;    // most vehicles first
  std::vector<std::string> closed;  // ids of roads, sorted
  std::vector<plan::MapLine> parts; // of those, that lie in the area
  double closed_km = 0;             // of streets, each counted once
  double exits_m = 0;               // width of the lanes that lead out of the area, all together
  double gap = 0;                   // relative, the worse of the two equilibria
  std::vector<std::string> crowded; // roads outside whose flow rises above their capacity, sorted
  std::vector<std::pair<std::string, double>> change_pcu_h; // of each road: the greatest change of flow, by id
};

struct DetourRequest {
  plan::MapRing const& area;
  std::set<std::string> const& works;     // parcels whose gates are closed wherever the area lies
  std::set<std::string> const& dangerous; // parcels whose trucks carry what is dangerous
};

class DetourFinder {
 public:
  DetourFinder(std::shared_ptr<Programme const> programme, std::shared_ptr<TrafficTable const> table)
      : programme_(std::move(programme)), table_(std::move(table)), roads_(table_), demand_(table_) {}

  /// `land`: the engine's evaluation of the same layout. Cheap to ask again for another area of the same layout.
  Result<Detour> find(plan::Layout const& layout, Evaluation const& land, DetourRequest const& request);

 private:
  struct Before {
    ContentHash layout;
    RoadNetwork roads;
    TrafficPlaces places;
    TrafficProblem problem;
    traffic::Equilibrium solved;
  };
  Result<Before const*> before(plan::Layout const& layout, Evaluation const& land);

  std::shared_ptr<Programme const> programme_;
  std::shared_ptr<TrafficTable const> table_;
  RoadReader roads_;
  DemandMaker demand_;
  std::optional<Before> before_; // of the last layout
};

} // namespace dalian::whatif
