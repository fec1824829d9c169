#pragma once
// Tracks of things without names, from the scans of any number of sensors: association, filter, birth (M of N),
// coasting and end. A pure function of the scans in the order given: no clock, no thread. Times are UTC.
#include "twin/association/associate.hpp"
#include "twin/association/plot_filter.hpp"
#include "twin/association/sensor_view.hpp"
#include "twin/base/time.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace dalian::association {

/// What the sensor takes it for; the classes differ in how they move.
enum class PlotClass : std::uint8_t { unknown, vessel, road_vehicle };
inline constexpr std::size_t kPlotClasses = 3;

struct Plot {
  Position position;
  Instant t{};
  PlotClass guess = PlotClass::unknown;
  float length_m = 0, width_m = 0; // 0 = not measured
};

/// What one sensor saw at practically one time: a camera's frame, a radar's turn or sector.
struct Scan {
  std::uint32_t sensor = 0; // the caller's number for it
  Instant t{};              // not before any of the plots
  std::span<Plot const> plots;
  SensorView const& view;
};

struct PlotClassParameters {
  PlotMotion motion;
  double coast_s = 0;            // a confirmed track ends after so long without a detection
  double most_sigma_m = 0;       // … or when its position is known worse than this
  double least_plot_sigma_m = 0; // a detection that claims to be better is taken as this: the size of the thing
};

struct PlotParameters {
  PlotClassParameters classes[kPlotClasses];
  int confirm_hits = 3, confirm_scans = 5; // a track is confirmed with M hits in its last N scans, N <= 16
  int end_misses = 5;                      // a confirmed track ends after so many misses in a row
  double late_scan_s = 3;                  // a scan older than the newest by more is not used
  PlotClassParameters const& of(PlotClass c) const { return classes[static_cast<std::size_t>(c)]; }
};

struct PlotTrack {
  static constexpr std::size_t kMostSensors = 4;
  struct Seen {
    std::uint32_t sensor = 0;
    Instant t{};
  };

  std::uint32_t number = 0; // from 1, never reused
  std::uint32_t updates = 0;
  Instant t{};      // of `estimate`
  Instant newest{}; // detection that it had
  PlotEstimate estimate;
  Moments state; // of the estimate
  PlotClass guess = PlotClass::unknown;
  std::uint16_t hits = 0;  // newest scan in the lowest bit
  std::uint8_t scans = 0;  // in view, up to 16
  std::uint8_t misses = 0; // in a row
  bool confirmed = false;
  std::uint8_t sensors = 0;                 // in use of `seen`
  Seen seen[kMostSensors];                  // newest first
  float length_m = 0, width_m = 0, nis = 0; // nis: of the newest detection, 2 degrees of freedom

  bool coasting() const { return misses > 0; }
};

enum class ScanOutcome : std::uint8_t { used, too_late };

/// Which plot is of which track; see Associator::associate, which is used unless another is given for comparison.
using Associate = std::function<std::span<Link const>(std::span<Position const> tracks,
                                                      std::span<Position const> detections, SensorModel const& sensor)>;

class PlotTracker {
 public:
  explicit PlotTracker(PlotParameters const& parameters, Associate associate = {})
      : parameters_(parameters), associate_(std::move(associate)) {}

  ScanOutcome take(Scan const& scan);
  /// Ends what has coasted for too long; time has come to `t`, with or without scans.
  void advance(Instant t);

  /// By ascending number, the tentative ones among them.
  std::span<PlotTrack const> tracks() const { return state_.tracks; }
  /// Numbers of confirmed tracks that have ended since the last call, ascending.
  std::vector<std::uint32_t> take_ended();

  /// All that matters for what comes.
  struct State {
    std::vector<PlotTrack> tracks; // by ascending number
    std::uint32_t last_number = 0;
    Instant newest_scan{}; // of all
    Instant now{};         // how far time has come
  };
  State const& state() const { return state_; }
  void restore(State state) { state_ = std::move(state); }

 private:
  void match(Scan const& scan, bool confirmed);
  void predict_positions(Scan const& scan, bool confirmed);
  void collect_positions(Scan const& scan);
  void own(std::span<Link const> links);
  void own_one(std::span<Link const> links);
  void settle(Scan const& scan, std::uint32_t candidate, std::span<Link const> links);
  void take_links(Scan const& scan, PlotTrack& track, std::span<Link const> links);
  void note_hit(Scan const& scan, PlotTrack& track, Plot const& plot);
  void begin_tracks(Scan const& scan);
  void end_tracks();
  bool is_over(PlotTrack const& track) const;
  Position position_of_plot(Plot const& plot, double lag_s) const;
  PlotMotion const& motion_of(PlotTrack const& track) const { return parameters_.of(track.guess).motion; }

  PlotParameters parameters_;
  State state_;
  std::vector<std::uint32_t> ended_;

  // Of the scan in hand. A candidate is a track, by its place in candidates_; a plot is named by its place in open_.
  Associator associator_;
  Associate associate_;
  std::vector<std::uint32_t> candidates_, open_;
  std::vector<Position> predicted_, positions_;
  std::vector<std::uint32_t> plot_of_, candidate_of_; // who owns whom
  std::vector<double> claimed_;                       // sum of the probabilities of a plot
  std::vector<Link> soft_links_;
  std::vector<Evidence> evidence_;
};

} // namespace dalian::association
