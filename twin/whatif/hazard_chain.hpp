#pragma once
// One accident from the wind to the last person out: what leaves a vessel of the layout in a given weather, which area
// it takes, which roads are closed by it and what that costs the traffic, who is there hour by hour, and how long it
// takes to get them out. A pure function of layout, tables and request.
#include "twin/hazard/release_map.hpp"
#include "twin/hazard/scenario.hpp"
#include "twin/whatif/hazard_detour.hpp"
#include "twin/whatif/hazard_places.hpp"

namespace dalian::whatif {

struct ChainRequest {
  std::string vessel; // id of the layer `hazard`, or of its works
  hazard::Failure failure = hazard::Failure::leak;
  hazard::Weather weather;
  std::optional<double> from_deg = {}; // true bearing that the wind comes from; none = it may come from anywhere
  double warning_min = 5;              // until people set out
};

/// A level that is reached somewhere.
struct ChainContour {
  hazard::Effect effect = hazard::Effect::toxic;
  double share = 0; // of such releases
  hazard::Ring ring;
  plan::MapRing outline;
};

/// Of people, by hour of the day.
using ByHour = std::array<double, 24>;

struct ChainPeople {
  ByHour inside{};       // within the closed area
  ByHour outdoors{};     // of those
  ByHour harmed{};       // of a poison: outdoors, and those indoors whom a shut house does not save; else all inside
  ByHour dying{};        // expected, when what closes the area happens: indoors and out as the tables have it
  ByHour evacuation_s{}; // from the release until the last of them is out, on foot
  double arrival_s = 0;  // of the cloud at the nearest of them; 0 of a fire or blast
  double farthest_m = 0; // that one of them has to walk, straight to the edge
  std::vector<std::pair<std::string, double>> parcels; // id, people at the worst hour, most first
};

struct Chain {
  std::string vessel, substance;
  MapPoint at;
  hazard::Release release;
  std::optional<double> from_deg; // none: the wind may blow any way, contours are circles
  std::vector<ChainContour> contours;
  std::size_t closing = 0; // of the contours: the area that is closed
  double indoors_m = 0;    // of a poison: how far it takes AEGL-2 into shut houses
  double closed_s = 0;     // at least: while it leaves and until the last of it has gone as far as the area reaches
  ChainPeople people;
  std::optional<Detour> detour; // where there is a table of traffic
  plan::Findings findings;

  /// Vehicle hours that those lose who come to a closed gate at `vehicles_h` and wait until it opens: q t²/2.
  double waiting_h(double vehicles_h) const { return vehicles_h * closed_s * closed_s / (2 * 3600.0 * 3600.0); }
  plan::MapRing const& area() const { return contours[closing].outline; }
};

class ChainMaker {
 public:
  /// `traffic`: null leaves out the roads.
  ChainMaker(std::shared_ptr<Programme const> programme, std::shared_ptr<HazardTables const> hazards,
             std::shared_ptr<TrafficTable const> traffic);
  /// The error says what is asked for that the layout does not have.
  Result<Chain> make(plan::Layout const& layout, ChainRequest const& request);

 private:
  std::shared_ptr<HazardTables const> hazards_;
  Engine land_;
  PlaceReader places_;
  std::optional<DetourFinder> detours_;
};

} // namespace dalian::whatif
