#pragma once
// Who drives from where to where in the peak hour, as a problem for twin/traffic: trips inside a zone by a gravity
// model (doubly constrained; Wilson, "A statistical theory of spatial distribution models", 1967), the rest from and to
// the places beyond, by their weight and how far they are; mode by a logit; trucks; buses from stop to stop.
#include "twin/whatif/traffic_places.hpp"

namespace dalian::whatif {

/// Low, middle and high: of all trips at once by `demand_range`, of fuel by its own range.
enum class RangeEnd : std::uint8_t { low, value, high };
inline constexpr std::size_t kRangeEnds = 3;
inline double at(Range r, RangeEnd end) {
  return end == RangeEnd::low ? r.low : end == RangeEnd::value ? r.value : r.high;
}

/// Minutes at no flow from every place to every other; infinite where there is no way.
using Minutes = std::vector<std::vector<double>>;

enum TrafficClass : std::uint32_t { kCar, kTruck, kBus, kClasses };

struct TrafficProblem {
  traffic::Network network; // nodes: places, then those of the graph; links: those of the roads, then connectors
  std::array<traffic::Demand, kRangeEnds> demand;
  std::shared_ptr<Minutes const> minutes;
  double persons = 0, by_bus = 0; // persons/h that travel, and by bus; of the middle
};

std::vector<Slice> demand_slices();

using Cells = std::vector<std::vector<double>>;
using CellsPtr = std::shared_ptr<Cells const>;
using NodeMinutes = std::shared_ptr<std::vector<double> const>; // to every node of the roads

class DemandMaker {
 public:
  explicit DemandMaker(std::shared_ptr<TrafficTable const> table) : table_(std::move(table)) {}
  TrafficProblem make(Inputs const& inputs, RoadNetwork const& roads, TrafficPlaces const& places,
                      plan::Findings& findings);

 private:
  std::shared_ptr<TrafficTable const> table_;
  Memo<NodeMinutes> minutes_{1024}; // by the roads at no flow and how a place is joined to them
  Memo<CellsPtr> cells_{512};       // by weights and sums
};

/// Cells of given row and column sums (pcu/h), in proportion to `weight` times a factor for each row and column: found
/// by scaling rows and columns in turn (Furness 1965) until sums are right to 1e-9, or 100 times. Sums of rows and of
/// columns are the same; a row without any weight stays empty.
Cells balanced(Cells weight, std::vector<double> const& rows, std::vector<double> const& columns);

} // namespace dalian::whatif
