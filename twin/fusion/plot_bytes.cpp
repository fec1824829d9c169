// What PlotFusion keeps, as bytes and back.
#include "twin/fusion/plot_fusion.hpp"
#include "twin/wire/codec.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace dalian::fusion {
namespace {

using association::Moments;
using association::Plot;
using association::PlotClass;
using association::PlotTrack;
using association::Position;

template <class Bytes, class P>
void position(Bytes& bytes, P& p) {
  bytes(p.mean.east_m, p.mean.north_m, p.ee, p.en, p.nn);
}

template <class Bytes, class P>
void plot(Bytes& bytes, P& p) {
  position(bytes, p.position);
  bytes(p.t, p.guess, p.length_m, p.width_m);
}

template <class Bytes, class V>
void view(Bytes& bytes, V& v) {
  bytes(v.model.detection_probability, v.model.foreign_density, v.has_coverage);
  bytes(v.coverage.place.east_m, v.coverage.place.north_m, v.coverage.range_m, v.coverage.from_rad,
        v.coverage.width_rad);
}

template <class Bytes, class S>
void sensor(Bytes& bytes, S& s) {
  bytes(s.source, s.id, s.provenance, s.has_done, s.done_scan, s.done_t, s.is_open, s.open_scan, s.open_since, s.open_t,
        s.t_rx);
  view(bytes, s.view);
}

template <class Bytes, class M>
void moments_of(Bytes& bytes, M& m) {
  for (int i = 0; i < 4; ++i)
    bytes(m.mean[i]);
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j)
      bytes(m.covariance(i, j));
}

template <class Bytes, class T>
void track(Bytes& bytes, T& t) {
  bytes(t.number, t.updates, t.t, t.newest, t.guess, t.hits, t.scans, t.misses, t.confirmed, t.sensors, t.length_m,
        t.width_m, t.nis);
  for (auto& seen : t.seen)
    bytes(seen.sensor, seen.t);
  for (auto& mode : t.estimate.modes) {
    bytes(mode.probability);
    moments_of(bytes, mode.state);
  }
}

/// As the wire has it: a prediction over more would not stay finite.
bool is_time(Instant t) {
  return to_unix_ns(t) >= 0 && to_unix_ns(t) < wire::kMaxUnixNs;
}

bool is_sound(Position const& p) {
  bool const finite = std::isfinite(p.mean.east_m) && std::isfinite(p.mean.north_m) && p.ee < 1e12 && p.nn < 1e12;
  return finite && p.ee > 1e-9 && p.nn > 1e-9 && p.ee * p.nn > p.en * p.en;
}

bool is_sound(Plot const& p) {
  return is_sound(p.position) && is_time(p.t) && p.guess <= PlotClass::road_vehicle;
}

bool is_sound(PlotSensor const& s, std::size_t sources) {
  auto const& m = s.view.model;
  bool const model = m.detection_probability > 0 && m.detection_probability < 1 && m.foreign_density > 0;
  return s.source < sources && model && is_time(s.done_t) && is_time(s.open_since) && is_time(s.open_t);
}

bool is_sound(Moments const& m) {
  return m.mean.allFinite() && m.mean.cwiseAbs().maxCoeff() < 1e9 && m.covariance.allFinite() &&
         m.covariance.cwiseAbs().maxCoeff() < 1e15 && m.covariance.llt().info() == Eigen::Success;
}

bool is_sound(PlotTrack const& t, std::size_t sensors) {
  double sum = 0;
  for (auto const& mode : t.estimate.modes) {
    if (!(mode.probability >= 0) || !is_sound(mode.state)) return false;
    sum += mode.probability;
  }
  bool const places = t.sensors >= 1 && t.sensors <= PlotTrack::kMostSensors &&
                      std::all_of(t.seen, t.seen + t.sensors, [&](auto const& s) { return s.sensor < sensors; });
  return places && std::abs(sum - 1) < 1e-6 && is_time(t.t) && is_time(t.newest) && t.guess <= PlotClass::road_vehicle;
}

} // namespace

void PlotFusion::save(ByteWriter& out) const {
  out(static_cast<std::uint32_t>(inbox_.sensors().size()));
  for (PlotSensor const& s : inbox_.sensors()) {
    sensor(out, s);
    out(static_cast<std::uint32_t>(s.plots.size()));
    for (Plot const& p : s.plots)
      plot(out, p);
  }
  auto const& state = tracker_.state();
  out(state.last_number, state.newest_scan, state.now, static_cast<std::uint32_t>(state.tracks.size()));
  for (PlotTrack const& t : state.tracks)
    track(out, t);
  out(created_, static_cast<std::uint32_t>(shown_.size()));
  for (auto const& [number, s] : shown_)
    out(number, s.handle, s.name, s.updates, s.misses, s.provenance, s.t_rx, s.partner.handle, s.partner.hash, s.agreed,
        s.disagreed, s.bound);
}

bool PlotFusion::load(ByteReader& in, std::size_t sources) {
  std::uint32_t count = 0;
  in(count);
  std::vector<PlotSensor> sensors;
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    PlotSensor& s = sensors.emplace_back();
    std::uint32_t plots = 0;
    sensor(in, s);
    in(plots);
    if (!in.ok() || !is_sound(s, sources) || plots > kMostPlots) return false;
    for (std::uint32_t k = 0; k < plots && in.ok(); ++k) {
      plot(in, s.plots.emplace_back());
      if (!in.ok() || !is_sound(s.plots.back())) return false;
    }
  }
  std::size_t const known = sensors.size();
  if (!in.ok() || !inbox_.restore(std::move(sensors))) return false;
  association::PlotTracker::State state;
  in(state.last_number, state.newest_scan, state.now, count);
  if (!is_time(state.newest_scan) || !is_time(state.now)) return false;
  for (std::uint32_t i = 0, last = 0; i < count && in.ok(); ++i) {
    PlotTrack& t = state.tracks.emplace_back();
    track(in, t);
    if (!in.ok() || !is_sound(t, known) || t.number <= last || t.number > state.last_number) return false;
    last = t.number;
    t.state = moments(t.estimate);
  }
  tracker_.restore(std::move(state));
  return in.ok() && load_shown(in);
}

bool PlotFusion::load_shown(ByteReader& in) {
  std::uint32_t count = 0;
  in(created_, count);
  std::size_t confirmed = 0;
  for (PlotTrack const& t : tracker_.tracks())
    confirmed += t.confirmed ? 1 : 0;
  for (std::uint32_t i = 0, last = 0; i < count && in.ok(); ++i) {
    std::uint32_t number = 0;
    Shown s;
    in(number, s.handle, s.name, s.updates, s.misses, s.provenance, s.t_rx, s.partner.handle, s.partner.hash, s.agreed,
       s.disagreed, s.bound);
    auto const tracks = tracker_.tracks();
    auto const at = std::ranges::lower_bound(tracks, number, {}, &PlotTrack::number);
    bool const mine = s.handle % kHandleStride == kPartitions && s.handle / kHandleStride <= created_;
    if (!in.ok() || number <= last || at == tracks.end() || at->number != number || !at->confirmed || !mine)
      return false;
    if (s.bound && !bound_.emplace(s.partner.handle, number).second) return false;
    last = number;
    shown_.emplace(number, std::move(s));
  }
  return in.ok() && shown_.size() == confirmed;
}

} // namespace dalian::fusion
