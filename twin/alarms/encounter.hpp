#pragma once
// How two hulls meet that keep their velocities: when they touch, or how near they come and when. Pure geometry on the
// map; metres, seconds, radians clockwise from grid north.
#include "twin/base/geo.hpp"

#include <algorithm>

namespace dalian::alarms {

/// A rectangle around a reference point (the antenna of a ship, the middle of a car).
struct Hull {
  MapPoint reference;
  double velocity_east_mps = 0, velocity_north_mps = 0;
  double heading_rad = 0;
  double ahead_m = 0, astern_m = 0, left_m = 0, right_m = 0; // from the reference; all 0 = size not known
};

struct Encounter {
  double contact_s;   // the hulls touch for the first time; 0 = they do now; infinity = not within the horizon
  double distance_m;  // the least between the hulls from now to the horizon; 0 with a contact
  double closest_s;   // when that is
  double closing_mps; // how fast the middles approach now; negative when they part
};

/// A hull without size counts as a square of 2 cm. `horizon_s` >= 0.
/// For two cars one behind the other this is time-to-collision as Hayward (1972) and Minderhoud & Bovy (2001) define
/// it: gap between the bumpers by closing speed. For points it is CPA and TCPA: t = −Δp·Δv / |Δv|².
Encounter meet(Hull const& a, Hull const& b, double horizon_s);

/// Of one point as seen from another.
struct RelativeMotion {
  double east_m, north_m, velocity_east_mps, velocity_north_mps;
};

/// The least distance of two points up to the horizon, squared: cheap, for leaving out what cannot matter.
inline double least_distance2(RelativeMotion const& m, double horizon_s) {
  double const ve = m.velocity_east_mps, vn = m.velocity_north_mps, v2 = ve * ve + vn * vn;
  double const t = v2 > 0 ? std::clamp(-(m.east_m * ve + m.north_m * vn) / v2, 0.0, horizon_s) : 0;
  double const de = m.east_m + t * ve, dn = m.north_m + t * vn;
  return de * de + dn * dn;
}

} // namespace dalian::alarms
