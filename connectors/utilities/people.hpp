#pragma once
// Synthetic car parks, campuses, hospitals with their ambulances, and weather stations of the zones.
#include "connectors/synth/day_story.hpp"
#include "connectors/utilities/placed_thing.hpp"
#include "connectors/utilities/thing.hpp"

namespace dalian::utilities {

/// [[parking]] and [[campus]]: how full at night and when all are at work.
struct PeoplePlace : PlacedThing {
  double room = 0;           // spots or people
  double night = 0, day = 0; // shares
};
PeoplePlace read_people_place(ConfigTable& t);

struct HospitalPlan : PlacedThing {
  double beds = 0, taken = 0; // share of them on an ordinary day
  double ambulances = 0;
  bool takes_incidents = false; // the hurt of the day's incidents come here
};
HospitalPlan read_hospital(ConfigTable& t);

struct PeoplePlan {
  std::vector<PeoplePlace> parkings, campuses;
  std::vector<HospitalPlan> hospitals;
  std::vector<PlacedThing> weather; // stations
};

class People final : public System {
 public:
  People(PeoplePlan plan, synth::DayStory story, std::uint64_t seed);
  void tell(Moment const& now, std::vector<Thing>& out) const override;

 private:
  double filled(PeoplePlace const& place, Moment const& now) const;
  Thing hospital(HospitalPlan const& plan, Moment const& now) const;

  PeoplePlan plan_;
  synth::DayStory story_;
  std::uint64_t seed_;
};

} // namespace dalian::utilities
