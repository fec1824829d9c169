#pragma once
// The geometry under the engine `land`: parcels without their streets, and what lies over each other. Every piece of it
// is kept by its content, so that an edit costs what it touches.
#include "twin/plan/polygon.hpp"
#include "twin/whatif/engine.hpp"
#include "twin/whatif/memo.hpp"
#include "twin/whatif/row_memo.hpp"

namespace dalian::whatif {

/// Beside a carriageway, as the baker of the city has it.
inline constexpr double kFootway_m = 5;

/// An outline with its box, in metres.
struct Outline {
  std::string id;
  plan::MapRing ring; // counter-clockwise; empty when it crosses itself or has no area
  MapPoint low, high;
  plan::ContentHash hash; // of the ring
};

class LandPieces {
 public:
  /// Of a layer with `outline`, in the order of ids.
  std::vector<Outline> outlines(Inputs const& inputs, plan::Layer layer);
  /// Net of all roads but paths, m² of the ellipsoid, for each outline.
  std::vector<double> net_m2(Inputs const& inputs, std::vector<Outline> const& parcels);
  /// Pairs that share more than `least_m2`, by index, the lower first.
  struct Overlap {
    std::size_t a, b;
    double common_m2;
  };
  std::vector<Overlap> overlaps(Inputs const& inputs, std::vector<Outline> const& outlines, double least_m2);

 private:
  RowMemo<Outline> outlines_{40000};
  Memo<double> net_{100000}, common_{200000};
};

} // namespace dalian::whatif
