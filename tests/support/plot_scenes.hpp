#pragma once
// Seeded scenes for trackers: things that move on known ways, and sensors that see them with errors, misses and
// clutter. The same seed gives the same scene everywhere the standard library's generators are the same.
#include "twin/association/plot_tracker.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dalian::test {

/// A leg is a circle or a straight line at changing speed, never both.
struct Leg {
  double seconds = 0, turn_radps = 0, acceleration_mps2 = 0;
};

struct Mover {
  MapPoint start;
  double course_rad = 0, speed_mps = 0; // clockwise from grid north
  std::vector<Leg> legs;                // after the last: straight on
};

struct TrueState {
  MapPoint position;
  double velocity_east_mps = 0, velocity_north_mps = 0;
};

struct SceneSensor {
  double period_s = 1, phase_s = 0;
  double skew_s = 0;                           // its clock says this much more
  double range_sigma_m = 5, cross_sigma_m = 5; // along and across the line of sight
  association::Coverage coverage;
};

struct PlotScene {
  std::string name;
  association::PlotClass kind = association::PlotClass::vessel;
  double seconds = 0;
  double detection_probability = 0.9;
  double clutter_share = 0.1; // false plots per thing and scan, spread over the view
  double noise_m2ps3 = 0;     // density of a white acceleration on top of the legs: nothing moves by ruler and compass
  std::vector<Mover> movers;
  std::vector<SceneSensor> sensors;
};

inline Instant const kSceneStart = from_unix_ns(1'790'000'000'000'000'000);

struct SceneScan {
  std::uint32_t sensor = 0;
  double t_s = 0; // true time since the start
  Instant t{};    // as the sensor's clock has it
  std::vector<association::Plot> plots;
  association::SensorView view;
};

/// One draw of a scene: where everything is, and what the sensors see of it.
class SceneRun {
 public:
  SceneRun(PlotScene const& scene, std::uint64_t seed);

  /// At a multiple of kStep_s after the start.
  std::vector<TrueState> truth_at(double t_s) const;
  /// In order of true time.
  std::vector<SceneScan> const& scans() const { return scans_; }

  static constexpr double kStep_s = 0.1;

 private:
  PlotScene scene_;
  std::vector<std::vector<TrueState>> truth_; // by step, by mover
  std::vector<SceneScan> scans_;
};

// Each with 10 % misses and 10 % clutter.
PlotScene crossing_ships();    // pairs that cross at 20° with 30 m between them
PlotScene manoeuvring_ships(); // turns of 20°/min, stops and starts
PlotScene crowded_cars();      // an open junction seen by one camera, 10 Hz
PlotScene two_radars_skewed(); // one clock 0.3 s wrong, unlike rates and places
std::vector<PlotScene> all_scenes();

} // namespace dalian::test
