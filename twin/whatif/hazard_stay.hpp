#pragma once
// What all that may happen to a vessel does to the people around it: computed once for each pair of vessel and parcel
// and kept by their content, so that an edit costs what it touches.
#include "twin/hazard/risk_around.hpp"
#include "twin/whatif/hazard_places.hpp"
#include "twin/whatif/hazard_stock.hpp"
#include "twin/whatif/memo.hpp"

namespace dalian::whatif {

/// Rings that people are counted in: 12.5 kW/m² and 7 kPa all, AEGL-2 those outdoors and whom a house does not save.
enum class Within : std::uint8_t { none, heat, blast, poison };

/// How far a level may reach in any wind, of all that may happen.
struct Reach {
  std::string name, unit; // "heat", "blast", "AEGL-2"
  double level = 0, far_m = 0;
};

/// What a vessel with one of its masses may do; it stands at (0, 0). Alike for all vessels of the same state.
struct Effects {
  hazard::Installation installation;
  hazard::RiskAround risk;
  std::vector<std::pair<Within, hazard::Ring const*>> counted; // of each outcome; none = null
  std::vector<double> counted_m;                               // how far those reach
  std::vector<hazard::Ring const*> sheltered;                  // within it those indoors are counted too; likewise
  std::vector<std::size_t> first_event;                        // of each outcome, in the installation's events
  double farthest_m = 0;                                       // of lethality and of counted rings
  std::vector<Reach> reaches;                                  // by name, unit, level
  double domino_m = 0; // of 37.5 kW/m² of a fire that lasts and of 70 kPa: what may set off another vessel
};
struct Source {
  std::shared_ptr<Effects const> effects;
  MapPoint at;
  ContentHash key; // of state, mass and place
};

/// Of each event, over all people: who dies by day and by night, and how many are in its ring at most.
struct Tally {
  std::vector<std::array<float, kPeriods>> dead;
  std::array<double, 4> counted{}; // by Within: most in any event
};
using TallyPtr = std::shared_ptr<Tally const>;

class HazardMemory {
 public:
  Source source(Vessel const& vessel, double mass_kg, HazardTables const& tables);
  TallyPtr tally(Source const& source, std::vector<Place> const& places, Inputs const& inputs);
  /// The highest over the place of the sum over all sources.
  double worst_risk(Place const& place, std::vector<Source> const& sources);

  /// Of one event on a parcel: mean over it of the shares that die outdoors and indoors, and that lie in the ring of
  /// those outdoors and indoors.
  struct Part {
    std::uint32_t event = 0;
    float outdoors = 0, indoors = 0, counted = 0, sheltered = 0;
  };
  using Stay = std::vector<Part>; // of the events that reach it
  using StayPtr = std::shared_ptr<Stay const>;

 private:
  Memo<std::shared_ptr<Effects const>> effects_{400};
  Memo<StayPtr> stays_{200000};
  Memo<TallyPtr> tallies_{4000};
  Memo<double> risks_{100000};
};

} // namespace dalian::whatif
