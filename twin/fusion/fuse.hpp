#pragma once
// The fusion pipeline: a pure function of the ordered log of (twin time, batch). It reads no clock and opens no file,
// so a replay of the log gives the same tracks, handles and state hash bit for bit, with any number of threads:
// entities live in 64 partitions by a hash of their id, and nothing crosses from one to another; things that are seen
// without a name are followed after them (plot_fusion.hpp). One caller at a time.
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"
#include "twin/fusion/clock_skew.hpp"
#include "twin/fusion/parameters.hpp"
#include "twin/state/track.hpp"
#include "twin/wire/wire.pb.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::fusion {

struct SavedState; // saved_state.hpp

/// What a publication needs: every track that differs from the last one handed out, and the handles that ended.
/// Both in ascending order of handles; a handle is in at most one of them.
struct Changes {
  std::vector<state::TrackRecord> changed;
  std::vector<std::uint32_t> removed;
  bool empty() const { return changed.empty() && removed.empty(); }
};

/// One record of the log: a batch, or none where only time passes (a feed report).
struct LogRecord {
  Instant t_twin{};
  wire::Batch const* batch = nullptr;
};

/// The clock of a source that was heard of.
struct SourceClock {
  std::string source;
  SkewEstimate skew;
  Duration correction{};   // taken off its times
  std::uint32_t steps = 0; // times it was set
};

class Fusion {
 public:
  /// `threads` work on calls that bring much; with one, none is started.
  explicit Fusion(Parameters const& parameters = default_parameters(), unsigned threads = 1);
  ~Fusion();
  Fusion(Fusion&&) noexcept;
  Fusion& operator=(Fusion&&) noexcept;

  Parameters const& parameters() const;

  /// Who tells land from sea and how far roads are, for the integrity flags; null: nobody. Must outlive this and be
  /// there before the first record. A saved state is good only with the map it was made with.
  void set_surface(SurfaceMap const* surface);

  /// Takes one batch that has passed the receiver's bounds and duplicate check, stamped `t_twin` on arrival.
  /// Every observation ends in exactly one outcome of its source. `t_twin` normally grows from call to call; a step
  /// back (the wall clock was set) is followed as it comes.
  void take(Instant t_twin, wire::Batch const& batch);

  /// Several records at once: the same as one after the other, but with threads faster.
  void take(std::span<LogRecord const> records);

  /// A record of the log without observations (a feed report): only time passes.
  void advance(Instant t_twin);

  /// Twin time of the last record taken.
  Instant time() const;
  std::size_t track_count() const;

  /// All tracks in ascending order of handles.
  void for_each(std::function<void(state::TrackView)> const& visit) const;

  /// What changed since the last call; after a load, everything.
  Changes take_changes();

  /// Observations by outcome, for each source; the sum over a source equals the observations taken from it.
  std::map<std::string, Counters, std::less<>> outcomes() const;

  /// The clocks of all sources, by name.
  std::vector<SourceClock> clocks() const;

  /// The complete state, changes not yet taken excepted. Taking the same further log after load() gives the same state
  /// and hash as without the break. Equal states give equal bytes.
  std::string save() const;

  /// The same spread over many calls, so that no one waits: begin_save() fixes the state as of now; save_some() writes
  /// about `entities` more and is true when all are; what take() changes meanwhile is written first. take_save() then
  /// hands over what becomes the bytes, on any thread. Another begin_save() forgets an unfinished one.
  void begin_save();
  bool save_some(std::size_t entities);
  SavedState take_save();

  /// Replaces the state. The error says why `bytes` are no use: damaged, of another version, made with other
  /// parameters; then nothing is changed.
  Status load(std::string_view bytes);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace dalian::fusion
