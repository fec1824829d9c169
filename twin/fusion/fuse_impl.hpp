#pragma once
// What fusion is made of; how records go through it stands in fuse.cpp, how it is kept and read back in fuse_state.cpp.
#include "twin/base/crew.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/fusion/partition.hpp"
#include "twin/fusion/plot_fusion.hpp"
#include "twin/fusion/saved_state.hpp"
#include "twin/fusion/source_table.hpp"

#include <span>
#include <vector>

namespace dalian::fusion {

/// What one thread works on: every partition whose number leaves the same remainder.
struct Share {
  std::vector<Arrival> arrivals;     // of the call in hand
  std::vector<OutcomeCounts> counts; // by source
  ProjectionCache projection;
};

std::vector<Partition> fresh_partitions();

struct Fusion::Impl {
  Parameters parameters;
  Instant time{};
  SurfaceMap const* surface = nullptr;
  SourceTable sources;
  std::vector<ClockSkew> clocks; // by source
  std::vector<Partition> partitions = fresh_partitions();
  Crew crew;
  std::vector<Share> shares;
  PlotFusion plots;
  std::vector<Arrival> plot_arrivals; // of the call in hand

  SavedState head_being_saved; // while a spread save is under way

  Impl(Parameters const& p, unsigned threads) : parameters(p), crew(threads), shares(threads), plots(p) {}

  Surroundings around(Share& share) const { return {parameters, sources.names(), surface, share.projection}; }
  /// Learns the clock of a source by one batch of it; what is to be taken off its times.
  Duration note_clock(std::uint32_t source, LogRecord const& record);
  /// Notes for each share what it will find in `records`; observations taken down.
  std::size_t sort_out(std::span<LogRecord const> records);
  /// All `records`, as far as they concern the partitions of one share.
  void work(std::size_t number, std::span<LogRecord const> records);
  /// Things without names: after those with, for they look at each other only between the seconds.
  void work_plots(std::span<LogRecord const> records);
  void pair_plots(Instant t_twin);
  static bool can_be_seen(Entity const& e, MapBox const& area);
  /// In pieces of one second at most, so that it does not matter how many records come at once.
  void take(std::span<LogRecord const> records);
  void take_second(std::span<LogRecord const> records);
  OutcomeCounts counts_of(std::size_t source) const;
  /// Living entities in the order of their handles.
  std::vector<Entity const*> by_handle() const;
  /// What a saved state is good with only.
  std::uint64_t made_with() const;
  /// A saved state but for the partitions.
  SavedState saved_head() const;
};

} // namespace dalian::fusion
