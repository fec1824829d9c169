#include "twin/view/flow_line.hpp"

#include <cmath>
#include <fmt/format.h>

namespace dalian::view {
namespace {

constexpr double kTestSpeed_mps = 40 / 3.6;
constexpr float kAboveRoad_m = 0.6F; // clear of the road's own crown
constexpr double kLineShare = 0.7;   // of the road's width

} // namespace

std::vector<FlowLine> test_route_flows(City const& city) {
  std::vector<FlowLine> lines;
  for (Route const& route : city.routes) {
    if (route.kind != RouteClass::test_route) continue;
    FlowLine line{route.id,       FlowDomain::vehicles,   route.line, route.height_m, kLineShare * route.width_m,
                  kTestSpeed_mps, route.origin.provenance};
    line.height_m.resize(line.line.size());
    for (float& h : line.height_m)
      h += kAboveRoad_m;
    lines.push_back(std::move(line));
  }
  return lines;
}

Status check_flow(FlowLine const& line) {
  auto const wrong = [&](char const* what) { return Error{fmt::format("flow line '{}': {}", line.id, what)}; };
  if (line.line.size() != line.height_m.size()) return wrong("as many heights as points are needed");
  if (!(line.width_m > 0) || !std::isfinite(line.width_m) || !std::isfinite(line.speed_mps))
    return wrong("its width must be positive and its speed a number");
  double length = 0;
  for (std::size_t i = 0; i < line.line.size(); ++i) {
    if (!std::isfinite(line.line[i].east_m) || !std::isfinite(line.line[i].north_m) || !std::isfinite(line.height_m[i]))
      return wrong("a point is not a number");
    if (i > 0) length += distance_m(line.line[i - 1], line.line[i]);
  }
  if (length < 0.01) return wrong("it has no length");
  return {};
}

} // namespace dalian::view
