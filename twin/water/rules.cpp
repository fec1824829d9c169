#include "twin/water/rules.hpp"

#include "twin/water/tank.hpp"
#include "twin/water/units.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace dalian::water {
namespace {

constexpr double kHeadTolerance_m = 0.0005 * 0.3048, kStill_m3s = 1e-6 * 0.028316846592; // EPANET 2
constexpr std::int64_t kDay_s = 86400;

LinkState state_for(Link const& link, bool open, bool has_setting) {
  if (!open) return LinkState::closed;
  bool const regulates = link.kind == LinkKind::prv || link.kind == LinkKind::psv || link.kind == LinkKind::fcv;
  return regulates && has_setting ? LinkState::active : LinkState::open;
}

double level_of(Network const& network, Field const& field, std::uint32_t node) {
  return field.head_m[node] - network.nodes[node].elevation_m;
}

bool reached(Control const& c, Network const& network, Field const& field) {
  Node const& node = network.nodes[c.node];
  double const level = level_of(network, field, c.node);
  if (node.kind != NodeKind::tank)
    return c.when == Control::When::below ? level <= c.level + kHeadTolerance_m : level >= c.level - kHeadTolerance_m;
  double const now = volume_at(node.tank, level), at = volume_at(node.tank, c.level);
  double const second = std::abs(field.demand_m3s[c.node]); // what comes or goes in one second
  return c.when == Control::When::below ? now <= at + second : now >= at - second;
}

bool is_level(Control const& c) {
  return c.when == Control::When::above || c.when == Control::When::below;
}

bool compare(double x, Premise::Relation relation, double y, double tolerance) {
  switch (relation) {
  case Premise::Relation::equal:
    return std::abs(x - y) <= tolerance;
  case Premise::Relation::unequal:
    return std::abs(x - y) > tolerance;
  case Premise::Relation::less:
    return x < y - tolerance;
  case Premise::Relation::at_most:
    return x <= y + tolerance;
  case Premise::Relation::more:
    return x > y + tolerance;
  case Premise::Relation::at_least:
    return x >= y - tolerance;
  }
  return false;
}

/// Equal: some second of the moment is it.
bool compare_times(std::int64_t since_s, std::int64_t time_s, Premise::Relation relation, std::int64_t wanted) {
  bool const within = since_s < wanted && wanted <= time_s;
  if (relation == Premise::Relation::equal) return within;
  if (relation == Premise::Relation::unequal) return !within;
  return compare(static_cast<double>(time_s), relation, static_cast<double>(wanted), 0);
}

bool clock_premise(Premise const& p, Times const& times, std::int64_t since_s, std::int64_t time_s) {
  auto const wanted = static_cast<std::int64_t>(p.value) % kDay_s;
  std::int64_t const now = (time_s + times.start_clock) % kDay_s, since = now - (time_s - since_s);
  if (p.relation == Premise::Relation::equal || p.relation == Premise::Relation::unequal) {
    bool const within = (since < wanted && wanted <= now) || (since < wanted - kDay_s && wanted - kDay_s <= now);
    return within == (p.relation == Premise::Relation::equal);
  }
  return compare_times(since, now, p.relation, wanted);
}

/// Seconds until a tank is full (or empty); infinite when it goes the other way.
double seconds_to(Tank const& tank, double level_m, double inflow_m3s, double target_m) {
  double const missing = volume_at(tank, target_m) - volume_at(tank, level_m);
  if (std::abs(inflow_m3s) <= kStill_m3s || missing * inflow_m3s <= 0) return std::numeric_limits<double>::infinity();
  return missing / inflow_m3s;
}

double link_figure(Premise const& p, Network const& network, Field const& field) {
  Link const& link = network.links[p.element];
  double const q = std::abs(field.flow_m3s[p.element]);
  switch (p.what) {
  case Premise::What::flow:
    return q;
  case Premise::What::setting:
    return field.setting[p.element];
  case Premise::What::power:
    return kWater_Nm3 * network.options.gravity * q * std::abs(field.head_m[link.to] - field.head_m[link.from]);
  default:
    return shut(field.state[p.element]) ? 0 : field.state[p.element] == LinkState::active ? 2 : 1;
  }
}

double node_figure(Premise const& p, Network const& network, Field const& field) {
  Node const& node = network.nodes[p.element];
  double const level = level_of(network, field, p.element), inflow = field.demand_m3s[p.element];
  switch (p.what) {
  case Premise::What::demand:
    return inflow;
  case Premise::What::head:
    return field.head_m[p.element];
  case Premise::What::fill_time:
    return seconds_to(node.tank, level, inflow, node.tank.most_m);
  case Premise::What::drain_time:
    return seconds_to(node.tank, level, inflow, node.tank.least_m);
  default:
    return level;
  }
}

bool holds(Premise const& p, Network const& network, Field const& field, std::int64_t since_s, std::int64_t time_s) {
  if (p.what == Premise::What::time)
    return compare_times(since_s, time_s, p.relation, static_cast<std::int64_t>(p.value));
  if (p.what == Premise::What::clock) return clock_premise(p, network.times, since_s, time_s);
  bool const of_link = p.what >= Premise::What::flow && p.what <= Premise::What::power;
  double figure = 0;
  if (p.element == kNone) {
    for (std::size_t n = 0; n < network.nodes.size(); ++n)
      if (network.nodes[n].kind == NodeKind::junction) figure += field.demand_m3s[n];
  } else {
    figure = of_link ? link_figure(p, network, field) : node_figure(p, network, field);
  }
  double const tolerance = p.what == Premise::What::status ? 0.5 : 1e-3 * 0.3048; // EPANET 2: 0.001 of its units
  if (p.what == Premise::What::status && p.value == 1 && figure == 2) return p.relation == Premise::Relation::equal;
  return compare(figure, p.relation, p.value, std::isfinite(figure) ? tolerance : 0);
}

bool holds(Rule const& rule, Network const& network, Field const& field, std::int64_t since_s, std::int64_t time_s) {
  bool result = true;
  for (Premise const& p : rule.premises) {
    if (p.or_before) {
      result = result || holds(p, network, field, since_s, time_s);
    } else {
      if (!result) return false;
      result = holds(p, network, field, since_s, time_s);
    }
  }
  return result;
}

} // namespace

bool apply(Action const& action, Network const& network, Field& field) {
  std::uint32_t const k = action.link;
  Link const& link = network.links[k];
  bool open = action.open;
  double setting = field.setting[k];
  bool fixed = field.fixed[k] != 0;
  if (action.has_setting) {
    setting = action.setting;
    open = link.kind != LinkKind::pump || setting > 0;
    fixed = false;
  } else {
    if (link.kind == LinkKind::pump && open) setting = 1;
    fixed = is_valve(link.kind);
  }
  LinkState const before = field.state[k];
  bool const same_openness = shut(before) != open || (before < LinkState::closed && open);
  if (same_openness && setting == field.setting[k] && fixed == (field.fixed[k] != 0)) return false;
  field.setting[k] = setting;
  field.fixed[k] = fixed;
  field.state[k] = state_for(link, open, action.has_setting);
  if (open && shut(before)) // a flow to begin with, as at the start
    field.flow_m3s[k] = link.kind == LinkKind::pump ? setting * link.pump.design_m3s
                                                    : 0.25 * 0.3048 * link.diameter_m * link.diameter_m * 3.14159265;
  if (!open) field.flow_m3s[k] = 0;
  return true;
}

bool apply_controls(Network const& network, Field& field, std::int64_t time_s) {
  bool changed = false;
  std::int64_t const clock = (time_s + network.times.start_clock) % kDay_s;
  for (Control const& c : network.controls) {
    bool due = c.when == Control::When::time ? c.seconds == time_s : c.seconds == clock;
    if (is_level(c)) due = network.nodes[c.node].kind == NodeKind::tank && reached(c, network, field);
    if (due) changed = apply(c.action, network, field) || changed;
  }
  return changed;
}

bool apply_pressure_controls(Network const& network, Field& field) {
  bool changed = false;
  for (Control const& c : network.controls)
    if (is_level(c) && network.nodes[c.node].kind == NodeKind::junction && reached(c, network, field))
      changed = apply(c.action, network, field) || changed;
  return changed;
}

std::int64_t until_control(Network const& network, Field const& field, std::int64_t time_s, std::int64_t step) {
  std::int64_t const clock = (time_s + network.times.start_clock) % kDay_s;
  for (Control const& c : network.controls) {
    std::int64_t wait = 0;
    if (c.when == Control::When::time) {
      wait = c.seconds - time_s;
    } else if (c.when == Control::When::clock) {
      wait = c.seconds > clock ? c.seconds - clock : c.seconds - clock + kDay_s;
    } else {
      Node const& node = network.nodes[c.node];
      double const inflow = field.demand_m3s[c.node];
      if (node.kind != NodeKind::tank || (c.when == Control::When::above) != (inflow > 0)) continue;
      double const seconds = seconds_to(node.tank, level_of(network, field, c.node), inflow, c.level);
      wait = seconds < static_cast<double>(step) ? std::llround(seconds) : 0;
    }
    Field const& f = field;
    bool const moves = c.action.has_setting
                           ? f.setting[c.action.link] != c.action.setting || shut(f.state[c.action.link])
                           : (f.state[c.action.link] > LinkState::closed) != c.action.open;
    if (wait > 0 && wait < step && moves) step = wait;
  }
  return step;
}

bool apply_rules(Network const& network, Field& field, std::int64_t since_s, std::int64_t time_s) {
  std::map<std::uint32_t, std::pair<double, Action>> chosen; // by link: the highest priority, then the first
  for (Rule const& rule : network.rules) {
    bool const true_now = holds(rule, network, field, since_s, time_s);
    for (Action const& action : true_now ? rule.then : rule.otherwise) {
      auto const [it, fresh] = chosen.try_emplace(action.link, rule.priority, action);
      if (!fresh && rule.priority > it->second.first) it->second = {rule.priority, action};
    }
  }
  bool changed = false;
  for (auto const& [link, choice] : chosen)
    changed = apply(choice.second, network, field) || changed;
  return changed;
}

} // namespace dalian::water
