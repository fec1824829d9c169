#include "twin/traffic/graph.hpp"

namespace dalian::traffic {
namespace {

void group(std::vector<std::uint32_t> const& node_of, std::uint32_t nodes, std::vector<std::uint32_t>& begin,
           std::vector<std::uint32_t>& list) {
  begin.assign(nodes + 1, 0);
  for (std::uint32_t const node : node_of)
    ++begin[node + 1];
  for (std::uint32_t node = 0; node < nodes; ++node)
    begin[node + 1] += begin[node];
  list.resize(node_of.size());
  std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
  for (std::uint32_t slot = 0; slot < node_of.size(); ++slot)
    list[next[node_of[slot]]++] = slot;
}

} // namespace

Delay Delay::of(Link const& link) {
  if (link.capacity <= 0) return {kInfinite, 0, 0};
  return {link.free_time, link.free_time * link.b / std::pow(link.capacity, link.power), link.power};
}

void Graph::index() {
  group(tail, nodes(), out_begin, out);
  group(head, nodes(), in_begin, in);
  in_tail.clear();
  for (std::uint32_t const slot : in)
    in_tail.push_back(tail[slot]);
}

} // namespace dalian::traffic
