#pragma once
// Which entries of a square matrix may differ from zero: compressed columns, rows ascending, none twice. Knows no
// values.
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace dalian::sparse {

struct Pattern {
  int size = 0;
  std::vector<int> start{0}; // of each column in `row`, then the end
  std::vector<int> row;
  int entries() const { return start.back(); }
  bool operator==(Pattern const&) const = default;
};

struct Place {
  int row = 0, column = 0;
};

/// `position` says where in the pattern each place landed: places named twice share one. All lie inside `size`: an
/// assert.
Pattern make_pattern(int size, std::span<Place const> places, std::vector<int>* position = nullptr);

} // namespace dalian::sparse
