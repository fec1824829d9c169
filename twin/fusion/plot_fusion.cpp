#include "twin/fusion/plot_fusion.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

namespace dalian::fusion {
namespace {

using State = association::Moments;
using association::PlotClass;
using association::PlotTrack;

constexpr std::uint8_t kMostChecks = 100;

PlotClass class_of(state::Kind kind) {
  return kind == state::Kind::road_vehicle ? PlotClass::road_vehicle : PlotClass::vessel;
}

double sigma_of(State const& s) {
  return std::sqrt(std::max(s.covariance(0, 0), s.covariance(1, 1)));
}

/// Sources of both, by name, each once.
std::vector<std::string> united(std::vector<std::string> a, std::vector<std::string> const& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::ranges::sort(a);
  auto const twice = std::ranges::unique(a);
  a.erase(twice.begin(), twice.end());
  return a;
}

std::uint8_t place_of(std::vector<std::string> const& sources, std::string const& name) {
  return static_cast<std::uint8_t>(std::ranges::find(sources, name) - sources.begin());
}

} // namespace

Outcome PlotFusion::take(Arrival const& arrival, Instant t_twin) {
  return inbox_.take(arrival, t_twin, parameters_, [this](std::uint32_t sensor) { take_scan(sensor); });
}

void PlotFusion::pass_time(Instant t_twin) {
  inbox_.pass_time(t_twin, parameters_.plots, [this](std::uint32_t sensor) { take_scan(sensor); });
}

void PlotFusion::take_scan(std::uint32_t number) {
  PlotSensor const& sensor = inbox_.sensors()[number];
  tracker_.take({number, sensor.open_t, sensor.plots, sensor.view});
  note_ended();
  note_changes(number);
}

PlotTrack const& PlotFusion::track_of(std::uint32_t number) const {
  auto const tracks = tracker_.tracks();
  auto const at = std::ranges::lower_bound(tracks, number, {}, &PlotTrack::number);
  assert(at != tracks.end() && at->number == number);
  return *at;
}

void PlotFusion::touch(Shown const& shown) {
  if (shown.bound && (touched_.empty() || touched_.back() != shown.partner)) touched_.push_back(shown.partner);
}

void PlotFusion::note_ended() {
  for (std::uint32_t const number : tracker_.take_ended()) {
    auto const at = shown_.find(number);
    if (at == shown_.end()) continue; // confirmed and ended in one scan
    touch(at->second);
    if (at->second.published) removed_.push_back(at->second.handle);
    if (at->second.bound) bound_.erase(at->second.partner.handle);
    shown_.erase(at);
  }
}

/// Shows what is newly confirmed, and marks what the scan has changed.
void PlotFusion::note_changes(std::uint32_t number) {
  PlotSensor const& sensor = inbox_.sensors()[number];
  for (PlotTrack const& track : tracker_.tracks()) {
    if (!track.confirmed) continue;
    auto const [at, is_new] = shown_.try_emplace(track.number);
    Shown& shown = at->second;
    if (is_new) {
      shown.handle = ++created_ * kHandleStride + kPartitions;
      shown.name = fmt::format("plot:{}:{}", sensor.id, track.number);
    }
    if (track.updates == shown.updates && track.misses == shown.misses) continue;
    if (track.updates != shown.updates) {
      shown.provenance = sensor.provenance;
      shown.t_rx = sensor.t_rx;
    }
    shown.updates = track.updates;
    shown.misses = track.misses;
    shown.changed = true;
    touch(shown);
  }
}

association::Moments PlotFusion::at(PlotTrack const& track, Instant t) const {
  if (t <= track.t) return track.state;
  association::PlotEstimate estimate = track.estimate;
  predict(estimate, to_seconds(t - track.t), tracking_.of(track.guess).motion);
  return moments(estimate);
}

std::optional<MapBox> PlotFusion::area() const {
  if (shown_.empty()) return std::nullopt;
  MapBox box{{1e300, 1e300}, {-1e300, -1e300}};
  for (PlotTrack const& track : tracker_.tracks()) {
    double const e = track.state.mean[0], n = track.state.mean[1];
    box.low = {std::min(box.low.east_m, e), std::min(box.low.north_m, n)};
    box.high = {std::max(box.high.east_m, e), std::max(box.high.north_m, n)};
  }
  constexpr double kMargin_m = 5000; // three minutes of silence at 25 m/s
  return MapBox{{box.low.east_m - kMargin_m, box.low.north_m - kMargin_m},
                {box.high.east_m + kMargin_m, box.high.north_m + kMargin_m}};
}

void PlotFusion::pair_with(std::vector<NamedTrack> const& named, Instant t_twin) {
  tracker_.advance(t_twin);
  note_ended();
  if (shown_.empty()) return;
  std::vector<Carried> others, plots;
  std::vector<NamedKey> keys;
  std::map<std::uint32_t, std::uint32_t> place_of_handle;
  for (NamedTrack const& track : named) {
    PlotClass const kind = class_of(track.motion.kind);
    double const dt = std::max(0.0, to_seconds(t_twin - track.motion.t_obs));
    Carried c{carried(track.motion, dt, parameters_.of(track.motion.kind).turning_noise_m2ps3), kind, {}};
    if (sigma_of(c.state) > parameters_.plots.of(kind).most_sigma_m) continue;
    place_of_handle[track.handle] = static_cast<std::uint32_t>(others.size());
    others.push_back(c);
    keys.push_back({track.handle, track.hash});
  }
  for (auto const& [number, shown] : shown_) {
    PlotTrack const& track = track_of(number);
    Carried c{with_size(at(track, t_twin), parameters_.plots.of(track.guess)), track.guess, Carried::kNoPartner};
    if (auto const place = place_of_handle.find(shown.partner.handle); place != place_of_handle.end())
      c.favoured = place->second;
    plots.push_back(c);
  }
  auto const partners = pair_up(plots, others);
  std::size_t i = 0;
  for (auto& [number, shown] : shown_) {
    std::uint32_t const place = partners[i++];
    note_check(number, shown, place == Carried::kNoPartner ? nullptr : &keys[place]);
  }
}

/// A pair is bound when it has agreed for long enough, and parted when it has not for as long.
void PlotFusion::note_check(std::uint32_t number, Shown& shown, NamedKey const* partner) {
  auto const needed = static_cast<std::uint8_t>(parameters_.plots.pair_checks);
  if (partner && *partner == shown.partner) {
    shown.agreed = static_cast<std::uint8_t>(std::min(shown.agreed + 1, int{kMostChecks}));
    shown.disagreed = 0;
    if (shown.bound || shown.agreed < needed || bound_.contains(partner->handle)) return;
    shown.bound = true;
    bound_[partner->handle] = number;
    touch(shown);
    return;
  }
  if (shown.bound && ++shown.disagreed < needed) return;
  touch(shown);
  if (shown.bound) bound_.erase(shown.partner.handle);
  shown.bound = false;
  shown.changed = true;
  shown.agreed = partner ? 1 : 0;
  shown.disagreed = 0;
  shown.partner = partner ? *partner : NamedKey{};
  shown.base = shown.details = nullptr;
}

std::vector<std::string> PlotFusion::sources_of(PlotTrack const& track, std::vector<std::string> const& names) const {
  std::vector<std::string> sources;
  for (std::size_t i = 0; i < track.sensors; ++i)
    sources.push_back(names[inbox_.sensors()[track.seen[i].sensor].source]);
  return united(std::move(sources), {});
}

state::TrackRecord PlotFusion::record_of(PlotTrack const& track, Shown const& shown,
                                         std::vector<std::string> const& names) const {
  auto const sources = sources_of(track, names);
  bool const on_road = track.guess == PlotClass::road_vehicle;
  if (!shown.details || shown.base || shown.details->sources != sources ||
      shown.details->road->length_m.has_value() != (on_road && track.length_m > 0)) {
    auto details = std::make_shared<state::TrackDetails>();
    details->entity = shown.name;
    details->sources = sources;
    if (on_road) details->road->vehicle_type = "unidentified";
    if (on_road && track.length_m > 0) details->road->length_m = track.length_m;
    if (on_road && track.width_m > 0) details->road->width_m = track.width_m;
    shown.base = nullptr;
    shown.details = std::move(details);
  }
  state::TrackMotion motion;
  motion.handle = shown.handle;
  motion.kind = state::Kind::unidentified;
  motion.life = track.coasting() ? state::Life::stale : state::Life::live;
  motion.provenance = shown.provenance;
  motion.t_obs = track.t;
  motion.t_rx = shown.t_rx;
  set_moments(motion, track.state);
  motion.last_nis = track.nis;
  motion.updates = track.updates;
  motion.newest_source = place_of(sources, names[inbox_.sensors()[track.seen[0].sensor].source]);
  return {motion, shown.details};
}

void PlotFusion::improve(state::TrackRecord& record, std::vector<std::string> const& names) const {
  auto const at_bound = bound_.find(record.motion.handle);
  if (at_bound == bound_.end() || !record.motion.has_position) return;
  Shown const& shown = shown_.at(at_bound->second);
  PlotTrack const& track = track_of(at_bound->second);
  state::TrackMotion& motion = record.motion;
  Instant const t = std::max(motion.t_obs, track.t);
  State const named = carried(motion, to_seconds(t - motion.t_obs), parameters_.of(motion.kind).turning_noise_m2ps3);
  auto const both = association::intersect(named, with_size(at(track, t), parameters_.plots.of(track.guess)));
  std::string const& newest = track.t > motion.t_obs ? names[inbox_.sensors()[track.seen[0].sensor].source]
                                                     : record.details->sources[motion.newest_source];
  auto const sources = united(record.details->sources, sources_of(track, names));
  if (shown.base != record.details || shown.details->sources != sources) {
    auto details = std::make_shared<state::TrackDetails>(*record.details);
    details->sources = sources;
    shown.base = record.details;
    shown.details = std::move(details);
  }
  set_moments(motion, both.state);
  motion.t_obs = t;
  motion.t_rx = std::max(motion.t_rx, shown.t_rx);
  motion.newest_source = place_of(sources, newest);
  record.details = shown.details;
}

std::vector<state::TrackRecord> PlotFusion::records(std::vector<std::string> const& names) const {
  std::vector<state::TrackRecord> records;
  for (auto const& [number, shown] : shown_)
    if (!shown.bound) records.push_back(record_of(track_of(number), shown, names));
  std::ranges::sort(records, {}, [](state::TrackRecord const& r) { return r.motion.handle; });
  return records;
}

void PlotFusion::take_changes(std::vector<state::TrackRecord>& changed, std::vector<std::uint32_t>& removed,
                              std::vector<std::string> const& names) {
  removed.insert(removed.end(), removed_.begin(), removed_.end());
  removed_.clear();
  for (auto& [number, shown] : shown_) {
    if (shown.bound && shown.published) removed.push_back(shown.handle);
    if (!shown.bound && (shown.changed || !shown.published))
      changed.push_back(record_of(track_of(number), shown, names));
    shown.published = !shown.bound;
    shown.changed = false;
  }
}

} // namespace dalian::fusion
