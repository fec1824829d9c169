#include "twin/whatif/traffic_users.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::whatif {
namespace {

/// Of a direction the link with the most flow.
std::uint32_t busiest(PeakHour const& peak, std::uint32_t street, bool along) {
  std::uint32_t most = kNoLink;
  for (std::uint32_t link = 0; link < peak.roads.of_link.size(); ++link) {
    auto const& at = peak.roads.of_link[link];
    if (at.street != street || at.along != along) continue;
    if (most == kNoLink || peak.solved.flow[link] > peak.solved.flow[most]) most = link;
  }
  return most;
}

RoadUsers users_of_link(PeakHour const& peak, std::uint32_t link) {
  auto const& nodes = peak.roads.graph->nodes();
  RoadUsers out{link, nodes[peak.roads.links[link].tail], nodes[peak.roads.links[link].head], {}};
  for (auto const& s : traffic::select_link(peak.solved, peak.problem.network, peak.problem.demand[1], link))
    out.uses.push_back({static_cast<TrafficClass>(s.vehicle_class), s.origin, s.destination, s.amount});
  std::stable_sort(out.uses.begin(), out.uses.end(),
                   [](RoadUse const& a, RoadUse const& b) { return a.vehicles_h > b.vehicles_h; });
  return out;
}

} // namespace

double RoadUsers::vehicles_h() const {
  double sum = 0;
  for (RoadUse const& use : uses)
    sum += use.vehicles_h;
  return sum;
}

Result<std::vector<RoadUsers>> users_of(PeakHour const& peak, std::string const& road) {
  auto const& roads = peak.roads.roads;
  auto const at = std::find_if(roads.begin(), roads.end(), [&](RoadFacts const& r) { return r.id == road; });
  if (at == roads.end()) return Error{fmt::format("{}: no road of this id is driven on", road)};
  std::vector<RoadUsers> out;
  for (bool const along : {true, false})
    if (auto const link = busiest(peak, static_cast<std::uint32_t>(at - roads.begin()), along); link != kNoLink)
      out.push_back(users_of_link(peak, link));
  return out;
}

std::map<std::pair<std::string, std::string>, double> by_zones(PeakHour const& peak, RoadUsers const& users) {
  std::map<std::pair<std::string, std::string>, double> out;
  for (RoadUse const& use : users.uses)
    out[{peak.places.all[use.from].zone, peak.places.all[use.to].zone}] += use.vehicles_h;
  return out;
}

} // namespace dalian::whatif
