#include "renderer/workplaces/name_index.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace dalian::workplaces {
namespace {

constexpr double kPlace_m = 2500, kThing_m = 600, kMover_m = 500;

std::string const& name_in(layout::Names const& names, ui::Language language) {
  return language == ui::Language::zh ? names.zh : language == ui::Language::ja ? names.ja : names.en;
}

constexpr int kNothing = 3;

/// 0 the same, 1 begins with it, 2 holds it; kNothing.
int distance(std::string_view key, std::string_view wanted) {
  auto const at = key.find(wanted);
  if (at == std::string_view::npos) return kNothing;
  return at > 0 ? 2 : key.size() == wanted.size() ? 0 : 1;
}

MapPoint middle_of(std::vector<MapPoint> const& line) {
  return line.empty() ? MapPoint{} : line[line.size() / 2];
}

struct Extent {
  MapPoint middle;
  double reach_m = 0;
};
Extent extent_of(std::vector<MapPoint> const& points) {
  if (points.empty()) return {};
  MapPoint low = points.front(), high = low;
  for (MapPoint const p : points) {
    low = {std::min(low.east_m, p.east_m), std::min(low.north_m, p.north_m)};
    high = {std::max(high.east_m, p.east_m), std::max(high.north_m, p.north_m)};
  }
  return {{(low.east_m + high.east_m) / 2, (low.north_m + high.north_m) / 2},
          std::hypot(high.east_m - low.east_m, high.north_m - low.north_m)};
}

bool is_ship(view::Shape shape) {
  return shape <= view::Shape::other_ship;
}

} // namespace

NameIndex::NameIndex(view::City const& city) : city_(city) {
  for (view::Zone const& zone : city.zones) {
    auto const extent = extent_of(zone.outline);
    add({zone.names, zone.id, {}, NamedKind::zone, extent.middle, extent.reach_m, {}});
  }
  for (view::Place const& place : city.places)
    add({place.names, place.id, {}, NamedKind::place, place.position, kPlace_m, {}});
  for (std::uint32_t i = 0; i < city.routes.size(); ++i) {
    view::Route const& route = city.routes[i];
    auto const reach_m = std::clamp(extent_of(route.line).reach_m, 600.0, 6000.0);
    add({route.names,
         route.id,
         {},
         NamedKind::route,
         middle_of(route.line),
         reach_m,
         scene::Entity{scene::EntityKind::route, i}});
  }
  for (layout::System const& system : city.systems)
    add({system.names, system.id, {}, NamedKind::system, middle_of(system.line), kPlace_m, {}});
}

void NameIndex::add(Entry entry) {
  entry.keys.push_back(speller_.plain(entry.id));
  for (std::string const* name : {&entry.names.zh, &entry.names.ja, &entry.names.en}) {
    if (name->empty()) continue;
    std::string const latin = speller_.latin(*name);
    entry.keys.push_back(speller_.plain(*name));
    entry.keys.push_back(speller_.plain(latin));
    if (auto const letters = initials(latin); letters.size() > 1) entry.keys.push_back(letters);
  }
  std::ranges::sort(entry.keys);
  auto const tail = std::ranges::unique(entry.keys);
  entry.keys.erase(tail.begin(), tail.end());
  entries_.push_back(std::move(entry));
}

/// Buildings have ids alone, and there are many: nothing is kept of them.
void NameIndex::find_buildings(std::string_view wanted, std::vector<Hit>& hits) const {
  constexpr std::size_t kShortest = 4;
  if (wanted.size() < kShortest) return;
  for (std::uint32_t i = 0; i < city_.placements.size(); ++i) {
    view::Placement const& placement = city_.placements[i];
    int const best = distance(placement.id, wanted);
    if (best == kNothing) continue;
    hits.push_back({best,
                    {placement.id, placement.id, NamedKind::building, placement.position, kThing_m,
                     scene::Entity{scene::EntityKind::placement, i}}});
  }
}

void NameIndex::find_movers(view::CityView const& twin, std::string_view wanted, std::vector<Hit>& hits) const {
  for (view::Mover const& mover : twin.movers()) {
    std::string const label = twin.label(mover.handle);
    int const best = distance(speller_.plain(label), wanted);
    if (best == kNothing) continue;
    auto const kind = is_ship(mover.shape) ? NamedKind::ship : NamedKind::vehicle;
    hits.push_back(
        {best, {label, "", kind, mover.position, kMover_m, scene::Entity{scene::EntityKind::mover, mover.handle}}});
  }
}

std::vector<Found> NameIndex::find(view::CityView const& twin, std::string_view text, ui::Language language,
                                   std::size_t most) const {
  std::string const wanted = speller_.plain(text);
  if (wanted.empty()) return {};
  std::vector<Hit> hits;
  for (Entry const& entry : entries_) {
    int best = kNothing;
    for (std::string const& key : entry.keys)
      best = std::min(best, distance(key, wanted));
    if (best == kNothing) continue;
    std::string const& name = name_in(entry.names, language);
    hits.push_back(
        {best, {name.empty() ? entry.id : name, entry.id, entry.kind, entry.place, entry.reach_m, entry.entity}});
  }
  find_buildings(text, hits);
  find_movers(twin, wanted, hits);
  auto const order = [](Hit const& a, Hit const& b) {
    return std::tie(a.distance, a.found.kind, a.found.title, a.found.id) <
           std::tie(b.distance, b.found.kind, b.found.title, b.found.id);
  };
  auto const kept = std::min(most, hits.size());
  std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(kept), hits.end(), order);
  std::vector<Found> found;
  for (std::size_t i = 0; i < kept; ++i)
    found.push_back(std::move(hits[i].found));
  return found;
}

} // namespace dalian::workplaces
