#pragma once
// By how much the clock of a source runs ahead of the twin's. Every observation takes some time to arrive, never less
// than none, so (arrival − t_obs) is the least delay minus the lead of the source's clock, plus what only ever adds:
// its lower envelope moves with the clock alone (Moon, Skelly, Towsley 1999, "Estimation and removal of clock skew from
// network delay measurements"). The least delay itself cannot be told from a clock that is behind; it is counted as
// such. A pure function of the instants it is given; trivially copyable.
#include "twin/base/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace dalian::fusion {

/// From assets/config/fusion.toml.
struct SkewLimits {
  float block_s = 10;         // of which only the smallest delay counts
  float step_s = 1;           // farther off the envelope the clock was set, or the block is no use
  float notable_s = 1;        // a lead or lag beyond it is worth telling
  float steady_s = 0.25F;     // largest uncertainty of an estimate that may correct times
  float most_drift_ppm = 500; // no clock runs away faster
  float correct_from_s = 0; // the lead of a source that is steadily ahead by more is taken off its times; 0 = never …
  float correct_until_s = 0; // … until it is less than this
};

struct SkewEstimate {
  double ahead_s = 0;       // negative: behind, or never delayed by less
  double uncertainty_s = 0; // half of the blocks lie within it of the envelope; the least delay is not in it
  double drift_ppm = 0;     // of the source's clock against the twin's, positive = faster
  bool steady = false;      // six blocks or more, and within SkewLimits::steady_s
  bool notable = false;
};

class ClockSkew {
 public:
  static constexpr std::size_t kBlocks = 30;
  static constexpr std::size_t kSteadyBlocks = 6;
  /// A clock set forward shows in every block; a delay that has grown may pass: that needs more blocks to be believed.
  static constexpr std::size_t kForwardBlocks = 2, kBackBlocks = 6;

  explicit ClockSkew(SkewLimits const& limits = {}) : limits_(limits), block_length_(from_seconds(limits.block_s)) {}

  /// One observation: `arrival` by the twin's clock (or, for a recording, by its receiver's).
  void note(Instant arrival, Instant t_obs) {
    if (arrival < block_ || arrival >= block_ + block_length_ || in_block_ == 0) open_block(arrival);
    ++in_block_;
    Duration delay = arrival - t_obs;
    if (delay >= smallest_.back()) return;
    for (Duration& s : smallest_)
      if (delay < s) std::swap(delay, s);
  }

  /// None before the first observation. Until the first block is full from what there is of it.
  std::optional<SkewEstimate> estimate() const;

  /// To be taken off every t_obs of this source; zero unless it is to be corrected and the estimate is steady.
  Duration correction() const { return correction_; }

  /// How often the source's clock was seen to be set, and the twin's.
  std::uint32_t steps() const { return steps_; }
  std::uint32_t arrival_steps() const { return arrival_steps_; }

  /// All of `skew` but its limits to or from bytes: `bytes` takes values as ByteWriter and ByteReader do. False when
  /// what was read is no state.
  template <class Skew, class Bytes>
  static bool describe(Skew& skew, Bytes& bytes) {
    auto const& kept = skew.kept_;
    auto const& doubtful = skew.doubtful_;
    bytes(skew.kept_, skew.doubtful_, skew.block_, skew.in_block_, skew.smallest_, skew.estimate_.ahead_s,
          skew.estimate_.uncertainty_s, skew.estimate_.drift_ppm, skew.estimate_.steady, skew.estimate_.notable,
          skew.correction_, skew.steps_, skew.arrival_steps_);
    return kept.size <= kBlocks && doubtful.size <= kBlocks && skew.has_credible_times();
  }

 private:
  struct Block {
    double t_s, delay_s; // middle of the block, since 1970
  };
  struct Blocks {
    std::array<Block, kBlocks> all{};
    std::size_t size = 0;
    void push(Block block);
    void drop_first();
  };
  struct Line {
    double delay_s, slope; // at the newest block; seconds a second
  };

  /// Times far enough from the ends of time for sums: note() is given no others, so bytes that hold them are no state.
  bool has_credible_times() const {
    constexpr std::int64_t kEnd = std::int64_t{1} << 62;
    auto const open = block_.time_since_epoch().count(), correction = correction_.count();
    return open >= 0 && open < kEnd && correction >= 0 && correction < kEnd;
  }
  void open_block(Instant arrival);
  void close_block();
  void keep(Block block);
  void refresh();
  Line envelope() const;
  double typical_distance(Line line) const;
  double block_delay_s() const;
  double to_line(Line line, Block block) const;

  SkewLimits limits_;
  Duration block_length_;
  Blocks kept_, doubtful_; // oldest first; doubtful: the last ones, all off the envelope to the same side
  Instant block_{};        // where the open one begins
  std::uint64_t in_block_ = 0;
  std::array<Duration, 4> smallest_{}; // delays of the open block, ascending
  SkewEstimate estimate_;
  Duration correction_{};
  std::uint32_t steps_ = 0, arrival_steps_ = 0;
};

} // namespace dalian::fusion
