#include "twin/gas/flow.hpp"

#include "twin/sparse/lu.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::gas {
namespace {

constexpr int kMostTrials = 60, kMostStates = 20;
constexpr double kDone = 1e-11;      // largest step of scaled potentials and flows
constexpr double kLeastSlope = 1e-9; // of a still pipe
constexpr double kSame = 1e-9;       // of scaled figures: when states change

/// Unknowns: scaled potentials of nodes, then scaled flows of links. One equation for each.
class Solver {
 public:
  explicit Solver(Network const& network) : net_(network), nodes_(network.nodes.size()), links_(network.links.size()) {
    find_reached();
    scale();
    make_pattern();
  }

  Flow run() {
    Flow out;
    x_.assign(nodes_, 1);
    x_.resize(nodes_ + links_, 1 / std::sqrt(static_cast<double>(std::max<std::size_t>(links_, 1))));
    for (std::uint32_t k = 0; k < links_; ++k)
      state_.push_back(net_.links[k].kind == LinkKind::regulator ? LinkState::active : LinkState::open);
    for (int round = 0; round < kMostStates; ++round) {
      bool const found = newton(out.trials);
      bool const changed = found && change_states();
      out.converged = found && !changed;
      if (!changed) break;
    }
    fill(out);
    return out;
  }

 private:
  double& flow(std::size_t k) { return x_[nodes_ + k]; }
  bool is_part(std::uint32_t k) const { return reached_[net_.links[k].from] != 0; }

  void find_reached() {
    std::vector<std::vector<std::uint32_t>> beside(nodes_);
    for (Link const& link : net_.links) {
      assert(link.from < nodes_ && link.to < nodes_ && link.from != link.to);
      beside[link.from].push_back(link.to);
      beside[link.to].push_back(link.from);
    }
    reached_.assign(nodes_, 0);
    std::vector<std::uint32_t> open;
    auto const reach = [&](std::uint32_t n) {
      if (reached_[n] == 0) reached_[n] = 1, open.push_back(n);
    };
    for (std::uint32_t n = 0; n < nodes_; ++n)
      if (net_.nodes[n].holds_pressure) reach(n);
    while (!open.empty()) {
      std::uint32_t const n = open.back();
      open.pop_back();
      for (std::uint32_t const other : beside[n])
        reach(other);
    }
  }

  void scale() {
    double drawn = 0;
    for (std::size_t n = 0; n < nodes_; ++n) {
      Node const& node = net_.nodes[n];
      if (node.holds_pressure) top_ = std::max(top_, potential(net_.gas, node.pressure_pa));
      if (!node.holds_pressure && reached_[n]) drawn += std::abs(node.withdrawal_kg_s);
    }
    if (!(top_ > 0)) top_ = 1;
    unit_kg_s_ = drawn > 0 ? drawn : 1;
    for (Link const& link : net_.links) {
      double const area = std::numbers::pi / 4 * link.diameter_m * link.diameter_m;
      bool const pipe = link.kind == LinkKind::pipe;
      assert(!pipe || (link.length_m > 0 && link.diameter_m > 0 && link.friction > 0));
      double const k =
          pipe ? link.friction * link.length_m * net_.gas.speed2() / (2 * link.diameter_m * area * area) : 0;
      loss_.push_back(k * unit_kg_s_ * unit_kg_s_ / top_);
    }
  }

  /// For a node its own potential and the flows at it; for a link the potentials of its ends and its flow.
  void make_pattern() {
    std::vector<sparse::Place> places;
    for (std::size_t i = 0; i < nodes_ + links_; ++i)
      places.push_back({static_cast<int>(i), static_cast<int>(i)});
    for (std::size_t k = 0; k < links_; ++k) {
      int const f = static_cast<int>(nodes_ + k), from = static_cast<int>(net_.links[k].from),
                to = static_cast<int>(net_.links[k].to);
      places.insert(places.end(), {{from, f}, {to, f}, {f, from}, {f, to}});
    }
    auto pattern = sparse::make_pattern(static_cast<int>(nodes_ + links_), places, &position_);
    values_.resize(static_cast<std::size_t>(pattern.entries()));
    lu_.emplace_back(std::move(pattern));
  }
  double& diagonal(std::size_t i) { return values_[static_cast<std::size_t>(position_[i])]; }
  /// which: 0 balance of from, 1 balance of to, 2 equation by potential of from, 3 by that of to.
  double& entry(std::size_t k, std::size_t which) {
    return values_[static_cast<std::size_t>(position_[nodes_ + links_ + 4 * k + which])];
  }

  double scaled_potential(double pa) const { return potential(net_.gas, pa) / top_; }
  double scaled_pressure(double x) const { return pressure_of(net_.gas, x * top_); }

  /// Equation of a link at x_: its residual, and its slopes by both potentials and by its flow.
  struct Equation {
    double residual, by_from, by_to, by_flow;
  };
  Equation equation(std::uint32_t k) {
    Link const& link = net_.links[k];
    double const f = flow(k), from = x_[link.from], to = x_[link.to];
    if (!is_part(k) || state_[k] == LinkState::shut) return {f, 0, 0, 1};
    if (link.kind == LinkKind::pipe)
      return {from - to - loss_[k] * f * std::abs(f), 1, -1, -std::max(2 * loss_[k] * std::abs(f), kLeastSlope)};
    if (link.kind == LinkKind::regulator)
      return state_[k] == LinkState::active ? Equation{to - scaled_potential(link.outlet_pa), 0, 1, 0}
                                            : Equation{from - to, 1, -1, 0};
    double const p = std::max(scaled_pressure(from), 1.0), q = link.ratio * p; // by which the potential rises: p/Z
    double const slope = link.ratio * q * (net_.gas.b1 + net_.gas.b2 * q) / (p * (net_.gas.b1 + net_.gas.b2 * p));
    return {to - scaled_potential(link.ratio * scaled_pressure(from)), -slope, 1, 0};
  }

  /// -residuals into `right_`, slopes into values_; the largest residual of nodes and links.
  void assemble() {
    std::fill(values_.begin(), values_.end(), 0.0);
    right_.assign(nodes_ + links_, 0);
    for (std::size_t n = 0; n < nodes_; ++n) {
      Node const& node = net_.nodes[n];
      bool const given = node.holds_pressure || !reached_[n];
      double const level = node.holds_pressure ? scaled_potential(node.pressure_pa) : 0;
      if (given)
        diagonal(n) = 1, right_[n] = level - x_[n];
      else
        right_[n] = node.withdrawal_kg_s / unit_kg_s_;
    }
    for (std::uint32_t k = 0; k < links_; ++k) {
      Link const& link = net_.links[k];
      Equation const e = equation(k);
      diagonal(nodes_ + k) = e.by_flow;
      entry(k, 2) = e.by_from, entry(k, 3) = e.by_to;
      right_[nodes_ + k] = -e.residual;
      if (!net_.nodes[link.from].holds_pressure && is_part(k)) entry(k, 0) = -1, right_[link.from] += flow(k);
      if (!net_.nodes[link.to].holds_pressure && is_part(k)) entry(k, 1) = 1, right_[link.to] -= flow(k);
    }
  }

  bool newton(int& trials) {
    for (int i = 0; i < kMostTrials; ++i) {
      assemble();
      ++trials;
      if (lu_[0].factor(values_)) return false;
      lu_[0].solve(right_);
      double step = 0;
      for (std::size_t u = 0; u < x_.size(); ++u) {
        x_[u] += right_[u];
        step = std::max(step, std::abs(right_[u]));
      }
      if (!std::isfinite(step)) return false;
      if (step <= kDone) return true;
    }
    return false;
  }

  /// Nothing flows back through a compressor or regulator; a regulator without enough before it stands open.
  bool change_states() {
    bool changed = false;
    for (std::uint32_t k = 0; k < links_; ++k) {
      Link const& link = net_.links[k];
      if (link.kind == LinkKind::pipe || !is_part(k)) continue;
      double const from = x_[link.from], to = x_[link.to];
      LinkState now = state_[k];
      if (link.kind == LinkKind::compressor) {
        if (now == LinkState::open && flow(k) < -kSame) now = LinkState::shut;
      } else {
        double const held = scaled_potential(link.outlet_pa);
        if (now != LinkState::shut && flow(k) < -kSame)
          now = LinkState::shut;
        else if (now == LinkState::active && from < held - kSame)
          now = LinkState::open;
        else if (now == LinkState::open && to > held + kSame)
          now = LinkState::active;
      }
      if (now != state_[k]) state_[k] = now, changed = true;
    }
    return changed;
  }

  void fill(Flow& out) {
    out.state = state_;
    out.supply_kg_s.assign(nodes_, 0);
    std::vector<double> balance(nodes_, 0);
    for (std::uint32_t k = 0; k < links_; ++k) {
      out.flow_kg_s.push_back(is_part(k) ? flow(k) * unit_kg_s_ : 0);
      balance[net_.links[k].from] -= out.flow_kg_s[k];
      balance[net_.links[k].to] += out.flow_kg_s[k];
      out.potential = std::max(out.potential, std::abs(equation(k).residual));
    }
    for (std::size_t n = 0; n < nodes_; ++n) {
      Node const& node = net_.nodes[n];
      out.pressure_pa.push_back(node.holds_pressure ? node.pressure_pa
                                : reached_[n]       ? scaled_pressure(x_[n])
                                                    : std::nan(""));
      if (node.holds_pressure)
        out.supply_kg_s[n] = -balance[n];
      else if (reached_[n])
        out.mass_kg_s = std::max(out.mass_kg_s, std::abs(balance[n] - node.withdrawal_kg_s));
      else
        out.unserved_kg_s += std::max(node.withdrawal_kg_s, 0.0);
    }
  }

  Network const& net_;
  std::size_t nodes_, links_;
  std::vector<std::uint8_t> reached_;
  double top_ = 0, unit_kg_s_ = 1; // what potentials and flows are measured in
  std::vector<double> loss_;       // of pipes, scaled
  std::vector<int> position_;
  std::vector<double> values_, right_, x_;
  std::vector<sparse::Lu> lu_; // one
  std::vector<LinkState> state_;
};

} // namespace

Flow solve_flow(Network const& network) {
  return Solver(network).run();
}

} // namespace dalian::gas
