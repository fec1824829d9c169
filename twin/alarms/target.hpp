#pragma once
// The tracks of a snapshot as rules look at them: carried on to one instant, compact, with what is asked of their
// details kept from one look to the next.
#include "twin/alarms/encounter.hpp"
#include "twin/state/snapshot.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dalian::alarms {

/// What rules ask of a track's details, worked out once for every version of them.
struct Profile {
  static constexpr std::uint32_t kNoShipType = UINT32_MAX;
  state::TrackDetails const* of = nullptr;
  float ahead_m = 0, astern_m = 0, left_m = 0, right_m = 0; // hull from the reference point; 0 = not said
  float reach_m = 0;                                        // no point of the hull is farther from it
  std::uint32_t route = 0;                                  // World::route; 0 = none
  std::uint32_t ship_type = kNoShipType;                    // ITU-R M.1371
};

struct Target {
  state::TrackView track;
  std::uint32_t handle;
  state::Kind kind;
  bool believed;     // it has a position, and that is not older than default_max_age
  MapPoint position; // at the instant, by constant velocity; not farther than its kind's positions are believed
  double speed_mps;  // over ground, grid metres (up to 0.1 % more than metres on the Earth around Dalian)
  Duration age;      // of the newest fix
  Duration silent;   // since the newest word
  Profile profile;
};

struct World {
  Instant now{};
  std::vector<Target> targets;                       // in ascending order of handles
  std::array<std::vector<std::uint32_t>, 8> of_kind; // by state::Kind: indices in targets, ascending
  std::vector<std::vector<std::uint32_t>> of_route;  // by Profile::route, but 0: the same

  /// Null for one that is not there.
  Target const* find(std::uint32_t handle) const;
};

/// Looks at one snapshot after another of one run. One thread.
class Lookout {
 public:
  /// Everything that has not ended; valid until the next look.
  World const& look(state::Snapshot const& snapshot, Instant now);
  World const& world() const { return world_; }
  /// The number of a route in Profile::route; nothing when nobody has ever named it.
  std::optional<std::uint32_t> route(std::string const& name) const;

 private:
  Target target(state::TrackView track, Instant now);
  Profile const& profile(state::TrackView track);
  std::uint32_t number(std::string const& route);

  World world_;
  state::Snapshot last_;          // keeps alive what profiles_ point to, so that an equal address is the same details
  std::vector<Profile> profiles_; // by handle
  std::map<std::string, std::uint32_t> routes_;
};

/// Until when positions of this kind are believed when a rule does not say: twice the longest interval between reports.
/// Ships: 3 minutes (ITU-R M.1371-5, annex 1, tables 1 and 2); road users: 0.1 s (SAE J2945/1), but a lost second is
/// common on the air: 2 s. Others as ships.
Duration default_max_age(state::Kind kind);

/// Its rectangle at the instant.
Hull hull_of(Target const& target);

} // namespace dalian::alarms
