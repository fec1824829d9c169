#pragma once
// The streets of the city as lanes to drive on: lanes between junctions, movements across them, and which movements
// cannot be made at once. Built from the layout that is drawn, so that whoever drives here drives on what is seen.
// Map metres; `along` runs with the traffic. Knows no vehicle. Constant once built; any thread.
#include "twin/layout/city.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dalian::roads {

using StripId = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xffffffff;

struct Place3 {
  MapPoint at;
  double height_m = 0;
  MapPoint ahead; // unit
};

/// One lane of a link, or one movement across a junction: a line that one vehicle after the other drives along.
struct Strip {
  bool movement = false;
  std::uint32_t owner = 0;          // of a lane: its link; of a movement: its crossing
  std::uint32_t lane = 0;           // of a lane, 0 = nearest to the axis; of a movement: its row among the crossing's
  StripId from = kNone, to = kNone; // of a movement
  double length_m = 0, step_m = 1;
  double stop_m = 0;                  // of a lane: where a front waits before the crossing
  double limit_mps = 0;               // the highest on it
  double entry_mps = 0;               // at most when entering it, so that what follows can be braked for
  std::uint32_t first = 0, count = 0; // samples
};

/// One direction of a street between two junctions.
struct Link {
  std::uint32_t route = 0;
  bool forward = true; // along the route's line
  bool expressway = false;
  double from_m = 0, to_m = 0; // of the route's line, from_m < to_m whatever the direction
  double length_m = 0;
  double half_m = 0; // of the carriageway
  std::uint32_t lanes = 0;
  StripId first_lane = 0;
  std::uint32_t ahead = kNone, behind = kNone; // crossings
  std::uint32_t arm_ahead = 0;                 // of `ahead`
  bool yields = false;                         // to those who come without stop line or crossing
  double speed_mps = 0;                        // limit by the kind of street
};

struct Arm {
  std::uint32_t in = kNone, out = kNone; // links
  MapPoint away;                         // unit, out of the junction
  double half_m = 0;
  bool light = false; // for those who come in; not where nobody can wait for it
};

struct Crossing {
  std::uint32_t junction = kNone; // number in find_junctions; none at a dead end, where one turns round
  MapPoint centre;
  double height_m = 0;
  bool signals = false;
  std::vector<Arm> arms;
  std::vector<StripId> movements;
  std::vector<bool> conflicts, long_conflicts; // row by row; the second when one of the two vehicles is long
  std::vector<float> partings_m; // row by row: how far along the first it keeps beside the second from the same lane
  double parting_m(std::uint32_t a, std::uint32_t b) const { return partings_m[a * movements.size() + b]; }
  bool conflict(std::uint32_t a, std::uint32_t b, bool long_one) const {
    return (long_one ? long_conflicts : conflicts)[a * movements.size() + b];
  }
};

class RoadNetwork {
 public:
  explicit RoadNetwork(layout::City const& city);

  std::vector<Strip> const& strips() const { return strips_; }
  std::vector<Link> const& links() const { return links_; }
  std::vector<Crossing> const& crossings() const { return crossings_; }
  /// Movements that begin at a lane.
  std::vector<StripId> const& movements_from(StripId lane) const { return from_[lane]; }
  /// Movements of other junctions so near that a vehicle is on both, where they meet this one.
  std::vector<StripId> const& conflicts_beyond(StripId movement) const { return beyond_[movement]; }
  Link const& link_of(Strip const& lane) const { return links_[lane.owner]; }
  StripId lane(Link const& link, std::uint32_t number) const { return link.first_lane + number; }

  Place3 at(StripId strip, double along_m) const;
  double limit_mps(StripId strip, double along_m) const;
  /// The street whose outer lane passes nearest to `p`; nothing when none is within `reach_m`.
  std::optional<std::uint32_t> nearest_link(MapPoint p, double reach_m) const;

  static constexpr double kTooShort_m = 14; // a lane where nobody can wait: who comes onto it may leave it

 private:
  struct Sample {
    MapPoint at;
    float height_m, limit_mps;
  };
  struct Line {
    std::vector<MapPoint> points;
    std::vector<double> heights;
  };
  void add_links(layout::City const& city);
  void add_link(layout::Route const& route, Link link, double offset_sign);
  void add_dead_ends();
  void add_movements(std::uint32_t crossing);
  bool add_movement(std::uint32_t crossing, StripId from, StripId to, double turn_rad);
  void find_conflicts(Crossing& crossing) const;
  void find_conflicts_beyond();
  double nearest_m(Strip const& a, Strip const& b) const;
  double parting_m(Strip const& a, Strip const& b) const;
  void set_lights();
  void set_entries();
  StripId add_strip(Strip strip, Line const& line, double limit_mps);
  void slow_in_bends(Strip const& strip);

  std::vector<Strip> strips_;
  std::vector<Sample> samples_;
  std::vector<Link> links_;
  std::vector<Crossing> crossings_;
  std::vector<std::vector<StripId>> from_;   // by strip
  std::vector<std::vector<StripId>> beyond_; // by strip
};

} // namespace dalian::roads
