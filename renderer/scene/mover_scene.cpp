#include "renderer/scene/mover_scene.hpp"

#include "renderer/scene/fixed_point.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dalian::scene {
namespace {

struct ShapeLook {
  char const* model;
  std::uint32_t tint; // 0xAABBGGRR
};

/// In the order of view::Shape. Ships keep their own paint, in muted hues by type; buses, shuttles a touch of colour.
constexpr std::array kLooks{ShapeLook{"container_ship", 0xffe6d9cc},
                            ShapeLook{"bulk_carrier", 0xffd8e0e4},
                            ShapeLook{"tanker", 0xffcdd3e8},
                            ShapeLook{"car_carrier", 0xfff2ead8},
                            ShapeLook{"ferry", 0xffffffff},
                            ShapeLook{"fishing_boat", 0xffdcecd2},
                            ShapeLook{"tug", 0xffc8dcf0},
                            ShapeLook{"other_ship", 0xfff0f0f0},
                            ShapeLook{"test_car", 0xffe9b456},
                            ShapeLook{"bus", 0xffe8d9b8},
                            ShapeLook{"truck", 0xffd9dde0},
                            ShapeLook{"shuttle", 0xffe9b456},
                            ShapeLook{"buoy", 0xffffffff},
                            ShapeLook{"base_station", 0xffffffff},
                            ShapeLook{"base_station", 0xffffffff}, // of sensors, which are not drawn
                            ShapeLook{"aircraft", 0xffffffff}};
static_assert(kLooks.size() == static_cast<std::size_t>(view::Shape::aircraft) + 1);

bool is_ship(view::Shape shape) {
  return shape <= view::Shape::other_ship;
}

/// Real size over the model's; 1 where unknown. A ship's height grows with its length, but more slowly.
glm::vec3 scale_of(view::Mover const& m, MeshRecord const& mesh) {
  auto const ratio = [](float real, float model) { return real > 0 ? std::clamp(real / model, 0.1F, 4.0F) : 1.0F; };
  glm::vec3 s{ratio(m.width_m, mesh.box_size.x), ratio(m.length_m, mesh.box_size.y), 1};
  if (m.width_m <= 0) s.x = s.y;
  if (m.length_m <= 0) s.y = s.x;
  s.z = is_ship(m.shape) ? std::pow(s.y, 0.75F) : std::sqrt(s.x * s.y);
  return s;
}

} // namespace

Result<MoverModels> MoverModels::find(MeshPack const& models) {
  MoverModels found;
  for (std::size_t i = 0; i < kLooks.size(); ++i) {
    auto const mesh = models.find(kLooks[i].model);
    if (!mesh) return Error{fmt::format("models.json: has no '{}', which movers need", kLooks[i].model)};
    found.meshes_[i] = *mesh;
  }
  return found;
}

std::uint32_t tint_of(view::Shape shape, view::Freshness freshness) {
  return freshness == view::Freshness::stale ? 0xff9a9a9aU : kLooks[static_cast<std::size_t>(shape)].tint;
}

void make_mover_instances(std::vector<view::Mover> const& movers, Instant epoch, MoverModels const& shapes,
                          MeshPack const& models, MapPoint origin, std::vector<MoverInstance>& out) {
  out.clear();
  out.reserve(movers.size());
  for (view::Mover const& m : movers) {
    if (m.shape == view::Shape::sensor) continue;
    std::uint32_t const mesh = shapes.mesh(m.shape);
    MoverInstance i{};
    i.position_mm = fixed_mm({m.position.east_m, m.position.north_m, m.up_m}, origin);
    i.t0_s = static_cast<float>(to_seconds(m.t0 - epoch));
    i.velocity_mps = {m.velocity_east_mps, m.velocity_north_mps};
    i.heading_rad = m.heading_rad;
    i.turn_rate_rps = m.turn_rate_rps;
    i.scale = scale_of(m, models.records()[mesh]);
    i.until_s = static_cast<float>(to_seconds(std::max(m.until, m.t0) - epoch));
    i.tint = tint_of(m.shape, m.freshness);
    i.entity = m.handle;
    i.afloat_m = is_ship(m.shape) ? i.scale.y * models.records()[mesh].box_size.y : 0;
    i.mesh_state = mesh | static_cast<std::uint32_t>(m.shape) << 16U | static_cast<std::uint32_t>(m.provenance) << 24U |
                   (m.freshness == view::Freshness::stale ? MOVER_STALE : 0U);
    out.push_back(i);
  }
}

glm::dvec2 carried_offset(glm::dvec2 v, double turn_rate_rps, double dt_s) {
  double const angle = turn_rate_rps * dt_s;
  bool const straight = std::abs(angle) < 1e-3;
  double const along = straight ? dt_s : std::sin(angle) / turn_rate_rps;
  double const aside = straight ? 0.5 * angle * dt_s : (1 - std::cos(angle)) / turn_rate_rps;
  return {v.x * along + v.y * aside, v.y * along - v.x * aside};
}

CarriedOn carry_on(view::Mover const& m, Instant now) {
  double const dt = to_seconds(std::clamp(now, m.t0, std::max(m.until, m.t0)) - m.t0);
  glm::dvec2 const moved = carried_offset({m.velocity_east_mps, m.velocity_north_mps}, m.turn_rate_rps, dt);
  return {{m.position.east_m + moved.x, m.position.north_m + moved.y, m.up_m}, m.heading_rad + m.turn_rate_rps * dt};
}

} // namespace dalian::scene
