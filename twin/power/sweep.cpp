#include "twin/power/sweep.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::power {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

/// Without the checks for infinities that operator* makes.
Complex times(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

} // namespace

std::optional<Sweep> Sweep::of(Network const& network, Topology const& t) {
  Sweep out;
  out.shunt_ = node_shunts(network, t);
  out.voltage_.resize(at(t.nodes())), out.drawn_.resize(at(t.nodes()));
  std::vector<std::vector<std::size_t>> links(at(t.nodes()));
  auto const end = [&](std::size_t i, bool from) {
    return t.node_of_bus[at(from ? network.branches[i].from : network.branches[i].to)];
  };
  for (std::size_t i = 0; i < network.branches.size(); ++i)
    if (t.live[i]) links[at(end(i, true))].push_back(i), links[at(end(i, false))].push_back(i);
  std::vector<int> order; // breadth first, so that a node stands behind its parent
  std::vector<char> met(at(t.nodes()), 0);
  for (int v = 0; v < t.nodes(); ++v) {
    if (t.role[at(v)] == Role::generator) return {};
    if (t.role[at(v)] == Role::slack) order.push_back(v), met[at(v)] = 1;
  }
  std::vector<std::size_t> by(at(t.nodes()), network.branches.size());
  for (std::size_t k = 0; k < order.size(); ++k)
    for (std::size_t const i : links[at(order[k])]) {
      if (i == by[at(order[k])]) continue;
      bool const down = end(i, true) == order[k]; // from the branch's `from` to its `to`
      int const child = end(i, !down);
      if (met[at(child)]) return {};
      met[at(child)] = 1, by[at(child)] = i;
      order.push_back(child);
      TwoPort const y = two_port(network.branches[i]);
      Reach r{child,
              order[k],
              down ? y.from_from : y.to_to,
              down ? y.from_to : y.to_from,
              down ? y.to_from : y.from_to,
              down ? y.to_to : y.from_from,
              {},
              {}};
      r.inverse_child_parent = 1.0 / r.child_parent, r.inverse_child_child = 1.0 / r.child_child;
      out.reaches_.push_back(r);
    }
  return out;
}

NewtonOutcome Sweep::solve(std::span<double const> p, std::span<double const> q, VoltageState& state,
                           NewtonOptions const& options) {
  for (std::size_t v = 0; v < voltage_.size(); ++v)
    voltage_[v] = std::polar(state.vm[v], state.va[v]);
  NewtonOutcome out;
  for (out.iterations = 0;; ++out.iterations) {
    for (std::size_t v = 0; v < drawn_.size(); ++v) {
      double const square = std::norm(voltage_[v]);
      drawn_[v] = times(shunt_[v], voltage_[v]);
      if (square > 0) drawn_[v] -= times(Complex(p[v], -q[v]), voltage_[v]) / square;
    }
    out.mismatch = 0;
    // What a node's branches bring at these voltages, against what it draws with all behind it; told once per sweep.
    for (auto r = reaches_.rbegin(); r != reaches_.rend(); ++r) {
      Complex const v = voltage_[at(r->node)], up = voltage_[at(r->parent)], drawn = drawn_[at(r->node)];
      Complex const brought = -(times(r->child_parent, up) + times(r->child_child, v));
      double const off = std::abs(times(v, std::conj(brought - drawn)));
      if (!(off <= out.mismatch)) out.mismatch = off, out.worst_node = r->node;
      Complex const parent = times(-drawn - times(r->child_child, v), r->inverse_child_parent);
      drawn_[at(r->parent)] += times(r->parent_parent, parent) + times(r->parent_child, v);
    }
    if (out.mismatch <= options.tolerance / 2 || out.iterations >= 10 * options.iterations) break;
    if (!std::isfinite(out.mismatch)) break;
    for (Reach const& r : reaches_)
      voltage_[at(r.node)] =
          times(-drawn_[at(r.node)] - times(r.child_parent, voltage_[at(r.parent)]), r.inverse_child_child);
  }
  out.converged = out.mismatch <= options.tolerance;
  if (!out.converged) return out; // `state` stays what it was
  for (Reach const& r : reaches_) {
    state.vm[at(r.node)] = std::abs(voltage_[at(r.node)]);
    state.va[at(r.node)] = std::arg(voltage_[at(r.node)]);
  }
  return out;
}

} // namespace dalian::power
