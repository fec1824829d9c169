#pragma once
// The fusion pipeline: a pure function of the ordered log of (twin time, batch). It reads no clock, starts no thread,
// opens no file, so a replay of the log gives the same tracks bit for bit. One thread at a time.
#include "twin/base/counters.hpp"
#include "twin/base/time.hpp"
#include "twin/state/track.hpp"
#include "twin/wire/wire.pb.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dalian::fusion {

/// What a publication needs: every track that differs from the last one handed out, and the handles that ended.
/// Both in ascending order of handles; a handle is in at most one of them.
struct Changes {
  std::vector<state::Track> changed;
  std::vector<std::uint32_t> removed;
  bool empty() const { return changed.empty() && removed.empty(); }
};

class Fusion {
 public:
  Fusion();
  ~Fusion();
  Fusion(Fusion&&) noexcept;
  Fusion& operator=(Fusion&&) noexcept;

  /// Takes one batch that has passed the receiver's bounds and duplicate check, stamped `t_twin` on arrival.
  /// Every observation ends in exactly one outcome of its source. `t_twin` normally grows from call to call; a step
  /// back (the wall clock was set) is followed as it comes.
  void take(Instant t_twin, wire::Batch const& batch);

  /// A record of the log without observations (a feed report): only time passes.
  void advance(Instant t_twin);

  /// Twin time of the last record taken.
  Instant time() const;
  std::size_t track_count() const;

  /// All tracks in ascending order of handles.
  void for_each(std::function<void(state::Track const&)> const& visit) const;

  /// What changed since the last call.
  Changes take_changes();

  /// Observations by outcome, for each source; the sum over a source equals the observations taken from it.
  std::map<std::string, Counters, std::less<>> outcomes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace dalian::fusion
