#include "twin/traffic/tntp.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace dalian::traffic {

std::string write_network(Network const& network) {
  std::string out = fmt::format("<NUMBER OF ZONES> {}\n<NUMBER OF NODES> {}\n<FIRST THRU NODE> {}\n"
                                "<NUMBER OF LINKS> {}\n<END OF METADATA>\n\n"
                                "~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\t"
                                "link_type\t;\n",
                                network.zones, network.nodes.size(), network.first_through + 1, network.links.size());
  for (Link const& l : network.links)
    fmt::format_to(std::back_inserter(out), "\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t;\n", l.tail + 1, l.head + 1,
                   l.capacity, l.length, l.free_time, l.b, l.power, l.speed, l.toll, l.type);
  return out;
}

std::string write_trips(std::vector<Trip> const& trips, std::uint32_t zones) {
  std::vector<Trip> sorted = trips;
  std::stable_sort(sorted.begin(), sorted.end(), [](Trip const& a, Trip const& b) { return a.origin < b.origin; });
  double total = 0;
  for (Trip const& t : sorted)
    total += t.amount;
  std::string out = fmt::format("<NUMBER OF ZONES> {}\n<TOTAL OD FLOW> {}\n<END OF METADATA>\n", zones, total);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    Trip const& t = sorted[i];
    if (i == 0 || t.origin != sorted[i - 1].origin)
      fmt::format_to(std::back_inserter(out), "\n\nOrigin {}\n", t.origin + 1);
    fmt::format_to(std::back_inserter(out), " {} : {};\n", t.destination + 1, t.amount);
  }
  return out;
}

std::string write_flows(std::vector<LinkFlow> const& flows) {
  std::string out = "From \tTo \tVolume \tCost \n";
  for (LinkFlow const& f : flows)
    fmt::format_to(std::back_inserter(out), "{} \t{} \t{} \t{} \n", f.tail + 1, f.head + 1, f.flow, f.cost);
  return out;
}

} // namespace dalian::traffic
