#include "twin/port/berth_plan.hpp"
#include "twin/port/draws.hpp"

#include <algorithm>

namespace dalian::port {
namespace {

/// One ship moved to another place of the sequence.
std::vector<std::size_t> moved(std::vector<std::size_t> order, std::size_t from, std::size_t to) {
  auto const first = order.begin() + static_cast<std::ptrdiff_t>(std::min(from, to)),
             last = order.begin() + static_cast<std::ptrdiff_t>(std::max(from, to)) + 1;
  std::rotate(first, from < to ? first + 1 : last - 1, last);
  return order;
}

} // namespace

/// Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983); the temperature falls evenly from what a ship waits on
/// average in the first plan to nothing.
Plan search_plan(Quay const& quay, std::vector<Ship> const& ships, SearchOptions const& options) {
  auto order = first_come(ships);
  Plan best = plan_in_order(quay, ships, order);
  auto const n = static_cast<double>(order.size());
  double const bound = bound_h(quay, ships), warmest = n > 0 ? (best.cost_h - bound) / n : 0;
  double here = best.cost_h;
  for (int round = 0; round < options.rounds && order.size() > 1; ++round) {
    if (best.cost_h <= bound * (1 + 1e-12)) break; // nothing waits
    auto const draw = static_cast<std::uint64_t>(round) * 3;
    auto const from = static_cast<std::size_t>(uniform(options.seed, draw) * n),
               to = static_cast<std::size_t>(uniform(options.seed, draw + 1) * n);
    if (from == to) continue;
    auto next = moved(order, from, to);
    Plan plan = plan_in_order(quay, ships, next);
    double const warmth = warmest * (1 - static_cast<double>(round) / options.rounds);
    if (plan.cost_h > here + warmth * exponential(options.seed, draw + 2)) continue;
    here = plan.cost_h;
    order = std::move(next);
    if (here < best.cost_h) best = std::move(plan);
  }
  return best;
}

} // namespace dalian::port
