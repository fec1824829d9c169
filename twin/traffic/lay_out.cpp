#include "twin/traffic/memory.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace dalian::traffic {
namespace {

struct Same {
  bool all = true;   // no path is opened or closed
  bool known = true; // none through the nodes that the base knows
};

Same place_nodes(Memory& m, Network const& network) {
  std::unordered_map<std::uint64_t, std::uint32_t> known;
  for (std::uint32_t node = 0; node < m.node_keys.size(); ++node)
    known.emplace(m.node_keys[node], node);
  m.node_of.resize(network.nodes.size());
  auto const before = m.graph.through;
  for (std::uint32_t i = 0; i < network.nodes.size(); ++i) {
    auto const [at, is_new] = known.try_emplace(network.nodes[i], static_cast<std::uint32_t>(m.node_keys.size()));
    if (is_new) {
      m.node_keys.push_back(network.nodes[i]);
      m.graph.through.push_back(1);
    }
    m.node_of[i] = at->second;
    m.graph.through[at->second] = i >= network.first_through;
  }
  return {before == m.graph.through, std::equal(before.begin(), before.end(), m.graph.through.begin())};
}

/// The slots of the base, by link key. A link that now goes elsewhere is another one.
class Slots {
 public:
  explicit Slots(Memory const& m) : m_(m) {
    for (std::uint32_t slot = 0; slot < m.link_keys.size(); ++slot)
      known_.emplace(m.link_keys[slot], slot);
  }
  std::uint32_t find(std::uint64_t key, std::uint32_t tail, std::uint32_t head) const {
    for (auto [at, end] = known_.equal_range(key); at != end; ++at)
      if (m_.graph.tail[at->second] == tail && m_.graph.head[at->second] == head) return at->second;
    return kNone;
  }

 private:
  Memory const& m_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> known_; // at most one of a key fits: order does not matter
};

std::uint32_t add_slot(Memory& m, std::uint64_t key, std::uint32_t tail, std::uint32_t head) {
  m.graph.tail.push_back(tail);
  m.graph.head.push_back(head);
  m.graph.delay.emplace_back();
  m.link_keys.push_back(key);
  return m.graph.slots() - 1;
}

/// Says whether links and their delays are those of the base.
bool place_links(Memory& m, Network const& network) {
  auto const& links = network.links;
  std::vector<std::uint32_t> by_head(links.size()); // new slots of one head are neighbours: they are read together
  std::iota(by_head.begin(), by_head.end(), 0);
  std::stable_sort(by_head.begin(), by_head.end(), [&](auto a, auto b) { return links[a].head < links[b].head; });
  Slots const known(m);
  auto const before = m.graph.delay;
  std::fill(m.graph.delay.begin(), m.graph.delay.end(), Delay{kInfinite, 0, 0});
  m.slot_of_link.resize(links.size());
  bool grew = m.graph.out_begin.size() != m.graph.nodes() + 1;
  for (std::uint32_t const i : by_head) {
    std::uint32_t const tail = m.node_of[links[i].tail], head = m.node_of[links[i].head];
    std::uint32_t slot = known.find(links[i].key, tail, head);
    if (slot == kNone) {
      slot = add_slot(m, links[i].key, tail, head);
      grew = true;
    }
    m.slot_of_link[i] = slot;
    m.graph.delay[slot] = Delay::of(links[i]);
  }
  if (grew) m.graph.index();
  m.changed.clear();
  for (std::uint32_t slot = 0; slot < before.size(); ++slot)
    if (before[slot] != m.graph.delay[slot]) m.changed.push_back(slot);
  return !grew && m.changed.empty();
}

/// Says whether costs beyond time are those of the base.
bool price(Memory& m, Network const& network, Demand const& demand) {
  auto const before = std::move(m.fixed);
  m.fixed.assign(demand.classes.size(), std::vector<double>(m.graph.slots(), kInfinite));
  for (std::size_t c = 0; c < demand.classes.size(); ++c) {
    VehicleClass const& kind = demand.classes[c];
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      double const toll = kind.toll.empty() ? network.links[i].toll : kind.toll[i];
      bool const open = kind.may_not_use.empty() || kind.may_not_use[i] == 0;
      m.fixed[c][m.slot_of_link[i]] =
          open ? kind.toll_weight * toll + kind.length_weight * network.links[i].length : kInfinite;
    }
  }
  return before == m.fixed;
}

using Goals = std::vector<Bush::Goal>;

/// Of each zone; sorted by node, each once. Trips inside a zone use no link.
std::vector<Goals> gather(Memory const& m, Network const& network, VehicleClass const& kind) {
  std::vector<Goals> goals(network.zones);
  for (Trip const& t : kind.trips)
    if (t.origin != t.destination && t.amount > 0)
      goals[t.origin].push_back({m.node_of[t.destination], t.amount * kind.car_equivalents});
  for (Goals& list : goals) {
    std::stable_sort(list.begin(), list.end(), [](auto const& a, auto const& b) { return a.node < b.node; });
    std::size_t kept = 0;
    for (auto const& goal : list)
      if (kept > 0 && list[kept - 1].node == goal.node)
        list[kept - 1].amount += goal.amount;
      else
        list[kept++] = goal;
    list.resize(kept);
  }
  return goals;
}

/// What must be added to `before` to have `after`.
Goals difference(Goals const& before, Goals const& after) {
  Goals out;
  auto a = before.begin();
  for (auto const& goal : after) {
    for (; a != before.end() && a->node < goal.node; ++a)
      out.push_back({a->node, -a->amount});
    double const had = a != before.end() && a->node == goal.node ? (a++)->amount : 0;
    if (goal.amount != had) out.push_back({goal.node, goal.amount - had});
  }
  for (; a != before.end(); ++a)
    out.push_back({a->node, -a->amount});
  return out;
}

void set_goals(Bush& bush, Goals goals) {
  bush.pending = difference(*bush.goals, goals);
  if (!bush.pending.empty()) bush.goals = Shared(std::move(goals));
}

/// Makes room for nodes that are new.
void fit(Bush& bush, Graph const& graph) {
  auto node = static_cast<std::uint32_t>(bush.tree->predecessor.size());
  if (node == graph.nodes()) return;
  Tree& tree = bush.tree.own();
  for (; node < graph.nodes(); ++node)
    if (node != bush.origin) tree.order.push_back(node);
  tree.predecessor.resize(graph.nodes(), kNone);
}

using GoalsOf = std::map<std::pair<std::uint32_t, std::uint32_t>, Goals>; // by origin (node of the graph) and class

GoalsOf gather_all(Memory const& m, Network const& network, Demand const& demand) {
  GoalsOf out;
  for (std::uint32_t c = 0; c < demand.classes.size(); ++c) {
    auto goals = gather(m, network, demand.classes[c]);
    for (std::uint32_t zone = 0; zone < network.zones; ++zone)
      if (!goals[zone].empty()) out[{m.node_of[zone], c}] = std::move(goals[zone]);
  }
  return out;
}

std::vector<std::string> take_names(Memory& m, Demand const& demand) {
  std::vector<std::string> names;
  for (VehicleClass const& kind : demand.classes)
    names.push_back(kind.name);
  return std::exchange(m.class_names, std::move(names));
}

/// Flows of the classes that have the names of the base's; of others none.
void take_flows(Memory& m, std::vector<std::string> const& old_names) {
  auto const before = std::exchange(m.class_flow, {});
  for (std::size_t c = 0; c < m.class_names.size(); ++c) {
    std::vector<double> flow;
    auto const is_first = std::find(m.class_names.begin(), m.class_names.end(), m.class_names[c]);
    auto const old = std::find(old_names.begin(), old_names.end(), m.class_names[c]);
    if (is_first == m.class_names.begin() + static_cast<std::ptrdiff_t>(c) && old != old_names.end())
      flow = before[static_cast<std::size_t>(old - old_names.begin())];
    flow.resize(m.graph.slots(), 0.0);
    m.class_flow.push_back(std::move(flow));
  }
}

void take_away(Memory& m, Bush const& bush) {
  m.is_added_up = false;
  if (bush.vehicle_class == m.class_flow.size()) return; // its class is gone, too
  auto& all = m.class_flow[bush.vehicle_class];
  bush.flow.for_each([&](std::uint32_t slot, double flow) { all[slot] = std::max(0.0, all[slot] - flow); });
}

void place_bushes(Memory& m, Network const& network, Demand const& demand, Same same_ways) {
  auto const old_names = take_names(m, demand);
  take_flows(m, old_names);
  GoalsOf goals = gather_all(m, network, demand);
  std::vector<Bush> bushes;
  std::vector<std::uint32_t> number(m.bushes.size(), kNone);
  for (std::size_t i = 0; i < m.bushes.size(); ++i) {
    Bush& bush = m.bushes[i];
    auto const name = std::find(m.class_names.begin(), m.class_names.end(), old_names[bush.vehicle_class]);
    bush.vehicle_class = static_cast<std::uint32_t>(name - m.class_names.begin());
    auto const at = goals.find({bush.origin, bush.vehicle_class});
    if (at == goals.end()) {
      take_away(m, bush);
      continue;
    }
    set_goals(bush, std::move(at->second));
    bush.tree_holds = same_ways.all;
    bush.ways_stand = same_ways.known;
    goals.erase(at);
    number[i] = static_cast<std::uint32_t>(bushes.size());
    bushes.push_back(std::move(bush));
  }
  for (auto& [who, list] : goals) {
    Bush& bush = bushes.emplace_back();
    bush.origin = who.first;
    bush.vehicle_class = who.second;
    set_goals(bush, std::move(list));
  }
  m.bushes = std::move(bushes);
  for (Bush& bush : m.bushes)
    fit(bush, m.graph);
  if (std::find(number.begin(), number.end(), kNone) != number.end()) m.book.renumber(number, m.bushes);
}

} // namespace

Memory lay_out(Memory base, Network const& network, Demand const& demand) {
  Same const nodes = place_nodes(base, network);
  bool const same_links = place_links(base, network), same_prices = price(base, network, demand);
  place_bushes(base, network, demand, {nodes.all && same_links && same_prices, nodes.known});
  return base;
}

} // namespace dalian::traffic
