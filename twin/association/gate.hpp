#pragma once
// Which detection can be of which track: every pair within the gate, found by a uniform grid instead of trying all.
// One thread; keeps its memory from scan to scan.
#include "twin/association/grid.hpp"
#include "twin/association/position.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace dalian::association {

struct Candidate {
  std::uint32_t track = 0, detection = 0;
  double density = 0; // exp(−NIS/2) / √det S, S = P + R in m²: 2π times the Gaussian density of their difference, > 0
  std::uint32_t place = 0; // of the detection in an order in which neighbours on the map lie together; one to one
};

/// A track in a crowd keeps only its so many likeliest detections: work per scan stays bounded.
inline constexpr std::size_t kMaxCandidates = 32;

class Gate {
 public:
  /// All pairs with NIS <= kGateNis, grouped by track, the detections of a track in ascending order. Tracks that lie
  /// side by side on the map stand near each other in the list. Valid until the next call.
  std::span<Candidate const> find(std::span<Position const> tracks, std::span<Position const> detections);

 private:
  struct Level { // detections of errors of one size
    std::uint32_t begin = 0, end = 0;
    double variance = 0; // m², the largest of them
    GridShape shape;
    CellOrder cells;
  };

  struct Hit { // a detection within the gate of the track in hand
    std::uint32_t place;
    Separation separation;
  };

  std::span<Position const> sort_by_size(std::span<Position const> detections);
  void lay_grids(std::span<Position const> tracks, std::span<Position const> by_size);
  void find_of(std::uint32_t track, Position const& p);
  void search(Position const& p, Level const& level);
  void thin_out(std::size_t first);

  std::vector<Position> detections_; // by level, then by cell: by place
  std::vector<Position> by_size_;
  std::vector<std::uint32_t> index_, by_level_; // where each one stood in the caller's list
  std::vector<Level> levels_;
  std::size_t level_count_ = 0;
  CellOrder track_order_;
  std::vector<Hit> hits_; // the first hit_count_
  std::size_t hit_count_ = 0;
  std::vector<Candidate> found_;
};

} // namespace dalian::association
