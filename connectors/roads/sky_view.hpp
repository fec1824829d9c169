#pragma once
// How much of the sky walls and decks hide along the roads: what makes the multipath of GNSS. By squares of the map,
// from the city's placements and its roads that pass above. Constant once built; any thread.
#include "twin/layout/city.hpp"

#include <unordered_map>

namespace dalian::roads {

class SkyView {
 public:
  explicit SkyView(layout::City const& city);

  /// 0 = open … 1 = between high walls, or under a deck that is 4 m or more above `height_m`.
  double walls(MapPoint p, double height_m) const;

 private:
  static std::int64_t cell(MapPoint p, double size_m);
  std::unordered_map<std::int64_t, int> high_;      // high buildings by square; never iterated
  std::unordered_map<std::int64_t, float> decks_m_; // the highest road by square; never iterated
};

} // namespace dalian::roads
