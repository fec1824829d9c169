#include "twin/power/dc.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace dalian::power {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

constexpr double kDegree = std::numbers::pi / 180;

class DcRun {
 public:
  explicit DcRun(Network const& n) : n_(n), t_(find_topology(n, flow_.troubles)) {}

  Flow run() {
    number();
    flow_.converged = solve();
    answer();
    return std::move(flow_);
  }

 private:
  int node(int bus) const { return t_.node_of_bus[at(bus)]; }
  /// A branch of resistance alone carries nothing that this model could know: it is taken as if r were x.
  static double susceptance(Branch const& b) { return 1 / ((b.x != 0 ? b.x : b.r) * b.ratio); }

  void number() {
    unknown_.assign(at(t_.nodes()), -1);
    for (std::size_t v = 0; v < unknown_.size(); ++v)
      if (t_.role[v] == Role::load || t_.role[v] == Role::generator) unknown_[v] = size_++;
    std::vector<double> q;
    add_up_injections(n_, t_, p_, q);
    for (std::size_t b = 0; b < n_.buses.size(); ++b)
      if (t_.node_of_bus[b] >= 0) p_[at(t_.node_of_bus[b])] -= n_.buses[b].shunt_mw / n_.base_mva;
    angle_ = starting_state(n_, t_, false).va;
  }

  bool solve() {
    std::vector<sparse::Place> places;
    std::vector<double> values, rhs(at(size_), 0);
    auto const add = [&](int row, int column, double y) {
      if (unknown_[at(row)] < 0) return;
      if (unknown_[at(column)] < 0) {
        rhs[at(unknown_[at(row)])] -= y * angle_[at(column)];
        return;
      }
      places.push_back({unknown_[at(row)], unknown_[at(column)]});
      values.push_back(y);
    };
    for (std::size_t i = 0; i < n_.branches.size(); ++i) {
      if (!t_.live[i]) continue;
      Branch const& b = n_.branches[i];
      double const y = susceptance(b), shifted = y * b.shift_deg * kDegree;
      int const f = node(b.from), to = node(b.to);
      add(f, f, y), add(f, to, -y), add(to, f, -y), add(to, to, y);
      if (unknown_[at(f)] >= 0) rhs[at(unknown_[at(f)])] += shifted;
      if (unknown_[at(to)] >= 0) rhs[at(unknown_[at(to)])] -= shifted;
    }
    for (std::size_t v = 0; v < unknown_.size(); ++v)
      if (unknown_[v] >= 0) rhs[at(unknown_[v])] += p_[v];
    std::vector<int> position;
    sparse::Lu lu(sparse::make_pattern(size_, places, &position));
    std::vector<double> matrix(at(lu.pattern().entries()), 0);
    for (std::size_t k = 0; k < values.size(); ++k)
      matrix[at(position[k])] += values[k];
    if (auto const singular = lu.factor(matrix)) {
      tell_singular(singular->column);
      return false;
    }
    lu.solve(rhs);
    for (std::size_t v = 0; v < unknown_.size(); ++v)
      if (unknown_[v] >= 0) angle_[v] = rhs[at(unknown_[v])];
    return true;
  }

  void tell_singular(int column) {
    for (std::size_t v = 0; v < unknown_.size(); ++v)
      if (unknown_[v] == column)
        flow_.troubles.push_back({Trouble::Weight::error, Element::bus, at(t_.buses_of[v][0]),
                                  "nothing determines its angle: check the reactances at it"});
  }

  void answer() {
    flow_.vm.assign(n_.buses.size(), 0);
    flow_.va_deg.assign(n_.buses.size(), 0);
    flow_.branches.assign(n_.branches.size(), {});
    flow_.generators.assign(n_.generators.size(), {});
    std::vector<double> out(at(t_.nodes()), 0);                       // what the slack nodes' branches take
    constexpr double none = std::numeric_limits<double>::quiet_NaN(); // through what joins buses: this model cannot say
    for (std::size_t i = 0; i < n_.branches.size(); ++i) {
      if (t_.joins[i]) flow_.branches[i] = {{none, none}, {none, none}};
      if (!t_.live[i]) continue;
      Branch const& b = n_.branches[i];
      double const p = susceptance(b) * (angle_[at(node(b.from))] - angle_[at(node(b.to))] - b.shift_deg * kDegree);
      flow_.branches[i] = {p * n_.base_mva, -p * n_.base_mva};
      out[at(node(b.from))] += p, out[at(node(b.to))] -= p;
    }
    for (std::size_t b = 0; b < n_.buses.size(); ++b) {
      int const v = t_.node_of_bus[b];
      if (v < 0) continue;
      bool const fed = t_.role[at(v)] != Role::dead;
      (fed ? flow_.load_mw : flow_.unserved_mw) += n_.buses[b].load_mw;
      if (fed) flow_.vm[b] = 1, flow_.va_deg[b] = angle_[at(v)] / kDegree;
    }
    std::vector<char> balanced(at(t_.nodes()), 0);
    for (std::size_t i = 0; i < n_.generators.size(); ++i) {
      Generator const& g = n_.generators[i];
      int const v = g.on ? node(g.bus) : -1;
      if (v < 0 || t_.role[at(v)] == Role::dead) continue;
      double p = g.p_mw;
      if (t_.role[at(v)] == Role::slack && !balanced[at(v)]) p += (out[at(v)] - p_[at(v)]) * n_.base_mva;
      balanced[at(v)] = 1;
      flow_.generators[i] = p;
      flow_.generation_mw += p;
    }
    for (std::size_t v = 0; v < p_.size(); ++v) { // a slack without generator is a source all the same
      if (t_.role[v] == Role::slack && !balanced[v]) flow_.generation_mw += (out[v] - p_[v]) * n_.base_mva;
      if (unknown_[v] >= 0) flow_.mismatch_pu = std::max(flow_.mismatch_pu, std::abs(out[v] - p_[v]));
    }
    flow_.losses_mw = flow_.generation_mw - flow_.load_mw;
  }

  Network const& n_;
  Flow flow_;
  Topology t_;
  int size_ = 0;
  std::vector<int> unknown_;
  std::vector<double> p_, angle_;
};

} // namespace

Flow solve_dc(Network const& network) {
  assert(!find_mistake(network));
  return DcRun(network).run();
}

} // namespace dalian::power
