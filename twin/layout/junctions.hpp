#pragma once
// Where streets meet at grade, found from the lines and heights of the routes: the arms of every junction, where each
// arm's mouth lies and what is marked before it. A pure function: who draws and who places find the same.
#include "twin/layout/street_profile.hpp"

#include <vector>

namespace dalian::layout {

/// What is painted before a mouth: nothing where the traffic has priority.
enum class Mouth : std::uint8_t { open, stop_line, crossing };

struct JunctionArm {
  std::uint32_t route = 0; // index
  bool forward = true;     // the arm leads away along the route's direction
  double along_m = 0;      // of its mouth, from the start of the route's line on the map
  MapPoint mouth;          // on the axis
  MapPoint away;           // unit, along the axis at the mouth
  double half_m = 0;       // of the carriageway
  Mouth marks = Mouth::open;
};

struct Junction {
  MapPoint centre;
  double height_m = 0;
  bool signals = false;
  std::vector<JunctionArm> arms; // counter-clockwise about the centre; two or more
};

/// In the order of their westernmost meeting. Routes in tunnels or on decks above others do not meet them.
std::vector<Junction> find_junctions(std::vector<Route> const& routes);

/// Crossings lie before a mouth: gap, zebra, gap, stop line. GB 5768.3-2009: 5 m of zebra at most here, stop line 1…3 m
/// before it.
constexpr double kZebraFrom_m = 0.9, kZebraTo_m = 4.9, kStopLine_m = 0.3;
constexpr double kStopBeforeZebra_m = 6.6; // near edge of the stop line, from the mouth
constexpr double kStopAlone_m = 0.8;       // the same without a zebra

} // namespace dalian::layout
