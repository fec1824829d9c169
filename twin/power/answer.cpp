// From the voltages of nodes to what people ask for.
#include "twin/power/flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace dalian::power {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

class Filler {
 public:
  Filler(Network const& n, Topology const& t, VoltageState const& state, Flow& flow)
      : n_(n), t_(t), state_(state), flow_(flow) {}

  /// `put_in`: of each node, p.u.
  void run(std::vector<Complex> const& put_in) {
    voltages();
    live_branches();
    share_generation(put_in);
    joining_branches();
    sums();
  }

 private:
  Complex voltage(int node) const { return std::polar(state_.vm[at(node)], state_.va[at(node)]); }
  int node_of(int bus) const { return t_.node_of_bus[at(bus)]; }
  bool fed(int node) const { return node >= 0 && t_.role[at(node)] != Role::dead; }

  void voltages() {
    flow_.vm.assign(n_.buses.size(), 0);
    flow_.va_deg.assign(n_.buses.size(), 0);
    for (std::size_t b = 0; b < n_.buses.size(); ++b) {
      if (!fed(t_.node_of_bus[b])) continue;
      flow_.vm[b] = state_.vm[at(t_.node_of_bus[b])];
      flow_.va_deg[b] = state_.va[at(t_.node_of_bus[b])] * 180 / std::numbers::pi;
    }
  }

  void live_branches() {
    flow_.branches.assign(n_.branches.size(), {});
    for (std::size_t i = 0; i < n_.branches.size(); ++i) {
      if (!t_.live[i] || !fed(node_of(n_.branches[i].from))) continue;
      TwoPort const y = two_port(n_.branches[i]);
      Complex const f = voltage(node_of(n_.branches[i].from)), to = voltage(node_of(n_.branches[i].to));
      flow_.branches[i] = {f * std::conj(y.from_from * f + y.from_to * to) * n_.base_mva,
                           to * std::conj(y.to_from * f + y.to_to * to) * n_.base_mva};
    }
  }

  /// What is not given is shared: active power of a slack node goes to its first generator, reactive power by range.
  void share_generation(std::vector<Complex> const& put_in) {
    flow_.generators.assign(n_.generators.size(), {});
    std::vector<std::vector<std::size_t>> holders(t_.role.size());
    std::vector<Complex> rest(t_.role.size());
    for (std::size_t v = 0; v < rest.size(); ++v) {
      rest[v] = put_in[v] * n_.base_mva;
      for (int const b : t_.buses_of[v])
        rest[v] += Complex(n_.buses[at(b)].load_mw, n_.buses[at(b)].load_mvar);
    }
    for (std::size_t i = 0; i < n_.generators.size(); ++i) {
      Generator const& g = n_.generators[i];
      int const node = g.on ? node_of(g.bus) : -1;
      if (!fed(node)) continue;
      flow_.generators[i] = {g.p_mw, g.q_mvar};
      if (n_.buses[at(g.bus)].kind == BusKind::load) {
        rest[at(node)] -= flow_.generators[i];
        continue;
      }
      rest[at(node)] -= g.p_mw;
      holders[at(node)].push_back(i);
    }
    for (std::size_t v = 0; v < rest.size(); ++v)
      if (!holders[v].empty())
        share(holders[v], t_.role[v] == Role::slack ? rest[v].real() : 0, rest[v].imag());
      else if (t_.role[v] == Role::slack)
        source_ += rest[v];
  }

  void share(std::vector<std::size_t> const& holders, double p_mw, double q_mvar) {
    double low = 0, range = 0;
    for (std::size_t const i : holders) {
      low += n_.generators[i].q_min;
      range += n_.generators[i].q_max - n_.generators[i].q_min;
    }
    bool const by_range = std::isfinite(low) && std::isfinite(range) && range > 0;
    for (std::size_t const i : holders) {
      Generator const& g = n_.generators[i];
      double const q = by_range ? g.q_min + (q_mvar - low) * (g.q_max - g.q_min) / range
                                : q_mvar / static_cast<double>(holders.size());
      flow_.generators[i] = {g.p_mw, q};
    }
    flow_.generators[holders[0]] += p_mw;
  }

  /// Through what joins buses flows what their balance asks for, from the ends inwards.
  void joining_branches() {
    if (std::find(t_.joins.begin(), t_.joins.end(), 1) == t_.joins.end()) return;
    std::vector<Complex> excess(n_.buses.size());
    for (std::size_t b = 0; b < n_.buses.size(); ++b) {
      double const v2 = flow_.vm[b] * flow_.vm[b];
      excess[b] = -Complex(n_.buses[b].load_mw + n_.buses[b].shunt_mw * v2,
                           n_.buses[b].load_mvar - n_.buses[b].shunt_mvar * v2);
    }
    for (std::size_t i = 0; i < n_.shunts.size(); ++i) {
      auto const b = at(n_.shunts[i].bus);
      excess[b] += Complex(0, flow_.shunt_steps[i] * n_.shunts[i].step_mvar * flow_.vm[b] * flow_.vm[b]);
    }
    for (std::size_t i = 0; i < n_.generators.size(); ++i)
      excess[at(n_.generators[i].bus)] += flow_.generators[i];
    std::vector<int> degree(n_.buses.size(), 0);
    std::vector<char> open(n_.branches.size(), 0);
    for (std::size_t i = 0; i < n_.branches.size(); ++i) {
      Branch const& br = n_.branches[i];
      if (t_.live[i]) excess[at(br.from)] -= flow_.branches[i].from, excess[at(br.to)] -= flow_.branches[i].to;
      if (!t_.joins[i] || br.from == br.to) continue;
      open[i] = 1, ++degree[at(br.from)], ++degree[at(br.to)];
    }
    peel(excess, degree, open);
  }

  void peel(std::vector<Complex>& excess, std::vector<int>& degree, std::vector<char>& open) {
    for (bool found = true; found;) {
      found = false;
      for (std::size_t i = 0; i < open.size(); ++i) {
        Branch const& br = n_.branches[i];
        if (!open[i] || (degree[at(br.from)] != 1 && degree[at(br.to)] != 1)) continue;
        bool const at_from = degree[at(br.from)] == 1;
        Complex const into = at_from ? excess[at(br.from)] : -excess[at(br.to)];
        flow_.branches[i] = {into, -into};
        excess[at(br.from)] -= into, excess[at(br.to)] += into;
        --degree[at(br.from)], --degree[at(br.to)];
        open[i] = 0;
        found = true;
      }
    }
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < open.size(); ++i)
      if (open[i]) {
        flow_.branches[i] = {{none, none}, {none, none}};
        flow_.troubles.push_back({Trouble::Weight::warning, Element::branch, i,
                                  "a ring without impedance: what flows in it cannot be told; give one a reactance",
                                  "power.ring"});
      }
  }

  void sums() {
    flow_.generation_mw = source_.real(), flow_.losses_mvar = source_.imag();
    for (Complex const& g : flow_.generators)
      flow_.generation_mw += g.real(), flow_.losses_mvar += g.imag();
    for (std::size_t b = 0; b < n_.buses.size(); ++b) {
      bool const is_fed = fed(t_.node_of_bus[b]);
      (is_fed ? flow_.load_mw : flow_.unserved_mw) += t_.node_of_bus[b] < 0 ? 0 : n_.buses[b].load_mw;
      if (is_fed) flow_.losses_mvar -= n_.buses[b].load_mvar;
    }
    flow_.losses_mw = flow_.generation_mw - flow_.load_mw;
  }

  Network const& n_;
  Topology const& t_;
  VoltageState const& state_;
  Flow& flow_;
  Complex source_; // MVA from slack buses that have no generator
};

} // namespace

void fill_answer(Network const& network, Topology const& topology, Admittance const& y, VoltageState const& state,
                 Flow& flow) {
  std::vector<Complex> put_in(at(topology.nodes()));
  for (std::size_t i = 0; i < put_in.size(); ++i) {
    Complex current = 0;
    for (auto k = at(y.start[i]); k < at(y.start[i + 1]); ++k) {
      auto const j = at(y.column[k]);
      current += Complex(y.g[k], y.b[k]) * std::polar(state.vm[j], state.va[j]);
    }
    put_in[i] = std::polar(state.vm[i], state.va[i]) * std::conj(current);
  }
  Filler(network, topology, state, flow).run(put_in);
}

} // namespace dalian::power
