#include "twin/traffic/loading.hpp"

#include <algorithm>

namespace dalian::traffic {

Loading::Loading(Graph const& graph, std::vector<std::vector<double>> fixed)
    : graph_(graph), flow_(graph.slots(), 0.0), slope_(graph.slots()), fixed_(std::move(fixed)), cost_(fixed_) {
  for (std::uint32_t slot = 0; slot < graph.slots(); ++slot)
    set(slot, 0);
}

void Loading::set(std::uint32_t slot, double flow) {
  flow_[slot] = std::max(flow, 0.0);
  Delay const& delay = graph_.delay[slot];
  auto const [time, slope] = delay.at(flow_[slot]);
  slope_[slot] = slope;
  for (std::size_t c = 0; c < cost_.size(); ++c)
    cost_[c][slot] = time + fixed_[c][slot];
}

} // namespace dalian::traffic
