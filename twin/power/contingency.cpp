#include "twin/power/contingency.hpp"

#include <limits>

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

} // namespace

std::vector<Outage> find_outages(Study& study, FlowOptions const& options) {
  std::vector<Outage> out;
  auto const bridges = find_bridges(study.network(), study.topology());
  VoltageState state;
  for (std::size_t i = 0; i < study.network().branches.size(); ++i) {
    if (!study.topology().live[i]) continue;
    bool const alone = bridges[i] || !study.ready();
    out.push_back(alone ? apart(study.network(), i, options) : together(study, i, state));
    out.back().parts = bridges[i] != 0;
  }
  return out;
}

} // namespace dalian::power
