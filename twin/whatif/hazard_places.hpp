#pragma once
// Parcels as engine `hazard` takes them: who is there by day and by night, how many of them indoors, what risk their
// use may bear.
#include "twin/hazard/risk.hpp"
#include "twin/whatif/hazard.hpp"
#include "twin/whatif/land_pieces.hpp"
#include "twin/whatif/memo.hpp"

namespace dalian::whatif {

inline constexpr std::size_t kPeriods = 2; // day, night

struct Place {
  Outline outline;
  std::string zone;
  double people = 0;                         // who live and work there
  std::array<double, kPeriods> present = {}; // mean over the period
  std::array<double, kPeriods> indoors = {}; // share of those
  hazard::RiskLimit const* limit = nullptr;  // of its use
  MapPoint middle = {};
  double radius_m = 0;                                           // about the middle
  std::shared_ptr<std::vector<MapPoint> const> points = nullptr; // that stand for it
  ContentHash key = {};                                          // of all but zone and limit
};

class PlaceReader {
 public:
  /// Those with people or with a limit, in the order of ids.
  std::vector<Place> read(Inputs const& inputs, hazard::Tables const& tables);

 private:
  LandPieces pieces_;
  Memo<std::shared_ptr<std::vector<MapPoint> const>> points_{100000}; // by outline
};
std::vector<Slice> hazard_place_slices();

} // namespace dalian::whatif
