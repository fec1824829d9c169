#include "twin/layout/street_links.hpp"

#include <algorithm>
#include <map>

namespace dalian::layout {
namespace {

constexpr double kShortestLink_m = 1;
constexpr double kShortestMarked_m = 22; // a shorter link has no room for a crossing

double length_m(Route const& route) {
  double length = 0;
  for (std::size_t i = 1; i < route.line.size(); ++i)
    length += distance_m(route.line[i - 1], route.line[i]);
  return length;
}

struct Covered {
  double from_m, to_m;
  bool ends_mouth = false, starts_mouth = false; // a mouth where it begins, where it ends
  Mouth at_from = Mouth::open, at_to = Mouth::open;
};

/// What junctions cover of every route.
std::map<std::uint32_t, std::vector<Covered>> covered_parts(std::vector<Route> const& routes,
                                                            std::vector<Junction> const& junctions) {
  std::map<std::uint32_t, std::vector<Covered>> covered;
  for (Junction const& j : junctions) {
    std::map<std::uint32_t, Covered> here;
    for (JunctionArm const& arm : j.arms) {
      Covered& part = here.try_emplace(arm.route, Covered{0, length_m(routes[arm.route])}).first->second;
      if (arm.forward) {
        part.to_m = arm.along_m;
        part.at_to = arm.marks;
        part.starts_mouth = true;
      } else {
        part.from_m = arm.along_m;
        part.at_from = arm.marks;
        part.ends_mouth = true;
      }
    }
    for (auto const& [route, part] : here)
      covered[route].push_back(part);
  }
  return covered;
}

} // namespace

std::vector<std::vector<Link>> cut_links(std::vector<Route> const& routes, std::vector<Junction> const& junctions) {
  auto covered = covered_parts(routes, junctions);
  std::vector<std::vector<Link>> links(routes.size());
  for (std::uint32_t i = 0; i < routes.size(); ++i) {
    double const length = length_m(routes[i]);
    auto& parts = covered[i];
    std::sort(parts.begin(), parts.end(), [](Covered const& a, Covered const& b) { return a.from_m < b.from_m; });
    auto const keep = [&](Link link) {
      double const m = link.to_m - link.from_m;
      if (m < kShortestMarked_m) link.ahead = link.behind = Mouth::open;
      if (m > kShortestLink_m) links[i].push_back(link);
    };
    Link link{0, length};
    for (Covered const& part : parts) {
      link.to_m = part.from_m;
      link.mouth_ahead = part.ends_mouth;
      link.ahead = part.at_from;
      keep(link);
      link = {std::max(link.from_m, part.to_m), length, part.starts_mouth, false, part.at_to, Mouth::open};
    }
    keep(link);
  }
  return links;
}

} // namespace dalian::layout
