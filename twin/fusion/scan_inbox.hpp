#pragma once
// Detections gathered into scans: the sensors in the order of their first word, each with where it looks and the scan
// that is under way. A scan is whole when its last detection says so, when the sensor speaks of another, or a while
// after its first.
#include "twin/fusion/detections.hpp"
#include "twin/fusion/partition.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dalian::fusion {

struct PlotSensor {
  std::uint32_t source = 0; // who brings it, by its index
  std::string id;
  Provenance provenance = Provenance::unknown;
  association::SensorView view;
  bool has_done = false; // a scan …
  std::uint64_t done_scan = 0;
  Instant done_t{}; // … of this time
  bool is_open = false;
  std::uint64_t open_scan = 0;
  Instant open_since{};                 // twin time of its first detection
  Instant open_t{};                     // newest t_obs in it
  Instant t_rx{};                       // of the newest detection
  std::vector<association::Plot> plots; // of the open scan
};

/// More in one scan are counted and left out; more sensors too.
inline constexpr std::size_t kMostPlots = 200'000, kMostPlotSensors = 4096;

class ScanInbox {
 public:
  /// Called with each scan that is whole, by the sensor's number; its plots are gone afterwards.
  using Whole = std::function<void(std::uint32_t sensor)>;

  /// One detection or coverage.
  Outcome take(Arrival const& arrival, Instant t_twin, Parameters const& parameters, Whole const& whole);

  /// Scans whose end was lost, in the order in which they began.
  void pass_time(Instant t_twin, PlotSettings const& settings, Whole const& whole);

  std::vector<PlotSensor> const& sensors() const { return sensors_; }

  /// Takes over sensors that were saved; false when one is there twice.
  bool restore(std::vector<PlotSensor> sensors);

 private:
  /// Null: there are too many.
  PlotSensor* sensor(std::uint32_t source, std::string const& id, PlotSettings const& settings);
  void close(PlotSensor& sensor, Whole const& whole);
  bool is_past(PlotSensor const& sensor, AdmittedDetection const& detection) const;

  std::vector<PlotSensor> sensors_;
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> numbers_; // by source and id
  Instant oldest_open_ = Instant::max();                                   // no scan under way began before
};

} // namespace dalian::fusion
