// The whole of fusion as bytes, at once or a little at a time, and back.
#include "twin/fusion/fuse_impl.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>

namespace dalian::fusion {

SavedState Fusion::Impl::saved_head() const {
  SavedState saved{made_with(), time, {}, {}, {}};
  ByteWriter out(saved.plots);
  plots.save(out);
  for (std::size_t source = 0; source < sources.names().size(); ++source)
    saved.sources.push_back({sources.names()[source], counts_of(source), clocks[source]});
  return saved;
}

std::string Fusion::save() const {
  SavedState saved = impl_->saved_head();
  for (Partition const& partition : impl_->partitions)
    saved.partitions.push_back(partition.save());
  return saved.bytes();
}

void Fusion::begin_save() {
  impl_->head_being_saved = impl_->saved_head();
  for (Partition& partition : impl_->partitions)
    partition.begin_save();
}

bool Fusion::save_some(std::size_t entities) {
  std::size_t written = 0;
  for (Partition& partition : impl_->partitions) {
    while (!partition.saved() && written < entities)
      written += partition.save_next();
    if (written >= entities && !partition.saved()) return false;
  }
  return true;
}

SavedState Fusion::take_save() {
  while (!save_some(kPartitions)) {
  }
  SavedState saved = std::move(impl_->head_being_saved);
  for (Partition& partition : impl_->partitions)
    saved.partitions.push_back(partition.take_save());
  return saved;
}

Status Fusion::load(std::string_view bytes) {
  auto const header = read_saved_header(bytes, impl_->made_with(), ClockSkew(impl_->parameters.clocks));
  if (!header) return Error{header.error()};
  SourceTable sources;
  std::vector<OutcomeCounts> counts;
  std::vector<ClockSkew> clocks;
  for (SavedSource const& source : header->sources) {
    if (sources.number(source.name) != counts.size()) return Error{"saved state is damaged: a source twice"};
    counts.push_back(source.counts);
    clocks.push_back(source.clock);
  }
  auto partitions = fresh_partitions();
  std::vector<std::uint8_t> good(1 + kPartitions); // the checksum, then the partitions
  std::atomic<std::size_t> next = 0;
  impl_->crew.run([&](unsigned member) {
    Surroundings const around{impl_->parameters, sources.names(), impl_->surface, impl_->shares[member].projection};
    for (std::size_t task = next++; task < good.size(); task = next++)
      good[task] = task == 0 ? is_whole(bytes) : partitions[task - 1].load(header->partitions[task - 1], around);
  });
  if (good[0] == 0) return Error{"saved state is damaged: wrong checksum"};
  if (auto const bad = std::ranges::find(good, 0); bad != good.end())
    return Error{fmt::format("saved state is damaged: partition {}", bad - good.begin() - 1)};
  PlotFusion plots(impl_->parameters);
  ByteReader plot_bytes(header->plots);
  if (!plots.load(plot_bytes, sources.names().size()) || plot_bytes.left() != 0)
    return Error{"saved state is damaged: things without names"};
  for (Share& share : impl_->shares)
    share.counts.clear();
  impl_->shares[0].counts = std::move(counts);
  impl_->partitions = std::move(partitions);
  impl_->plots = std::move(plots);
  impl_->sources = std::move(sources);
  impl_->clocks = std::move(clocks);
  impl_->time = header->time;
  return {};
}

} // namespace dalian::fusion
