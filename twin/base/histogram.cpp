#include "twin/base/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace dalian {
namespace {

constexpr unsigned kSubBits = 5; // 32 buckets to each power of two
constexpr std::uint64_t kSub = 1U << kSubBits;
constexpr std::size_t kBuckets = (32 - kSubBits + 1) * kSub;

/// Below 32 µs a bucket holds one value; above, the five bits after the leading one say which bucket of its octave.
std::size_t bucket_of(std::uint64_t us) {
  if (us < kSub) return us;
  auto const octave = static_cast<unsigned>(std::bit_width(us)) - kSubBits; // from 1
  return octave * kSub + ((us >> (octave - 1)) - kSub);
}

/// Largest value of a bucket.
std::uint64_t top_of(std::size_t bucket) {
  if (bucket < kSub) return bucket;
  auto const octave = bucket / kSub, sub = bucket % kSub;
  return ((kSub + sub + 1) << (octave - 1)) - 1;
}

} // namespace

void LatencyHistogram::record(Duration duration, std::uint64_t n) {
  if (n == 0) return;
  if (buckets_.empty()) buckets_.assign(kBuckets, 0);
  if (duration < Duration::zero()) negative_ += n;
  auto const clamped = std::clamp<Duration>(duration, Duration::zero(), kLongest);
  auto const us = std::chrono::duration_cast<std::chrono::microseconds>(clamped).count();
  buckets_[bucket_of(static_cast<std::uint64_t>(us))] += n;
  count_ += n;
  sum_us_ += us * static_cast<std::int64_t>(n);
  longest_us_ = std::max<std::int64_t>(longest_us_, us);
}

void LatencyHistogram::add(LatencyHistogram const& other) {
  if (other.count_ == 0) return;
  if (buckets_.empty()) buckets_.assign(kBuckets, 0);
  for (std::size_t i = 0; i < kBuckets; ++i)
    buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  negative_ += other.negative_;
  sum_us_ += other.sum_us_;
  longest_us_ = std::max(longest_us_, other.longest_us_);
}

void LatencyHistogram::clear() {
  *this = LatencyHistogram{};
}

Duration LatencyHistogram::quantile(double q) const {
  assert(q >= 0 && q <= 1);
  if (count_ == 0) return Duration::zero();
  auto const wanted =
      std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count_))));
  std::size_t bucket = 0;
  for (std::uint64_t seen = buckets_[0]; seen < wanted; seen += buckets_[bucket])
    ++bucket;
  // The longest is known exactly.
  return std::chrono::microseconds(std::min<std::int64_t>(static_cast<std::int64_t>(top_of(bucket)), longest_us_));
}

std::uint64_t LatencyHistogram::shorter_than_power_of_two_us(unsigned exponent) const {
  assert(exponent <= 31);
  if (count_ == 0) return 0;
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < bucket_of(std::uint64_t{1} << exponent); ++i) // a power of two opens a bucket
    total += buckets_[i];
  return total;
}

} // namespace dalian
