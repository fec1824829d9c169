#include "twin/plan/street_route.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace dalian::plan {
namespace {

constexpr std::uint32_t kNone = 0xffffffffu;

void append_line(MapLine& out, MapLine const& more) {
  for (MapPoint const p : more)
    if (out.empty() || distance_m(out.back(), p) > 0.05) out.push_back(p);
}

MapPoint point_along(MapLine const& line, double along_m) {
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    double const length = distance_m(line[i], line[i + 1]);
    if (along_m <= length && length > 0)
      return {line[i].east_m + along_m / length * (line[i + 1].east_m - line[i].east_m),
              line[i].north_m + along_m / length * (line[i + 1].north_m - line[i].north_m)};
    along_m -= length;
  }
  return line.back();
}

} // namespace

struct DrivenStreets::Reached {
  double gone_m = std::numeric_limits<double>::infinity();
  std::uint32_t link = kNone, before = kNone; // by which it was come to, and from which node
  bool forward = true;
};

std::vector<StreetLine> DrivenStreets::lines_of(Layout const& layout, std::vector<Way>& ways) {
  std::vector<StreetLine> lines;
  layout.for_each(Layer::road, [&](Entity const& road) {
    auto const kind = road.text("class");
    if (road.flag("closed") || kind == "path" || kind == "jetty" || road.shape("line").size() < 2) return;
    auto const direction = road.text("direction");
    lines.push_back({road.id(), to_map(road.shape("line")), kind == "expressway" || road.flag("tunnel_or_bridge"),
                     !road.flag("tunnel_or_bridge")});
    ways.push_back(direction == "forward" ? Way::forward : direction == "backward" ? Way::backward : Way::both);
  });
  return lines;
}

DrivenStreets::DrivenStreets(Layout const& layout) : graph_(lines_of(layout, ways_)) {}

bool DrivenStreets::may_leave(std::uint32_t link, bool forward) const {
  Way const way = ways_[graph_.links()[link].street];
  return way == Way::both || (way == Way::forward) == forward;
}

MapPoint DrivenStreets::at(StreetPlace const& place) const {
  auto const& link = graph_.links()[place.link];
  return point_along(graph_.streets()[link.street].line, link.from_m + place.along_m);
}

MapLine DrivenStreets::piece(std::uint32_t link, double from_m, double to_m) const {
  auto const& l = graph_.links()[link];
  auto const& line = graph_.streets()[l.street].line;
  double const low = l.from_m + std::min(from_m, to_m), high = l.from_m + std::max(from_m, to_m);
  MapLine out{point_along(line, low)};
  double along_m = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    along_m += distance_m(line[i], line[i + 1]);
    if (along_m > low && along_m < high) out.push_back(line[i + 1]);
  }
  out.push_back(point_along(line, high));
  if (from_m > to_m) std::reverse(out.begin(), out.end());
  return out;
}

std::vector<DrivenStreets::Reached> DrivenStreets::reach_from(StreetPlace const& from) const {
  using Entry = std::pair<double, std::uint32_t>;
  std::vector<Reached> reached(graph_.nodes().size());
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  auto const reach = [&](std::uint32_t node, Reached how) {
    if (how.gone_m >= reached[node].gone_m) return;
    reached[node] = how;
    open.emplace(how.gone_m, node);
  };
  auto const& start = graph_.links()[from.link];
  if (may_leave(from.link, true)) reach(start.to, {start.length_m() - from.along_m, from.link, kNone, true});
  if (may_leave(from.link, false)) reach(start.from, {from.along_m, from.link, kNone, false});
  while (!open.empty()) {
    auto const [metres, node] = open.top();
    open.pop();
    if (metres > reached[node].gone_m) continue;
    for (auto const l : graph_.at(node)) {
      auto const& link = graph_.links()[l];
      if (link.from == node && may_leave(l, true)) reach(link.to, {metres + link.length_m(), l, node, true});
      if (link.to == node && may_leave(l, false)) reach(link.from, {metres + link.length_m(), l, node, false});
    }
  }
  return reached;
}

std::optional<MapLine> DrivenStreets::route(StreetPlace const& from, StreetPlace const& to) const {
  bool const ahead = to.along_m >= from.along_m;
  if (from.link == to.link && may_leave(from.link, ahead)) return piece(from.link, from.along_m, to.along_m);
  auto const reached = reach_from(from);
  auto const& last = graph_.links()[to.link];
  double const by_from = may_leave(to.link, true) ? reached[last.from].gone_m + to.along_m : INFINITY;
  double const by_to = may_leave(to.link, false) ? reached[last.to].gone_m + last.length_m() - to.along_m : INFINITY;
  if (std::min(by_from, by_to) == INFINITY) return std::nullopt;
  bool const forward = by_from <= by_to;
  std::vector<MapLine> pieces{piece(to.link, forward ? 0 : last.length_m(), to.along_m)};
  for (auto node = forward ? last.from : last.to; node != kNone; node = reached[node].before) {
    auto const& link = graph_.links()[reached[node].link];
    bool const starts = reached[node].before == kNone, came_forward = reached[node].forward;
    double const begin = starts ? from.along_m : came_forward ? 0 : link.length_m();
    pieces.push_back(piece(reached[node].link, begin, came_forward ? link.length_m() : 0));
  }
  MapLine out;
  for (auto it = pieces.rbegin(); it != pieces.rend(); ++it)
    append_line(out, *it);
  return out;
}

} // namespace dalian::plan
