#include "twin/port/stations.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>
#include <queue>

namespace dalian::port {

std::vector<double> waits_h(std::vector<double> const& arrival_h, std::vector<double> const& service_h, int servers) {
  assert(arrival_h.size() == service_h.size() && servers >= 1);
  std::priority_queue<double, std::vector<double>, std::greater<>> free_h; // of each server
  for (int s = 0; s < servers; ++s)
    free_h.push(0);
  std::vector<double> out;
  out.reserve(arrival_h.size());
  for (std::size_t i = 0; i < arrival_h.size(); ++i) {
    assert(i == 0 || arrival_h[i] >= arrival_h[i - 1]);
    double const start_h = std::max(arrival_h[i], free_h.top());
    free_h.pop();
    free_h.push(start_h + service_h[i]);
    out.push_back(start_h - arrival_h[i]);
  }
  return out;
}

std::vector<Passage> pass(std::vector<double> const& arrival_h, std::vector<Station> const& stations) {
  std::vector<Passage> out(arrival_h.size());
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i].leaves_h = arrival_h[i];
  std::vector<std::size_t> order(out.size());
  std::iota(order.begin(), order.end(), 0);
  for (Station const& station : stations) {
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return out[a].leaves_h < out[b].leaves_h; });
    std::vector<double> comes_h, takes_h;
    for (std::size_t const i : order) {
      comes_h.push_back(out[i].leaves_h + station.way_h);
      takes_h.push_back(station.service_h[i]);
    }
    auto const waits = waits_h(comes_h, takes_h, station.servers);
    for (std::size_t k = 0; k < order.size(); ++k) {
      out[order[k]].wait_h.push_back(waits[k]);
      out[order[k]].leaves_h = comes_h[k] + waits[k] + takes_h[k];
    }
  }
  return out;
}

} // namespace dalian::port
