#include "twin/plan/corridor_roads.hpp"

#include "twin/layout/street_profile.hpp"
#include "twin/plan/draft.hpp"
#include "twin/plan/street_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::plan {
namespace {

constexpr double kStep_m = 20, kOnRoad_m = 12, kUsualWidth_m = 15; // as tools/bake/city/routes

Row road_row(std::string id, MapLine const& line, double width_m) {
  layout::Route route;
  route.width_m = width_m;
  route.line = line;
  Row row{std::move(id), std::vector<Value>(spec_of(Layer::road).fields.size())};
  auto const put = [&](std::string_view field, Value value) {
    row.values[find_field(Layer::road, field).value()] = std::move(value);
  };
  put("line", to_shape(line));
  put("class", std::string(width_m >= 20 ? "arterial" : "highway"));
  put("width_m", width_m);
  put("lanes", std::max(1.0, static_cast<double>(layout::street_profile(route).lanes)));
  put("speed_kmh", width_m >= 20 ? 50.0 : 60.0);
  put("provenance", std::string("modelled"));
  put("source", std::string("rule road-under-corridor: no road is drawn under the route"));
  return row;
}

std::vector<StreetLine> drawn_roads(Layout const& layout) {
  std::vector<StreetLine> lines;
  layout.for_each(Layer::road, [&](Entity const& road) {
    if (road.text("class") != "path") lines.push_back({road.id(), to_map(road.shape("line")), false});
  });
  return lines;
}

} // namespace

std::vector<Row> roads_under_corridors(Layout const& layout) {
  auto lines = drawn_roads(layout);
  std::vector<Row> out;
  layout.for_each(Layer::corridor, [&](Entity const& corridor) {
    if (corridor.has("along")) return;
    StreetGraph const roads(lines); // those made for corridors before, too
    auto const line = stepped(to_map(corridor.shape("line")), kStep_m);
    auto const is_bare = [&](MapPoint p) { return !roads.nearest(p, kOnRoad_m); };
    double const width_m = corridor.has("width_m") ? corridor.number("width_m") : kUsualWidth_m;
    int serial = 0;
    for (std::size_t first = 0, last = 0; first < line.size(); first = last + 1) {
      for (last = first; last < line.size() && is_bare(line[last]);)
        ++last;
      if (last - first < 3) continue;
      MapLine const stretch(line.begin() +
                                static_cast<std::ptrdiff_t>(first > 0 ? first - 1 : 0), // and a point more at
                            line.begin() + static_cast<std::ptrdiff_t>(std::min(last + 1, line.size()))); // both ends
      out.push_back(road_row(fmt::format("road-under-{}-{}", corridor.id(), ++serial), stretch, width_m));
      lines.push_back({out.back().id, stretch, false});
    }
  });
  return out;
}

} // namespace dalian::plan
