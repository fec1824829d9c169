#include "twin/fusion/fuse_impl.hpp"
#include "twin/fusion/hasher.hpp"

#include <algorithm>

namespace dalian::fusion {
namespace {

Provenance provenance_of(wire::Batch const& batch) {
  bool const known = batch.provenance() >= wire::UNKNOWN && batch.provenance() <= wire::RECORDED;
  return known ? static_cast<Provenance>(batch.provenance()) : Provenance::unknown;
}

/// Plots are compared with named tracks whenever another second of twin time begins.
std::int64_t second_of(Instant t) {
  return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
}

/// Far enough from the ends of time for differences.
bool is_instant(std::uint64_t ns) {
  return ns > 0 && ns < std::uint64_t{1} << 62;
}

Instant instant(std::uint64_t ns) {
  return from_unix_ns(static_cast<std::int64_t>(ns));
}

/// Fewer observations than this are not worth waking threads.
constexpr std::size_t kWorthThreads = 500;

/// Touches the memory of observations a few places ahead, so that it is there when their turn comes.
void prefetch(std::vector<Partition> const& partitions, std::vector<Arrival> const& arrivals, std::size_t at) {
  constexpr std::size_t kBucket = 6, kEntity = 4, kParts = 2, kDetails = 1; // found by trial: farther is slower
  auto const ahead = [&](std::size_t by) { return at + by < arrivals.size() ? &arrivals[at + by] : nullptr; };
  auto const partition = [&](Arrival const* a) -> Partition const& { return partitions[partition_of(a->hash)]; };
  if (auto const* a = ahead(kBucket)) partition(a).prefetch_bucket(a->hash);
  if (auto const* a = ahead(kEntity)) partition(a).prefetch_entity(a->hash);
  if (auto const* a = ahead(kParts)) partition(a).prefetch_parts(a->hash);
  if (auto const* a = ahead(kDetails)) partition(a).prefetch_details(a->hash);
}

/// What to_record() reads of an entity, in two steps.
void prefetch_published(Entity const& entity) {
  auto const* const end = reinterpret_cast<char const*>(&entity.motion.newest() + 1);
  for (auto const* at = reinterpret_cast<char const*>(&entity); at < end; at += 64)
    __builtin_prefetch(at);
}

} // namespace

std::vector<Partition> fresh_partitions() {
  std::vector<Partition> partitions;
  for (std::uint32_t number = 0; number < kPartitions; ++number)
    partitions.emplace_back(number);
  return partitions;
}

Duration Fusion::Impl::note_clock(std::uint32_t source, LogRecord const& record) {
  clocks.resize(sources.names().size(), ClockSkew(parameters.clocks));
  ClockSkew& clock = clocks[source];
  bool const recorded = record.batch->provenance() == wire::RECORDED; // then its receiver's clock counts
  for (wire::Observation const& o : record.batch->observations())
    if (is_instant(o.t_obs()) && is_instant(o.t_rx()))
      clock.note(recorded ? instant(o.t_rx()) : record.t_twin, instant(o.t_obs()));
  return clock.correction();
}

std::size_t Fusion::Impl::sort_out(std::span<LogRecord const> records) {
  std::size_t total = 0;
  for (Share& share : shares)
    share.arrivals.clear();
  plot_arrivals.clear();
  for (std::size_t r = 0; r < records.size(); ++r) {
    if (!records[r].batch) continue;
    wire::Batch const& batch = *records[r].batch;
    std::uint32_t const source = sources.number(batch.source());
    Duration const correction = note_clock(source, records[r]);
    Arrival arrival{nullptr, 0, source, static_cast<std::uint32_t>(r), provenance_of(batch), correction};
    for (wire::Observation const& observation : batch.observations()) {
      arrival.observation = &observation;
      if (is_of_plots(observation)) {
        plot_arrivals.push_back(arrival);
        continue;
      }
      arrival.hash = entity_hash(observation.entity());
      shares[partition_of(arrival.hash) % shares.size()].arrivals.push_back(arrival);
      ++total;
    }
  }
  for (Share& share : shares)
    share.counts.resize(sources.names().size());
  return total;
}

void Fusion::Impl::work(std::size_t number, std::span<LogRecord const> records) {
  Share& share = shares[number];
  Surroundings const surroundings = around(share);
  std::size_t at = 0;
  for (std::size_t r = 0; r < records.size(); ++r) {
    for (std::size_t p = number; p < kPartitions; p += shares.size())
      partitions[p].pass_time(records[r].t_twin, parameters);
    for (; at < share.arrivals.size() && share.arrivals[at].record == r; ++at) {
      prefetch(partitions, share.arrivals, at);
      Arrival const& arrival = share.arrivals[at];
      Outcome const outcome = partitions[partition_of(arrival.hash)].take(arrival, records[r].t_twin, surroundings);
      ++share.counts[arrival.source][static_cast<std::size_t>(outcome)];
    }
  }
}

void Fusion::Impl::work_plots(std::span<LogRecord const> records) {
  std::size_t at = 0;
  for (std::size_t r = 0; r < records.size(); ++r) {
    plots.pass_time(records[r].t_twin);
    for (; at < plot_arrivals.size() && plot_arrivals[at].record == r; ++at) {
      Arrival const& a = plot_arrivals[at];
      Outcome const outcome = plots.take(a, records[r].t_twin);
      ++shares[0].counts[a.source][static_cast<std::size_t>(outcome)];
    }
  }
}

void Fusion::Impl::pair_plots(Instant t_twin) {
  std::vector<NamedTrack> named;
  if (auto const area = plots.area()) {
    for (Partition const& partition : partitions)
      for (std::uint32_t slot = 0; slot < partition.entities().slots(); ++slot)
        if (Entity const& e = partition.entities()[slot]; e.handle != 0 && can_be_seen(e, *area))
          named.push_back({e.handle, entity_hash(e.details->entity), to_record(e).motion});
    std::ranges::sort(named, {}, &NamedTrack::handle);
  }
  plots.pair_with(named, t_twin);
}

bool Fusion::Impl::can_be_seen(Entity const& e, MapBox const& area) {
  bool const moves = e.kind == state::Kind::vessel || e.kind == state::Kind::road_vehicle;
  return moves && e.motion.newest().started && area.contains(e.motion.newest().last.position.value());
}

void Fusion::Impl::take(std::span<LogRecord const> records) {
  while (!records.empty()) {
    std::int64_t const second = second_of(records.front().t_twin);
    if (second != second_of(time)) pair_plots(records.front().t_twin);
    std::size_t n = 1;
    while (n < records.size() && second_of(records[n].t_twin) == second)
      ++n;
    take_second(records.first(n));
    records = records.subspan(n);
  }
}

void Fusion::Impl::take_second(std::span<LogRecord const> records) {
  if (sort_out(records) >= kWorthThreads) {
    crew.run([&](unsigned member) { work(member, records); });
  } else {
    for (std::size_t number = 0; number < shares.size(); ++number)
      work(number, records);
  }
  work_plots(records);
  time = records.back().t_twin;
}

OutcomeCounts Fusion::Impl::counts_of(std::size_t source) const {
  OutcomeCounts sum{};
  for (Share const& share : shares)
    for (std::size_t i = 0; i < kOutcomes && source < share.counts.size(); ++i)
      sum[i] += share.counts[source][i];
  return sum;
}

std::vector<Entity const*> Fusion::Impl::by_handle() const {
  std::vector<Entity const*> all;
  for (Partition const& partition : partitions)
    for (std::uint32_t slot = 0; slot < partition.entities().slots(); ++slot)
      if (partition.entities()[slot].handle != 0) all.push_back(&partition.entities()[slot]);
  std::ranges::sort(all, {}, &Entity::handle);
  return all;
}

std::uint64_t Fusion::Impl::made_with() const {
  Hasher h;
  h.all(parameters.hash(), surface ? surface->hash() : 0);
  return h.value();
}

Fusion::Fusion(Parameters const& parameters, unsigned threads)
    : impl_(std::make_unique<Impl>(parameters, std::clamp(threads, 1U, kPartitions))) {}
Fusion::~Fusion() = default;
Fusion::Fusion(Fusion&&) noexcept = default;
Fusion& Fusion::operator=(Fusion&&) noexcept = default;

Parameters const& Fusion::parameters() const {
  return impl_->parameters;
}

void Fusion::set_surface(SurfaceMap const* surface) {
  impl_->surface = surface;
}

void Fusion::take(Instant t_twin, wire::Batch const& batch) {
  LogRecord const record{t_twin, &batch};
  impl_->take({&record, 1});
}

void Fusion::take(std::span<LogRecord const> records) {
  impl_->take(records);
}

void Fusion::advance(Instant t_twin) {
  LogRecord const record{t_twin, nullptr};
  impl_->take({&record, 1});
}

Instant Fusion::time() const {
  return impl_->time;
}

std::size_t Fusion::track_count() const {
  std::size_t count = 0;
  for (Partition const& partition : impl_->partitions)
    count += partition.size();
  return count + impl_->plots.shown_count();
}

void Fusion::for_each(std::function<void(state::TrackView)> const& visit) const {
  auto const& names = impl_->sources.names();
  auto const plots = impl_->plots.records(names);
  auto plot = plots.begin();
  for (Entity const* entity : impl_->by_handle()) {
    for (; plot != plots.end() && plot->motion.handle < entity->handle; ++plot)
      visit(*plot);
    state::TrackRecord record = to_record(*entity);
    impl_->plots.improve(record, names);
    visit(record);
  }
  std::for_each(plot, plots.end(), visit);
}

Changes Fusion::take_changes() {
  Changes changes;
  auto const& names = impl_->sources.names();
  for (NamedKey const& key : impl_->plots.take_touched())
    impl_->partitions[partition_of(key.hash)].note_changed(key.hash, key.handle);
  std::vector<ChangedEntity> entities;
  for (Partition& partition : impl_->partitions)
    partition.take_changes(entities, changes.removed);
  std::ranges::sort(entities, {}, &ChangedEntity::handle); // beside the pointer: entities lie far from each other
  changes.changed.reserve(entities.size());
  constexpr std::size_t kEntity = 8, kParts = 4;
  for (std::size_t i = 0; i < entities.size(); ++i) {
    if (i + kEntity < entities.size()) prefetch_published(*entities[i + kEntity].entity);
    if (i + kParts < entities.size()) __builtin_prefetch(entities[i + kParts].entity->details.get());
    changes.changed.push_back(to_record(*entities[i].entity));
    impl_->plots.improve(changes.changed.back(), names);
  }
  impl_->plots.take_changes(changes.changed, changes.removed, names);
  auto const handle = [](state::TrackRecord const& r) { return r.motion.handle; };
  auto const plots = changes.changed.begin() + static_cast<std::ptrdiff_t>(entities.size());
  std::ranges::sort(plots, changes.changed.end(), {}, handle);
  if (plots != changes.changed.end()) std::ranges::inplace_merge(changes.changed, plots, {}, handle);
  std::ranges::sort(changes.removed);
  return changes;
}

std::map<std::string, Counters, std::less<>> Fusion::outcomes() const {
  std::map<std::string, Counters, std::less<>> result;
  for (std::size_t source = 0; source < impl_->sources.names().size(); ++source) {
    OutcomeCounts const counts = impl_->counts_of(source);
    for (std::size_t i = 0; i < kOutcomes; ++i)
      if (counts[i] > 0) result[impl_->sources.names()[source]].add(to_string(static_cast<Outcome>(i)), counts[i]);
  }
  return result;
}

std::vector<SourceClock> Fusion::clocks() const {
  std::vector<SourceClock> all;
  for (std::size_t source = 0; source < impl_->clocks.size(); ++source) {
    ClockSkew const& clock = impl_->clocks[source];
    if (auto const skew = clock.estimate())
      all.push_back({impl_->sources.names()[source], *skew, clock.correction(), clock.steps()});
  }
  std::ranges::sort(all, {}, &SourceClock::source);
  return all;
}

} // namespace dalian::fusion
