#include "twin/sparse/pattern.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace dalian::sparse {

Pattern make_pattern(int size, std::span<Place const> places, std::vector<int>* position) {
  for (Place const& p : places)
    assert(p.row >= 0 && p.row < size && p.column >= 0 && p.column < size);
  std::vector<std::size_t> order(places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  auto const key = [&](std::size_t i) { return std::pair(places[i].column, places[i].row); };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  Pattern out;
  out.size = size;
  out.start.assign(static_cast<std::size_t>(size) + 1, 0);
  if (position != nullptr) position->assign(places.size(), 0);
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (k == 0 || key(order[k]) != key(order[k - 1])) {
      out.row.push_back(places[order[k]].row);
      ++out.start[static_cast<std::size_t>(places[order[k]].column) + 1];
    }
    if (position != nullptr) (*position)[order[k]] = static_cast<int>(out.row.size()) - 1;
  }
  std::partial_sum(out.start.begin(), out.start.end(), out.start.begin());
  return out;
}

} // namespace dalian::sparse
