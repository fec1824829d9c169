#include "twin/power/flow.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dalian::power {
namespace {

using Weight = Trouble::Weight;

constexpr double kDegree = std::numbers::pi / 180;
constexpr int kRounds = 30; // of limits and shunts
constexpr int kReturns = 2; // a node's generators take their voltage up again

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

/// The reactive power a node's generators can give, p.u.
struct Range {
  double low = 0, high = 0;
  double fixed = 0; // of generators that hold no voltage
};

class FlowRun {
 public:
  FlowRun(Network const& network, FlowOptions const& options)
      : n_(network), options_(options), t_(find_topology(network, flow_.troubles)), y_(network, t_),
        state_(starting_state(network, t_, options.flat_start)), given_role_(t_.role), returns_(t_.role.size(), 0),
        limit_(t_.role.size(), 0), turned_(network.shunts.size(), 0) {
    add_up_injections(n_, t_, p_, q_);
    for (SwitchedShunt const& s : n_.shunts)
      flow_.shunt_steps.push_back(s.now);
    read_ranges();
  }

  Flow run(Solved* solved) {
    for (int round = 0; round < kRounds; ++round) {
      if (!solve()) break;
      bool const limited = options_.reactive_limits && obey_limits();
      bool const switched = switch_shunts();
      if (!limited && !switched) break;
      if (round == kRounds - 1)
        flow_.troubles.push_back(
            {Weight::warning, Element::network, 0, "limits and shunts do not come to rest", "power.no_rest"});
    }
    tell_limits();
    fill_answer(n_, t_, y_, state_, flow_);
    if (solved != nullptr)
      *solved = {std::move(t_), std::move(state_), std::move(p_), std::move(q_), flow_.shunt_steps};
    return std::move(flow_);
  }

 private:
  bool solve() {
    Newton newton(y_, t_.role);
    auto const outcome = newton.solve(y_, p_, q_, state_, options_.newton);
    flow_.converged = outcome.converged;
    flow_.iterations += outcome.iterations;
    flow_.mismatch_pu = outcome.mismatch;
    if (!outcome.converged) tell_failure(outcome);
    return outcome.converged;
  }

  void tell_failure(NewtonOutcome const& o) {
    if (o.undetermined >= 0)
      flow_.troubles.push_back({Weight::error, Element::bus, bus_of(o.undetermined),
                                "nothing determines its voltage (singular equations): check the branches at it",
                                "power.undetermined"});
    if (o.worst_node >= 0)
      flow_.troubles.push_back(
          {Weight::error,
           Element::bus,
           bus_of(o.worst_node),
           fmt::format("no solution: {:.3g} MVA are left here after {} steps; the figures are the best state met, no "
                       "answer; less load or more support is needed",
                       o.mismatch * n_.base_mva, o.iterations),
           "power.no_solution",
           {fmt::format("{:.3g}", o.mismatch * n_.base_mva), fmt::to_string(o.iterations)}});
  }
  std::size_t bus_of(int node) const { return at(t_.buses_of[at(node)][0]); }

  void read_ranges() {
    range_.assign(t_.role.size(), {});
    for (Generator const& g : n_.generators) {
      int const node = g.on ? t_.node_of_bus[at(g.bus)] : -1;
      if (node < 0) continue;
      if (n_.buses[at(g.bus)].kind == BusKind::load) {
        range_[at(node)].fixed += g.q_mvar / n_.base_mva;
        continue;
      }
      range_[at(node)].low += g.q_min / n_.base_mva;
      range_[at(node)].high += g.q_max / n_.base_mva;
    }
  }

  /// Reactive power of a node's own load and fixed generators, p.u.
  double fixed_q(std::size_t v) const {
    double q = range_[v].fixed;
    for (int const b : t_.buses_of[v])
      q -= n_.buses[at(b)].load_mvar / n_.base_mva;
    return q;
  }

  /// True when a role was changed.
  bool obey_limits() {
    std::vector<double> p(p_.size()), q(q_.size());
    Newton(y_, t_.role).injections(y_, state_, p, q);
    bool changed = false;
    for (std::size_t v = 0; v < q.size(); ++v) {
      if (given_role_[v] != Role::generator) continue;
      double const given = q[v] - fixed_q(v);
      if (t_.role[v] == Role::generator) {
        int const beyond = given > range_[v].high + kSlackQ ? 1 : given < range_[v].low - kSlackQ ? -1 : 0;
        if (beyond == 0) continue;
        t_.role[v] = Role::load;
        limit_[v] = beyond;
        q_[v] = fixed_q(v) + (beyond > 0 ? range_[v].high : range_[v].low);
        changed = true;
      } else if (limit_[v] * (state_.vm[v] - t_.held_vm[v]) > 0 && returns_[v] < kReturns) {
        t_.role[v] = Role::generator; // it would now give less than its limit
        state_.vm[v] = t_.held_vm[v];
        limit_[v] = 0;
        ++returns_[v];
        changed = true;
      }
    }
    return changed;
  }

  /// A step at most each, and a way once left is not taken again. True when one was made.
  bool switch_shunts() {
    bool changed = false;
    for (std::size_t i = 0; i < n_.shunts.size(); ++i) {
      SwitchedShunt const& s = n_.shunts[i];
      int const node = t_.node_of_bus[at(s.bus)];
      if (node < 0 || t_.role[at(node)] == Role::dead || s.step_mvar == 0) continue;
      double const v = state_.vm[at(node)];
      int wish = v < s.v_low ? 1 : v > s.v_high ? -1 : 0;
      if (s.step_mvar < 0) wish = -wish;
      int const next = flow_.shunt_steps[i] + wish;
      if (wish == 0 || next < 0 || next > s.steps || turned_[i] == -wish) continue;
      turned_[i] = wish;
      flow_.shunt_steps[i] = next;
      y_.add_shunt(node, wish * s.step_mvar, n_.base_mva);
      changed = true;
    }
    return changed;
  }

  void tell_limits() {
    for (std::size_t v = 0; v < limit_.size(); ++v)
      if (limit_[v] != 0)
        flow_.troubles.push_back(
            {Weight::note,
             Element::bus,
             at(t_.buses_of[v][0]),
             fmt::format("its generators are at their {} reactive limit: {:.4f} p.u. instead of {}",
                         limit_[v] > 0 ? "upper" : "lower", state_.vm[v], t_.held_vm[v]),
             limit_[v] > 0 ? "power.upper_limit" : "power.lower_limit",
             {fmt::format("{:.4f}", state_.vm[v]), fmt::format("{}", t_.held_vm[v])}});
  }

  static constexpr double kSlackQ = 1e-7; // p.u.: at the limit is not beyond it

  Network const& n_;
  FlowOptions const& options_;
  Flow flow_;
  Topology t_;
  Admittance y_;
  VoltageState state_;
  std::vector<double> p_, q_;
  std::vector<Role> given_role_;
  std::vector<int> returns_, limit_;
  std::vector<Range> range_;
  std::vector<int> turned_;
};

} // namespace

Flow solve_flow(Network const& network, FlowOptions const& options, Solved* solved) {
  assert(!find_mistake(network));
  return FlowRun(network, options).run(solved);
}

void add_up_injections(Network const& n, Topology const& t, std::vector<double>& p, std::vector<double>& q) {
  p.assign(at(t.nodes()), 0);
  q.assign(at(t.nodes()), 0);
  for (std::size_t b = 0; b < n.buses.size(); ++b) {
    if (t.node_of_bus[b] < 0) continue;
    p[at(t.node_of_bus[b])] -= n.buses[b].load_mw / n.base_mva;
    q[at(t.node_of_bus[b])] -= n.buses[b].load_mvar / n.base_mva;
  }
  for (Generator const& g : n.generators) {
    if (!g.on || t.node_of_bus[at(g.bus)] < 0) continue;
    p[at(t.node_of_bus[at(g.bus)])] += g.p_mw / n.base_mva;
    q[at(t.node_of_bus[at(g.bus)])] += g.q_mvar / n.base_mva;
  }
}

VoltageState starting_state(Network const& n, Topology const& t, bool flat) {
  VoltageState s{std::vector<double>(at(t.nodes()), 0), std::vector<double>(at(t.nodes()), 0)};
  for (std::size_t v = 0; v < t.role.size(); ++v) {
    if (t.role[v] == Role::dead) continue;
    Bus const& bus = n.buses[at(t.buses_of[v][0])];
    s.vm[v] = flat || !(bus.vm > 0) ? 1 : bus.vm;
    s.va[v] = flat ? 0 : bus.va_deg * kDegree;
    if (t.role[v] != Role::load) s.vm[v] = t.held_vm[v];
    if (t.role[v] != Role::slack) continue;
    for (int const b : t.buses_of[v])
      if (n.buses[at(b)].kind == BusKind::slack) s.va[v] = n.buses[at(b)].va_deg * kDegree;
  }
  return s;
}

} // namespace dalian::power
