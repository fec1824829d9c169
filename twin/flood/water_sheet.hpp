#pragma once
// Shallow water over a grid of ground by the local inertial equations: the shallow-water equations without the
// advection of momentum (Bates, Horritt and Fewtrell 2010, Journal of Hydrology 387: 33–45, eq. 11), flows smoothed
// along their own direction (de Almeida, Bates, Freer and Souvignet 2012, Water Resources Research 48, W05528),
// friction fully implicit. Holds for slow water (Froude numbers below 1); a bore or a jet is not its matter. Metres,
// seconds; a pure function of what is given.
#include <cstdint>
#include <functional>
#include <vector>

namespace dalian::flood {

enum class Cell : std::uint8_t {
  land,
  sea, // stands as high as the sea, whatever flows
  wall // nothing enters: the middle of a building, the outside
};

/// Row by row from the south, columns from the west.
struct Ground {
  std::size_t columns = 0, rows = 0;
  double spacing_m = 0;
  std::vector<double> bed_m;
  std::vector<Cell> cell;
  std::vector<double> manning;     // s/m^(1/3)
  std::vector<double> runoff;      // share of the rain that stays above ground, 0…1
  std::vector<double> drains_mm_h; // what pipes take away where there is water: a sink, no network
  bool open_edges = false;         // water falls off the grid's edges; else they are walls
  std::size_t size() const { return columns * rows; }
};
/// All land, flat at 0, nothing drained.
Ground flat_ground(std::size_t columns, std::size_t rows, double spacing_m, double manning);

struct Forcing {
  std::vector<double> rain_mm_h; // by step of `rain_step_s`, then none
  double rain_step_s = 300;
  std::function<double(double)> sea_m; // level by seconds; none: all sea cells dry
};

struct RunOptions {
  double seconds = 0;
  double courant = 0.7; // of the wave speed, (0, 1]
  double theta = 1;     // smoothing, 1 = none (Bates et al.); less where friction is small, down to 0.7
  double longest_step_s = 60;
  double counted_m = 0.15;                // depth from which hours are counted
  std::function<void()> before_step = {}; // may throw, to stop
};

/// Where all water went, m³ (of land cells).
struct Balance {
  double rain = 0;                     // that did not seep in
  double from_sea = 0, over_edges = 0; // net, in and out
  double drained = 0;
  double stored = 0; // at the end less at the start
  /// What appeared or vanished.
  double error() const { return rain + from_sea - over_edges - drained - stored; }
};

struct Sheet {
  std::vector<double> depth_m;   // at the end
  std::vector<double> deepest_m; // of land, at any time
  std::vector<double> counted_s; // how long it was deeper than `counted_m`
  std::vector<double> drained_m; // what drains took
  std::vector<double> flow_x,
      flow_y; // m²/s through the west and south faces: (columns + 1) · rows, columns · (rows + 1)
  Balance balance;
  std::size_t steps = 0;
};

/// Depths of a sea that has stood long: land that it reaches from cell to cell lies under it up to its level.
std::vector<double> filled_from_sea(Ground const& ground, double level_m);

/// From `start_m`, as many depths as cells; empty: dry.
Sheet run(Ground const& ground, Forcing const& forcing, RunOptions const& options, std::vector<double> start_m = {});

} // namespace dalian::flood
