#pragma once
// When a live twin keeps its state, and how without a pause: the state is fixed at a mark of the log, gathered a little
// in every turn of the ingest thread, and put into bytes on the history thread. One thread, that of fusion.
#include "twin/app/fusion_setup.hpp"
#include "twin/app/keyframe.hpp"
#include "twin/app/recorder.hpp"
#include "twin/fusion/fuse.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>

namespace dalian::app {

class KeyframeMaker {
 public:
  static constexpr Duration kPeriod = std::chrono::seconds(60);

  /// One that lasts at least each `period`, and, at most twelve times as often, as soon as the log since the last is as
  /// large as it was: they take about as much room as the log. One for the next start, which takes the place of the
  /// last, as soon as the log is an eighth of its size: a restart reads little more than a state. Making them takes at
  /// most a twentieth of a processor. The others outlive the maker.
  /// `setup`: what `fusion` was made with.
  KeyframeMaker(fusion::Fusion& fusion, Feeds const& feeds, Recorder& recorder, FusionSetup setup,
                Duration period = kPeriod);

  /// So many bytes went to the log.
  void recorded(std::size_t bytes) {
    log_bytes_ += bytes;
    lasting_log_bytes_ += bytes;
  }

  /// To be called in every turn, between two records. `steady`: a steady clock.
  void step(Instant steady);

  /// The last one, at once: for a twin that ends.
  void finish();

 private:
  struct Gathering {
    history::Mark mark;
    bool lasting;
    KeyframeState feeds;
    Duration cost; // of this thread
  };
  /// Of the last one.
  struct Made {
    std::atomic<std::size_t> size; // bytes
    std::atomic<std::int64_t> cost_ns{0};
  };
  bool lasting_due(Instant steady) const;
  bool due(Instant steady) const;
  bool begin(bool lasting);
  void hand_on();

  fusion::Fusion& fusion_;
  Feeds const& feeds_;
  Recorder& recorder_;
  FusionSetup const setup_;
  Duration period_;
  std::size_t log_bytes_ = 0, lasting_log_bytes_ = 0; // since the last mark
  Instant last_{}, last_lasting_{};                   // steady, of the last mark
  std::optional<Gathering> gathering_;
  std::shared_ptr<Made> made_;
};

} // namespace dalian::app
