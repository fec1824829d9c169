#include "tools/bench/association_accuracy.hpp"

#include "tests/support/scene_score.hpp"
#include "twin/evaluation/consistency.hpp"
#include "twin/fusion/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <numbers>

namespace dalian::bench {
namespace {

using namespace dalian::association;
using test::PlotScene;

/// Each track in turn takes its nearest free detection in the gate.
std::vector<Link> nearest_first(std::span<Position const> tracks, std::span<Position const> detections) {
  std::vector<Link> links;
  std::vector<char> taken(detections.size(), 0);
  for (std::uint32_t t = 0; t < tracks.size(); ++t) {
    double best = kGateNis;
    std::uint32_t choice = kNobody;
    for (std::uint32_t d = 0; d < detections.size(); ++d)
      if (double const nis = separation(tracks[t], detections[d]).nis(); taken[d] == 0 && nis <= best) {
        best = nis;
        choice = d;
      }
    if (choice == kNobody) continue;
    taken[choice] = 1;
    links.push_back({t, choice, 1});
  }
  return links;
}

/// The same choice as the global nearest neighbour, by another method: all pairs, no gate grid, no clusters, and the
/// assignment by the Hungarian method on the full matrix (Kuhn 1955; potentials, O(n³)).
class FullAssignment {
 public:
  std::vector<Link> solve(std::span<Position const> tracks, std::span<Position const> detections,
                          SensorModel const& m) {
    std::size_t const n = tracks.size(), width = detections.size() + n; // each track has a "none" of its own
    double const pd = m.detection_probability;
    double const offset = 2 * std::log(2 * std::numbers::pi * m.foreign_density * (1 - pd * kGateProbability) / pd);
    std::vector<std::vector<double>> cost(n, std::vector<double>(width, 1e9));
    for (std::size_t t = 0; t < n; ++t) {
      for (std::size_t d = 0; d < detections.size(); ++d)
        if (Separation const s = separation(tracks[t], detections[d]); s.within(kGateNis))
          cost[t][d] = s.nis() + std::log(s.determinant) + offset;
      cost[t][detections.size() + t] = 0;
    }
    std::vector<Link> links;
    auto const column_of = hungarian(cost, width);
    for (std::uint32_t t = 0; t < n; ++t)
      if (column_of[t] < detections.size()) links.push_back({t, static_cast<std::uint32_t>(column_of[t]), 1});
    return links;
  }

 private:
  static std::vector<std::size_t> hungarian(std::vector<std::vector<double>> const& cost, std::size_t width) {
    std::size_t const n = cost.size();
    std::vector<double> u(n + 1, 0), v(width + 1, 0);
    std::vector<std::size_t> row_of(width + 1, 0), way(width + 1, 0); // rows and columns from 1; 0 = nobody
    for (std::size_t i = 1; i <= n; ++i) {
      row_of[0] = i;
      std::size_t j0 = 0;
      std::vector<double> least(width + 1, 1e18);
      std::vector<char> used(width + 1, 0);
      do {
        used[j0] = 1;
        double delta = 1e18;
        std::size_t j1 = 0;
        for (std::size_t j = 1; j <= width; ++j) {
          if (used[j] != 0) continue;
          double const reduced = cost[row_of[j0] - 1][j - 1] - u[row_of[j0]] - v[j];
          if (reduced < least[j]) least[j] = reduced, way[j] = j0;
          if (least[j] < delta) delta = least[j], j1 = j;
        }
        for (std::size_t j = 0; j <= width; ++j)
          if (used[j] != 0)
            u[row_of[j]] += delta, v[j] -= delta;
          else
            least[j] -= delta;
        j0 = j1;
      } while (row_of[j0] != 0);
      for (; j0 != 0; j0 = way[j0])
        row_of[j0] = row_of[way[j0]];
    }
    std::vector<std::size_t> column_of(n, width);
    for (std::size_t j = 1; j <= width; ++j)
      if (row_of[j] != 0) column_of[row_of[j] - 1] = j - 1;
    return column_of;
  }
};

struct Method {
  std::string name;
  bool single_model = false; // one constant-velocity filter instead of two modes
  std::function<Associate()> associate;
};

template <class Solve>
Associate keeping(Solve solve) {
  return [solve, links = std::vector<Link>()](auto tracks, auto detections, auto const& sensor) mutable {
    links = solve(tracks, detections, sensor);
    return std::span<Link const>(links);
  };
}

std::vector<Method> methods() {
  return {
      {"plain Kalman filter, nearest neighbour", true,
       [] { return keeping([](auto t, auto d, auto const&) { return nearest_first(t, d); }); }},
      {"two modes, full assignment", false,
       [] { return keeping([](auto t, auto d, auto const& s) { return FullAssignment().solve(t, d, s); }); }},
      {"two modes, global nearest neighbour", false,
       [] {
         auto const a = std::make_shared<Associator>(Ambiguity::nearest);
         return Associate([a](auto t, auto d, auto const& s) { return a->associate(t, d, s); });
       }},
      {"two modes, joint where ambiguous", false, [] { return Associate(); }},
  };
}

/// The one filter's noise: what both modes have on average, in the long run.
PlotParameters parameters_of(Method const& method) {
  PlotParameters p = dalian::fusion::tracker_parameters(dalian::fusion::default_parameters().plots);
  if (method.single_model)
    for (auto& c : p.classes) {
      auto& m = c.motion;
      m.quiet_noise_m2ps3 += m.manoeuvre_share * (m.manoeuvre_noise_m2ps3 - m.quiet_noise_m2ps3);
      m.manoeuvre_noise_m2ps3 = m.quiet_noise_m2ps3;
    }
  return p;
}

void print_row(Method const& method, test::SceneScore const& t, int runs) {
  auto const n = static_cast<double>(t.instants);
  fmt::print(
      "  {:<40} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>6.2f} {:>5.0f} % {:>8.3f}\n",
      method.name, t.gospa_m / n, std::sqrt(t.localisation_m2 / n), std::sqrt(t.missed_m2 / n),
      std::sqrt(t.false_m2 / n), t.ospa_m / n, std::sqrt(t.error_m2 / static_cast<double>(t.matched)),
      static_cast<double>(t.switches) / runs, static_cast<double>(t.fragments) / runs, t.mean_nees(),
      100 * t.share_in_band(), 1e3 * t.cpu_s / static_cast<double>(t.scans));
}

} // namespace

void print_association_accuracy(int runs) {
  fmt::print(
      "GOSPA, its parts (rms) and OSPA in m (cut-off 50 m ships, 5 m cars), rms error of the matched in m, identity "
      "switches and fragments per run, NEES (4 = consistent) and the share of instants at which its mean over the "
      "things lies in the 95 % band, CPU ms a scan; {} runs a scene\n",
      runs);
  for (PlotScene const& scene : test::all_scenes()) {
    auto const band = evaluation::nees_band(scene.movers.size() * static_cast<std::size_t>(runs), 4);
    fmt::print(
        "{}: {} things, {:.0f} s, {:.0f} % misses, {:.0f} % clutter; mean NEES of so many things in so many runs: "
        "95 % band {:.2f}…{:.2f}\n",
        scene.name, scene.movers.size(), scene.seconds, 100 * (1 - scene.detection_probability),
        100 * scene.clutter_share, band.low, band.high);
    fmt::print("  {:<40} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6} {:>7} {:>8}\n", "", "GOSPA", "local.",
               "missed", "false", "OSPA", "error", "switch", "fragm.", "NEES", "in band", "ms/scan");
    for (Method const& method : methods()) {
      test::SceneScore score;
      PlotParameters const parameters = parameters_of(method);
      for (int seed = 1; seed <= runs; ++seed)
        run_scene(scene, static_cast<std::uint64_t>(seed), PlotTracker(parameters, method.associate()), parameters,
                  score);
      print_row(method, score, runs);
    }
  }
}

} // namespace dalian::bench
