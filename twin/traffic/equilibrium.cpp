#include "twin/traffic/equilibrium.hpp"

#include "twin/traffic/solver.hpp"

#include <unordered_map>

namespace dalian::traffic {
namespace {

std::vector<double> of_links(Memory const& memory, std::vector<double> const& of_slots) {
  std::vector<double> out;
  out.reserve(memory.slot_of_link.size());
  for (std::uint32_t const slot : memory.slot_of_link)
    out.push_back(of_slots[slot]);
  return out;
}

std::vector<Unconnected> say(std::vector<std::pair<std::uint32_t, Bush::Goal>> const& lost, Memory const& memory,
                             Demand const& demand) {
  std::unordered_map<std::uint32_t, std::uint32_t> zone_of;
  for (std::uint32_t i = 0; i < memory.node_of.size(); ++i)
    zone_of[memory.node_of[i]] = i;
  std::vector<Unconnected> out;
  for (auto const& [b, goal] : lost) {
    Bush const& bush = memory.bushes[b];
    out.push_back({bush.vehicle_class, zone_of[bush.origin], zone_of[goal.node],
                   goal.amount / demand.classes[bush.vehicle_class].car_equivalents});
  }
  return out;
}

Equilibrium solve_on(Memory base, Network const& network, Demand const& demand, Options const& options) {
  auto const memory = std::make_shared<Memory>(lay_out(std::move(base), network, demand));
  Solver solver(*memory, options);
  Equilibrium out;
  out.unconnected = say(solver.load(), *memory, demand);
  auto const outcome = solver.run();
  out.certificate = outcome.certificate;
  out.converged = outcome.converged;
  out.iterations = outcome.iterations;
  out.flow = of_links(*memory, solver.loading().flows());
  for (std::size_t i = 0; i < out.flow.size(); ++i)
    out.time.push_back(memory->graph.delay[memory->slot_of_link[i]].time(out.flow[i]));
  for (std::uint32_t c = 0; c < demand.classes.size(); ++c)
    out.class_flow.push_back(of_links(*memory, solver.class_flows()[c]));
  out.memory = memory;
  return out;
}

} // namespace

Result<Equilibrium> solve(Network const& network, Demand const& demand, Options const& options) {
  if (auto mistake = find_mistake(network, demand); !mistake.empty()) return Error{mistake};
  return solve_on({}, network, demand, options);
}

Result<Equilibrium> solve_from(Equilibrium const& base, Network const& network, Demand const& demand,
                               Options const& options) {
  if (auto mistake = find_mistake(network, demand); !mistake.empty()) return Error{mistake};
  return solve_on(*base.memory, network, demand, options);
}

} // namespace dalian::traffic
