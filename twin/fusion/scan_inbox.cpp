#include "twin/fusion/scan_inbox.hpp"

#include <algorithm>

namespace dalian::fusion {

PlotSensor* ScanInbox::sensor(std::uint32_t source, std::string const& id, PlotSettings const& settings) {
  auto const at = numbers_.find({source, id});
  if (at != numbers_.end()) return &sensors_[at->second];
  if (sensors_.size() == kMostPlotSensors) return nullptr;
  numbers_.emplace(std::pair(source, id), static_cast<std::uint32_t>(sensors_.size()));
  PlotSensor& added = sensors_.emplace_back();
  added.source = source;
  added.id = id;
  added.view = unknown_view(settings);
  return &added;
}

void ScanInbox::close(PlotSensor& sensor, Whole const& whole) {
  sensor.is_open = false;
  sensor.has_done = true;
  sensor.done_scan = sensor.open_scan;
  sensor.done_t = sensor.open_t;
  whole(static_cast<std::uint32_t>(&sensor - sensors_.data()));
  sensor.plots.clear();
}

/// Of a scan that is done. A smaller number with a later time is a sensor that has begun to count again.
bool ScanInbox::is_past(PlotSensor const& sensor, AdmittedDetection const& d) const {
  return sensor.has_done && d.scan <= sensor.done_scan && (d.scan == sensor.done_scan || d.t <= sensor.done_t);
}

Outcome ScanInbox::take(Arrival const& arrival, Instant t_twin, Parameters const& parameters, Whole const& whole) {
  wire::Observation const& observation = *arrival.observation;
  AdmittedDetection detection;
  association::SensorView view;
  auto const reason = observation.has_coverage()
                          ? admit_coverage(observation, parameters.plots, view)
                          : admit_detection(observation, arrival.correction, t_twin, parameters, detection);
  if (reason) return *reason;
  PlotSensor* const from = sensor(arrival.source, observation.entity(), parameters.plots);
  if (!from) return Outcome::overfull;
  from->provenance = arrival.provenance;
  if (observation.has_coverage()) {
    from->view = view;
    return Outcome::used;
  }
  if (is_past(*from, detection)) return Outcome::too_late;
  if (from->is_open && detection.scan < from->open_scan && detection.t <= from->open_t) return Outcome::too_late;
  if (from->is_open && detection.scan != from->open_scan) close(*from, whole);
  if (!from->is_open) {
    from->is_open = true;
    from->open_scan = detection.scan;
    from->open_since = t_twin;
    oldest_open_ = std::min(oldest_open_, t_twin);
    from->open_t = detection.t;
  }
  Outcome outcome = Outcome::used;
  if (detection.has_plot && from->plots.size() < kMostPlots)
    from->plots.push_back(detection.plot);
  else if (detection.has_plot)
    outcome = Outcome::overfull;
  from->open_t = std::max(from->open_t, detection.t);
  from->t_rx = detection.t_rx;
  if (detection.last) close(*from, whole);
  return outcome;
}

void ScanInbox::pass_time(Instant t_twin, PlotSettings const& settings, Whole const& whole) {
  Instant const due = t_twin - from_seconds(settings.scan_wait_s);
  if (oldest_open_ > due) return;
  std::vector<std::uint32_t> overdue;
  oldest_open_ = Instant::max();
  for (std::uint32_t i = 0; i < sensors_.size(); ++i) {
    if (!sensors_[i].is_open) continue;
    if (sensors_[i].open_since <= due)
      overdue.push_back(i);
    else
      oldest_open_ = std::min(oldest_open_, sensors_[i].open_since);
  }
  std::ranges::stable_sort(overdue, {}, [this](std::uint32_t i) { return sensors_[i].open_since; });
  for (std::uint32_t const i : overdue)
    close(sensors_[i], whole);
}

bool ScanInbox::restore(std::vector<PlotSensor> sensors) {
  sensors_ = std::move(sensors);
  numbers_.clear();
  oldest_open_ = Instant::max();
  for (std::uint32_t i = 0; i < sensors_.size(); ++i) {
    if (!numbers_.emplace(std::pair(sensors_[i].source, sensors_[i].id), i).second) return false;
    if (sensors_[i].is_open) oldest_open_ = std::min(oldest_open_, sensors_[i].open_since);
  }
  return sensors_.size() <= kMostPlotSensors;
}

} // namespace dalian::fusion
