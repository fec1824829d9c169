#include "twin/fusion/clock_skew.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::fusion {

void ClockSkew::Blocks::drop_first() {
  std::copy(all.begin() + 1, all.begin() + static_cast<std::ptrdiff_t>(size), all.begin());
  all[--size] = {};
}

void ClockSkew::Blocks::push(Block block) {
  if (size == kBlocks) drop_first();
  all[size++] = block;
}

void ClockSkew::open_block(Instant arrival) {
  bool const goes_on = arrival >= block_;
  if (in_block_ > 0 && goes_on) close_block();
  if (in_block_ > 0 && arrival >= block_ - block_length_) return; // a little out of order
  if (in_block_ > 0) { // the twin's own clock was set back: nothing before can be compared
    ++arrival_steps_;
    kept_ = doubtful_ = {};
  }
  in_block_ = 0;
  block_ = Instant{arrival.time_since_epoch() / block_length_ * block_length_};
  smallest_.fill(Duration::max());
}

/// The smallest, or where there are many one of the next: one device of a source may have a bad clock of its own.
double ClockSkew::block_delay_s() const {
  return to_seconds(smallest_[std::min<std::size_t>(in_block_ / 64, smallest_.size() - 1)]);
}

void ClockSkew::close_block() {
  keep({to_seconds(block_.time_since_epoch() + block_length_ / 2), block_delay_s()});
  in_block_ = 0;
  double const oldest = kept_.all[kept_.size - 1].t_s - limits_.block_s * double{kBlocks};
  while (kept_.all[0].t_s < oldest)
    kept_.drop_first();
  refresh();
}

/// A block far off the envelope waits for others that say the same; together they replace what was before.
void ClockSkew::keep(Block block) {
  double const limit = limits_.step_s;
  double const off = kept_.size == 0 ? 0 : to_line(envelope(), block);
  if (std::abs(off) <= limit) {
    doubtful_ = {};
    return kept_.push(block);
  }
  if (doubtful_.size > 0 && std::abs(block.delay_s - doubtful_.all[doubtful_.size - 1].delay_s) > limit) doubtful_ = {};
  doubtful_.push(block);
  bool const soon = off < 0 || correction_ > Duration::zero(); // a wrong correction harms more than a late one
  if (doubtful_.size < (soon ? kForwardBlocks : kBackBlocks)) return;
  kept_ = doubtful_;
  doubtful_ = {};
  ++steps_;
}

double ClockSkew::to_line(Line line, Block block) const {
  return block.delay_s - (line.delay_s + line.slope * (block.t_s - kept_.all[kept_.size - 1].t_s));
}

/// Of all lines below every point the one with the least sum of distances: the edge of the lower convex hull that spans
/// the mean of the times. Steeper than a clock can run it is no clock: then level, through the lowest.
ClockSkew::Line ClockSkew::envelope() const {
  auto const* const p = kept_.all.data();
  std::size_t const n = kept_.size;
  double const now = p[n - 1].t_s;
  std::array<Block, kBlocks> hull{};
  std::size_t h = 0;
  double mean = 0, lowest = p[0].delay_s;
  for (std::size_t i = 0; i < n; ++i) {
    mean += (p[i].t_s - now) / static_cast<double>(n);
    lowest = std::min(lowest, p[i].delay_s);
    auto const turns_up = [&](Block a, Block b, Block c) {
      return (b.t_s - a.t_s) * (c.delay_s - a.delay_s) > (c.t_s - a.t_s) * (b.delay_s - a.delay_s);
    };
    while (h >= 2 && !turns_up(hull[h - 2], hull[h - 1], p[i]))
      --h;
    hull[h++] = p[i];
  }
  if (n < kSteadyBlocks) return {lowest, 0};
  std::size_t right = 1;
  while (right + 1 < h && hull[right].t_s - now < mean)
    ++right;
  Block const a = hull[right - 1], b = hull[right];
  double const slope = (b.delay_s - a.delay_s) / (b.t_s - a.t_s);
  if (std::abs(slope) > limits_.most_drift_ppm * 1e-6) return {lowest, 0};
  return {a.delay_s + slope * (now - a.t_s), slope};
}

double ClockSkew::typical_distance(Line line) const {
  std::array<double, kBlocks> distances{};
  for (std::size_t i = 0; i < kept_.size; ++i)
    distances[i] = std::abs(to_line(line, kept_.all[i]));
  auto const middle = distances.begin() + static_cast<std::ptrdiff_t>(kept_.size / 2);
  std::nth_element(distances.begin(), middle, distances.begin() + static_cast<std::ptrdiff_t>(kept_.size));
  return *middle;
}

void ClockSkew::refresh() {
  auto const line = envelope();
  auto& e = estimate_;
  e.ahead_s = -line.delay_s;
  e.drift_ppm = -line.slope * 1e6;
  e.uncertainty_s = typical_distance(line);
  e.steady = kept_.size >= kSteadyBlocks && doubtful_.size == 0 && e.uncertainty_s <= limits_.steady_s;
  e.notable = std::abs(e.ahead_s) > limits_.notable_s;
  auto const from = correction_ > Duration::zero() ? limits_.correct_until_s : limits_.correct_from_s;
  // Doubt in the newest blocks leaves a correction as it is: one bad block must not throw all times back.
  bool const hold = correction_ > Duration::zero() && doubtful_.size > 0;
  if (hold) return;
  bool const corrects = limits_.correct_from_s > 0 && e.steady && e.ahead_s > from;
  correction_ = corrects ? from_seconds(e.ahead_s) : Duration::zero();
}

std::optional<SkewEstimate> ClockSkew::estimate() const {
  if (kept_.size > 0) return estimate_;
  if (in_block_ == 0) return std::nullopt;
  SkewEstimate first;
  first.ahead_s = -block_delay_s();
  first.uncertainty_s = limits_.step_s;
  first.notable = std::abs(first.ahead_s) > limits_.notable_s;
  return first;
}

} // namespace dalian::fusion
