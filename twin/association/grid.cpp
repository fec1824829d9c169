#include "twin/association/grid.hpp"

#include <array>
#include <cassert>
#include <cmath>

namespace dalian::association {
namespace {

constexpr std::size_t kSamples = 512;

struct Range {
  double low, high;
};

/// From the 2nd to the 98th per cent of a sample.
Range bulk(std::span<Position const> points, double MapPoint::*axis) {
  std::array<double, kSamples> sample{};
  std::size_t const n = std::min(points.size(), kSamples);
  for (std::size_t i = 0; i < n; ++i)
    sample[i] = points[i * points.size() / n].mean.*axis;
  auto const begin = sample.begin(), end = begin + static_cast<std::ptrdiff_t>(n);
  auto const cut = static_cast<std::ptrdiff_t>(n / 50);
  std::nth_element(begin, begin + cut, end);
  double const low = begin[cut];
  std::nth_element(begin, end - 1 - cut, end);
  return {low, *(end - 1 - cut)};
}

} // namespace

GridShape shape_over(std::span<Position const> points, double cell_m) {
  assert(!points.empty() && cell_m > 0);
  Range const east = bulk(points, &MapPoint::east_m), north = bulk(points, &MapPoint::north_m);
  double const width = east.high - east.low + cell_m, height = north.high - north.low + cell_m;
  double const spacing = std::sqrt(width * height / static_cast<double>(points.size()));
  double const longest = std::max(width, height) / static_cast<double>(points.size() + 1); // all along one line
  double const size = std::max({cell_m, spacing, longest});
  return {{east.low, north.low},
          1 / size,
          static_cast<std::uint32_t>(width / size) + 1,
          static_cast<std::uint32_t>(height / size) + 1};
}

void CellOrder::sort(GridShape const& shape, std::span<Position const> points) {
  cell_of_.resize(points.size());
  begin_.assign(shape.cells() + 1, 0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    cell_of_[i] = shape.cell(points[i].mean);
    ++begin_[cell_of_[i] + 1];
  }
  for (std::size_t cell = 1; cell < begin_.size(); ++cell)
    begin_[cell] += begin_[cell - 1];
  order_.resize(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) // moves each begin to its end …
    order_[begin_[cell_of_[i]]++] = static_cast<std::uint32_t>(i);
  std::copy_backward(begin_.begin(), begin_.end() - 1, begin_.end()); // … which is the next one's begin
  begin_.front() = 0;
}

} // namespace dalian::association
