#include "twin/association/gate.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace dalian::association {
namespace {

/// Errors of one level differ by at most a factor of four: one wide detection does not widen the search for the others.
constexpr int kOctaves = 4, kMaxLevels = 16, kFirstOctave = -16;

double largest_variance(Position const& p) {
  return std::max(p.ee, p.nn);
}

std::size_t level_of(Position const& p) {
  int const level = (std::ilogb(largest_variance(p)) - kFirstOctave) / kOctaves;
  return static_cast<std::size_t>(std::clamp(level, 0, kMaxLevels - 1));
}

bool by_detection(Candidate const& a, Candidate const& b) {
  return a.detection < b.detection;
}

} // namespace

/// Fills unsorted_ and by_level_, and begin, end and variance of the levels that are not empty.
void Gate::sort_by_size(std::span<Position const> detections) {
  std::array<std::uint32_t, kMaxLevels> count{}, at{};
  for (Position const& d : detections)
    ++count[level_of(d)];
  level_count_ = 0;
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kMaxLevels; ++i) {
    at[i] = sum;
    if (count[i] == 0) continue;
    if (levels_.size() == level_count_) levels_.emplace_back();
    Level& level = levels_[level_count_++];
    level.begin = sum;
    level.end = sum += count[i];
    level.variance = 0;
  }
  unsorted_.resize(detections.size());
  by_level_.resize(detections.size());
  for (std::size_t i = 0; i < detections.size(); ++i) {
    std::uint32_t const place = at[level_of(detections[i])]++;
    unsorted_[place] = detections[i];
    by_level_[place] = static_cast<std::uint32_t>(i);
  }
}

void Gate::lay_grids(std::span<Position const> tracks) {
  double mean_variance = 0;
  for (Position const& track : tracks)
    mean_variance += largest_variance(track) / static_cast<double>(tracks.size());
  detections_.resize(unsorted_.size());
  index_.resize(unsorted_.size());
  for (std::size_t i = 0; i < level_count_; ++i) {
    Level& level = levels_[i];
    auto const members = std::span(unsorted_).subspan(level.begin, level.end - level.begin);
    for (Position const& d : members)
      level.variance = std::max(level.variance, largest_variance(d));
    level.shape = shape_over(members, std::sqrt(kGateNis * (mean_variance + level.variance)));
    level.cells.sort(level.shape, members);
    std::uint32_t place = level.begin;
    for (std::uint32_t const member : level.cells.order()) {
      detections_[place] = members[member];
      index_[place++] = by_level_[level.begin + member];
    }
  }
}

void Gate::search(std::uint32_t track, Position const& p, Level const& level) {
  double const reach_e = std::sqrt(kGateNis * (p.ee + level.variance));
  double const reach_n = std::sqrt(kGateNis * (p.nn + level.variance));
  GridShape const& shape = level.shape;
  std::uint32_t const west = shape.column(p.mean.east_m - reach_e), east = shape.column(p.mean.east_m + reach_e);
  std::uint32_t const south = shape.row(p.mean.north_m - reach_n), north = shape.row(p.mean.north_m + reach_n);
  for (std::uint32_t row = south; row <= north; ++row) {
    std::size_t const line = std::size_t{row} * shape.columns;
    std::uint32_t const end = level.begin + level.cells.begin(line + east + 1);
    for (std::uint32_t i = level.begin + level.cells.begin(line + west); i < end; ++i) {
      Separation const s = separation(p, detections_[i]);
      if (s.within(kGateNis)) found_.push_back({track, index_[i], std::exp(s.nis() / -2) / std::sqrt(s.determinant)});
    }
  }
}

void Gate::thin_out(std::size_t first) {
  auto const begin = found_.begin() + static_cast<std::ptrdiff_t>(first);
  if (found_.size() - first > kMaxCandidates) {
    std::nth_element(begin, begin + kMaxCandidates, found_.end(), [](Candidate const& a, Candidate const& b) {
      return a.density != b.density ? a.density > b.density : a.detection < b.detection;
    });
    found_.resize(first + kMaxCandidates);
  }
  std::sort(begin, found_.end(), by_detection);
}

void Gate::find_of(std::uint32_t track, Position const& p) {
  assert(largest_variance(p) > 0);
  std::size_t const first = found_.size();
  for (std::size_t i = 0; i < level_count_; ++i)
    search(track, p, levels_[i]);
  if (found_.size() - first > 1) thin_out(first);
}

std::span<Candidate const> Gate::find(std::span<Position const> tracks, std::span<Position const> detections) {
  found_.clear();
  if (tracks.empty() || detections.empty()) return {};
  sort_by_size(detections);
  lay_grids(tracks);
  auto const largest =
      std::max_element(levels_.begin(), levels_.begin() + static_cast<std::ptrdiff_t>(level_count_),
                       [](Level const& a, Level const& b) { return a.end - a.begin < b.end - b.begin; });
  track_order_.sort(largest->shape, tracks);
  auto const order = track_order_.order();
  constexpr std::size_t kAhead = 8; // tracks: about as long as a read from memory takes
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i + kAhead < order.size()) __builtin_prefetch(&tracks[order[i + kAhead]]);
    find_of(order[i], tracks[order[i]]);
  }
  return found_;
}

} // namespace dalian::association
