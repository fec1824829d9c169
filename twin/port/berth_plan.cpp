#include "twin/port/berth_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace dalian::port {
namespace {

constexpr double kSlack = 1e-9; // hours or metres that rounding may take

int most_cranes(Quay const& quay, Ship const& ship) {
  return ship.moves > 0 ? std::min(quay.cranes, ship.cranes) : 0;
}

bool at_once(Call const& call, double start_h, double end_h) {
  return call.start_h < end_h - kSlack && call.end_h > start_h + kSlack;
}

/// The calls of a plan in the making.
class Board {
 public:
  Board(Quay const& quay, std::vector<Ship> const& ships) : quay_(quay), ships_(ships) {}

  /// The way to leave first; of equal ones that with fewest cranes.
  Call best(std::size_t ship) const {
    Call best;
    best.end_h = std::numeric_limits<double>::infinity();
    int const most = most_cranes(quay_, ships_[ship]), least = ships_[ship].moves > 0 ? 1 : 0;
    for (int cranes = least; cranes <= most; ++cranes) {
      double const stay = stay_h(quay_, ships_[ship], cranes);
      if (ships_[ship].eta_h + stay >= best.end_h) continue; // not even without waiting
      Call const call = earliest(ship, cranes, stay, best.end_h);
      if (call.end_h < best.end_h) best = call;
    }
    return best;
  }
  void put(Call const& call) { calls_.push_back(call); }

 private:
  /// At the ship's arrival, or when another leaves.
  Call earliest(std::size_t ship, int cranes, double stay, double before_h) const {
    double const eta = ships_[ship].eta_h;
    std::vector<double> starts{eta};
    for (Call const& call : calls_)
      if (call.end_h > eta && call.end_h + stay < before_h) starts.push_back(call.end_h);
    std::sort(starts.begin(), starts.end());
    for (double const start : starts) {
      std::vector<Call const*> beside;
      for (Call const& call : calls_)
        if (at_once(call, start, start + stay)) beside.push_back(&call);
      if (!enough_cranes(beside, start, start + stay, cranes)) continue;
      if (auto const place = find_place(beside, ships_[ship].length_m))
        return {ship, start, start + stay, *place, cranes};
    }
    return {ship, 0, std::numeric_limits<double>::infinity(), 0, cranes};
  }

  /// Use changes only where a call begins.
  bool enough_cranes(std::vector<Call const*> const& beside, double start, double end, int more) const {
    if (more == 0) return true;
    auto const used_at = [&](double t) {
      int used = more;
      for (Call const* call : beside)
        if (call->start_h <= t + kSlack && call->end_h > t + kSlack) used += call->cranes;
      return used;
    };
    if (used_at(start) > quay_.cranes) return false;
    return std::none_of(beside.begin(), beside.end(), [&](Call const* call) {
      return call->start_h > start && call->start_h < end && used_at(call->start_h) > quay_.cranes;
    });
  }

  /// The lowest place; at the quay's end or behind another ship.
  std::optional<double> find_place(std::vector<Call const*>& beside, double length) const {
    std::sort(beside.begin(), beside.end(), [](Call const* a, Call const* b) { return a->at_m < b->at_m; });
    double at = 0;
    for (Call const* call : beside) {
      if (at + length + quay_.gap_m <= call->at_m + kSlack) break;
      at = std::max(at, call->at_m + ships_[call->ship].length_m + quay_.gap_m);
    }
    if (at + length > quay_.length_m + kSlack) return std::nullopt;
    return at;
  }

  Quay const& quay_;
  std::vector<Ship> const& ships_;
  std::vector<Call> calls_;
};

} // namespace

double stay_h(Quay const& quay, Ship const& ship, int cranes) {
  if (ship.moves <= 0) return quay.berthing_h;
  assert(cranes >= 1);
  return quay.berthing_h + ship.moves / (quay.moves_per_h * std::pow(cranes, quay.interference));
}

std::optional<std::string> refusal(Quay const& quay, Ship const& ship) {
  if (ship.length_m > quay.length_m)
    return fmt::format("is {:.0f} m long, the quay {:.0f} m: take another quay", ship.length_m, quay.length_m);
  if (quay.depth_m > 0 && ship.draught_m + quay.under_keel_m > quay.depth_m && ship.draught_m > 0)
    return fmt::format("needs {:.1f} m of water with {:.1f} m under its keel, the quay has {:.1f} m: lighten it or "
                       "dredge",
                       ship.draught_m + quay.under_keel_m, quay.under_keel_m, quay.depth_m);
  if (ship.moves > 0 && (quay.cranes < 1 || !(quay.moves_per_h > 0) || ship.cranes < 1))
    return "has boxes to move, but no crane that moves any: give the quay cranes with moves_h";
  return std::nullopt;
}

std::vector<std::size_t> first_come(std::vector<Ship> const& ships) {
  std::vector<std::size_t> order(ships.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ships[a].eta_h < ships[b].eta_h; });
  return order;
}

Plan plan_in_order(Quay const& quay, std::vector<Ship> const& ships, std::vector<std::size_t> const& order) {
  assert(order.size() == ships.size());
  Board board(quay, ships);
  Plan plan;
  for (std::size_t const i : order) {
    if (refusal(quay, ships[i])) {
      plan.refused.push_back(i);
      continue;
    }
    Call const call = board.best(i);
    board.put(call);
    plan.calls.push_back(call);
    plan.wait_h += call.start_h - ships[i].eta_h;
    plan.stay_h += call.end_h - call.start_h;
    plan.cost_h += ships[i].weight * (call.end_h - ships[i].eta_h);
    plan.end_h = std::max(plan.end_h, call.end_h);
  }
  std::sort(plan.refused.begin(), plan.refused.end());
  std::sort(plan.calls.begin(), plan.calls.end(), [](Call const& a, Call const& b) { return a.ship < b.ship; });
  return plan;
}

std::optional<std::string> find_conflict(Quay const& quay, std::vector<Ship> const& ships, Plan const& plan) {
  auto const name = [&](Call const& call) { return ships[call.ship].name; };
  for (Call const& a : plan.calls) {
    Ship const& ship = ships[a.ship];
    if (a.start_h < ship.eta_h - kSlack) return name(a) + " is at berth before it arrives";
    if (a.at_m < -kSlack || a.at_m + ship.length_m > quay.length_m + kSlack) return name(a) + " lies beyond the quay";
    if (a.end_h < a.start_h + stay_h(quay, ship, a.cranes) - kSlack) return name(a) + " leaves before it is done";
    if (a.cranes > std::max(ship.cranes, 0) && ship.moves > 0) return name(a) + " has more cranes than it can take";
    int used = 0;
    for (Call const& b : plan.calls) {
      if (b.start_h <= a.start_h + kSlack && b.end_h > a.start_h + kSlack) used += b.cranes;
      if (&a == &b || !at_once(b, a.start_h, a.end_h)) continue;
      if (a.at_m <= b.at_m && a.at_m + ship.length_m + quay.gap_m > b.at_m + kSlack)
        return name(a) + " lies too near to " + name(b);
    }
    if (used > quay.cranes) return fmt::format("{} cranes work when {} begins", used, name(a));
  }
  return std::nullopt;
}

double bound_h(Quay const& quay, std::vector<Ship> const& ships) {
  double sum = 0;
  for (Ship const& ship : ships)
    if (!refusal(quay, ship)) sum += ship.weight * stay_h(quay, ship, most_cranes(quay, ship));
  return sum;
}

} // namespace dalian::port
