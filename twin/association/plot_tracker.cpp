#include "twin/association/plot_tracker.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace dalian::association {
namespace {

/// A plot of which so much is accounted for begins no track of its own.
constexpr double kClaimed = 0.5;
/// A track that is less likely than this to have had its likeliest plot has missed.
constexpr double kLeastHit = 0.1;
/// Probabilities that differ by less say nothing about whose plot it is.
constexpr double kAlike = 0.15;

double seconds_after(Instant later, Instant earlier) {
  return std::max(0.0, to_seconds(later - earlier));
}

int hits_of_last(PlotTrack const& track, int scans) {
  return std::popcount(static_cast<unsigned>(track.hits) & ((1U << scans) - 1));
}

/// Is this sensor known to look where the track is? Only then is not seeing it a miss.
bool is_watched(PlotTrack const& track, Position const& at, Scan const& scan) {
  if (scan.view.has_coverage) return scan.view.coverage.contains(at.mean);
  auto const* const end = track.seen + track.sensors;
  return std::any_of(track.seen, end, [&](auto const& s) { return s.sensor == scan.sensor; });
}

void note_sensor(PlotTrack& track, std::uint32_t sensor, Instant t) {
  auto* const begin = track.seen;
  auto* at = std::find_if(begin, begin + track.sensors, [&](auto const& s) { return s.sensor == sensor; });
  if (at == begin + track.sensors) {
    if (track.sensors < PlotTrack::kMostSensors)
      ++track.sensors;
    else
      --at; // the one silent for longest
  }
  std::move_backward(begin, at, at + 1);
  *begin = {sensor, t};
}

void count_scan(PlotTrack& track, bool hit) {
  track.hits = static_cast<std::uint16_t>(track.hits << 1 | (hit ? 1 : 0));
  track.scans = static_cast<std::uint8_t>(std::min(track.scans + 1, 16));
  track.misses = hit ? 0 : static_cast<std::uint8_t>(std::min(track.misses + 1, 255));
}

} // namespace

ScanOutcome PlotTracker::take(Scan const& scan) {
  if (to_seconds(state_.newest_scan - scan.t) > parameters_.late_scan_s) return ScanOutcome::too_late;
  state_.newest_scan = std::max(state_.newest_scan, scan.t);
  state_.now = std::max(state_.now, scan.t);
  open_.resize(scan.plots.size());
  for (std::uint32_t i = 0; i < open_.size(); ++i)
    open_[i] = i;
  match(scan, true);
  match(scan, false);
  begin_tracks(scan);
  end_tracks();
  return ScanOutcome::used;
}

/// The plots that are still open against the confirmed tracks, or the tentative ones.
void PlotTracker::match(Scan const& scan, bool confirmed) {
  predict_positions(scan, confirmed);
  collect_positions(scan);
  SensorModel const& model = scan.view.model;
  auto const links =
      associate_ ? associate_(predicted_, positions_, model) : associator_.associate(predicted_, positions_, model);
  own(links);
  std::size_t begin = 0;
  for (std::uint32_t c = 0; c < candidates_.size(); ++c) {
    std::size_t end = begin;
    while (end < links.size() && links[end].track == c)
      ++end;
    settle(scan, c, links.subspan(begin, end - begin));
    begin = end;
  }
  std::size_t left = 0;
  for (std::size_t k = 0; k < open_.size(); ++k)
    if (candidate_of_[k] == kNobody && claimed_[k] < kClaimed) open_[left++] = open_[k];
  open_.resize(left);
}

void PlotTracker::predict_positions(Scan const& scan, bool confirmed) {
  candidates_.clear();
  predicted_.clear();
  for (std::uint32_t i = 0; i < state_.tracks.size(); ++i) {
    PlotTrack const& track = state_.tracks[i];
    if (track.confirmed != confirmed) continue;
    double const ahead = to_seconds(scan.t - track.t);
    Position const p = ahead < 0 ? position_of(track.state, -ahead)
                                 : position_ahead(track.estimate, track.state, ahead, motion_of(track));
    if (scan.view.has_coverage && !scan.view.coverage.contains(p.mean)) continue;
    candidates_.push_back(i);
    predicted_.push_back(p);
  }
}

void PlotTracker::collect_positions(Scan const& scan) {
  positions_.clear();
  for (std::uint32_t const i : open_)
    positions_.push_back(position_of_plot(scan.plots[i], seconds_after(scan.t, scan.plots[i].t)));
}

/// As measured, but no better than the thing is large; where it has moved since, at the speed of its class.
Position PlotTracker::position_of_plot(Plot const& plot, double lag_s) const {
  PlotClassParameters const& c = parameters_.of(plot.guess);
  double const size = c.least_plot_sigma_m * c.least_plot_sigma_m, moved = lag_s * c.motion.start_speed_sigma_mps;
  Position p = plot.position;
  p.ee = std::max(p.ee, size) + moved * moved;
  p.nn = std::max(p.nn, size) + moved * moved;
  return p;
}

/// A plot is owned by one track, the oldest of those that most probably have it: so of two tracks that follow one thing
/// only one is hit, always the same, and the other ends.
void PlotTracker::own(std::span<Link const> links) {
  plot_of_.assign(candidates_.size(), kNobody);
  candidate_of_.assign(open_.size(), kNobody);
  claimed_.assign(open_.size(), 0);
  soft_links_.clear();
  for (Link const& link : links) {
    claimed_[link.detection] += link.probability;
    if (link.probability >= 1) {
      plot_of_[link.track] = link.detection;
      candidate_of_[link.detection] = link.track;
    } else if (link.probability >= kLeastHit) {
      soft_links_.push_back(link);
    }
  }
  std::stable_sort(soft_links_.begin(), soft_links_.end(),
                   [](Link const& a, Link const& b) { return a.detection < b.detection; });
  for (std::size_t begin = 0, end = 0; begin < soft_links_.size(); begin = end) {
    while (end < soft_links_.size() && soft_links_[end].detection == soft_links_[begin].detection)
      ++end;
    own_one(std::span<Link const>(soft_links_).subspan(begin, end - begin));
  }
}

/// `links`: all of one plot, the oldest track first.
void PlotTracker::own_one(std::span<Link const> links) {
  double most = 0;
  for (Link const& link : links)
    if (plot_of_[link.track] == kNobody) most = std::max(most, link.probability);
  for (Link const& link : links) {
    if (plot_of_[link.track] != kNobody || link.probability < most - kAlike) continue;
    plot_of_[link.track] = link.detection;
    candidate_of_[link.detection] = link.track;
    return;
  }
}

void PlotTracker::settle(Scan const& scan, std::uint32_t candidate, std::span<Link const> links) {
  PlotTrack& track = state_.tracks[candidates_[candidate]];
  std::uint32_t const owned = plot_of_[candidate];
  bool const hit = owned != kNobody;
  if (hit || is_watched(track, predicted_[candidate], scan)) count_scan(track, hit);
  if (hit) {
    track.nis = static_cast<float>(separation(predicted_[candidate], positions_[owned]).nis());
    note_hit(scan, track, scan.plots[open_[owned]]);
  }
  if (!links.empty()) take_links(scan, track, links);
}

void PlotTracker::take_links(Scan const& scan, PlotTrack& track, std::span<Link const> links) {
  predict(track.estimate, seconds_after(scan.t, track.t), motion_of(track));
  track.t = std::max(track.t, scan.t);
  evidence_.clear();
  for (Link const& link : links) {
    Plot const& plot = scan.plots[open_[link.detection]];
    evidence_.push_back({position_of_plot(plot, 0), seconds_after(track.t, plot.t), link.probability});
  }
  update(track.estimate, evidence_);
  track.state = moments(track.estimate);
}

void PlotTracker::note_hit(Scan const& scan, PlotTrack& track, Plot const& plot) {
  ++track.updates;
  track.newest = std::max(track.newest, plot.t);
  note_sensor(track, scan.sensor, plot.t);
  if (plot.guess != PlotClass::unknown) track.guess = plot.guess;
  if (plot.length_m > 0) track.length_m = plot.length_m;
  if (plot.width_m > 0) track.width_m = plot.width_m;
}

void PlotTracker::begin_tracks(Scan const& scan) {
  for (std::uint32_t const i : open_) {
    Plot const& plot = scan.plots[i];
    PlotTrack& track = state_.tracks.emplace_back();
    track.number = ++state_.last_number;
    track.guess = plot.guess;
    track.t = plot.t;
    track.estimate = start(position_of_plot(plot, 0), motion_of(track));
    track.state = moments(track.estimate);
    count_scan(track, true);
    note_hit(scan, track, plot);
  }
}

/// Confirms and ends.
void PlotTracker::end_tracks() {
  for (PlotTrack& track : state_.tracks)
    if (hits_of_last(track, parameters_.confirm_scans) >= parameters_.confirm_hits) track.confirmed = true;
  std::erase_if(state_.tracks, [&](PlotTrack const& track) {
    bool const over = is_over(track);
    if (over && track.confirmed) ended_.push_back(track.number);
    return over;
  });
}

bool PlotTracker::is_over(PlotTrack const& track) const {
  PlotClassParameters const& c = parameters_.of(track.guess);
  double const silent = to_seconds(state_.now - track.newest);
  if (silent > c.coast_s) return true;
  if (!track.confirmed) {
    int const to_come = std::max(0, parameters_.confirm_scans - track.scans);
    return hits_of_last(track, parameters_.confirm_scans) + to_come < parameters_.confirm_hits;
  }
  if (track.misses == 0) return false;
  if (track.misses >= parameters_.end_misses) return true;
  Position const p = position_ahead(track.estimate, track.state, seconds_after(state_.now, track.t), c.motion);
  return std::max(p.ee, p.nn) > c.most_sigma_m * c.most_sigma_m;
}

void PlotTracker::advance(Instant t) {
  state_.now = std::max(state_.now, t);
  end_tracks();
}

std::vector<std::uint32_t> PlotTracker::take_ended() {
  std::vector<std::uint32_t> ended;
  ended.swap(ended_);
  std::sort(ended.begin(), ended.end());
  return ended;
}

} // namespace dalian::association
