#include "twin/plan/pipe_sizes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace dalian::plan {

std::vector<double> flows_behind(StreetGraph const& graph, std::uint32_t root, std::vector<double> const& draw) {
  auto const away_m = walk_from(graph, {{root, 0}});
  std::vector<std::uint32_t> farthest_first(away_m.size());
  std::iota(farthest_first.begin(), farthest_first.end(), 0u);
  std::stable_sort(farthest_first.begin(), farthest_first.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return away_m[a] > away_m[b]; });
  auto behind = draw;
  std::vector<double> out(graph.links().size());
  for (std::uint32_t const node : farthest_first) {
    if (node == root || !std::isfinite(away_m[node])) continue;
    auto const other = [&](std::uint32_t l) {
      return graph.links()[l].from == node ? graph.links()[l].to : graph.links()[l].from;
    };
    auto const& at = graph.at(node);
    auto const way = *std::min_element(at.begin(), at.end(), [&](std::uint32_t a, std::uint32_t b) {
      return away_m[other(a)] + graph.links()[a].length_m() < away_m[other(b)] + graph.links()[b].length_m();
    });
    out[way] += behind[node];
    behind[other(way)] += behind[node];
  }
  return out;
}

double nominal_diameter_m(double flow_m3s, double velocity_mps) {
  constexpr std::array kNominal_m{0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8,
                                  0.9, 1.0,  1.1, 1.2,  1.4, 1.5,  1.6, 1.8,  2.0, 2.2, 2.4, 2.6};
  double const least = std::sqrt(4 * flow_m3s / (std::numbers::pi * velocity_mps));
  auto const it = std::lower_bound(kNominal_m.begin(), kNominal_m.end(), least);
  return it == kNominal_m.end() ? kNominal_m.back() : *it;
}

} // namespace dalian::plan
