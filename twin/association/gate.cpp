#include "twin/association/gate.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>

namespace dalian::association {
namespace {

/// Errors of one level differ by at most a factor of four: one wide detection does not widen the search for the others.
constexpr int kOctaves = 4, kMaxLevels = 16, kFirstOctave = -16;

/// Positions: about as long as a read from memory takes.
constexpr std::size_t kAhead = 8;

double largest_variance(Position const& p) {
  return std::max(p.ee, p.nn);
}

/// Of a double that is not subnormal, as std::ilogb has it.
int exponent(double x) {
  return static_cast<int>(std::bit_cast<std::uint64_t>(x) >> 52 & 0x7ff) - 1023;
}

std::size_t level_of(Position const& p) {
  int const level = (exponent(largest_variance(p)) - kFirstOctave) / kOctaves;
  return static_cast<std::size_t>(std::clamp(level, 0, kMaxLevels - 1));
}

bool by_detection(Candidate const& a, Candidate const& b) {
  return a.detection < b.detection;
}

} // namespace

/// The detections by level, and begin, end and variance of the levels that are not empty. Where all are of one level,
/// as those of one sensor mostly are, they stay where they are; else by_level_ says where each one was.
std::span<Position const> Gate::sort_by_size(std::span<Position const> detections) {
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
  if (level_count_ == 1) return detections;
  by_size_.resize(detections.size());
  by_level_.resize(detections.size());
  for (std::size_t i = 0; i < detections.size(); ++i) {
    std::uint32_t const place = at[level_of(detections[i])]++;
    by_size_[place] = detections[i];
    by_level_[place] = static_cast<std::uint32_t>(i);
  }
  return by_size_;
}

void Gate::lay_grids(std::span<Position const> tracks, std::span<Position const> by_size) {
  double mean_variance = 0;
  for (Position const& track : tracks)
    mean_variance += largest_variance(track) / static_cast<double>(tracks.size());
  detections_.resize(by_size.size());
  index_.resize(by_size.size());
  for (std::size_t i = 0; i < level_count_; ++i) {
    Level& level = levels_[i];
    auto const members = by_size.subspan(level.begin, level.end - level.begin);
    for (Position const& d : members)
      level.variance = std::max(level.variance, largest_variance(d));
    level.shape = shape_over(members, std::sqrt(kGateNis * (mean_variance + level.variance)));
    level.cells.sort(level.shape, members);
    auto const order = level.cells.order();
    for (std::size_t k = 0; k < order.size(); ++k) {
      if (k + kAhead < order.size()) __builtin_prefetch(&members[order[k + kAhead]]);
      detections_[level.begin + k] = members[order[k]];
      index_[level.begin + k] = level_count_ == 1 ? order[k] : by_level_[level.begin + order[k]];
    }
  }
}

/// Each detection is noted and stays noted if it is within: a branch would be foretold wrongly every second time.
void Gate::search(Position const& p, Level const& level) {
  double const reach_e = std::sqrt(kGateNis * (p.ee + level.variance));
  double const reach_n = std::sqrt(kGateNis * (p.nn + level.variance));
  GridShape const& shape = level.shape;
  std::uint32_t const west = shape.column(p.mean.east_m - reach_e), east = shape.column(p.mean.east_m + reach_e);
  std::uint32_t const south = shape.row(p.mean.north_m - reach_n), north = shape.row(p.mean.north_m + reach_n);
  for (std::uint32_t row = south; row <= north; ++row) {
    std::size_t const line = std::size_t{row} * shape.columns;
    std::uint32_t const begin = level.begin + level.cells.begin(line + west);
    std::uint32_t const end = level.begin + level.cells.begin(line + east + 1);
    if (hits_.size() < hit_count_ + (end - begin)) hits_.resize(2 * (hit_count_ + (end - begin)));
    for (std::uint32_t place = begin; place < end; ++place) {
      Separation const s = separation(p, detections_[place]);
      hits_[hit_count_] = {place, s};
      hit_count_ += s.within(kGateNis) ? 1 : 0;
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
  hit_count_ = 0;
  for (std::size_t i = 0; i < level_count_; ++i)
    search(p, levels_[i]);
  for (Hit const& hit : std::span(hits_).first(hit_count_)) {
    double const density = std::exp(hit.separation.nis() / -2) / std::sqrt(hit.separation.determinant);
    found_.push_back({track, index_[hit.place], density, hit.place});
  }
  if (hit_count_ > 1) thin_out(first);
}

std::span<Candidate const> Gate::find(std::span<Position const> tracks, std::span<Position const> detections) {
  found_.clear();
  if (tracks.empty() || detections.empty()) return {};
  lay_grids(tracks, sort_by_size(detections));
  auto const largest =
      std::max_element(levels_.begin(), levels_.begin() + static_cast<std::ptrdiff_t>(level_count_),
                       [](Level const& a, Level const& b) { return a.end - a.begin < b.end - b.begin; });
  track_order_.sort(largest->shape, tracks);
  auto const order = track_order_.order();
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i + kAhead < order.size()) __builtin_prefetch(&tracks[order[i + kAhead]]);
    find_of(order[i], tracks[order[i]]);
  }
  return found_;
}

} // namespace dalian::association
