#include "twin/evaluation/set_distance.hpp"

#include "twin/association/assignment.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace dalian::evaluation {
namespace {

std::vector<std::uint32_t> by_east(std::span<MapPoint const> points) {
  std::vector<std::uint32_t> order(points.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return points[a].east_m < points[b].east_m; });
  return order;
}

struct Pairs {
  std::vector<std::uint32_t> row_begin{0}, column;
  std::vector<double> cost;
};

/// Being matched at distance d saves cutoff² − d² against leaving both sides without partner.
Pairs near_pairs(std::span<MapPoint const> estimates, std::span<MapPoint const> truth, double cutoff_m) {
  auto const order = by_east(truth);
  Pairs pairs;
  for (MapPoint const& e : estimates) {
    auto at = std::lower_bound(order.begin(), order.end(), e.east_m - cutoff_m,
                               [&](std::uint32_t i, double east) { return truth[i].east_m < east; });
    for (; at != order.end() && truth[*at].east_m < e.east_m + cutoff_m; ++at) {
      double const d = distance_m(e, truth[*at]);
      if (d >= cutoff_m) continue;
      pairs.column.push_back(*at);
      pairs.cost.push_back(d * d - cutoff_m * cutoff_m);
    }
    pairs.row_begin.push_back(static_cast<std::uint32_t>(pairs.column.size()));
  }
  return pairs;
}

} // namespace

std::vector<Matched> match(std::span<MapPoint const> estimates, std::span<MapPoint const> truth, double cutoff_m) {
  assert(cutoff_m > 0);
  Pairs const pairs = near_pairs(estimates, truth, cutoff_m);
  association::AssignmentSolver solver;
  auto const truth_of =
      solver.solve({pairs.row_begin, pairs.column, pairs.cost, static_cast<std::uint32_t>(truth.size())});
  std::vector<Matched> matched;
  for (std::uint32_t i = 0; i < estimates.size(); ++i)
    if (truth_of[i] != association::kNobody)
      matched.push_back({i, truth_of[i], distance_m(estimates[i], truth[truth_of[i]])});
  return matched;
}

double Gospa::total_m() const {
  return std::sqrt(total_m2());
}

Gospa gospa(std::span<MapPoint const> estimates, std::span<MapPoint const> truth, double cutoff_m) {
  Gospa result;
  result.cutoff_m = cutoff_m;
  for (Matched const& m : match(estimates, truth, cutoff_m)) {
    result.localisation_m2 += m.distance_m * m.distance_m;
    ++result.matched;
  }
  result.missed = truth.size() - result.matched;
  result.spurious = estimates.size() - result.matched;
  return result;
}

double ospa_m(std::span<MapPoint const> estimates, std::span<MapPoint const> truth, double cutoff_m) {
  std::size_t const larger = std::max(estimates.size(), truth.size());
  if (larger == 0) return 0;
  Gospa const g = gospa(estimates, truth, cutoff_m);
  double const without = cutoff_m * cutoff_m * static_cast<double>(larger - g.matched);
  return std::sqrt((g.localisation_m2 + without) / static_cast<double>(larger));
}

} // namespace dalian::evaluation
