#include "twin/view/city_fields.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <string_view>

namespace dalian::view {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

FieldInfo info_of(std::string name, std::string unit) {
  FieldInfo info;
  info.source = "layer." + name + ".source";
  info.name = std::move(name);
  info.unit = std::move(unit);
  info.kind = Provenance::modelled;
  return info;
}

/// The parcel each building stands on; nothing for what is no building or stands on none.
std::vector<std::optional<std::uint32_t>> homes_of(CityFacts const& f) {
  assert(f.buildings.size() == f.city.placements.size());
  std::vector<std::optional<std::uint32_t>> homes(f.buildings.size());
  for (std::size_t i = 0; i < homes.size(); ++i)
    if (f.buildings[i].footprint_m2 > 0) homes[i] = f.parcels.parcel_at(f.city.placements[i].position);
  return homes;
}

float quantile(std::vector<float> values, double share) {
  std::erase_if(values, [](float v) { return std::isnan(v); });
  if (values.empty()) return 0;
  auto const at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

struct UseClass {
  std::string_view key;
  std::vector<std::string_view> uses;
};

std::vector<UseClass> const& classes() {
  static std::vector<UseClass> const list = {
      {"use.housing", {"residential", "machiya", "kyoto_street"}},
      {"use.offices", {"office", "campus", "data_centre"}},
      {"use.public", {"school", "clinic"}},
      {"use.making", {"assembly", "press_paint", "parts", "battery", "materials", "kiln", "membrane", "semiconductor"}},
      {"use.chemistry",
       {"fine_chem", "cracker", "gasifier", "air_separation", "effluent", "flare_field", "spheres", "tank_farm",
        "tank_park", "rack"}},
      {"use.energy", {"solar", "hydrogen", "flow_battery", "substation"}},
      {"use.logistics",
       {"logistics", "depot", "container_yard", "apron", "truck_park", "parking", "car_yard", "gravel"}},
      {"use.green", {"green", "lawn", "buffer", "river_park", "waterfront", "park"}},
      {"use.transport", {"runway", "taxiway", "test_track"}},
      {"use.other", {"reserve"}},
  };
  return list;
}

/// Chamfer distance (Borgefors 1986, 3-4 mask): within 8 % of the straight line.
void sweep(std::vector<float>& far, std::uint32_t columns, std::uint32_t rows, float step) {
  float const diagonal = step * 4 / 3;
  auto const relax = [&](std::int64_t x, std::int64_t y, int dx, int dy) {
    std::int64_t const nx = x + dx, ny = y + dy;
    if (nx < 0 || ny < 0 || nx >= columns || ny >= rows) return;
    float& here = far[static_cast<std::size_t>(y * columns + x)];
    here = std::min(here, far[static_cast<std::size_t>(ny * columns + nx)] + (dx != 0 && dy != 0 ? diagonal : step));
  };
  for (std::int64_t y = 0; y < rows; ++y)
    for (std::int64_t x = 0; x < columns; ++x)
      for (auto const& [dx, dy] : {std::pair{-1, 0}, {-1, -1}, {0, -1}, {1, -1}})
        relax(x, y, dx, dy);
  for (std::int64_t y = rows - 1; y >= 0; --y)
    for (std::int64_t x = columns - 1; x >= 0; --x)
      for (auto const& [dx, dy] : {std::pair{1, 0}, {1, 1}, {0, 1}, {-1, 1}})
        relax(x, y, dx, dy);
}

} // namespace

Field floor_area_ratio(CityFacts const& f) {
  Field field{info_of("far", ""), {}, {}, {}};
  std::size_t const parcels = f.city.parcels.size();
  std::vector<float> area(parcels), floor(parcels), footprint(parcels), doubt;
  for (std::size_t i = 0; i < parcels; ++i)
    area[i] = static_cast<float>(std::abs(area_m2(f.city.parcels[i].outline)));
  auto const homes = homes_of(f);
  for (std::size_t i = 0; i < homes.size(); ++i) {
    if (!homes[i] || f.buildings[i].storeys <= 0) continue;
    floor[*homes[i]] += f.buildings[i].floor_m2();
    footprint[*homes[i]] += f.buildings[i].footprint_m2;
  }
  field.by_parcel.assign(parcels, kNone);
  for (std::size_t i = 0; i < parcels; ++i) {
    if (area[i] <= 0 || footprint[i] <= 0) continue;
    field.by_parcel[i] = floor[i] / area[i];
    doubt.push_back(0.5F * footprint[i] / area[i]);
  }
  field.by_placement.assign(homes.size(), kNone);
  for (std::size_t i = 0; i < homes.size(); ++i)
    if (homes[i] && f.buildings[i].storeys > 0) field.by_placement[i] = field.by_parcel[*homes[i]];
  field.info.high = round_up_125(quantile(field.by_parcel, 0.98));
  field.info.by_root = true;
  field.info.noise_floor = quantile(doubt, 0.5);
  return field;
}

Field building_height(CityFacts const& f) {
  Field field{info_of("height", "m"), {}, {}, {}};
  std::vector<float> sum(f.city.parcels.size()), footprint(f.city.parcels.size());
  auto const homes = homes_of(f);
  field.by_placement.assign(homes.size(), kNone);
  for (std::size_t i = 0; i < homes.size(); ++i) {
    BuildingFacts const& b = f.buildings[i];
    if (b.footprint_m2 <= 0) continue;
    field.by_placement[i] = b.height_m;
    if (!homes[i]) continue;
    sum[*homes[i]] += b.height_m * b.footprint_m2;
    footprint[*homes[i]] += b.footprint_m2;
  }
  field.by_parcel.assign(sum.size(), kNone);
  for (std::size_t i = 0; i < sum.size(); ++i)
    if (footprint[i] > 0) field.by_parcel[i] = sum[i] / footprint[i];
  field.info.high = round_up_125(quantile(field.by_placement, 0.98));
  field.info.by_root = true;
  field.info.noise_floor = 0.1F; // to which the models' boxes agree with the catalogue
  return field;
}

Field land_use(CityFacts const& f) {
  Field field{info_of("use", ""), {}, {}, {}};
  field.info.scale = FieldScale::categories;
  field.info.categories = use_classes();
  field.info.high = static_cast<float>(use_classes().size() - 1);
  for (layout::Parcel const& parcel : f.city.parcels)
    field.by_parcel.push_back(static_cast<float>(use_class_of(parcel.use)));
  for (auto const& home : homes_of(f))
    field.by_placement.push_back(home ? field.by_parcel[*home] : kNone);
  return field;
}

Field elevation(Terrain const& terrain) {
  Field field{info_of("elevation", "m"), {}, {}, {}};
  field.info.noise_floor = 1; // a named peak may be off by a metre
  std::vector<float> heights;
  auto const add = [&](TerrainGrid const& from, std::uint32_t step) {
    FieldGrid grid{from.origin, from.spacing_m * step, (from.columns - 1) / step + 1, (from.rows - 1) / step + 1, {}};
    for (std::uint32_t row = 0; row < grid.rows; ++row)
      for (std::uint32_t column = 0; column < grid.columns; ++column) {
        float const h = from.height_m[std::size_t{row} * step * from.columns + std::size_t{column} * step];
        grid.value.push_back(h > 0 ? h : kNone);
      }
    heights.insert(heights.end(), grid.value.begin(), grid.value.end());
    field.grids.push_back(std::move(grid));
  };
  for (TerrainGrid const& detail : terrain.details)
    add(detail, 3);
  add(terrain.window, 2);
  field.info.high = round_up_125(quantile(heights, 0.97));
  field.info.by_root = true;
  return field;
}

Field shore_distance(Terrain const& terrain) {
  Field field{info_of("shore", "km"), {}, {}, {}};
  TerrainGrid const& w = terrain.window;
  float const step = static_cast<float>(w.spacing_m) / 1000;
  FieldGrid grid{w.origin, w.spacing_m, w.columns, w.rows, {}};
  for (float const h : w.height_m)
    grid.value.push_back(h > 0 ? std::numeric_limits<float>::infinity() : 0.0F);
  sweep(grid.value, w.columns, w.rows, step);
  for (float& v : grid.value)
    if (v == 0 || std::isinf(v)) v = kNone;
  field.info.high = round_up_125(quantile(grid.value, 0.9));
  field.info.by_root = true;
  field.info.noise_floor = step;
  field.grids.push_back(std::move(grid));
  return field;
}

std::vector<std::string> const& use_classes() {
  static std::vector<std::string> const keys = [] {
    std::vector<std::string> list;
    for (UseClass const& c : classes())
      list.emplace_back(c.key);
    return list;
  }();
  return keys;
}

std::uint32_t use_class_of(std::string_view use) {
  auto const& list = classes();
  for (std::uint32_t i = 0; i + 1 < list.size(); ++i)
    if (std::find(list[i].uses.begin(), list[i].uses.end(), use) != list[i].uses.end()) return i;
  return static_cast<std::uint32_t>(list.size() - 1);
}

} // namespace dalian::view
