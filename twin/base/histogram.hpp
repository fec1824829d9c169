#pragma once
// How long things took, as counts in buckets that grow with the value: 32 to each power of two, so that every figure
// read from it is right to 1/32, from a microsecond to an hour, in 7 kB; after HdrHistogram (Tene, hdrhistogram.org).
// Two can be added. Reads no clock. One writer; copy it to hand it out.
#include "twin/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dalian {

class LatencyHistogram {
 public:
  /// Longer durations are counted in the last bucket, as this long (about 71 minutes).
  static constexpr Duration kLongest = std::chrono::microseconds((std::int64_t{1} << 32) - 1);

  /// Durations below zero tell of two clocks that disagree: they are counted as zero and, beside that, as negative.
  void record(Duration duration, std::uint64_t n = 1);
  void add(LatencyHistogram const& other);
  void clear();

  std::uint64_t count() const { return count_; }
  std::uint64_t negative() const { return negative_; }
  Duration longest() const { return std::chrono::microseconds(longest_us_); }
  Duration sum() const { return std::chrono::microseconds(sum_us_); }

  /// Smallest duration that at least the share `q` (0…1) of all do not exceed, in whole microseconds: never less than
  /// the true one, at most 1/32 more. Zero when nothing was recorded.
  Duration quantile(double q) const;

  /// How many were shorter than 2^`exponent` µs, exactly; exponent 0…31.
  std::uint64_t shorter_than_power_of_two_us(unsigned exponent) const;

 private:
  std::vector<std::uint64_t> buckets_; // empty until the first record
  std::uint64_t count_ = 0, negative_ = 0;
  std::int64_t sum_us_ = 0, longest_us_ = 0;
};

/// What happened lately: two histograms of one period each, the older dropped when the newer is full. Holds between one
/// and two periods. The caller says when a period has passed.
class RecentLatency {
 public:
  void record(Duration duration, std::uint64_t n = 1) { now_.record(duration, n); }
  void turn() {
    older_.add(before_);
    before_ = std::move(now_);
    now_.clear();
  }
  LatencyHistogram both() const {
    LatencyHistogram sum = now_;
    sum.add(before_);
    return sum;
  }
  /// Everything since the beginning.
  LatencyHistogram all() const {
    LatencyHistogram sum = both();
    sum.add(older_);
    return sum;
  }

 private:
  LatencyHistogram now_, before_, older_;
};

} // namespace dalian
