#include "twin/power/topology.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace dalian::power {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

using Weight = Trouble::Weight;

class Sets { // union by the lower number
 public:
  explicit Sets(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0); }
  int find(int i) {
    while (parent_[at(i)] != i)
      i = parent_[at(i)] = parent_[at(parent_[at(i)])];
    return i;
  }
  void join(int a, int b) {
    a = find(a), b = find(b);
    parent_[at(std::max(a, b))] = std::min(a, b);
  }

 private:
  std::vector<int> parent_;
};

class Finder {
 public:
  Finder(Network const& n, std::vector<Trouble>& troubles) : n_(n), troubles_(troubles) {}

  Topology run() {
    make_nodes();
    read_roles();
    feed_islands();
    return std::move(t_);
  }

 private:
  bool is_there(int bus) const { return n_.buses[at(bus)].kind != BusKind::off; }

  void make_nodes() {
    Sets sets(n_.buses.size());
    t_.joins.assign(n_.branches.size(), 0);
    t_.live.assign(n_.branches.size(), 0);
    for (std::size_t i = 0; i < n_.branches.size(); ++i) {
      Branch const& b = n_.branches[i];
      if (!b.on || !is_there(b.from) || !is_there(b.to)) continue;
      bool const nothing = b.r == 0 && b.x == 0;
      if (nothing && (b.ratio != 1 || b.shift_deg != 0))
        troubles_.push_back({Weight::error, Element::branch, i,
                             "a transformer without impedance: it is taken as a plain connection; give it r and x",
                             "power.transformer_plain"});
      if (!nothing && b.from != b.to) t_.live[i] = 1;
      if (nothing) t_.joins[i] = 1, sets.join(b.from, b.to);
      if (nothing && b.from != b.to)
        troubles_.push_back(
            {Weight::note, Element::branch, i, "no impedance: both buses are taken as one", "power.no_impedance"});
    }
    t_.node_of_bus.assign(n_.buses.size(), -1);
    for (std::size_t b = 0; b < n_.buses.size(); ++b) {
      if (!is_there(static_cast<int>(b))) continue;
      int const root = sets.find(static_cast<int>(b));
      if (root == static_cast<int>(b)) t_.buses_of.emplace_back();
      int& node = t_.node_of_bus[b];
      node = root == static_cast<int>(b) ? t_.nodes() - 1 : t_.node_of_bus[at(root)];
      t_.buses_of[at(node)].push_back(static_cast<int>(b));
    }
    for (std::size_t i = 0; i < n_.branches.size(); ++i) // a line around a merged pair carries nothing
      if (t_.live[i] && t_.node_of_bus[at(n_.branches[i].from)] == t_.node_of_bus[at(n_.branches[i].to)])
        t_.live[i] = 0;
  }

  void read_roles() {
    t_.role.assign(at(t_.nodes()), Role::load);
    t_.held_vm.assign(at(t_.nodes()), 0);
    for (Generator const& g : n_.generators) {
      if (!g.on || !is_there(g.bus)) continue;
      int const node = t_.node_of_bus[at(g.bus)];
      if (n_.buses[at(g.bus)].kind == BusKind::load) continue; // gives what it is told
      if (t_.held_vm[at(node)] == 0) t_.held_vm[at(node)] = g.vm;
      if (t_.held_vm[at(node)] != g.vm)
        troubles_.push_back(
            {Weight::warning,
             Element::bus,
             at(g.bus),
             fmt::format("its generators would hold different voltages; {} p.u. is taken", t_.held_vm[at(node)]),
             "power.two_voltages",
             {fmt::format("{}", t_.held_vm[at(node)])}});
      t_.role[at(node)] = Role::generator;
    }
    for (std::size_t b = 0; b < n_.buses.size(); ++b) {
      if (n_.buses[b].kind != BusKind::slack) continue;
      int const node = t_.node_of_bus[b];
      t_.role[at(node)] = Role::slack;
      if (t_.held_vm[at(node)] == 0) t_.held_vm[at(node)] = n_.buses[b].vm;
    }
  }

  /// The node of the largest generator takes the place of a missing slack; without any the island is dead.
  void feed_islands() {
    Sets islands(at(t_.nodes()));
    for (std::size_t i = 0; i < n_.branches.size(); ++i)
      if (t_.live[i]) islands.join(t_.node_of_bus[at(n_.branches[i].from)], t_.node_of_bus[at(n_.branches[i].to)]);
    std::vector<char> has_slack(at(t_.nodes()), 0);
    for (int v = 0; v < t_.nodes(); ++v)
      if (t_.role[at(v)] == Role::slack) has_slack[at(islands.find(v))] = 1;
    std::vector<double> largest(at(t_.nodes()), -1);
    std::vector<int> chosen(at(t_.nodes()), -1);
    for (Generator const& g : n_.generators) {
      int const node = g.on ? t_.node_of_bus[at(g.bus)] : -1;
      if (node < 0 || t_.role[at(node)] != Role::generator) continue;
      int const island = islands.find(node);
      double const size = std::max(g.p_max, g.p_mw);
      if (size > largest[at(island)]) largest[at(island)] = size, chosen[at(island)] = node;
    }
    for (int v = 0; v < t_.nodes(); ++v)
      if (islands.find(v) == v && !has_slack[at(v)]) choose(v, chosen[at(v)], islands);
  }

  void choose(int island, int node, Sets& islands) {
    if (node >= 0) {
      t_.role[at(node)] = Role::slack;
      auto const bus = at(t_.buses_of[at(node)][0]);
      troubles_.push_back({Weight::warning, Element::bus, bus,
                           "its island has no slack: its largest generator balances it; name a slack bus",
                           "power.no_slack"});
      return;
    }
    double load = 0;
    std::size_t buses = 0;
    for (int v = 0; v < t_.nodes(); ++v) {
      if (islands.find(v) != island) continue;
      t_.role[at(v)] = Role::dead;
      buses += t_.buses_of[at(v)].size();
      for (int const b : t_.buses_of[at(v)])
        load += n_.buses[at(b)].load_mw;
    }
    troubles_.push_back({load == 0 ? Weight::note : Weight::error,
                         Element::bus,
                         at(t_.buses_of[at(island)][0]),
                         fmt::format("nothing feeds its island of {} buses and {:.3f} MW: connect it", buses, load),
                         "power.not_fed",
                         {fmt::to_string(buses), fmt::format("{:.3f}", load)}});
  }

  Network const& n_;
  std::vector<Trouble>& troubles_;
  Topology t_;
};

/// Depth first without recursion.
class Bridges {
 public:
  Bridges(Network const& n, Topology const& t) : n_(n), t_(t), links_(at(t.nodes())), found_(n.branches.size(), 0) {
    for (std::size_t i = 0; i < n.branches.size(); ++i) {
      if (!t.live[i]) continue;
      links_[at(from(i))].push_back(i);
      links_[at(to(i))].push_back(i);
    }
  }

  std::vector<char> run() {
    order_.assign(at(t_.nodes()), -1);
    low_.assign(at(t_.nodes()), 0);
    for (int v = 0; v < t_.nodes(); ++v)
      if (order_[at(v)] < 0) search(v);
    return std::move(found_);
  }

 private:
  struct Visit {
    int node;
    std::size_t by; // the branch it was reached by
    std::size_t next = 0;
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  int from(std::size_t i) const { return t_.node_of_bus[at(n_.branches[i].from)]; }
  int to(std::size_t i) const { return t_.node_of_bus[at(n_.branches[i].to)]; }

  void search(int root) {
    std::vector<Visit> path{{root, kNone}};
    order_[at(root)] = low_[at(root)] = count_++;
    while (!path.empty()) {
      Visit& here = path.back();
      if (here.next < links_[at(here.node)].size()) {
        std::size_t const i = links_[at(here.node)][here.next++];
        int const other = from(i) == here.node ? to(i) : from(i);
        if (i == here.by) continue;
        if (order_[at(other)] >= 0) {
          low_[at(here.node)] = std::min(low_[at(here.node)], order_[at(other)]);
          continue;
        }
        order_[at(other)] = low_[at(other)] = count_++;
        path.push_back({other, i});
        continue;
      }
      Visit const done = here;
      path.pop_back();
      if (path.empty()) continue;
      int const above = path.back().node;
      low_[at(above)] = std::min(low_[at(above)], low_[at(done.node)]);
      if (low_[at(done.node)] > order_[at(above)]) found_[done.by] = 1;
    }
  }

  Network const& n_;
  Topology const& t_;
  std::vector<std::vector<std::size_t>> links_;
  std::vector<char> found_;
  std::vector<int> order_, low_;
  int count_ = 0;
};

} // namespace

Topology find_topology(Network const& network, std::vector<Trouble>& troubles) {
  return Finder(network, troubles).run();
}

std::vector<char> find_bridges(Network const& network, Topology const& topology) {
  return Bridges(network, topology).run();
}

} // namespace dalian::power
