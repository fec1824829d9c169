#include "tools/bake/city/distance_grid.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::bake {
namespace {

struct Segment {
  float ax, ay, dx, dy, inverse_square; // from the frame's origin, metres
};

float square_distance(Segment const& s, float x, float y) {
  float const t = std::clamp(((x - s.ax) * s.dx + (y - s.ay) * s.dy) * s.inverse_square, 0.0F, 1.0F);
  float const ex = s.ax + t * s.dx - x, ey = s.ay + t * s.dy - y;
  return ex * ex + ey * ey;
}

/// The nearest segment of every sample, spread from samples beside the segments (vector distance transform after
/// Danielsson 1980, with segments in place of points).
class NearestField {
 public:
  NearestField(GridFrame const& frame, std::vector<Segment> const& segments)
      : frame_(frame), segments_(segments), nearest_(frame.size(), -1),
        square_m2(frame.size(), std::numeric_limits<float>::infinity()) {
    for (std::size_t i = 0; i < segments.size(); ++i)
      seed(static_cast<std::int32_t>(i));
    for (int round = 0; round < 2; ++round) {
      sweep(false);
      sweep(true);
    }
  }

 private:
  void offer(std::size_t index, std::int32_t segment) {
    if (segment < 0 || segment == nearest_[index]) return;
    auto const x = static_cast<float>(static_cast<double>(index % frame_.columns) * frame_.spacing_m);
    auto const y = static_cast<float>(static_cast<double>(index / frame_.columns) * frame_.spacing_m);
    float const square = square_distance(segments_[static_cast<std::size_t>(segment)], x, y);
    if (square >= square_m2[index]) return;
    square_m2[index] = square;
    nearest_[index] = segment;
  }

  void seed(std::int32_t index) {
    Segment const& s = segments_[static_cast<std::size_t>(index)];
    auto const cell = static_cast<float>(frame_.spacing_m);
    auto const from = [&](float v) { return std::max(0.0F, std::floor(v / cell) - 1); };
    auto const to = [&](float v, std::uint32_t count) { return std::min(count - 1.0F, std::ceil(v / cell) + 1); };
    for (float row = from(std::min(s.ay, s.ay + s.dy)); row <= to(std::max(s.ay, s.ay + s.dy), frame_.rows); ++row)
      for (float column = from(std::min(s.ax, s.ax + s.dx)); column <= to(std::max(s.ax, s.ax + s.dx), frame_.columns);
           ++column)
        offer(static_cast<std::size_t>(row) * frame_.columns + static_cast<std::size_t>(column), index);
  }

  void sweep(bool backward) {
    auto const columns = static_cast<std::ptrdiff_t>(frame_.columns), rows = static_cast<std::ptrdiff_t>(frame_.rows);
    for (std::ptrdiff_t k = 0; k < columns * rows; ++k) {
      std::ptrdiff_t const i = backward ? columns * rows - 1 - k : k;
      std::ptrdiff_t const column = i % columns, side = backward ? 1 : -1, before = i + side * columns;
      bool const has_row = backward ? before < columns * rows : before >= 0;
      auto const at = [&](std::ptrdiff_t j) { return nearest_[static_cast<std::size_t>(j)]; };
      auto const here = static_cast<std::size_t>(i);
      if (column + side >= 0 && column + side < columns) offer(here, at(i + side));
      if (!has_row) continue;
      offer(here, at(before));
      if (column > 0) offer(here, at(before - 1));
      if (column + 1 < columns) offer(here, at(before + 1));
    }
    // The row-wise pass above spreads along one direction of a row only; the other direction follows here.
    for (std::ptrdiff_t k = 0; k < columns * rows; ++k) {
      std::ptrdiff_t const i = backward ? k : columns * rows - 1 - k, column = i % columns, side = backward ? -1 : 1;
      if (column + side >= 0 && column + side < columns)
        offer(static_cast<std::size_t>(i), nearest_[static_cast<std::size_t>(i + side)]);
    }
  }

  GridFrame const& frame_;
  std::vector<Segment> const& segments_;
  std::vector<std::int32_t> nearest_;

 public:
  std::vector<float> square_m2;
};

bool touch(Box const& a, Box const& b) {
  return a.low.east_m <= b.high.east_m && b.low.east_m <= a.high.east_m && a.low.north_m <= b.high.north_m &&
         b.low.north_m <= a.high.north_m;
}

/// +1 inside, −1 outside by counting crossings along each row.
void apply_sign(GridFrame const& frame, std::vector<Ring> const& rings, std::vector<float>& distance) {
  std::vector<std::vector<double>> crossings(frame.rows);
  for (Ring const& ring : rings)
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      MapPoint a = ring[j], b = ring[i];
      if (a.north_m > b.north_m) std::swap(a, b);
      auto const row_of = [&](double north) {
        return std::clamp(std::ceil((north - frame.origin.north_m) / frame.spacing_m), 0.0, frame.rows * 1.0);
      };
      for (double row = row_of(a.north_m); row < row_of(b.north_m); ++row) {
        double const north = frame.origin.north_m + row * frame.spacing_m;
        double const t = (north - a.north_m) / (b.north_m - a.north_m);
        crossings[static_cast<std::size_t>(row)].push_back(a.east_m + t * (b.east_m - a.east_m));
      }
    }
  for (std::size_t row = 0; row < frame.rows; ++row) {
    auto& cuts = crossings[row];
    std::sort(cuts.begin(), cuts.end());
    std::size_t passed = 0;
    for (std::size_t column = 0; column < frame.columns; ++column) {
      double const east = frame.origin.east_m + static_cast<double>(column) * frame.spacing_m;
      while (passed < cuts.size() && cuts[passed] <= east)
        ++passed;
      if (passed % 2 == 0) distance[row * frame.columns + column] *= -1;
    }
  }
}

} // namespace

float GridFrame::sample(std::vector<float> const& values, MapPoint p) const {
  double const x = std::clamp((p.east_m - origin.east_m) / spacing_m, 0.0, columns - 1.0);
  double const y = std::clamp((p.north_m - origin.north_m) / spacing_m, 0.0, rows - 1.0);
  auto const x0 = std::min(static_cast<std::size_t>(x), std::size_t{columns} - 2);
  auto const y0 = std::min(static_cast<std::size_t>(y), std::size_t{rows} - 2);
  auto const fx = static_cast<float>(x - static_cast<double>(x0)), fy = static_cast<float>(y - static_cast<double>(y0));
  float const* low = &values[y0 * columns + x0];
  float const* high = low + columns;
  return (low[0] * (1 - fx) + low[1] * fx) * (1 - fy) + (high[0] * (1 - fx) + high[1] * fx) * fy;
}

std::vector<float> signed_distance(GridFrame const& frame, std::vector<Ring> const& rings) {
  double const east = frame.columns * frame.spacing_m, north = frame.rows * frame.spacing_m;
  Box const around{frame.origin - MapPoint{2000, 2000}, frame.origin + MapPoint{east + 2000, north + 2000}};
  std::vector<Segment> segments;
  for (Ring const& ring : rings)
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      MapPoint const a = ring[j] - frame.origin, along = ring[i] - ring[j];
      if (dot(along, along) == 0 || !touch(around, box_of({ring[i], ring[j]}))) continue;
      segments.push_back({static_cast<float>(a.east_m), static_cast<float>(a.north_m), static_cast<float>(along.east_m),
                          static_cast<float>(along.north_m), static_cast<float>(1 / dot(along, along))});
    }
  NearestField const field(frame, segments);
  std::vector<float> distance(frame.size());
  std::transform(field.square_m2.begin(), field.square_m2.end(), distance.begin(),
                 [](float square) { return std::min(std::sqrt(square), 1e6F); });
  apply_sign(frame, rings, distance);
  return distance;
}

} // namespace dalian::bake
