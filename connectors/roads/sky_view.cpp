#include "connectors/roads/sky_view.hpp"

#include "twin/layout/street_profile.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

namespace dalian::roads {
namespace {

constexpr double kSquare_m = 40, kDeckSquare_m = 15, kDeckAbove_m = 4;
constexpr int kCanyon = 4; // high buildings in nine squares that make one
std::set<std::string_view> const kHigh{"assembly_hall", "battery_hall",     "container_stack", "container_stack_a",
                                       "data_centre",   "factory_monitor",  "factory_flat",    "office_bar",
                                       "office_tower",  "tower_point",      "tower_step",      "process_column",
                                       "chem_column",   "distillation_unit"};

} // namespace

std::int64_t SkyView::cell(MapPoint p, double size_m) {
  return std::llround(p.east_m / size_m) * 10'000'000 + std::llround(p.north_m / size_m);
}

SkyView::SkyView(layout::City const& city) {
  for (auto const& placement : city.placements)
    if (kHigh.contains(placement.model)) ++high_[cell(placement.position, kSquare_m)];
  for (auto const& route : city.routes) {
    bool const deck = layout::is_street(route.kind) || route.kind == layout::RouteClass::expressway;
    if (!deck || route.height_m.size() != route.line.size()) continue;
    for (std::size_t i = 1; i < route.line.size(); ++i) {
      auto const a = route.line[i - 1], b = route.line[i];
      int const steps = static_cast<int>(distance_m(a, b) / 10) + 1;
      for (int k = 0; k <= steps; ++k) {
        double const f = static_cast<double>(k) / steps;
        float const h = std::lerp(route.height_m[i - 1], route.height_m[i], static_cast<float>(f));
        auto& highest =
            decks_m_
                .try_emplace(
                    cell({std::lerp(a.east_m, b.east_m, f), std::lerp(a.north_m, b.north_m, f)}, kDeckSquare_m), h)
                .first->second;
        highest = std::max(highest, h);
      }
    }
  }
}

double SkyView::walls(MapPoint p, double height_m) const {
  auto const deck = decks_m_.find(cell(p, kDeckSquare_m));
  if (deck != decks_m_.end() && deck->second > height_m + kDeckAbove_m) return 1;
  int near = 0;
  for (int x = -1; x <= 1; ++x)
    for (int y = -1; y <= 1; ++y)
      if (auto const it = high_.find(cell({p.east_m + x * kSquare_m, p.north_m + y * kSquare_m}, kSquare_m));
          it != high_.end())
        near += it->second;
  return std::min(1.0, static_cast<double>(near) / kCanyon);
}

} // namespace dalian::roads
