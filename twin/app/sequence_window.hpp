#pragma once
// Which sequence numbers of one connector start were already taken: a high-water mark and the 4096 numbers below it.
#include <algorithm>
#include <array>
#include <cstdint>

namespace dalian::app {

class SequenceWindow {
 public:
  static constexpr std::uint64_t kSize = 4096;

  /// True when `seq` (from 1) is new; false for a duplicate and for a number too far back to know.
  bool take(std::uint64_t seq) {
    if (seq > high_) {
      advance(seq);
    } else if (high_ - seq >= kSize || is_set(seq)) {
      return false;
    }
    word(seq) |= bit(seq);
    return true;
  }

  /// Highest number taken; 0 before the first.
  std::uint64_t high() const { return high_; }

  /// The bits of the window, for a state to be kept; number n is bit n % kSize.
  using Bits = std::array<std::uint64_t, kSize / 64>;
  Bits const& bits() const { return bits_; }
  static SequenceWindow of(std::uint64_t high, Bits const& bits) {
    SequenceWindow window;
    window.high_ = high;
    window.bits_ = bits;
    return window;
  }

 private:
  static std::uint64_t bit(std::uint64_t seq) { return std::uint64_t{1} << (seq % 64); }
  std::uint64_t& word(std::uint64_t seq) { return bits_[seq % kSize / 64]; }
  bool is_set(std::uint64_t seq) const { return (bits_[seq % kSize / 64] & bit(seq)) != 0; }

  void advance(std::uint64_t to) {
    if (to - high_ >= kSize) {
      bits_.fill(0);
    } else {
      for (std::uint64_t seq = high_ + 1; seq <= to; ++seq)
        word(seq) &= ~bit(seq);
    }
    high_ = to;
  }

  std::uint64_t high_ = 0;
  Bits bits_{};
};

} // namespace dalian::app
