#include "renderer/scene/light_scene.hpp"

#include "renderer/scene/fires.hpp"
#include "renderer/scene/fixed_point.hpp"
#include "renderer/scene/night_use.hpp"
#include "renderer/scene/street_lamps.hpp"
#include "twin/base/text_hash.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <glm/common.hpp>
#include <map>
#include <tuple>

namespace dalian::scene {
namespace {

constexpr double kLightCell_m = 1024;
constexpr float kUnderWay_mps = 0.3F, kDriving_mps = 0.4F;

/// Of the placements of one model.
struct Carrier {
  std::vector<Lamp> lamps, fires;
};

Carrier carrier_of(view::Placement const& p, MeshPack const& models, std::uint32_t mesh) {
  Carrier c;
  auto found = lamps_of(models, mesh);
  if (!found.vehicle) c.lamps = std::move(found.lamps); // what is parked is dark
  c.fires = fires_of(p.model, models.records()[mesh]);
  return c;
}

void place(view::Placement const& p, std::vector<Lamp> const& lamps, glm::ivec3 origin_mm,
           std::vector<LightPoint>& out) {
  glm::vec3 const scale{p.scale[0], p.scale[1], p.scale[2]};
  auto const phase = static_cast<float>(fnv1a(p.id) >> 8U & 0xffU) / 256;
  for (Lamp lamp : lamps) {
    lamp.at_m *= scale;
    if (lamp.kind != SPRITE_LIGHT) {
      lamp.size_m *= std::sqrt(scale.x * scale.y);
      lamp.share = lamp.share + phase - std::floor(lamp.share + phase);
    }
    out.push_back(standing_light(lamp, origin_mm, p.heading_rad));
  }
}

/// How far a group of obstructions reaches: the tall ones, and what is lower than them and stands about.
struct GroupSize {
  double tall_m, low_m;
};

/// Of obstruction lights close together only the highest burns (ICAO annex 14, 6.2: a group is marked as one). The tall
/// ones flash.
void mark_groups_as_one(std::vector<LightPoint>& lamps, GroupSize size) {
  auto const is_beacon = [](LightPoint const& p) { return p.share > 0; };
  auto const group_of = [size](LightPoint const& p) {
    bool const tall = p.rhythm != 0;
    auto const part = [&](int mm) {
      return static_cast<std::int64_t>(std::floor(mm * 1e-3 / (tall ? size.tall_m : size.low_m)));
    };
    return std::tuple(tall, part(p.position_mm.x), part(p.position_mm.y));
  };
  std::map<std::tuple<bool, std::int64_t, std::int64_t>, LightPoint> highest;
  for (LightPoint const& p : lamps) {
    if (!is_beacon(p)) continue;
    auto const [it, fresh] = highest.try_emplace(group_of(p), p);
    if (!fresh && p.position_mm.z > it->second.position_mm.z) it->second = p;
  }
  std::erase_if(lamps, is_beacon);
  for (auto const& [group, p] : highest)
    lamps.push_back(p);
}

bool is_house(std::string_view model) {
  std::uint32_t const use = use_of(model);
  return use == USE_HOME || use == USE_OFFICE;
}

LightField by_cell(std::vector<LightPoint> points) {
  struct Keyed {
    std::int32_t y, x;
    LightPoint const* point;
  };
  auto const cell = [](int mm) { return static_cast<std::int32_t>(std::floor(mm * 1e-3 / kLightCell_m)); };
  std::vector<Keyed> order;
  order.reserve(points.size());
  for (LightPoint const& p : points)
    order.push_back({cell(p.position_mm.y), cell(p.position_mm.x), &p});
  std::ranges::stable_sort(order, {}, [](Keyed const& k) { return std::tuple(k.y, k.x); });
  LightField field;
  field.points.reserve(points.size());
  Keyed last{};
  for (Keyed const& k : order) {
    if (field.points.empty() || std::tie(k.y, k.x) != std::tie(last.y, last.x))
      field.cells.push_back({glm::vec3(1e9F), glm::vec3(-1e9F), static_cast<std::uint32_t>(field.points.size()), 0, 0});
    last = k;
    LightCell& c = field.cells.back();
    glm::vec3 const at = glm::vec3(k.point->position_mm) * 1e-3F;
    float const reach = 12 * k.point->size_m; // smoke drifts
    c.min_m = glm::min(c.min_m, at - reach);
    c.max_m = glm::max(c.max_m, at + reach);
    c.brightest_cd = std::max(c.brightest_cd, k.point->candela);
    ++c.count;
    field.points.push_back(*k.point);
  }
  return field;
}

bool is_ship(view::Shape shape) {
  return shape <= view::Shape::other_ship;
}

/// Red to port, green to starboard, white astern (ICAO annex 2, 3.2.3; arcs as CS 25.1387: 110°, 110°, 140°).
std::vector<Lamp> aircraft_lights(glm::vec3 size) {
  constexpr float kDegree = std::numbers::pi_v<float> / 180;
  auto const arc = [](glm::vec3 at, float candela, std::uint32_t color, float axis_deg, float arc_deg) {
    return Lamp{.at_m = at,
                .candela = candela,
                .color = color,
                .axis_rad = axis_deg * kDegree,
                .half_rad = arc_deg / 2 * kDegree};
  };
  return {arc({size.x / 2, 0, size.z * 0.4F}, 40, kGreen, 55, 110),
          arc({-size.x / 2, 0, size.z * 0.4F}, 40, kRed, -55, 110),
          arc({0, -size.y / 2, size.z * 0.5F}, 20, kWhite, 180, 140)};
}

} // namespace

LightScene make_lights(view::City const& city, MeshPack const& models, MapPoint origin) {
  std::vector<LightPoint> lamps, houses, fires;
  std::map<std::pair<std::string, std::uint32_t>, Carrier> known;
  for (view::Placement const& p : city.placements) {
    auto const mesh = models.find(p.model, fnv1a(p.id));
    if (!mesh) continue; // city_scene has refused it
    auto const [it, fresh] = known.try_emplace({p.model, *mesh});
    if (fresh) it->second = carrier_of(p, models, *mesh);
    if (it->second.lamps.empty() && it->second.fires.empty()) continue;
    glm::ivec3 const at = fixed_mm({p.position.east_m, p.position.north_m, p.height_m}, origin);
    place(p, it->second.lamps, at, is_house(p.model) ? houses : lamps);
    place(p, it->second.fires, at, fires);
  }
  mark_groups_as_one(lamps, {220, 420});
  mark_groups_as_one(houses, {420, 420});
  std::ranges::copy(houses, std::back_inserter(lamps));
  add_street_lamps(city, origin, lamps);
  return {by_cell(std::move(lamps)), by_cell(std::move(fires))};
}

MoverLamps make_mover_lamps(MeshPack const& models, std::array<std::uint32_t, MoverLamps::kShapes> const& meshes) {
  MoverLamps out;
  for (std::size_t i = 0; i < MoverLamps::kShapes; ++i) {
    auto const shape = static_cast<view::Shape>(i);
    if (is_ship(shape))
      out.ship[i] = form_of(models, meshes[i]);
    else if (shape == view::Shape::aircraft)
      out.model[i] = aircraft_lights(models.records()[meshes[i]].box_size);
    else
      out.model[i] = lamps_of(models, meshes[i]).lamps;
    if (shape == view::Shape::buoy)
      for (Lamp& lamp : out.model[i]) // lateral marks of the port: quick flash, 50 a minute (IALA R1001)
        lamp = {.at_m = lamp.at_m, .candela = 40, .color = kGreen, .rhythm = {4, 0.4F, 0}};
  }
  return out;
}

void make_mover_lights(std::vector<view::Mover> const& movers, std::vector<MoverInstance> const& instances,
                       MoverLamps const& lamps, std::vector<LightPoint>& out) {
  out.clear();
  for (std::uint32_t i = 0; i < movers.size(); ++i) {
    view::Mover const& m = movers[i];
    auto const shape = static_cast<std::size_t>(m.shape);
    float const speed = std::hypot(m.velocity_east_mps, m.velocity_north_mps);
    std::vector<Lamp> own = lamps.model[shape];
    for (Lamp& lamp : own)
      lamp.at_m *= instances[i].scale;
    bool const road = m.shape >= view::Shape::car && m.shape <= view::Shape::shuttle;
    if (road && speed < kDriving_mps && m.shape != view::Shape::bus) own.clear();
    if (is_ship(m.shape)) own = ship_lights(lamps.ship[shape], instances[i].scale, m.length_m, speed >= kUnderWay_mps);
    for (Lamp const& lamp : own)
      out.push_back(carried_light(lamp, i));
  }
}

} // namespace dalian::scene
