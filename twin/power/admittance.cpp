#include "twin/power/admittance.hpp"

#include "twin/sparse/pattern.hpp"

#include <algorithm>
#include <numbers>

namespace dalian::power {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

} // namespace

TwoPort two_port(Branch const& branch) {
  Complex const series = 1.0 / Complex(branch.r, branch.x);
  Complex const tap = std::polar(branch.ratio, branch.shift_deg * std::numbers::pi / 180);
  Complex const to_to = series + Complex(0, branch.b / 2);
  return {to_to / std::norm(tap), -series / std::conj(tap), -series / tap, to_to};
}

std::vector<Complex> node_shunts(Network const& network, Topology const& t) {
  std::vector<Complex> out(at(t.nodes()));
  for (std::size_t b = 0; b < network.buses.size(); ++b)
    if (int const v = t.node_of_bus[b]; v >= 0)
      out[at(v)] += Complex(network.buses[b].shunt_mw, network.buses[b].shunt_mvar) / network.base_mva;
  for (std::size_t i = 0; i < network.branches.size(); ++i) {
    Branch const& branch = network.branches[i];
    int const v = branch.on ? t.node_of_bus[at(branch.from)] : -1;
    if (v >= 0 && !t.live[i] && v == t.node_of_bus[at(branch.to)]) out[at(v)] += Complex(0, branch.b);
  }
  for (SwitchedShunt const& s : network.shunts)
    if (int const v = t.node_of_bus[at(s.bus)]; v >= 0)
      out[at(v)] += Complex(0, s.now * s.step_mvar / network.base_mva);
  return out;
}

Admittance::Admittance(Network const& network, Topology const& t) : diagonal(at(t.nodes())) {
  std::vector<sparse::Place> places; // row and column swapped: compressed columns of the transpose are rows
  for (int v = 0; v < t.nodes(); ++v)
    places.push_back({v, v});
  for (std::size_t i = 0; i < network.branches.size(); ++i) {
    if (!t.live[i]) continue;
    int const f = t.node_of_bus[at(network.branches[i].from)], to = t.node_of_bus[at(network.branches[i].to)];
    places.insert(places.end(), {{f, f}, {to, f}, {f, to}, {to, to}});
  }
  std::vector<int> position;
  auto const pattern = sparse::make_pattern(t.nodes(), places, &position);
  start = pattern.start;
  column = pattern.row;
  g.assign(column.size(), 0);
  b.assign(column.size(), 0);
  std::copy_n(position.begin(), t.nodes(), diagonal.begin());
  two_ports_.resize(network.branches.size());
  places_.resize(network.branches.size());
  auto next = position.begin() + t.nodes();
  for (std::size_t i = 0; i < network.branches.size(); ++i) {
    if (!t.live[i]) continue;
    auto& p = places_[i];
    std::copy_n(next, 4, p.begin());
    next += 4;
    TwoPort const& y = two_ports_[i] = two_port(network.branches[i]);
    add(p[0], y.from_from), add(p[1], y.from_to), add(p[2], y.to_from), add(p[3], y.to_to);
  }
  auto const shunts = node_shunts(network, t);
  for (std::size_t v = 0; v < shunts.size(); ++v)
    add(diagonal[v], shunts[v]);
}

void Admittance::add(int place, Complex y) {
  g[at(place)] += y.real();
  b[at(place)] += y.imag();
}

void Admittance::add_shunt(int node, double mvar, double base_mva) {
  add(diagonal[at(node)], Complex(0, mvar / base_mva));
}

void Admittance::take_out(std::size_t branch) {
  out_ = branch;
  TwoPort const& y = two_ports_[branch];
  std::array<Complex, 4> const less{y.from_from, y.from_to, y.to_from, y.to_to};
  for (std::size_t k = 0; k < 4; ++k) {
    auto const p = at(places_[branch][k]);
    before_[k] = {g[p], b[p]};
    add(places_[branch][k], -less[k]);
  }
}

void Admittance::put_back() {
  for (std::size_t k = 0; k < 4; ++k) {
    auto const p = at(places_[out_][k]);
    g[p] = before_[k].real(), b[p] = before_[k].imag();
  }
}

} // namespace dalian::power
