#pragma once
// Numbers what a connector is told, remembers what was acknowledged, and compares with a history.
#include "tools/chaos/twin_trials.hpp"
#include "twin/wire/wire.pb.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace dalian::chaos {

class Tally {
 public:
  /// The next observation of this connector; its number is its time.
  wire::Observation next(bool event);
  /// Its sequence numbers begin at 1 again.
  void new_connector() { first_ = told_.size(); }
  /// Everything up to this sequence number of the present connector is said to be on disk.
  void acknowledged(std::uint64_t sequence);

  std::uint64_t told() const { return told_.size(); }
  std::uint64_t acknowledged() const { return acknowledged_; }

  /// Fills in what was told, acknowledged, lost and found twice.
  void count(std::filesystem::path const& history, TwinFigures& figures) const;

 private:
  struct Told {
    bool event = false, acknowledged = false;
  };
  std::vector<Told> told_;
  std::uint64_t first_ = 0, seen_ = 0, acknowledged_ = 0;
  std::uint64_t begin_ns_ = 0;
};

/// Spoils the history: the middle one of the chunks of its last day file is gone.
void take_a_chunk_out(std::filesystem::path const& history);

} // namespace dalian::chaos
