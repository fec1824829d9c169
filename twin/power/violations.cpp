#include "twin/power/violations.hpp"

#include <cmath>
#include <fmt/format.h>

namespace dalian::power {
namespace {

using Weight = Trouble::Weight;

constexpr double kVoltage = 1e-6, kLoading = 1e-6; // beyond rounding

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

/// MVAr more at the bus; 0: no reactive power there mends it.
double mend_voltage(Study& study, std::size_t bus, double wanted) {
  int const node = study.topology().node_of_bus[bus];
  if (study.topology().role[at(node)] != Role::load) return 0;
  double const by_q = study.of_voltage(node).by_q[at(node)];
  return by_q > 0 ? (wanted - study.base().vm[bus]) / by_q : 0;
}

/// The load that moves it most, and how much less of it.
void mend_loading(Study& study, Violation& v) {
  auto const gradient = study.of_branch(v.index);
  double steepest = 0;
  for (std::size_t b = 0; b < study.network().buses.size(); ++b) {
    int const node = study.topology().node_of_bus[b];
    if (node < 0 || study.network().buses[b].load_mw <= 0) continue;
    if (gradient.by_p[at(node)] < steepest) steepest = gradient.by_p[at(node)], v.at = b;
  }
  if (steepest <= -1e-3) v.mend = (v.limit - v.value) / steepest;
}

/// Does a generator hold the voltage there?
bool is_held(Study const& study, std::size_t bus) {
  return study.topology().role[at(study.topology().node_of_bus[bus])] != Role::load;
}

std::string voltage_text(Study& study, Violation const& v) {
  bool const low = v.value < v.limit;
  std::string const what = fmt::format("{:.4f} p.u. is {} {:.3f}: ", v.value, low ? "below" : "above", v.limit);
  if (v.mend != 0)
    return what + fmt::format("about {:.3g} MVAr {} here would bring it to {:.3f}", std::abs(v.mend),
                              low ? "more" : "less", v.limit);
  return what + (is_held(study, v.index) ? "a generator holds it: give it another set-point"
                                         : "no reactive power here mends it: add a line or move load");
}

std::string loading_text(Network const& n, Violation const& v) {
  std::string const what = fmt::format("{:.3g} MVA are {:.1f} % of its rating: ", v.value, 100 * v.value / v.limit);
  if (v.mend == 0) return what + "no load moves it: raise its rating or lower generation";
  double const there = n.buses[v.at].load_mw;
  return what + fmt::format("about {:.3g} MW less at bus {} would bring it to its rating{}", v.mend,
                            n.buses[v.at].number,
                            v.mend > there ? fmt::format(", more than the {:.3g} MW there", there) : "");
}

} // namespace

std::vector<Violation> list_violations(Study& study) {
  std::vector<Violation> out;
  if (!study.ready()) return out;
  Network const& n = study.network();
  Flow const& flow = study.base();
  for (std::size_t b = 0; b < n.buses.size(); ++b) {
    if (flow.vm[b] == 0) continue;
    bool const low = flow.vm[b]<n.buses[b].v_min - kVoltage, high = flow.vm[b]> n.buses[b].v_max + kVoltage;
    if (!low && !high) continue;
    out.push_back({Element::bus, b, flow.vm[b], low ? n.buses[b].v_min : n.buses[b].v_max, 0, b});
    out.back().mend = mend_voltage(study, b, out.back().limit);
  }
  for (std::size_t i = 0; i < n.branches.size(); ++i) {
    double const rating = n.branches[i].rating_mva, mva = flow.branches[i].worst_mva();
    if (rating <= 0 || !study.topology().live[i] || !(mva > rating * (1 + kLoading))) continue;
    out.push_back({Element::branch, i, mva, rating, 0, 0});
    mend_loading(study, out.back());
  }
  return out;
}

std::vector<Trouble> find_violations(Study& study) {
  std::vector<Trouble> out;
  for (Violation const& v : list_violations(study)) {
    bool const is_bus = v.element == Element::bus;
    out.push_back(
        {Weight::warning, v.element, v.index, is_bus ? voltage_text(study, v) : loading_text(study.network(), v)});
    if (v.mend != 0) continue; // such have more values, which whoever tells them has of the violation
    Trouble& t = out.back();
    t.code = !is_bus              ? "power.overload_stays"
             : v.value >= v.limit ? (is_held(study, v.index) ? "power.voltage_high_held" : "power.voltage_high_stays")
                                  : (is_held(study, v.index) ? "power.voltage_low_held" : "power.voltage_low_stays");
    if (is_bus)
      t.values = {fmt::format("{:.4f}", v.value), fmt::format("{:.3f}", v.limit)};
    else
      t.values = {fmt::format("{:.3g}", v.value), fmt::format("{:.1f}", 100 * v.value / v.limit)};
  }
  return out;
}

Worst worst_loading(Network const& network, Flow const& flow) {
  Worst worst;
  for (std::size_t i = 0; i < network.branches.size(); ++i) {
    double const rating = network.branches[i].rating_mva;
    double const loading = rating > 0 ? flow.branches[i].worst_mva() / rating : 0;
    if (loading > worst.value) worst = {loading, i};
  }
  return worst;
}

} // namespace dalian::power
