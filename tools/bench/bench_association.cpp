// How long one scan of anonymous detections takes on one core: gate, clusters, nearest neighbour and joint
// probabilities, against the time that only sorting both lists by cell needs on this machine.
#include "tools/bench/association_accuracy.hpp"
#include "twin/association/plot_tracker.hpp"
#include "twin/fusion/parameters.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <vector>

namespace {

using namespace dalian::association;

double cpu_ms() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

struct Scene {
  std::vector<Position> tracks, detections;
  std::vector<std::uint32_t> track_of; // by detection; kNobody for clutter
};

struct Case {
  double spacing_m;     // mean distance between things
  double track_sigma_m; // of the prediction, per axis
  double plot_sigma_m;
};

/// Things at random places by `seed`; a tenth not detected, a tenth as many false detections, drawn by `scan`.
Scene make_scene(Case const& c, std::size_t n, std::uint64_t seed, std::uint64_t scan) {
  std::mt19937_64 places(seed), random(scan);
  double const extent = c.spacing_m * std::sqrt(static_cast<double>(n));
  std::uniform_real_distribution<double> place(0, extent), chance(0, 1);
  std::normal_distribution<double> normal;
  double const p = c.track_sigma_m * c.track_sigma_m, r = c.plot_sigma_m * c.plot_sigma_m;
  Scene scene;
  std::vector<std::pair<Position, std::uint32_t>> plots;
  for (std::uint32_t i = 0; i < n; ++i) {
    double const e = place(places), north = place(places);
    scene.tracks.push_back({{e + c.track_sigma_m * normal(random), north + c.track_sigma_m * normal(random)}, p, 0, p});
    if (chance(random) < 0.9)
      plots.push_back({{{e + c.plot_sigma_m * normal(random), north + c.plot_sigma_m * normal(random)}, r, 0, r}, i});
    if (chance(random) < 0.1) plots.push_back({{{place(random), place(random)}, r, 0, r}, kNobody});
  }
  std::shuffle(plots.begin(), plots.end(), random);
  for (auto const& [position, track] : plots) {
    scene.detections.push_back(position);
    scene.track_of.push_back(track);
  }
  return scene;
}

template <class Work>
double median_ms(int scans, Work&& work) {
  std::vector<double> times;
  for (int i = 0; i < scans; ++i) {
    double const start = cpu_ms();
    work();
    times.push_back(cpu_ms() - start);
  }
  std::nth_element(times.begin(), times.begin() + scans / 2, times.end());
  return times[static_cast<std::size_t>(scans / 2)];
}

void run(Case const& c, std::size_t n, int scans) {
  Scene const scene = make_scene(c, n, 1, 2);
  SensorModel const sensor{0.9, 0.1 / (c.spacing_m * c.spacing_m)};
  Associator associator;
  std::span<Link const> links;
  double const ms = median_ms(scans, [&] { links = associator.associate(scene.tracks, scene.detections, sensor); });
  CellOrder a, b;
  double const sort_ms = median_ms(scans, [&] {
    GridShape const shape = shape_over(scene.detections, c.spacing_m);
    a.sort(shape, scene.detections);
    b.sort(shape, scene.tracks);
  });
  double right = 0;
  for (Link const& link : links)
    if (scene.track_of[link.detection] == link.track) right += link.probability;
  auto const seen = std::count_if(scene.track_of.begin(), scene.track_of.end(), [](auto t) { return t != kNobody; });
  fmt::print(
      "{:>7} tracks {:>4.0f} m apart, σ {:.0f} m and {:.0f} m: {:>6.1f} ms a scan of {} detections; {} pairs in the "
      "gate, {} clusters by joint probabilities, {:.1f} % of the seen linked to their own; sorting by cell alone "
      "{:.1f} ms\n",
      n, c.spacing_m, c.track_sigma_m, c.plot_sigma_m, ms, scene.detections.size(), associator.pairs(),
      associator.joint_clusters(), 100 * right / static_cast<double>(seen), sort_ms);
}

/// The whole work of a scan: association, filters of two modes, life of the tracks; after all are confirmed.
void run_tracker(Case const& c, std::size_t n, int scans) {
  using dalian::from_seconds;
  dalian::Instant const start = dalian::from_unix_ns(1'790'000'000'000'000'000);
  SensorView const view{{0.9, 0.1 / (c.spacing_m * c.spacing_m)}, false, {}};
  PlotTracker tracker(dalian::fusion::tracker_parameters(dalian::fusion::default_parameters().plots));
  std::vector<double> times;
  for (int i = 0; i < 6 + scans; ++i) {
    dalian::Instant const t = start + from_seconds(2.5 * i);
    std::vector<Plot> plots;
    for (Position const& p : make_scene(c, n, 1, static_cast<std::uint64_t>(i) + 2).detections)
      plots.push_back({p, t, PlotClass::vessel, 0, 0});
    double const from = cpu_ms();
    tracker.take({0, t, plots, view});
    times.push_back(cpu_ms() - from);
  }
  times.erase(times.begin(), times.begin() + 6);
  std::nth_element(times.begin(), times.begin() + scans / 2, times.end());
  auto const confirmed =
      std::count_if(tracker.tracks().begin(), tracker.tracks().end(), [](auto const& t) { return t.confirmed; });
  fmt::print("{:>7} things {:>4.0f} m apart, σ {:.0f} m: {:>6.1f} ms a whole scan, with filters and life of {} "
             "confirmed and {} "
             "tentative tracks\n",
             n, c.spacing_m, c.plot_sigma_m, times[static_cast<std::size_t>(scans / 2)], confirmed,
             tracker.tracks().size() - static_cast<std::size_t>(confirmed));
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"CPU time to associate one scan of anonymous detections with predicted tracks, on one core."};
  std::vector<std::size_t> tracks{10'000, 100'000};
  int scans = 15;
  app.add_option("--tracks", tracks, "numbers of tracks")->capture_default_str();
  app.add_option("--scans", scans, "repetitions; the median counts")->check(CLI::Range(1, 1000))->capture_default_str();
  int runs = 0;
  app.add_option("--accuracy", runs, "instead: how good the tracks are on the seeded scenes, over so many runs")
      ->check(CLI::Range(1, 10'000));
  bool only_scans = false;
  app.add_flag("--association-only", only_scans, "leave out the whole tracker");
  app.set_version_flag("--version", "1");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  if (runs > 0) {
    dalian::bench::print_association_accuracy(runs);
    return 0;
  }
  for (std::size_t const n : tracks)
    for (Case const& c : {Case{60, 3, 2}, Case{60, 8, 5}, Case{500, 20, 15}})
      run(c, n, scans);
  if (only_scans) return 0;
  run_tracker({500, 20, 15}, tracks.back(), std::min(scans, 5));
  return 0;
}
