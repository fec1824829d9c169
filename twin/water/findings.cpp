#include "twin/water/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dalian::water {

void FindingBook::add(Finding const& f) {
  std::uint64_t const element = f.node != kNone ? f.node : f.link != kNone ? 0x80000000ULL + f.link : 0xffffffffULL;
  std::uint64_t const key = static_cast<std::uint64_t>(f.problem) << 32 | element;
  auto const it = std::lower_bound(keys_.begin(), keys_.end(), key);
  auto const at = it - keys_.begin();
  if (it == keys_.end() || *it != key) {
    keys_.insert(it, key);
    places_.insert(places_.begin() + at, list_.size());
    list_.push_back(f);
    list_.back().steps = 1;
    return;
  }
  auto& known = list_[places_[static_cast<std::size_t>(at)]];
  ++known.steps;
  known.worst =
      f.problem == Problem::negative_pressure ? std::min(known.worst, f.worst) : std::max(known.worst, f.worst);
}

void FindingBook::note(Network const& network, Hydraulics const& hydraulics, Field const& field,
                       Convergence const& convergence, std::int64_t time_s) {
  if (time_s == 0)
    for (std::uint32_t const k : hydraulics.idle_valves())
      add({Problem::valve_idle, kNone, k, time_s, 0, 0});
  if (convergence.lost) add({Problem::solver_lost, convergence.lost_node, kNone, time_s, 0, 0});
  if (!convergence.balanced) add({Problem::not_balanced, kNone, kNone, time_s, 0, convergence.change});
  note_nodes(network, hydraulics, field, time_s);
  note_links(network, field, time_s);
}

void FindingBook::note_nodes(Network const& network, Hydraulics const& hydraulics, Field const& field,
                             std::int64_t time_s) {
  for (std::uint32_t n = 0; n < network.nodes.size(); ++n) {
    Node const& node = network.nodes[n];
    if (node.kind == NodeKind::tank && field.head_m[n] <= hydraulics.empty_m(n) && node.tank.least_m < node.tank.most_m)
      add({Problem::tank_empty, n, kNone, time_s, 0, 0});
    double const wanted = field.wanted_m3s[n], pressure = field.head_m[n] - node.elevation_m;
    if (node.kind != NodeKind::junction || wanted <= 0) continue;
    if (field.cut_off[n])
      add({Problem::cut_off, n, kNone, time_s, 0, 0});
    else if (network.options.pressure_driven && field.served_m3s[n] < wanted * (1 - 1e-3))
      add({Problem::under_served, n, kNone, time_s, 0, 1 - field.served_m3s[n] / wanted});
    else if (!network.options.pressure_driven && pressure < 0)
      add({Problem::negative_pressure, n, kNone, time_s, 0, pressure});
  }
}

void FindingBook::note_links(Network const& network, Field const& field, std::int64_t time_s) {
  for (std::uint32_t k = 0; k < network.links.size(); ++k) {
    Link const& link = network.links[k];
    if (link.kind == LinkKind::pump) {
      if (field.state[k] == LinkState::over_shutoff) add({Problem::pump_over_shutoff, kNone, k, time_s, 0, 0});
      double const most = link.pump.most_m3s * field.setting[k];
      if (link.pump.kind != PumpLaw::Kind::power && !shut(field.state[k]) && field.flow_m3s[k] > most)
        add({Problem::pump_beyond_curve, kNone, k, time_s, 0, field.flow_m3s[k] / most});
    }
    bool const pressure_valve = link.kind == LinkKind::prv || link.kind == LinkKind::psv;
    bool const wide_open = pressure_valve && !field.fixed[k] && field.state[k] == LinkState::open;
    if (field.state[k] == LinkState::beyond || wide_open) add({Problem::valve_beyond, kNone, k, time_s, 0, 0});
  }
}

namespace {

char const* what_is(Problem problem) {
  switch (problem) {
  case Problem::valve_idle:
    return "its setting is ignored, for another valve or a tank decides there: move one, or put a pipe between";
  case Problem::not_balanced:
    return "not balanced: the figures of these times are the best of the last trial";
  case Problem::cut_off:
    return "no open way leads here from a reservoir or tank: nothing is served";
  case Problem::negative_pressure:
    return "negative pressure: what is wanted here cannot be had; a pump or a wider pipe";
  case Problem::under_served:
    return "less is served than is wanted: the pressure is too low";
  case Problem::pump_over_shutoff:
    return "cannot lift so high and stands: a curve with more head";
  case Problem::pump_beyond_curve:
    return "more flow than its curve knows: a larger pump, or a second one";
  case Problem::valve_beyond:
    return "cannot keep its setting";
  case Problem::tank_empty:
    return "empty: nothing flows out";
  case Problem::solver_lost:
    return "the equations have no solution here: heads are those of the last trial";
  }
  return "";
}

} // namespace

std::string text_of(Finding const& f, Network const& network, Units const& units) {
  std::string out;
  if (f.node != kNone)
    out = fmt::format("{} {}: ", network.nodes[f.node].kind == NodeKind::tank ? "tank" : "node",
                      network.nodes[f.node].id);
  if (f.link != kNone) {
    LinkKind const kind = network.links[f.link].kind;
    out = fmt::format("{} {}: ",
                      kind == LinkKind::pump ? "pump"
                      : is_valve(kind)       ? "valve"
                                             : "pipe",
                      network.links[f.link].id);
  }
  out += what_is(f.problem);
  if (f.problem == Problem::negative_pressure)
    out += fmt::format(" (down to {:.1f} {})", f.worst / units.pressure * network.options.gravity, units.pressure_name);
  if (f.problem == Problem::under_served) out += fmt::format(" ({:.0f} % missing at worst)", 100 * f.worst);
  if (f.problem == Problem::valve_idle) return out;
  return out + fmt::format("; {} step{} from {}:{:02}", f.steps, f.steps == 1 ? "" : "s", f.first_s / 3600,
                           f.first_s / 60 % 60);
}

} // namespace dalian::water
