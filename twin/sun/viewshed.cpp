#include "twin/sun/viewshed.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::sun {
namespace {

constexpr double kEnds = 1e-9; // of a line: so near its ends nothing stands in its way
constexpr std::size_t kSectors = 720;

/// A point in squares of the ground.
struct InSquares {
  double u = 0, v = 0;
};
InSquares to_squares(Ground const& g, MapPoint p) {
  return {(p.east_m - g.origin.east_m) / g.spacing_m, (p.north_m - g.origin.north_m) / g.spacing_m};
}

double height_in(Ground const& g, InSquares p) {
  double const u = std::clamp(p.u, 0.0, g.columns - 1.0), v = std::clamp(p.v, 0.0, g.rows - 1.0);
  auto const column = std::min(static_cast<std::uint32_t>(u), g.columns - 2),
             row = std::min(static_cast<std::uint32_t>(v), g.rows - 2);
  double const du = u - column, dv = v - row;
  double const* const south = g.height_m.data() + std::size_t{row} * g.columns + column;
  double const* const north = south + g.columns;
  if (du + dv <= 1) return south[0] + du * (south[1] - south[0]) + dv * (north[0] - south[0]);
  return north[1] + (1 - du) * (north[0] - north[1]) + (1 - dv) * (south[1] - north[1]);
}

/// From a to b: whether it stays above the ground wherever a + t (b − a) passes a whole number, which are the edges of
/// one direction; between edges ground and line are straight.
class Line {
 public:
  Line(Ground const& ground, Spot const& from, Spot const& to)
      : ground_(ground), a_(to_squares(ground, from.at)), b_(to_squares(ground, to.at)), from_m_(from.z_m),
        rise_m_(to.z_m - from.z_m) {}

  bool clears() const {
    return clears_edges(a_.u, b_.u) && clears_edges(a_.v, b_.v) && clears_edges(a_.u + a_.v, b_.u + b_.v);
  }

 private:
  bool clears_edges(double from, double to) const {
    if (from == to) return true;
    double const step = 1 / (to - from);
    double const last = std::floor(std::max(from, to));
    for (double edge = std::ceil(std::min(from, to)); edge <= last; ++edge) {
      double const t = (edge - from) * step;
      if (t <= kEnds || t >= 1 - kEnds) continue;
      if (from_m_ + t * rise_m_ < height_in(ground_, {a_.u + t * (b_.u - a_.u), a_.v + t * (b_.v - a_.v)}))
        return false;
    }
    return true;
  }

  Ground const& ground_;
  InSquares a_, b_;
  double from_m_, rise_m_;
};

std::size_t sector_of(MapPoint eye, MapPoint p) {
  double const turn = std::atan2(p.east_m - eye.east_m, p.north_m - eye.north_m) / (2 * std::numbers::pi);
  return std::min(static_cast<std::size_t>((turn < 0 ? turn + 1 : turn) * kSectors), kSectors - 1);
}

/// The prisms by the directions from the eye in which they stand: a line meets only those of its own.
class Round {
 public:
  Round(Spot const& eye, std::vector<Prism> const& prisms, double reach_m) : eye_(eye), by_sector_(kSectors) {
    for (Prism const& prism : prisms) {
      double const dx = std::max({prism.low.east_m - eye.at.east_m, eye.at.east_m - prism.high.east_m, 0.0}),
                   dy = std::max({prism.low.north_m - eye.at.north_m, eye.at.north_m - prism.high.north_m, 0.0});
      if (std::hypot(dx, dy) <= reach_m) enter(prism);
    }
  }

  bool clears(Spot const& to) const {
    auto const& near = by_sector_[sector_of(eye_.at, to.at)];
    return std::all_of(near.begin(), near.end(), [&](Prism const* prism) { return sees(eye_, to, *prism); });
  }

 private:
  /// Each edge is seen over less than half a turn, from one of its ends to the other.
  void enter(Prism const& prism) {
    for (std::size_t k = 0; k < prism.ring.size(); ++k) {
      std::size_t const a = sector_of(eye_.at, prism.ring[k]),
                        b = sector_of(eye_.at, prism.ring[(k + 1) % prism.ring.size()]);
      std::size_t const clockwise = (b + kSectors - a) % kSectors, back = kSectors - clockwise;
      // Just about half a turn either side may be the one: both then.
      if (clockwise <= back + 1) enter(prism, a, clockwise);
      if (back <= clockwise + 1) enter(prism, b, back % kSectors);
    }
  }
  void enter(Prism const& prism, std::size_t first, std::size_t more) {
    for (std::size_t i = 0; i <= more; ++i) {
      auto& list = by_sector_[(first + i) % kSectors];
      if (list.empty() || list.back() != &prism) list.push_back(&prism);
    }
  }

  Spot const& eye_;
  std::vector<std::vector<Prism const*>> by_sector_;
};

/// The roofs over samples: the highest, where a sample lies in several buildings.
std::vector<double> tops(Ground const& ground, std::vector<Prism> const& prisms) {
  std::vector<double> out = ground.height_m;
  for (Prism const& prism : prisms) {
    auto const low = to_squares(ground, prism.low), high = to_squares(ground, prism.high);
    for (double row = std::max(std::ceil(low.v), 0.0); row <= std::min(std::floor(high.v), ground.rows - 1.0); ++row)
      for (double column = std::max(std::ceil(low.u), 0.0);
           column <= std::min(std::floor(high.u), ground.columns - 1.0); ++column) {
        auto const c = static_cast<std::uint32_t>(column), r = static_cast<std::uint32_t>(row);
        auto& top = out[std::size_t{r} * ground.columns + c];
        if (prism.top_m > top && covers(prism, ground.sample(c, r))) top = prism.top_m;
      }
  }
  return out;
}

} // namespace

double Ground::height_at(MapPoint p) const {
  assert(columns >= 2 && rows >= 2 && height_m.size() == std::size_t{columns} * rows);
  return height_in(*this, to_squares(*this, p));
}

bool clears(Ground const& ground, Spot const& from, Spot const& to) {
  return Line(ground, from, to).clears();
}

std::vector<std::uint8_t> seen(Spot const& eye, Ground const& ground, std::vector<Prism> const& prisms,
                               std::vector<Spot> const& spots, double reach_m) {
  assert(ground.columns >= 2 && ground.rows >= 2);
  Round const round(eye, prisms, reach_m);
  std::vector<std::uint8_t> out;
  for (Spot const& to : spots) {
    double const away = std::hypot(to.at.east_m - eye.at.east_m, to.at.north_m - eye.at.north_m);
    out.push_back(away <= reach_m && clears(ground, eye, to) && round.clears(to));
  }
  return out;
}

std::vector<std::uint8_t> viewshed(Spot const& eye, Ground const& ground, std::vector<Prism> const& prisms,
                                   double target_m, double reach_m) {
  auto const top = tops(ground, prisms);
  std::vector<Spot> spots;
  for (std::uint32_t row = 0; row < ground.rows; ++row)
    for (std::uint32_t column = 0; column < ground.columns; ++column)
      spots.push_back({ground.sample(column, row), top[spots.size()] + target_m, 0, 0});
  return seen(eye, ground, prisms, spots, reach_m);
}

} // namespace dalian::sun
