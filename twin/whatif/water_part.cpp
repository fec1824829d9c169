#include "twin/whatif/water_part.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace dalian::whatif {
namespace {

using water::kNone;
using water::LinkKind;
using water::NodeKind;

constexpr double kMargin_m = 0.01; // so that a mend holds when it is solved from elsewhere

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t n) {
  while (parent[n] != n)
    n = parent[n] = parent[parent[n]];
  return n;
}

/// Nodes at which a network falls into parts.
using Divides = bool (*)(water::Node const& node);

bool is_given_now(water::Node const& node) {
  return node.kind != NodeKind::junction;
}
bool is_given_all_day(water::Node const& node) {
  return node.kind == NodeKind::reservoir;
}

/// Copies nodes into parts as links name them.
class PartMaker {
 public:
  PartMaker(water::Network const& whole, std::vector<WaterPart>& parts) : whole_(whole), parts_(parts) {}

  void add_link(std::size_t part, std::uint32_t k) {
    water::Link link = whole_.links[k];
    link.from = place(part, link.from);
    link.to = place(part, link.to);
    parts_[part].network.links.push_back(std::move(link));
    parts_[part].link.push_back(k);
  }
  std::uint32_t place(std::size_t part, std::uint32_t node) {
    if (places_.size() < parts_.size()) places_.resize(parts_.size());
    auto& known = places_[part];
    auto const it = std::lower_bound(known.begin(), known.end(), std::pair{node, 0u});
    if (it != known.end() && it->first == node) return it->second;
    auto const here = static_cast<std::uint32_t>(parts_[part].node.size());
    known.insert(it, {node, here});
    parts_[part].node.push_back(node);
    parts_[part].network.nodes.push_back(whole_.nodes[node]);
    return here;
  }

 private:
  water::Network const& whole_;
  std::vector<WaterPart>& parts_;
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> places_; // of nodes, by part, sorted
};

void take_frame(water::Network const& whole, WaterPart& part) {
  part.network.patterns = whole.patterns;
  part.network.options = whole.options;
  part.network.times = whole.times;
}

/// `part_of_link`: of each link of the whole; SIZE_MAX where both its ends divide.
std::vector<WaterPart> divided(water::Network const& whole, Divides divides, std::vector<std::size_t>& part_of_link) {
  auto const is_end = [&](std::uint32_t n) { return divides(whole.nodes[n]); };
  std::vector<std::uint32_t> parent(whole.nodes.size());
  std::iota(parent.begin(), parent.end(), 0u);
  for (water::Link const& link : whole.links)
    if (!is_end(link.from) && !is_end(link.to)) parent[root_of(parent, link.from)] = root_of(parent, link.to);
  std::vector<WaterPart> parts;
  std::vector<std::size_t> of_root(whole.nodes.size(), SIZE_MAX);
  PartMaker maker(whole, parts);
  for (std::uint32_t n = 0; n < whole.nodes.size(); ++n) {
    if (is_end(n)) continue;
    auto& part = of_root[root_of(parent, n)];
    if (part == SIZE_MAX) part = parts.size(), parts.emplace_back();
    maker.place(part, n);
  }
  part_of_link.assign(whole.links.size(), SIZE_MAX);
  for (std::uint32_t k = 0; k < whole.links.size(); ++k) {
    std::uint32_t const inner = is_end(whole.links[k].from) ? whole.links[k].to : whole.links[k].from;
    if (is_end(inner)) continue;
    part_of_link[k] = of_root[root_of(parent, inner)];
    maker.add_link(part_of_link[k], k);
  }
  for (WaterPart& part : parts)
    take_frame(whole, part);
  return parts;
}

} // namespace

std::vector<WaterPart> parts_of(water::Network const& whole, std::vector<double> const& low,
                                std::vector<double> const& high, std::vector<std::uint8_t> const& customer) {
  std::vector<std::size_t> of_link; // between two given heads: the day's run has it
  auto parts = divided(whole, is_given_now, of_link);
  for (WaterPart& part : parts)
    for (std::uint32_t const n : part.node)
      part.low.push_back(low[n]), part.high.push_back(high[n]), part.customer.push_back(customer[n]);
  return parts;
}

std::vector<WaterPart> parts_of_the_day(water::Network const& whole) {
  assert(whole.rules.empty() && "rules may join parts");
  std::vector<std::size_t> of_link;
  auto parts = divided(whole, is_given_all_day, of_link);
  for (std::uint32_t k = 0; k < whole.links.size(); ++k) {
    if (of_link[k] != SIZE_MAX) continue;
    of_link[k] = parts.size();
    parts.emplace_back();
    PartMaker(whole, parts).add_link(of_link[k], k);
    take_frame(whole, parts.back());
  }
  for (water::Control const& control : whole.controls) {
    WaterPart& part = parts[of_link[control.action.link]];
    water::Control own = control;
    own.action.link = static_cast<std::uint32_t>(
        std::lower_bound(part.link.begin(), part.link.end(), control.action.link) - part.link.begin());
    if (control.node != kNone)
      own.node =
          static_cast<std::uint32_t>(std::find(part.node.begin(), part.node.end(), control.node) - part.node.begin());
    assert((own.node == kNone || own.node < part.node.size()) && "a control looks at a node beside its link");
    part.network.controls.push_back(own);
  }
  return parts;
}

plan::ContentHash hash_of(water::Network const& network) {
  plan::ByteText bytes;
  auto const add_points = [&](std::vector<std::pair<double, double>> const& points) {
    bytes.add(std::uint64_t{points.size()});
    for (auto const& [x, y] : points)
      bytes.add(x).add(y);
  };
  for (water::Node const& node : network.nodes) {
    bytes.add(std::string_view(node.id)).add(std::uint64_t(node.kind)).add(node.elevation_m);
    bytes.add(node.tank.initial_m).add(node.tank.least_m).add(node.tank.most_m).add(node.tank.area_m2);
    bytes.add(std::uint64_t{node.pattern}).add(std::uint64_t{node.demands.size()});
    for (water::Demand const& d : node.demands)
      bytes.add(d.base_m3s).add(std::uint64_t{d.pattern});
  }
  for (water::Link const& link : network.links) {
    bytes.add(std::string_view(link.id)).add(std::uint64_t(link.kind)).add(std::uint64_t{link.from});
    bytes.add(std::uint64_t{link.to}).add(link.length_m).add(link.diameter_m).add(link.roughness).add(link.setting);
    bytes.add(std::uint64_t{link.open}).add(std::uint64_t(link.pump.kind)).add(link.pump.shutoff_m);
    bytes.add(link.pump.factor).add(link.pump.power_w).add(link.pump.design_m3s).add(link.pump.most_m3s);
    add_points(link.efficiency);
  }
  for (water::Control const& c : network.controls) {
    bytes.add(std::uint64_t(c.when)).add(std::uint64_t{c.action.link}).add(std::uint64_t{c.action.open});
    bytes.add(std::uint64_t{c.action.has_setting}).add(c.action.setting).add(std::uint64_t{c.node}).add(c.level);
    bytes.add(static_cast<std::uint64_t>(c.seconds));
  }
  for (water::Pattern const& pattern : network.patterns)
    for (double const factor : pattern.factors)
      bytes.add(factor);
  return bytes.hash();
}

plan::ContentHash hash_of(WaterPart const& part) {
  plan::ByteText bytes;
  bytes.add(hash_of(part.network));
  for (std::size_t n = 0; n < part.node.size(); ++n)
    bytes.add(part.low[n]).add(part.high[n]).add(std::uint64_t{part.customer[n]});
  return bytes.hash();
}

double pressure_m(water::Network const& network, water::Field const& field, std::uint32_t node) {
  return field.cut_off[node] ? std::nan("") : field.head_m[node] - network.nodes[node].elevation_m;
}

namespace {

class PartSolver {
 public:
  PartSolver(WaterPart const& part, PartLimits const& limits)
      : part_(part), limits_(limits), network_(part.network), hydraulics_(made(network_)) {}

  PartAnswer run() {
    PartAnswer out;
    out.field = hydraulics_.start();
    water::set_boundary(network_, out.field, limits_.peak_s);
    out.convergence = hydraulics_.solve(out.field);
    out.residual = hydraulics_.residual(out.field);
    out.low_demand_m = at_demands(out.field, part_.low);
    out.high_demand_m = at_demands(out.field, part_.high);
    out.fire_m = at_fires(out.field);
    out.lowest = lowest_of(out.field);
    if (out.convergence.balanced && out.lowest != kNone && pressure(out.field, out.lowest) < limits_.least_head_m)
      out.mend = mended(out.field, out.lowest);
    return out;
  }

 private:
  static water::Hydraulics made(water::Network const& network) {
    auto made = water::Hydraulics::make(network);
    if (!made) throw std::runtime_error(made.error());
    return std::move(made).value();
  }
  double pressure(water::Field const& field, std::uint32_t n) const { return pressure_m(network_, field, n); }

  std::uint32_t lowest_of(water::Field const& field) const {
    std::uint32_t lowest = kNone;
    for (std::uint32_t n = 0; n < network_.nodes.size(); ++n)
      if (part_.customer[n] && !field.cut_off[n] && (lowest == kNone || pressure(field, n) < pressure(field, lowest)))
        lowest = n;
    return lowest;
  }

  std::vector<double> at_demands(water::Field field, std::vector<double> const& factors) {
    for (std::size_t n = 0; n < factors.size(); ++n)
      field.wanted_m3s[n] *= factors[n];
    bool const balanced = hydraulics_.solve(field).balanced;
    std::vector<double> out(factors.size(), std::nan(""));
    for (std::uint32_t n = 0; balanced && n < out.size(); ++n)
      out[n] = pressure(field, n);
    return out;
  }

  std::vector<double> at_fires(water::Field const& base) {
    std::vector<double> out(network_.nodes.size(), std::nan(""));
    water::Field field;
    for (std::uint32_t n = 0; n < network_.nodes.size(); ++n) {
      if (!part_.customer[n] || base.cut_off[n]) continue;
      field = base;
      field.wanted_m3s[n] += limits_.fire_m3s;
      if (hydraulics_.solve(field).balanced) out[n] = pressure(field, n);
    }
    return out;
  }

  /// How much the pressure at `node` rises with water put in at each node, m per m³/s: by symmetry, how much the others
  /// fall when `node` draws more.
  std::vector<double> sensitivities(water::Field const& base, std::uint32_t node) {
    constexpr double kMore_m3s = 1e-4;
    water::Field field = base;
    field.wanted_m3s[node] += kMore_m3s;
    hydraulics_.solve(field);
    std::vector<double> out(network_.nodes.size());
    for (std::size_t n = 0; n < out.size(); ++n)
      out[n] = (base.head_m[n] - field.head_m[n]) / kMore_m3s;
    return out;
  }

  std::optional<WaterMend> mended(water::Field const& base, std::uint32_t node) {
    auto const rise = sensitivities(base, node);
    std::uint32_t pipe = kNone, pump = kNone;
    double most = 0;
    for (std::uint32_t k = 0; k < network_.links.size(); ++k) {
      water::Link const& link = network_.links[k];
      if (link.kind == LinkKind::pump && link.pump.kind == water::PumpLaw::Kind::function && pump == kNone &&
          !water::shut(base.state[k]))
        pump = k;
      double const gain = base.flow_m3s[k] * (rise[link.to] - rise[link.from]); // by ln of the diameter, in proportion
      if (link.kind == LinkKind::pipe && gain > most) most = gain, pipe = k;
    }
    if (pipe != kNone)
      if (auto found = wider(base, pipe)) return found;
    return pump == kNone ? std::nullopt : stronger(base, pressure(base, node), pump);
  }

  /// The lowest pressure of all, as the links are now.
  double tried(water::Field field) {
    return hydraulics_.solve(field).balanced ? pressure(field, lowest_of(field)) : std::nan("");
  }

  /// Up to twice as wide, by steps of 0.05 m or a tenth.
  std::optional<WaterMend> wider(water::Field const& base, std::uint32_t pipe) {
    water::Link& link = network_.links[pipe];
    double const before = link.diameter_m;
    std::optional<WaterMend> out;
    for (double d = before; !out && d < 2 * before;) {
      d = std::round((d + std::max(0.05, d / 10)) * 20) / 20;
      link.diameter_m = d;
      hydraulics_.reset(pipe);
      double const reached = tried(base);
      if (reached >= limits_.least_head_m + kMargin_m) out = WaterMend{pipe, before, d, reached};
    }
    link.diameter_m = before;
    hydraulics_.reset(pipe);
    return out;
  }

  /// With the same design flow and more head there, in whole metres, up to twice as much.
  std::optional<WaterMend> stronger(water::Field const& base, double reached, std::uint32_t pump) {
    auto& law = network_.links[pump].pump;
    auto const kept = law;
    double const before = law.shutoff_m * 3 / 4;
    std::optional<WaterMend> out;
    double head = before;
    for (int i = 0; i < 6 && !out && head < 2 * before; ++i) {
      head = std::ceil(head + 1.05 * std::max(limits_.least_head_m - reached, 0.5));
      law.shutoff_m = head * 4 / 3;
      law.factor = head / 3 / (law.design_m3s * law.design_m3s);
      double const now = tried(base);
      if (std::isnan(now)) break;
      reached = now;
      if (reached >= limits_.least_head_m + kMargin_m) out = WaterMend{pump, before, head, reached};
    }
    law = kept;
    return out;
  }

  WaterPart const& part_;
  PartLimits limits_;
  water::Network network_;
  water::Hydraulics hydraulics_;
};

} // namespace

PartAnswer solve_part(WaterPart const& part, PartLimits const& limits) {
  return PartSolver(part, limits).run();
}

} // namespace dalian::whatif
