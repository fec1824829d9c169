// When check valves, pumps, regulating valves and links of tanks open and shut: EPANET 2 manual, sections 3.1 and 12
// (analysis algorithms), with its tolerances of 0.0005 ft and 0.0001 ft³/s.
#include "twin/water/hydraulics.hpp"

#include <algorithm>

namespace dalian::water {
namespace {

constexpr double kHeadTolerance_m = 0.0005 * 0.3048, kFlowTolerance_m3s = 0.0001 * 0.028316846592;

} // namespace

/// A check valve lets water through one way.
LinkState Hydraulics::checked(LinkState state, double fall_m, double q) const {
  if (q < -kFlowTolerance_m3s || fall_m < -kHeadTolerance_m) return LinkState::closed;
  if (fall_m > kHeadTolerance_m) return LinkState::open;
  return state;
}

LinkState Hydraulics::prv_state(Field const& field, std::uint32_t k) const {
  Link const& v = net_->links[k];
  double const before = field.head_m[v.from], behind = field.head_m[v.to], q = field.flow_m3s[k];
  double const held = net_->nodes[v.to].elevation_m + field.setting[k], lost = minor_[k] * q * q;
  switch (field.state[k]) {
  case LinkState::active:
    if (q < -kFlowTolerance_m3s) return LinkState::closed;
    return before - lost < held - kHeadTolerance_m ? LinkState::open : LinkState::active;
  case LinkState::open:
    if (q < -kFlowTolerance_m3s) return LinkState::closed;
    return behind >= held + kHeadTolerance_m ? LinkState::active : LinkState::open;
  default:
    if (before >= held + kHeadTolerance_m && behind < held - kHeadTolerance_m) return LinkState::active;
    if (before < held - kHeadTolerance_m && before > behind + kHeadTolerance_m) return LinkState::open;
    return LinkState::closed;
  }
}

LinkState Hydraulics::psv_state(Field const& field, std::uint32_t k) const {
  Link const& v = net_->links[k];
  double const before = field.head_m[v.from], behind = field.head_m[v.to], q = field.flow_m3s[k];
  double const held = net_->nodes[v.from].elevation_m + field.setting[k], lost = minor_[k] * q * q;
  switch (field.state[k]) {
  case LinkState::active:
    if (q < -kFlowTolerance_m3s) return LinkState::closed;
    return behind + lost > held + kHeadTolerance_m ? LinkState::open : LinkState::active;
  case LinkState::open:
    if (q < -kFlowTolerance_m3s) return LinkState::closed;
    return before < held - kHeadTolerance_m ? LinkState::active : LinkState::open;
  default:
    if (behind > held + kHeadTolerance_m && before > behind + kHeadTolerance_m) return LinkState::open;
    if (before >= held + kHeadTolerance_m && before > behind + kHeadTolerance_m) return LinkState::active;
    return LinkState::closed;
  }
}

bool Hydraulics::check_valves(Field& field) const {
  bool changed = false;
  for (std::uint32_t const k : regulators_) {
    if (field.fixed[k]) continue;
    LinkState const now = net_->links[k].kind == LinkKind::prv ? prv_state(field, k) : psv_state(field, k);
    if (now == field.state[k]) continue;
    field.state[k] = now;
    changed = true;
  }
  return changed;
}

/// Nothing flows into a full tank or out of an empty one.
bool Hydraulics::held_by_tank(Field const& field, std::uint32_t k) const {
  Link const& link = net_->links[k];
  for (bool const at_end : {false, true}) {
    std::uint32_t const tank = at_end ? link.to : link.from, other = at_end ? link.from : link.to;
    if (net_->nodes[tank].kind != NodeKind::tank) continue;
    double const out = field.head_m[tank] - field.head_m[other], q = at_end ? -field.flow_m3s[k] : field.flow_m3s[k];
    bool const full = field.head_m[tank] >= most_m_[tank] - kHeadTolerance_m && !net_->nodes[tank].tank.overflows;
    bool const empty = field.head_m[tank] <= least_m_[tank] + kHeadTolerance_m;
    bool const pump = link.kind == LinkKind::pump;
    if (full && (pump ? at_end : checked(LinkState::open, out, q) == LinkState::closed)) return true;
    if (empty && (pump ? !at_end : checked(LinkState::closed, out, q) == LinkState::open)) return true;
  }
  return false;
}

bool Hydraulics::check_links(Field& field) const {
  bool changed = false;
  for (std::uint32_t const k : special_) {
    Link const& link = net_->links[k];
    double const fall = field.head_m[link.from] - field.head_m[link.to], q = field.flow_m3s[k];
    LinkState const before = field.state[k];
    LinkState now = before < LinkState::closed ? LinkState::open : before;
    if (link.kind == LinkKind::check_valve) now = checked(now, fall, q);
    if (link.kind == LinkKind::pump && now == LinkState::open &&
        -fall > shutoff_of(link.pump, field.setting[k]) + kHeadTolerance_m)
      now = LinkState::over_shutoff;
    if (link.kind == LinkKind::fcv && !field.fixed[k] && !shut(now)) {
      if (fall < -kHeadTolerance_m || q < -kFlowTolerance_m3s)
        now = LinkState::beyond;
      else if (now == LinkState::beyond && q >= field.setting[k])
        now = LinkState::active;
    }
    if (!shut(now) && held_by_tank(field, k)) now = LinkState::held_back;
    if (now == before) continue;
    field.state[k] = now;
    changed = true;
  }
  return changed;
}

} // namespace dalian::water
