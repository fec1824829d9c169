#include "twin/water/hydraulics.hpp"

#include "twin/water/raise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::water {
namespace {

constexpr double kAccuracy = 1e-4; // at least, whatever the file allows: one trial more, and heads are good to 0.1 mm
constexpr double kLeak = 1e-10;    // m²/s: a shut link lets this much through, so that the system stays regular
constexpr double kPin = 1e6;       // m²/s: what holds the head of a junction behind a valve
constexpr double kDrop = 1e5;      // m²/s: what holds the drop of a pressure breaking valve
constexpr double kStop = 1e8;      // m per m³/s: a demand neither turns round nor grows beyond what is wanted

} // namespace

Loss Hydraulics::loss(Field const& field, std::uint32_t k, double q) const {
  Link const& link = net_->links[k];
  switch (link.kind) {
  case LinkKind::pipe:
  case LinkKind::check_valve:
    if (net_->options.formula == LossFormula::darcy_weisbach)
      return darcy_loss(q, link, net_->options.viscosity_m2s, minor_[k]);
    return power_loss(q, resistance_[k], exponent_of(net_->options.formula), minor_[k]);
  case LinkKind::pump:
    return pump_loss(q, link.pump, field.setting[k], net_->options.gravity);
  case LinkKind::gpv:
    if (!field.fixed[k]) return curve_loss(q, link.curve);
    break;
  case LinkKind::tcv:
    if (!field.fixed[k]) return power_loss(q, 0, 2, minor_of(std::max(field.setting[k], link.minor), link.diameter_m));
    break;
  case LinkKind::pbv: // keeps its drop unless it loses more by itself
    if (!field.fixed[k] && field.setting[k] > minor_[k] * q * q)
      return {field.setting[k] + (q - field.flow_m3s[k]) / kDrop, 1 / kDrop};
    break;
  default:
    break;
  }
  return power_loss(q, 0, 2, minor_[k]);
}

void Hydraulics::link_coefficients(Field const& field) {
  double const exponent = exponent_of(net_->options.formula), less = exponent - 1;
  sizes_.resize(pipes_.size());
  for (std::size_t i = 0; i < pipes_.size(); ++i)
    sizes_[i] = std::abs(field.flow_m3s[pipes_[i]]);
  raised_ = sizes_;
  if (less != 1) raise(sizes_.data(), sizes_.size(), less, raised_.data());
  for (std::size_t i = 0; i < pipes_.size(); ++i) {
    std::uint32_t const k = pipes_[i];
    if (shut(field.state[k])) {
      conductance_[k] = kLeak, base_[k] = 0;
      continue;
    }
    double const q = field.flow_m3s[k], size = sizes_[i];
    double const power = resistance_[k] * raised_[i], minor = minor_[k] * size;
    double slope = exponent * power + 2 * minor, per_flow = power + minor;
    if (slope < kLeastSlope) per_flow += kLeastSlope - slope, slope = kLeastSlope;
    double const p = 1 / slope;
    conductance_[k] = p;
    base_[k] = q * (1 - per_flow * p);
  }
  for (std::uint32_t const k : others_) {
    double const q = field.flow_m3s[k];
    if (shut(field.state[k])) {
      conductance_[k] = kLeak, base_[k] = 0;
    } else if (net_->links[k].kind == LinkKind::fcv && field.state[k] == LinkState::active) {
      conductance_[k] = kLeak, base_[k] = field.setting[k];
    } else {
      Loss const lost = loss(field, k, q);
      conductance_[k] = 1 / lost.slope;
      base_[k] = q - lost.head_m / lost.slope;
    }
  }
}

/// A valve that pins a head at one of its ends.
bool Hydraulics::holds(Field const& field, std::uint32_t k) const {
  LinkKind const kind = net_->links[k].kind;
  return (kind == LinkKind::prv || kind == LinkKind::psv) && field.state[k] == LinkState::active && !field.fixed[k];
}

void Hydraulics::add_links(Field const& field) {
  for (std::uint32_t const k : regulators_)
    if (holds(field, k)) conductance_[k] = base_[k] = 0;
  if (any_cut_) leave_out(field);
  double* const a = solver()->values().data();
  double* const right = right_.data();
  for (std::size_t k = 0; k < ends_.size(); ++k) {
    Ends const& e = ends_[k];
    double const p = conductance_[k], g = base_[k];
    right[e.from] -= g;
    right[e.to] += g;
    if (e.edge_place != kNone) {
      a[e.from_place] += p;
      a[e.to_place] += p;
      a[e.edge_place] -= p;
    } else if (e.from_place != kNone) {
      a[e.from_place] += p;
      right[e.from] += p * field.head_m[e.to];
    } else if (e.to_place != kNone) {
      a[e.to_place] += p;
      right[e.to] += p * field.head_m[e.from];
    }
  }
}

/// The head behind the valve is pinned; what passes it is taken from, or given to, the other side: of the flows so far.
void Hydraulics::add_held(Field const& field) {
  auto& solver = *this->solver();
  for (std::uint32_t const k : regulators_) {
    if (!holds(field, k)) continue;
    Link const& v = net_->links[k];
    bool const reducing = v.kind == LinkKind::prv;
    std::uint32_t const held = reducing ? v.to : v.from, other = reducing ? v.from : v.to;
    right_[held] += kPin * (net_->nodes[held].elevation_m + field.setting[k]);
    solver.values()[solver.place_of_diagonal(row_[held])] += kPin;
    double const through = std::max(field.flow_m3s[k], 0.0);
    right_[other] += reducing ? -through : through;
  }
}

/// Wagner's law turned round: the pressure at which so much is served; walls at nothing and at all that is wanted.
Loss Hydraulics::served_loss(Field const& field, std::uint32_t node) const {
  auto const& o = net_->options;
  double const wanted = field.wanted_m3s[node], q = field.served_m3s[node],
               span = o.full_pressure_m - o.least_pressure_m;
  if (q < 0) return {q * kStop, kStop};
  if (q > wanted) return {span + (q - wanted) * kStop, kStop};
  double const power = 1 / o.pressure_exponent, share = q / wanted;
  double const slope = std::max(power * span / wanted * std::pow(share, power - 1), 1e-3 * span / wanted);
  return {span * std::pow(share, power), slope};
}

Loss Hydraulics::emitted_loss(Field const& field, std::uint32_t node) const {
  double const power = 1 / net_->options.emitter_exponent;
  return power_loss(field.emitted_m3s[node], std::pow(net_->nodes[node].emitter, -power), power, 0);
}

/// As if by a link to a given head.
void Hydraulics::add_withdrawal(std::uint32_t node, Loss const& lost, double q, double zero_m) {
  double const p = 1 / lost.slope;
  solver()->values()[solver()->place_of_diagonal(row_[node])] += p;
  right_[node] += p * zero_m - (q - lost.head_m * p);
}

void Hydraulics::add_withdrawals(Field const& field) {
  auto const& o = net_->options;
  for (std::uint32_t const n : junction_) {
    double const wanted = field.cut_off[n] ? 0 : field.wanted_m3s[n];
    if (o.pressure_driven && wanted > 0)
      add_withdrawal(n, served_loss(field, n), field.served_m3s[n], net_->nodes[n].elevation_m + o.least_pressure_m);
    else
      right_[n] -= wanted;
  }
  for (std::uint32_t const n : emitters_)
    if (!field.cut_off[n]) add_withdrawal(n, emitted_loss(field, n), field.emitted_m3s[n], net_->nodes[n].elevation_m);
}

double Hydraulics::move_withdrawals(Field& field) {
  auto const& o = net_->options;
  double change = 0;
  for (std::uint32_t const n : junction_) {
    double const wanted = field.cut_off[n] ? 0 : field.wanted_m3s[n];
    double served = wanted;
    if (o.pressure_driven && wanted > 0) {
      Loss const lost = served_loss(field, n);
      double const pressure = field.head_m[n] - net_->nodes[n].elevation_m - o.least_pressure_m;
      served = field.served_m3s[n] + (pressure - lost.head_m) / lost.slope;
      change += std::abs(served - field.served_m3s[n]);
    }
    field.served_m3s[n] = served;
  }
  for (std::uint32_t const n : emitters_) {
    if (field.cut_off[n]) {
      field.emitted_m3s[n] = 0;
      continue;
    }
    Loss const lost = emitted_loss(field, n);
    double const moved = (field.head_m[n] - net_->nodes[n].elevation_m - lost.head_m) / lost.slope;
    field.emitted_m3s[n] += moved;
    change += std::abs(moved);
  }
  return change;
}

double Hydraulics::move_flows(Field& field) {
  double change = 0, sum = 0;
  for (std::size_t k = 0; k < ends_.size(); ++k) {
    if (conductance_[k] == 0) continue; // follows from its neighbours, or is cut off
    double const q = base_[k] + conductance_[k] * (field.head_m[ends_[k].from] - field.head_m[ends_[k].to]);
    change += std::abs(q - field.flow_m3s[k]);
    sum += std::abs(q);
    field.flow_m3s[k] = q;
  }
  change += move_withdrawals(field);
  for (std::uint32_t const k : regulators_) {
    if (!holds(field, k)) continue;
    double const before = field.flow_m3s[k];
    Link const& v = net_->links[k];
    bool const reducing = v.kind == LinkKind::prv;
    double const into = inflow(field, reducing ? v.to : v.from, k);
    field.flow_m3s[k] = reducing ? -into : into;
    change += std::abs(field.flow_m3s[k] - before);
    sum += std::abs(field.flow_m3s[k]);
  }
  return sum > 1e-9 ? change / sum : change;
}

/// What flows into a node and is not withdrawn there.
double Hydraulics::inflow(Field const& field, std::uint32_t node, std::uint32_t without) const {
  double sum = row_[node] == kNone ? 0 : -field.served_m3s[node] - field.emitted_m3s[node];
  for (std::uint32_t b = starts_[node]; b < starts_[node + 1]; ++b) {
    std::uint32_t const k = beside_[b];
    if (k == without || shut(field.state[k])) continue;
    sum += ends_[k].to == node ? field.flow_m3s[k] : -field.flow_m3s[k];
  }
  return sum;
}

double Hydraulics::iterate(Field& field, Convergence& convergence) {
  auto& solver = *this->solver();
  link_coefficients(field);
  solver.clear();
  std::fill(right_.begin(), right_.end(), 0.0);
  add_links(field);
  add_held(field);
  add_withdrawals(field);
  for (std::uint32_t r = 0; r < junction_.size(); ++r)
    moved_[r] = right_[junction_[r]];
  if (auto const lost = solver.factor()) { // numbers out of all range: the heads stay as they were
    convergence.lost = true;
    convergence.lost_node = junction_[*lost];
    return 1;
  }
  solver.solve(moved_);
  for (std::uint32_t r = 0; r < junction_.size(); ++r)
    field.head_m[junction_[r]] = moved_[r];
  return move_flows(field);
}

/// What is cut off takes no part: it has no flow, and its head is its elevation.
void Hydraulics::leave_out(Field const& field) {
  for (std::size_t k = 0; k < ends_.size(); ++k)
    if (field.cut_off[ends_[k].from] || field.cut_off[ends_[k].to]) conductance_[k] = base_[k] = 0;
  for (std::uint32_t const n : junction_) {
    if (!field.cut_off[n]) continue;
    solver()->values()[solver()->place_of_diagonal(row_[n])] += 1;
    right_[n] += net_->nodes[n].elevation_m;
  }
}

/// Whether a link is shut for good: `surely`, no check of this solution can open it.
bool Hydraulics::blocks(Field const& field, std::uint32_t k, bool surely) const {
  if (!surely) return shut(field.state[k]);
  LinkKind const kind = net_->links[k].kind;
  bool const by_itself =
      kind == LinkKind::check_valve || ((kind == LinkKind::prv || kind == LinkKind::psv) && !field.fixed[k]);
  return field.state[k] == LinkState::closed && !by_itself;
}

/// Marks junctions that no source reaches; whether any of them wants water. Marked once in a solution, they stay so.
bool Hydraulics::find_cut_off(Field& field, bool surely) {
  if (whole_ == field.state || (!surely && seen_ == field.state)) return false;
  seen_ = field.state;
  reached_.assign(net_->nodes.size(), 0);
  open_.clear();
  for (std::uint32_t n = 0; n < row_.size(); ++n)
    if (row_[n] == kNone) reached_[n] = 1, open_.push_back(n);
  while (!open_.empty()) {
    std::uint32_t const n = open_.back();
    open_.pop_back();
    for (std::uint32_t b = starts_[n]; b < starts_[n + 1]; ++b) {
      Ends const& e = ends_[beside_[b]];
      std::uint32_t const other = e.from == n ? e.to : e.from;
      if (reached_[other] || blocks(field, beside_[b], surely)) continue;
      reached_[other] = 1;
      open_.push_back(other);
    }
  }
  bool wants = false;
  for (std::uint32_t const n : junction_)
    if (!reached_[n] && !field.cut_off[n]) {
      field.cut_off[n] = 1;
      any_cut_ = true;
      wants = wants || field.wanted_m3s[n] != 0 || net_->nodes[n].emitter > 0;
    }
  if (!surely && !any_cut_) whole_ = field.state;
  return wants;
}

void Hydraulics::close_books(Field& field) const {
  for (std::uint32_t k = 0; k < net_->links.size(); ++k)
    if (shut(field.state[k]) || field.cut_off[ends_[k].from] || field.cut_off[ends_[k].to]) field.flow_m3s[k] = 0;
  for (std::uint32_t n = 0; n < net_->nodes.size(); ++n) {
    if (field.cut_off[n]) field.head_m[n] = net_->nodes[n].elevation_m;
    field.demand_m3s[n] = row_[n] == kNone ? inflow(field, n, kNone) : field.served_m3s[n] + field.emitted_m3s[n];
  }
}

/// After a trial: whether the state of a link or what is cut off changed, so that another is needed.
bool Hydraulics::settle(Field& field, Convergence const& now, int& next_check) {
  auto const& o = net_->options;
  bool changed = check_valves(field);
  if (now.reached) {
    changed = check_links(field) || changed;
    changed = (!changed && find_cut_off(field, false)) || changed;
    next_check = now.trials + o.check_every;
  } else if (now.trials <= o.check_most && now.trials == next_check) {
    changed = check_links(field) || changed;
    next_check += o.check_every;
  }
  return changed;
}

/// What no source reaches may have left the equations without a solution: without it they have one.
bool Hydraulics::found_lost(Field& field) {
  auto const cut = [&] { return std::count(field.cut_off.begin(), field.cut_off.end(), 1); };
  auto const before = cut();
  seen_.clear();
  find_cut_off(field, false);
  return cut() != before;
}

Convergence Hydraulics::solve(Field& field) {
  auto const& o = net_->options;
  Convergence out;
  keep_idle(field);
  std::fill(field.cut_off.begin(), field.cut_off.end(), std::uint8_t{0});
  any_cut_ = false;
  find_cut_off(field, true);
  seen_.clear();
  int next_check = o.check_every;
  int const most = o.trials + o.extra_trials; // in the extra ones states stay
  for (int trial = 1; trial <= most && !out.balanced; ++trial) {
    out.trials = trial;
    out.change = iterate(field, out);
    out.reached = !out.lost && out.change <= std::min(o.accuracy, kAccuracy);
    if (out.lost && !found_lost(field)) break;
    if (out.lost) {
      out.lost = false;
    } else if (trial > o.trials) {
      if (out.reached) break;
    } else {
      bool const changed = settle(field, out, next_check);
      out.balanced = out.reached && !changed;
    }
  }
  close_books(field);
  return out;
}

Residual Hydraulics::residual(Field const& field) const {
  Residual out;
  for (std::uint32_t const n : junction_) {
    double const off = std::abs(inflow(field, n, kNone));
    if (off > out.mass_m3s) out.mass_m3s = off, out.node = n;
  }
  for (std::uint32_t k = 0; k < net_->links.size(); ++k) {
    Link const& link = net_->links[k];
    bool const follows = holds(field, k) || (link.kind == LinkKind::fcv && field.state[k] == LinkState::active);
    if (shut(field.state[k]) || follows || field.cut_off[link.from] || field.cut_off[link.to]) continue;
    double const off =
        std::abs(field.head_m[link.from] - field.head_m[link.to] - loss(field, k, field.flow_m3s[k]).head_m);
    if (off > out.head_m) out.head_m = off, out.link = k;
  }
  return out;
}

} // namespace dalian::water
