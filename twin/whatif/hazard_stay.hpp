#pragma once
// What all that may happen to a vessel does to the people around it: computed once for each pair of vessel and parcel
// and kept by their content. People are added up as whole numbers of a tiny part, whose sums do not depend on their
// order: those of other parcels follow from kept ones by what went and what came, to the same bit.
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

/// Of all events, over all people.
struct Tally {
  double deaths = 0;                  // expected, 1/a
  std::vector<hazard::Harmed> harmed; // what kills one or more, by day and by night; the most first
  std::array<double, 4> counted{};    // by Within: most in any event
};
using TallyPtr = std::shared_ptr<Tally const>;

class HazardMemory {
 public:
  Source source(Vessel const& vessel, double mass_kg, HazardTables const& tables);

  struct Reference;
  /// What tells places from those that tallies are kept of. Valid as long as the places.
  struct Changes {
    std::shared_ptr<Reference> from;
    std::vector<Place const*> gone, come;
  };
  Changes changes(std::vector<Place> const& places);
  TallyPtr tally(Source const& source, Changes const& changes, Inputs const& inputs);

  /// The highest over each place of the sum over all sources.
  std::vector<double> worst_risks(std::vector<Place> const& places, std::vector<Source> const& sources);

  /// Of one event on a parcel: mean over it of the shares that die outdoors and indoors, and that lie in the ring of
  /// those outdoors and indoors.
  struct Part {
    std::uint32_t event = 0;
    float outdoors = 0, indoors = 0, counted = 0, sheltered = 0;
  };
  using Stay = std::vector<Part>; // of the events that reach it
  using StayPtr = std::shared_ptr<Stay const>;

 private:
  struct Counts;
  using CountsPtr = std::shared_ptr<Counts const>;

  StayPtr stay(Source const& source, Place const& place);
  CountsPtr counts(Source const& source, Reference& of, Inputs const& inputs);
  void add(Source const& source, Place const& place, std::int64_t sign, Counts& to);
  double worst_risk(Place const& place, std::vector<Source> const& sources);

  Memo<std::shared_ptr<Effects const>> effects_{400};
  Memo<StayPtr> stays_{200000};
  Memo<double> risks_{100000}, near_risks_{100000};
  std::mutex mutex_; // of the next
  std::shared_ptr<Reference> reference_;
};

} // namespace dalian::whatif
