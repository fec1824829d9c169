#include "twin/power/contingency.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace dalian::power {
namespace {

/// Extremes of one outage.
class Extremes {
 public:
  explicit Extremes(Outage& out) : out_(out) { out.lowest_vm = std::numeric_limits<double>::infinity(); }
  void bus(std::size_t index, double vm) {
    if (vm == 0) return; // not fed
    if (vm < out_.lowest_vm) out_.lowest_vm = vm, out_.lowest_bus = index;
    out_.highest_vm = std::max(out_.highest_vm, vm);
  }
  void branch(std::size_t index, double loading) {
    if (loading > out_.worst_loading) out_.worst_loading = loading, out_.worst_branch = index;
  }

 private:
  Outage& out_;
};

Outage apart(Network network, std::size_t branch, FlowOptions const& options) {
  network.branches[branch].on = false;
  Flow const flow = solve_flow(network, options);
  Outage out{branch, flow.converged, true, flow.unserved_mw, 0, 0, 0, 0, 0};
  Extremes extremes(out);
  for (std::size_t b = 0; b < flow.vm.size(); ++b)
    extremes.bus(b, flow.vm[b]);
  for (std::size_t i = 0; i < flow.branches.size(); ++i)
    if (network.branches[i].rating_mva > 0)
      extremes.branch(i, flow.branches[i].worst_mva() / network.branches[i].rating_mva);
  return out;
}

Outage together(Study& study, std::size_t branch, VoltageState& state) {
  auto const outcome = study.solve_without(branch, state);
  Outage out{branch, outcome.converged, false, study.base().unserved_mw, 0, 0, 0, 0, 0};
  Extremes extremes(out);
  Topology const& t = study.topology();
  for (std::size_t v = 0; v < t.role.size(); ++v)
    extremes.bus(static_cast<std::size_t>(t.buses_of[v][0]), state.vm[v]);
  auto const& loading = study.loadings(state);
  for (std::size_t i = 0; i < loading.size(); ++i)
    if (i != branch) extremes.branch(i, loading[i]);
  return out;
}

/// Of a branch the first that joins the same and is like it: without either the network is the same.
std::size_t first_alike(Study const& study, std::size_t branch) {
  auto const& all = study.network().branches;
  for (std::size_t i = 0; i < branch; ++i)
    if (study.topology().live[i] && all[i] == all[branch]) return i;
  return branch;
}

/// What is known of the first is so of one like it, but that they change places.
struct Known {
  Outage outage;
  bool like_it_is_worst = false; // as loaded as the worst: one like it

  Outage of(std::size_t branch) const {
    Outage out = outage;
    out.branch = branch;
    if (like_it_is_worst && branch != outage.branch) out.worst_branch = std::min(outage.branch, outage.worst_branch);
    return out;
  }
};

/// After together(): whether a later branch like it is as loaded as the worst.
bool is_like_worst(Study& study, Outage const& o, VoltageState const& state) {
  auto const& all = study.network().branches;
  auto const& loading = study.loadings(state);
  for (std::size_t i = o.branch + 1; i < all.size(); ++i)
    if (study.topology().live[i] && all[i] == all[o.branch]) return loading[i] == o.worst_loading && loading[i] > 0;
  return false;
}

} // namespace

std::vector<Outage> find_outages(Study& study, FlowOptions const& options) {
  std::vector<Outage> out;
  auto const bridges = find_bridges(study.network(), study.topology());
  std::map<std::size_t, Known> known; // of the first of those alike
  VoltageState state;
  for (std::size_t i = 0; i < study.network().branches.size(); ++i) {
    if (!study.topology().live[i]) continue;
    if (bridges[i] || !study.ready()) {
      out.push_back(apart(study.network(), i, options));
      out.back().parts = bridges[i] != 0;
      continue;
    }
    std::size_t const first = first_alike(study, i);
    if (first == i) {
      Outage const outage = together(study, i, state);
      known[i] = {outage, is_like_worst(study, outage, state)};
    }
    out.push_back(known.at(first).of(i));
  }
  return out;
}

} // namespace dalian::power
