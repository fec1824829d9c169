#include "twin/power/study.hpp"

#include <cassert>
#include <cmath>
#include <numeric>

namespace dalian::power {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

/// With the shunts where the base left them.
Network settled(Network network, std::vector<int> const& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i)
    network.shunts[i].now = steps[i];
  return network;
}

double square(Complex s) {
  return std::norm(s);
}

} // namespace

Study::Study(Network network, FlowOptions const& options)
    : network_(std::move(network)), base_(solve_flow(network_, options, &solved_)),
      admittance_(settled(network_, solved_.shunt_steps), solved_.topology),
      newton_(admittance_, solved_.topology.role), newton_options_(options.newton) {
  for (std::size_t i = 0; i < network_.branches.size(); ++i)
    two_ports_.push_back(solved_.topology.live[i] ? two_port(network_.branches[i]) : TwoPort{});
  ready_ = base_.converged && newton_.begin_from(admittance_, solved_.state);
  if (ready_) base_loadings_ = loadings(solved_.state);
}

NewtonOutcome Study::solve(std::span<double const> p, std::span<double const> q, VoltageState& state) {
  assert(ready_);
  return newton_.solve_from_start(admittance_, p, q, state, newton_options_);
}

NewtonOutcome Study::solve_without(std::size_t branch, VoltageState& state) {
  assert(ready_ && solved_.topology.live[branch]);
  admittance_.take_out(branch);
  auto const outcome = newton_.solve_from_start(admittance_, solved_.p, solved_.q, state, newton_options_);
  admittance_.put_back();
  return outcome;
}

double Study::loading(std::size_t branch, VoltageState const& state) const {
  Branch const& b = network_.branches[branch];
  if (b.rating_mva <= 0 || !solved_.topology.live[branch]) return 0;
  auto const voltage = [&](int bus) {
    auto const v = at(solved_.topology.node_of_bus[at(bus)]);
    return std::polar(state.vm[v], state.va[v]);
  };
  return loading_between(branch, voltage(b.from), voltage(b.to));
}

std::vector<double> const& Study::loadings(VoltageState const& state) {
  voltage_.resize(state.vm.size());
  for (std::size_t v = 0; v < voltage_.size(); ++v)
    voltage_[v] = std::polar(state.vm[v], state.va[v]);
  loadings_.assign(network_.branches.size(), 0);
  auto const& node = solved_.topology.node_of_bus;
  for (std::size_t i = 0; i < loadings_.size(); ++i) {
    Branch const& b = network_.branches[i];
    if (b.rating_mva > 0 && solved_.topology.live[i])
      loadings_[i] = loading_between(i, voltage_[at(node[at(b.from)])], voltage_[at(node[at(b.to)])]);
  }
  return loadings_;
}

double Study::loading_between(std::size_t branch, Complex f, Complex t) const {
  TwoPort const& y = two_ports_[branch];
  double const most =
      std::max(square(f) * square(y.from_from * f + y.from_to * t), square(t) * square(y.to_from * f + y.to_to * t));
  return std::sqrt(most) * network_.base_mva / network_.branches[branch].rating_mva;
}

double Study::losses_mw(VoltageState const& state) {
  std::vector<double> p(solved_.p.size()), q(solved_.p.size());
  newton_.injections(admittance_, state, p, q);
  return std::accumulate(p.begin(), p.end(), 0.0) * network_.base_mva;
}

Study::Gradient Study::to_gradient(std::vector<double> by_unknowns) {
  newton_.to_injections(by_unknowns);
  Gradient out{std::vector<double>(solved_.p.size(), 0), std::vector<double>(solved_.p.size(), 0)};
  for (std::size_t v = 0; v < solved_.p.size(); ++v) {
    int const angle = newton_.angle_unknown(static_cast<int>(v)),
              voltage = newton_.voltage_unknown(static_cast<int>(v));
    if (angle >= 0) out.by_p[v] = by_unknowns[at(angle)] / network_.base_mva;
    if (voltage >= 0) out.by_q[v] = by_unknowns[at(voltage)] / network_.base_mva;
  }
  return out;
}

Study::Gradient Study::of_voltage(int node) {
  assert(ready_);
  std::vector<double> wanted(at(newton_.unknowns()), 0);
  if (int const u = newton_.voltage_unknown(node); u >= 0) wanted[at(u)] = solved_.state.vm[at(node)];
  return to_gradient(std::move(wanted));
}

Study::Gradient Study::of_branch(std::size_t branch) {
  assert(ready_ && solved_.topology.live[branch]);
  Branch b = network_.branches[branch];
  TwoPort y = two_ports_[branch];
  BranchFlow const& flow = base_.branches[branch];
  if (std::abs(flow.to) > std::abs(flow.from)) { // seen from the other end
    std::swap(b.from, b.to);
    y = {y.to_to, y.to_from, y.from_to, y.from_from};
  }
  int const f = solved_.topology.node_of_bus[at(b.from)], t = solved_.topology.node_of_bus[at(b.to)];
  auto const voltage = [&](int v) { return std::polar(solved_.state.vm[at(v)], solved_.state.va[at(v)]); };
  // S = |Vf|² yff* + Vf (yft Vt)*; with T the second term: dS/dθf = jT = -dS/dθt, dS/dln|Vf| = 2 |Vf|² yff* + T,
  // dS/dln|Vt| = T; d|S| = Re(S* dS) / |S|
  Complex const own = square(voltage(f)) * std::conj(y.from_from),
                other = voltage(f) * std::conj(y.from_to * voltage(t));
  Complex const s = own + other, j(0, 1);
  std::vector<double> wanted(at(newton_.unknowns()), 0);
  auto const add = [&](int unknown, Complex ds) {
    if (unknown >= 0 && s != 0.0) wanted[at(unknown)] += (std::conj(s) * ds).real() / std::abs(s) * network_.base_mva;
  };
  add(newton_.angle_unknown(f), j * other);
  add(newton_.angle_unknown(t), -j * other);
  add(newton_.voltage_unknown(f), 2.0 * own + other);
  add(newton_.voltage_unknown(t), other);
  return to_gradient(std::move(wanted));
}

} // namespace dalian::power
