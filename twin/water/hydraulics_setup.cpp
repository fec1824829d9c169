// The lists and the pattern that a network needs before it is solved, and how it starts.
#include "twin/water/hydraulics.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

namespace dalian::water {

Result<Hydraulics> Hydraulics::make(Network const& network) {
  Hydraulics out(network);
  out.number_rows();
  std::vector<sparse::Cholesky::Edge> edges;
  for (Link const& link : network.links)
    if (out.row_[link.from] != kNone && out.row_[link.to] != kNone)
      edges.emplace_back(out.row_[link.from], out.row_[link.to]);
  auto solver = sparse::Cholesky::analyse(static_cast<std::uint32_t>(out.junction_.size()), edges);
  if (!solver) return Error{solver.error()};
  out.solver_.push_back(std::move(solver).value());
  out.list_places();
  out.list_links();
  out.right_.resize(network.nodes.size());
  out.moved_.resize(out.junction_.size());
  out.find_idle_valves();
  return out;
}

void Hydraulics::number_rows() {
  for (Node const& node : net_->nodes) {
    bool const unknown = node.kind == NodeKind::junction;
    row_.push_back(unknown ? static_cast<std::uint32_t>(junction_.size()) : kNone);
    if (node.emitter > 0) emitters_.push_back(static_cast<std::uint32_t>(most_m_.size()));
    if (unknown) junction_.push_back(static_cast<std::uint32_t>(most_m_.size()));
    most_m_.push_back(node.elevation_m + node.tank.most_m);
    least_m_.push_back(node.elevation_m + node.tank.least_m);
  }
}

void Hydraulics::list_places() {
  auto const place = [&](std::uint32_t node) {
    return row_[node] == kNone ? kNone : solver()->place_of_diagonal(row_[node]);
  };
  std::uint32_t edge = 0;
  for (Link const& link : net_->links) {
    bool const between = row_[link.from] != kNone && row_[link.to] != kNone;
    ends_.push_back(
        {link.from, link.to, place(link.from), place(link.to), between ? solver()->place_of_edge(edge) : kNone});
    edge += between;
  }
}

void Hydraulics::list_links() {
  auto const links = static_cast<std::uint32_t>(net_->links.size());
  starts_.assign(net_->nodes.size() + 1, 0);
  for (Link const& link : net_->links)
    ++starts_[link.from + 1], ++starts_[link.to + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  beside_.resize(starts_.back());
  for (auto* of_links : {&resistance_, &minor_, &conductance_, &base_})
    of_links->resize(links);
  auto next = starts_;
  for (std::uint32_t k = 0; k < links; ++k) {
    Link const& link = net_->links[k];
    beside_[next[link.from]++] = beside_[next[link.to]++] = k;
    bool const pipe = link.kind <= LinkKind::check_valve && net_->options.formula != LossFormula::darcy_weisbach;
    (pipe ? pipes_ : others_).push_back(k);
    bool const tank = net_->nodes[link.from].kind == NodeKind::tank || net_->nodes[link.to].kind == NodeKind::tank;
    if (tank || link.kind == LinkKind::check_valve || link.kind == LinkKind::pump || link.kind == LinkKind::fcv)
      special_.push_back(k);
    if (link.kind == LinkKind::prv || link.kind == LinkKind::psv) regulators_.push_back(k);
    reset(k);
  }
}

void Hydraulics::reset(std::uint32_t k) {
  Link const& link = net_->links[k];
  resistance_[k] = link.kind <= LinkKind::check_valve ? resistance_of(link, net_->options.formula) : 0;
  minor_[k] = minor_of(link.minor, link.diameter_m);
}

/// A valve pins a head only where nothing else does (EPANET 2, errors 219 and 220).
void Hydraulics::find_idle_valves() {
  std::vector<std::uint8_t> pinned(net_->nodes.size());
  for (std::uint32_t k = 0; k < net_->links.size(); ++k) {
    Link const& v = net_->links[k];
    if (v.kind != LinkKind::prv && v.kind != LinkKind::psv && v.kind != LinkKind::fcv) continue;
    bool const given = row_[v.from] == kNone || row_[v.to] == kNone;
    bool const fcv = v.kind == LinkKind::fcv;
    std::uint32_t const held = v.kind == LinkKind::prv ? v.to : v.from, other = v.kind == LinkKind::prv ? v.from : v.to;
    if (given || (!fcv && (pinned[held] || pinned[other])))
      idle_.push_back(k);
    else if (!fcv)
      pinned[held] = 1;
  }
}

Field Hydraulics::start() const {
  Field out;
  std::size_t const nodes = net_->nodes.size();
  out.head_m.resize(nodes);
  for (auto* of_nodes : {&out.wanted_m3s, &out.demand_m3s, &out.emitted_m3s, &out.served_m3s})
    of_nodes->assign(nodes, 0);
  out.cut_off.assign(nodes, 0);
  for (std::size_t n = 0; n < nodes; ++n)
    out.head_m[n] = net_->nodes[n].elevation_m + net_->nodes[n].tank.initial_m;
  for (Link const& link : net_->links) {
    bool const closed = !link.open || (link.kind == LinkKind::pump && !(link.setting > 0));
    double flow = 0.3048 * std::numbers::pi * link.diameter_m * link.diameter_m / 4; // 1 ft/s, as EPANET 2 begins
    if (link.kind == LinkKind::pump) flow = link.setting * link.pump.design_m3s;
    out.flow_m3s.push_back(closed ? 0 : flow);
    out.setting.push_back(link.setting);
    bool const regulates = link.kind == LinkKind::prv || link.kind == LinkKind::psv || link.kind == LinkKind::fcv;
    out.state.push_back(closed ? LinkState::closed : regulates && !link.fixed ? LinkState::active : LinkState::open);
    out.fixed.push_back(link.fixed);
  }
  keep_idle(out);
  return out;
}

/// A control may give an idle valve a setting: it keeps none, and stands open or shut.
void Hydraulics::keep_idle(Field& field) const {
  for (std::uint32_t const k : idle_) {
    field.fixed[k] = 1;
    if (!shut(field.state[k])) field.state[k] = LinkState::open;
  }
}

} // namespace dalian::water
