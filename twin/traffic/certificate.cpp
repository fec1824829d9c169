#include "twin/traffic/certificate.hpp"

#include <algorithm>

namespace dalian::traffic {

std::vector<double> class_flow(Memory const& memory, std::uint32_t vehicle_class) {
  std::vector<double> sum(memory.graph.slots(), 0.0);
  for (Bush const& bush : memory.bushes)
    if (bush.vehicle_class == vehicle_class)
      bush.flow.for_each([&](std::uint32_t slot, double flow) { sum[slot] += flow; });
  return sum;
}

double imbalance(Graph const& graph, Bush const& bush) {
  std::vector<double> surplus(graph.nodes(), 0.0);
  bush.flow.for_each([&](std::uint32_t slot, double flow) {
    surplus[graph.head[slot]] += flow;
    surplus[graph.tail[slot]] -= flow;
  });
  for (auto const& goal : *bush.goals) {
    surplus[goal.node] -= goal.amount;
    surplus[bush.origin] += goal.amount;
  }
  double most = 0;
  for (double const s : surplus)
    most = std::max(most, std::abs(s));
  return most;
}

Certificate certify(Memory& memory, Loading const& loading, std::vector<std::vector<double>> const& class_flow,
                    double excess) {
  Sum objective, total;
  for (std::uint32_t slot = 0; slot < memory.graph.slots(); ++slot)
    if (double const flow = loading.flow(slot); flow > 0) {
      Delay const& delay = memory.graph.delay[slot];
      objective.add(delay.integral(flow));
      total.add(flow * delay.time(flow));
    }
  for (std::uint32_t c = 0; c < loading.classes(); ++c) {
    auto const& flow = class_flow[c];
    for (std::uint32_t slot = 0; slot < flow.size(); ++slot)
      if (flow[slot] > 0 && loading.fixed(c)[slot] > 0) {
        objective.add(flow[slot] * loading.fixed(c)[slot]);
        total.add(flow[slot] * loading.fixed(c)[slot]);
      }
  }
  Certificate out{objective.value(), total.value(), excess, 0, 0};
  out.gap = out.total_cost > 0 ? excess / out.total_cost : 0;
  for (Bush& bush : memory.bushes) {
    if (bush.flow.was_set()) bush.imbalance = imbalance(memory.graph, bush);
    bush.flow.forget_setting();
    out.imbalance = std::max(out.imbalance, bush.imbalance);
  }
  return out;
}

} // namespace dalian::traffic
