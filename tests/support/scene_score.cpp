#include "tests/support/scene_score.hpp"

#include "twin/evaluation/consistency.hpp"
#include "twin/evaluation/identity.hpp"
#include "twin/evaluation/set_distance.hpp"

#include <algorithm>
#include <ctime>

namespace dalian::test {
namespace {

using namespace association;

double cpu_s() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

Moments carried(PlotTrack const& track, double dt, PlotMotion const& motion) {
  PlotEstimate e = track.estimate;
  predict(e, std::max(0.0, dt), motion);
  return moments(e);
}

struct Seen { // at one instant
  std::vector<MapPoint> estimates, truth;
  std::vector<evaluation::Named> named_estimates, named_truth;
  std::vector<Moments> states;
  std::vector<TrueState> things;
};

class Run {
 public:
  Run(PlotScene const& scene, PlotTracker tracker, PlotParameters const& parameters, SceneScore& score)
      : scene_(scene), parameters_(parameters), tracker_(std::move(tracker)), score_(score),
        cutoff_m_(scene.kind == PlotClass::vessel ? 50 : 5), identity_(cutoff_m_) {}

  void go(std::uint64_t seed) {
    SceneRun const run(scene_, seed);
    for (SceneScan const& scan : run.scans()) {
      double const start = cpu_s();
      tracker_.take({scan.sensor, scan.t, scan.plots, scan.view});
      score_.cpu_s += cpu_s() - start;
      ++score_.scans;
      if (scan.sensor == 0 && scan.t_s > scene_.seconds / 10) compare(run, scan.t_s);
    }
    score_.switches += identity_.counts().switches;
    score_.fragments += identity_.counts().fragments;
  }

 private:
  bool is_watched(MapPoint p) const {
    return std::any_of(scene_.sensors.begin(), scene_.sensors.end(),
                       [&](auto const& sensor) { return sensor.coverage.contains(p); });
  }

  Seen look(SceneRun const& run, double t_s) const {
    Seen seen;
    for (PlotTrack const& track : tracker_.tracks()) {
      double const dt = t_s - to_seconds(track.t - kSceneStart);
      Moments const s = carried(track, dt, parameters_.of(track.guess).motion);
      MapPoint const p{s.mean[0], s.mean[1]};
      if (!track.confirmed || !is_watched(p)) continue;
      seen.states.push_back(s);
      seen.estimates.push_back(p);
      seen.named_estimates.push_back({track.number, p});
    }
    auto const things = run.truth_at(t_s);
    for (std::uint32_t i = 0; i < things.size(); ++i) {
      if (!is_watched(things[i].position)) continue;
      seen.truth.push_back(things[i].position);
      seen.things.push_back(things[i]);
      seen.named_truth.push_back({i, things[i].position});
    }
    return seen;
  }

  void compare(SceneRun const& run, double t_s) {
    Seen const seen = look(run, t_s);
    auto const g = evaluation::gospa(seen.estimates, seen.truth, cutoff_m_);
    score_.gospa_m += g.total_m();
    score_.localisation_m2 += g.localisation_m2;
    score_.missed_m2 += g.missed_m2();
    score_.false_m2 += g.spurious_m2();
    score_.ospa_m += evaluation::ospa_m(seen.estimates, seen.truth, cutoff_m_);
    ++score_.instants;
    identity_.add(seen.named_estimates, seen.named_truth);
    note_nees(seen);
  }

  void note_nees(Seen const& seen) {
    auto const matched = evaluation::match(seen.estimates, seen.truth, cutoff_m_);
    double sum = 0;
    for (auto const& m : matched) {
      Moments const& s = seen.states[m.estimate];
      TrueState const& x = seen.things[m.truth];
      std::array<double, 10> p{};
      for (int i = 0, k = 0; i < 4; ++i)
        for (int j = i; j < 4; ++j, ++k)
          p[static_cast<std::size_t>(k)] = s.covariance(i, j);
      sum += evaluation::nees({s.mean[0] - x.position.east_m, s.mean[1] - x.position.north_m,
                               s.mean[2] - x.velocity_east_mps, s.mean[3] - x.velocity_north_mps},
                              p);
      score_.error_m2 += m.distance_m * m.distance_m;
    }
    if (matched.empty()) return;
    auto const n = matched.size();
    score_.matched += n;
    score_.nees += sum;
    ++score_.means;
    score_.means_in_band += evaluation::nees_band(n, 4).contains(sum / static_cast<double>(n)) ? 1 : 0;
  }

  PlotScene const& scene_;
  PlotParameters const& parameters_;
  PlotTracker tracker_;
  SceneScore& score_;
  double cutoff_m_;
  evaluation::IdentityScore identity_;
};

} // namespace

void run_scene(PlotScene const& scene, std::uint64_t seed, PlotTracker tracker, PlotParameters const& parameters,
               SceneScore& score) {
  Run(scene, std::move(tracker), parameters, score).go(seed);
}

} // namespace dalian::test
