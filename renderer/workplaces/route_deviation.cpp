#include "renderer/workplaces/route_deviation.hpp"

#include "renderer/workplaces/ground_lines.hpp"

#include <algorithm>
#include <limits>

namespace dalian::workplaces {
namespace {

constexpr double kLoop_m = 50;

} // namespace

std::optional<Deviation> deviation_from(view::City const& city, std::string_view route, MapPoint place) {
  auto const it = std::ranges::find(city.routes, route, &view::Route::id);
  if (route.empty() || it == city.routes.end() || it->line.size() < 2) return std::nullopt;
  auto const& line = it->line;
  bool const loop = distance_m(line.front(), line.back()) < kLoop_m;
  Deviation best{std::numeric_limits<double>::infinity(), {}, 0};
  for (std::size_t i = 0; i + (loop ? 0 : 1) < line.size(); ++i) {
    MapPoint const at = nearest_on(line[i], line[(i + 1) % line.size()], place);
    double const metres = distance_m(at, place);
    if (metres < best.metres) best = {metres, at, i < it->height_m.size() ? it->height_m[i] : 0};
  }
  return best;
}

} // namespace dalian::workplaces
