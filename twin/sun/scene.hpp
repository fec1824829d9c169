#pragma once
// Many buildings: which of them stand near, where the windows of one are, and when each lies in the sun.
#include "twin/sun/shadow.hpp"

#include <cstdint>

namespace dalian::sun {

/// Which of some prisms a box meets: squares of the map, each with those that reach into it.
class Nearby {
 public:
  /// `prisms` with boxes; they must stay as long as this does.
  explicit Nearby(std::vector<Prism> const& prisms, double square_m = 100);
  /// Indices, rising, of those whose box meets that of `low` and `high`, widened by `reach_m`, and that rise over `z_m`
  /// so far that they can shade it there: farther ones must be taller (tangent of the least elevation).
  std::vector<std::uint32_t> around(MapPoint low, MapPoint high, double z_m, double least_elevation_rad) const;

 private:
  std::vector<Prism> const& prisms_;
  double square_m_, highest_m_ = 0;
  MapPoint origin_;
  std::uint32_t columns_ = 0, rows_ = 0;
  std::vector<std::uint32_t> first_, items_; // of square i: items_[first_[i] … first_[i + 1])
};

inline constexpr double kBeforeWall_m = 0.01;

/// The walls of a prism with room for a window, `least_m` wide or more, each with spots at the middles of equal parts
/// no wider than `spacing_m`, at height `z_m`.
struct Wall {
  MapPoint from, to;
  double normal_x = 0, normal_y = 0;
  std::vector<Spot> spots;
};
std::vector<Wall> walls(Prism const& prism, double z_m, double spacing_m, double least_m);

/// A path with the directions between which the sun passes in its window. Outside the tropics it goes one way round;
/// where that is half a turn or more nothing is outside.
class Passage {
 public:
  explicit Passage(Path const& path);
  Path const& path() const { return path_; }
  /// Whether no ray from the spot towards the sun can meet the box.
  bool misses(MapPoint spot, MapPoint low, MapPoint high) const;

 private:
  Path path_;
  Direction from_, to_;
  bool narrow_;
};

/// When the sun shines on a spot past all of `others`, indices into `prisms`.
Spans sunshine(Spot const& spot, std::vector<Prism> const& prisms, std::vector<std::uint32_t> const& others,
               Passage const& passage);
Spans sunshine(Spot const& spot, std::vector<Prism> const& prisms, std::vector<std::uint32_t> const& others,
               Path const& path);

} // namespace dalian::sun
