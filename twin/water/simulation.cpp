#include "twin/water/simulation.hpp"

#include "twin/water/rules.hpp"
#include "twin/water/tank.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::water {
namespace {

constexpr double kStill_m3s = 1e-6 * 0.028316846592;
constexpr int kMostPressureSwitches = 10; // of controls by pressure at one instant
constexpr std::size_t kMostKept = 8;      // of states in turn, whose flows are good to start from

double factor_of(Network const& network, std::uint32_t pattern, std::int64_t time_s) {
  if (pattern == kNone) return 1;
  auto const& factors = network.patterns[pattern].factors;
  auto const period = static_cast<std::size_t>((time_s + network.times.pattern_start) / network.times.pattern);
  return factors[period % factors.size()];
}

class Run {
 public:
  Run(Network const& network, Hydraulics& hydraulics, RunOptions const& options)
      : net_(network), hydraulics_(hydraulics), options_(options), field_(hydraulics.start()),
        end_s_(options.duration_s < 0 ? network.times.duration : options.duration_s) {
    out_.pump_kwh.assign(network.links.size(), 0);
    for (std::uint32_t n = 0; n < network.nodes.size(); ++n)
      if (network.nodes[n].kind == NodeKind::tank) tanks_.push_back(n), volume_.push_back(volume_of(n));
  }

  Summary go(Visit const& visit) {
    for (std::int64_t time = 0;;) {
      set_boundary(net_, field_, time);
      apply_controls(net_, field_, time);
      auto convergence = solve();
      for (std::size_t i = 0; i < tanks_.size() && end_tanks(); ++i)
        convergence = solve();
      ++out_.steps;
      book_.note(net_, hydraulics_, field_, convergence, time);
      if (options_.certify) certify();
      std::int64_t const length = time < end_s_ ? step_from(time) : 0;
      bool const report = time >= net_.times.report_start && (time - net_.times.report_start) % net_.times.report == 0;
      // A rule may end a step earlier than is known yet: what the tanks go through decides, so it goes on a copy.
      next_ = field_;
      std::int64_t const gone = length > 0 ? advance(next_, time, length) : 0;
      out_.complete = (!visit || visit({time, gone, field_, convergence, report})) &&
                      (gone == 0 || out_.steps < options_.most_steps);
      if (gone == 0 || !out_.complete) break;
      book(gone);
      std::swap(field_, next_);
      time += gone;
    }
    out_.findings = book_.list();
    return std::move(out_);
  }

 private:
  double volume_of(std::uint32_t n) const {
    return volume_at(net_.nodes[n].tank, field_.head_m[n] - net_.nodes[n].elevation_m);
  }

  Convergence solve() {
    Convergence out = solve_once();
    for (int i = 0; i < kMostPressureSwitches && apply_pressure_controls(net_, field_); ++i)
      out = solve_once();
    return out;
  }

  /// Where a tank opens and shuts its pipe again and again, from the flows when links last stood like this: that of a
  /// link just opened is else nothing, from where it takes many trials.
  Convergence solve_once() {
    std::vector<LinkState> const states = field_.state;
    auto at = std::find_if(kept_.begin(), kept_.end(), [&](Kept const& kept) { return kept.state == states; });
    if (at == kept_.end()) at = kept_.insert(kept_.end(), {states, field_.flow_m3s});
    if (states != settled_) field_.flow_m3s = at->flow_m3s;
    Convergence const out = hydraulics_.solve(field_);
    out_.trials += static_cast<std::size_t>(out.trials);
    at->flow_m3s = field_.flow_m3s;
    settled_ = field_.state;
    std::rotate(kept_.begin(), at, at + 1);
    if (kept_.size() > kMostKept) kept_.pop_back();
    return out;
  }

  /// A tank that by this field is full or empty within half a second is so now: no step is as short, and in a longer
  /// one what came would be lost. Whether there was one.
  bool end_tanks() {
    bool any = false;
    for (std::size_t i = 0; i < tanks_.size(); ++i) {
      double const q = field_.demand_m3s[tanks_[i]], target = q > 0 ? most_m3(i) : least_m3(i);
      double const missing = target - volume_[i];
      if (std::abs(q) <= kStill_m3s || missing == 0 || !(std::abs(missing) < 0.5 * std::abs(q))) continue;
      out_.stored_m3 += missing;
      volume_[i] = target;
      Node const& node = net_.nodes[tanks_[i]];
      field_.head_m[tanks_[i]] = node.elevation_m + level_at(node.tank, target);
      any = true;
    }
    return any;
  }

  void certify() {
    Residual const r = hydraulics_.residual(field_);
    if (r.mass_m3s > out_.residual.mass_m3s) out_.residual.mass_m3s = r.mass_m3s, out_.residual.node = r.node;
    if (r.head_m > out_.residual.head_m) out_.residual.head_m = r.head_m, out_.residual.link = r.link;
  }

  std::int64_t step_from(std::int64_t time) const {
    Times const& t = net_.times;
    std::int64_t step = std::min(t.hydraulic, end_s_ - time);
    step = std::min(step, t.pattern - (time + t.pattern_start) % t.pattern);
    step =
        std::min(step, time < t.report_start ? t.report_start - time : t.report - (time - t.report_start) % t.report);
    for (std::size_t i = 0; i < tanks_.size(); ++i) {
      double const q = field_.demand_m3s[tanks_[i]], target = q > 0 ? most_m3(i) : least_m3(i);
      double const seconds = (target - volume_[i]) / q;
      if (std::abs(q) <= kStill_m3s || !(seconds < static_cast<double>(step))) continue;
      if (auto const whole = std::llround(seconds); whole > 0) step = std::min<std::int64_t>(step, whole);
    }
    return until_control(net_, field_, time, step);
  }

  double most_m3(std::size_t i) const {
    return volume_at(net_.nodes[tanks_[i]].tank, net_.nodes[tanks_[i]].tank.most_m);
  }
  double least_m3(std::size_t i) const {
    return volume_at(net_.nodes[tanks_[i]].tank, net_.nodes[tanks_[i]].tank.least_m);
  }

  /// Fills and empties tanks; a rule that acts ends it. How far it came.
  std::int64_t advance(Field& next, std::int64_t time, std::int64_t length) {
    if (net_.rules.empty()) {
      fill(next, length);
      return length;
    }
    std::int64_t const every = net_.times.rule;
    for (std::int64_t gone = 0; gone < length;) {
      std::int64_t const part = std::min(length - gone, every - (time + gone) % every);
      fill(next, part);
      gone += part;
      if (apply_rules(net_, next, time + gone - part, time + gone)) return gone;
    }
    return length;
  }

  /// Within a second of its end a tank is full, or empty.
  void fill(Field& next, std::int64_t seconds) {
    for (std::size_t i = 0; i < tanks_.size(); ++i) {
      Node const& node = net_.nodes[tanks_[i]];
      double const q = field_.demand_m3s[tanks_[i]], before = volume_[i], most = most_m3(i), least = least_m3(i);
      double volume = before + q * static_cast<double>(seconds);
      if (volume + q >= most && q > 0) {
        if (node.tank.overflows) out_.overflow_m3 += std::max(volume - most, 0.0);
        volume = most;
      }
      if (volume + q <= least && q < 0) volume = least;
      volume_[i] = volume;
      out_.stored_m3 += volume - before;
      next.head_m[tanks_[i]] = node.elevation_m + level_at(node.tank, volume);
    }
  }

  void book(std::int64_t seconds) {
    auto const s = static_cast<double>(seconds);
    for (std::size_t n = 0; n < net_.nodes.size(); ++n) {
      if (net_.nodes[n].kind == NodeKind::reservoir) out_.supplied_m3 -= field_.demand_m3s[n] * s;
      if (net_.nodes[n].kind != NodeKind::junction) continue;
      out_.wanted_m3 += field_.wanted_m3s[n] * s;
      out_.served_m3 += field_.served_m3s[n] * s;
      out_.emitted_m3 += field_.emitted_m3s[n] * s;
    }
    for (std::uint32_t k = 0; k < net_.links.size(); ++k)
      if (net_.links[k].kind == LinkKind::pump) out_.pump_kwh[k] += pump_power_w(net_, field_, k) * s / 3.6e6;
  }

  struct Kept {
    std::vector<LinkState> state; // before it was solved
    std::vector<double> flow_m3s;
  };

  Network const& net_;
  Hydraulics& hydraulics_;
  RunOptions options_;
  std::vector<Kept> kept_;         // the latest first
  std::vector<LinkState> settled_; // after the last solution
  Field field_, next_;
  std::int64_t end_s_;
  std::vector<std::uint32_t> tanks_;
  std::vector<double> volume_; // of each tank
  FindingBook book_;
  Summary out_;
};

} // namespace

void set_boundary(Network const& network, Field& field, std::int64_t time_s) {
  for (std::size_t n = 0; n < network.nodes.size(); ++n) {
    Node const& node = network.nodes[n];
    if (node.kind == NodeKind::reservoir) field.head_m[n] = node.elevation_m * factor_of(network, node.pattern, time_s);
    if (node.kind != NodeKind::junction) continue;
    double wanted = 0;
    for (Demand const& d : node.demands)
      wanted += d.base_m3s * factor_of(network, d.pattern, time_s);
    field.wanted_m3s[n] = wanted * network.options.demand_factor;
  }
  for (std::uint32_t k = 0; k < network.links.size(); ++k)
    if (network.links[k].kind == LinkKind::pump && network.links[k].pattern != kNone)
      apply({k, true, true, factor_of(network, network.links[k].pattern, time_s)}, network, field);
}

double pump_power_w(Network const& network, Field const& field, std::uint32_t k) {
  Link const& link = network.links[k];
  if (link.kind != LinkKind::pump || shut(field.state[k])) return 0;
  double const q = std::abs(field.flow_m3s[k]), lift = std::abs(field.head_m[link.to] - field.head_m[link.from]);
  double share = network.options.pump_efficiency;
  if (auto const& curve = link.efficiency; !curve.empty()) {
    std::size_t i = 0;
    while (i + 1 < curve.size() && q > curve[i + 1].first)
      ++i;
    auto const [x0, y0] = curve[i];
    bool const between = i + 1 < curve.size() && q > x0;
    share = between ? y0 + (curve[i + 1].second - y0) * (q - x0) / (curve[i + 1].first - x0) : y0;
    share = std::clamp(share, 0.01, 1.0);
  }
  return kWater_Nm3 * network.options.gravity * q * lift / share;
}

Summary simulate(Network const& network, Hydraulics& hydraulics, RunOptions const& options, Visit const& visit) {
  return Run(network, hydraulics, options).go(visit);
}

Result<Summary> simulate(Network const& network, RunOptions const& options, Visit const& visit) {
  auto hydraulics = Hydraulics::make(network);
  if (!hydraulics) return Error{hydraulics.error()};
  return simulate(network, hydraulics.value(), options, visit);
}

} // namespace dalian::water
