#include "twin/hazard/iso_lines.hpp"

#include <cassert>
#include <cmath>
#include <limits>
#include <map>

namespace dalian::hazard {
namespace {

/// An edge of the grid between two neighbouring cells: the cell south or west, and whether it leads north.
struct Edge {
  std::int64_t column = 0, row = 0;
  bool north = false;
  auto operator<=>(Edge const&) const = default;
};

class Tracer {
 public:
  Tracer(Grid const& grid, std::span<double const> values, double level)
      : grid_(grid), values_(values), level_(level) {}

  std::vector<std::vector<MapPoint>> lines() {
    // With a frame of one cell that is below everywhere.
    for (std::int64_t r = -1; r < grid_.rows; ++r)
      for (std::int64_t c = -1; c < grid_.columns; ++c)
        add_square(c, r);
    std::vector<std::vector<MapPoint>> out;
    while (!next_.empty()) {
      auto& line = out.emplace_back();
      for (auto it = next_.begin(); it != next_.end();) {
        line.push_back(crossing(it->first));
        Edge const to = it->second;
        next_.erase(it);
        it = next_.find(to);
      }
    }
    return out;
  }

 private:
  bool is_in(std::int64_t c, std::int64_t r) const { return value(c, r) >= level_; }
  bool is_cell(std::int64_t c, std::int64_t r) const { return c >= 0 && r >= 0 && c < grid_.columns && r < grid_.rows; }
  double value(std::int64_t c, std::int64_t r) const {
    if (!is_cell(c, r)) return -std::numeric_limits<double>::infinity();
    return values_[static_cast<std::size_t>(r) * grid_.columns + static_cast<std::size_t>(c)];
  }

  MapPoint crossing(Edge e) const {
    std::int64_t const c = e.column + (e.north ? 0 : 1), r = e.row + (e.north ? 1 : 0);
    double const a = value(e.column, e.row), b = value(c, r);
    // Beside the frame the line stands half a cell out.
    double const part = std::isinf(a) || std::isinf(b) ? .5 : (level_ - a) / (b - a);
    double const step = part * grid_.cell_m;
    return {grid_.west_m + grid_.cell_m * static_cast<double>(e.column) + (e.north ? 0 : step),
            grid_.south_m + grid_.cell_m * static_cast<double>(e.row) + (e.north ? step : 0)};
  }

  /// The lines through the square between four cells, high ground on the left.
  void add_square(std::int64_t c, std::int64_t r) {
    Edge const south{c, r, false}, north{c, r + 1, false}, west{c, r, true}, east{c + 1, r, true};
    int const kind =
        (is_in(c, r) ? 1 : 0) + (is_in(c + 1, r) ? 2 : 0) + (is_in(c + 1, r + 1) ? 4 : 0) + (is_in(c, r + 1) ? 8 : 0);
    auto const join = [this](Edge from, Edge to) { next_.emplace(from, to); };
    switch (kind) {
    case 1:
      return join(south, west);
    case 2:
      return join(east, south);
    case 3:
      return join(east, west);
    case 4:
      return join(north, east);
    case 6:
      return join(north, south);
    case 7:
      return join(north, west);
    case 8:
      return join(west, north);
    case 9:
      return join(south, north);
    case 11:
      return join(east, north);
    case 12:
      return join(west, east);
    case 13:
      return join(south, east);
    case 14:
      return join(west, south);
    case 5:
    case 10:
      return add_saddle(c, r, kind == 5);
    default:
      return;
    }
  }

  void add_saddle(std::int64_t c, std::int64_t r, bool south_west_is_in) {
    Edge const south{c, r, false}, north{c, r + 1, false}, west{c, r, true}, east{c + 1, r, true};
    double const middle = (value(c, r) + value(c + 1, r) + value(c, r + 1) + value(c + 1, r + 1)) / 4;
    bool const joined = middle >= level_;
    if (south_west_is_in) {
      next_.emplace(south, joined ? east : west);
      next_.emplace(north, joined ? west : east);
    } else {
      next_.emplace(east, joined ? north : south);
      next_.emplace(west, joined ? south : north);
    }
  }

  Grid const& grid_;
  std::span<double const> values_;
  double level_;
  std::map<Edge, Edge> next_; // every edge that is crossed, and where its line goes on
};

} // namespace

std::vector<std::vector<MapPoint>> iso_lines(Grid const& grid, std::span<double const> values, double level) {
  assert(values.size() == grid.cells());
  return Tracer(grid, values, level).lines();
}

} // namespace dalian::hazard
