#include "renderer/scene/city_scene.hpp"

#include "renderer/scene/fixed_point.hpp"
#include "renderer/scene/night_use.hpp"
#include "twin/base/text_hash.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include <fmt/format.h>
#include <glm/geometric.hpp>
#include <glm/packing.hpp>

namespace dalian::scene {
namespace {

constexpr double kFarthest_m = 2.0e6;

struct Placed {
  StaticInstance instance;
  std::int64_t cell_x, cell_y;
  float radius_m;
  glm::vec3 low, high; // metres from the origin
};

/// Interleaved bits: cells that follow each other lie beside each other.
std::uint64_t morton(std::int64_t x, std::int64_t y) {
  auto const spread = [](std::uint64_t v) {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 32; ++i)
      bits |= (v >> i & 1U) << (2 * i);
    return bits;
  };
  constexpr std::int64_t kBias = 1 << 20; // cells lie on both sides of the origin
  return spread(static_cast<std::uint64_t>(x + kBias)) | spread(static_cast<std::uint64_t>(y + kBias)) << 1U;
}

std::string complaint(view::Placement const& p, std::optional<std::uint32_t> mesh, MapPoint origin) {
  if (!mesh)
    return fmt::format("placement '{}' names the model '{}', which assets/models/catalog.toml does not have", p.id,
                       p.model);
  for (float s : p.scale) {
    if (!(s > 0 && s <= 1000)) return fmt::format("placement '{}': scale {} is not in 0…1000", p.id, s);
  }
  bool const near = std::abs(p.position.east_m - origin.east_m) < kFarthest_m &&
                    std::abs(p.position.north_m - origin.north_m) < kFarthest_m && std::isfinite(p.height_m) &&
                    std::abs(p.height_m) < 1e5F && std::isfinite(p.heading_rad);
  return near ? std::string() : fmt::format("placement '{}' has no usable position, height or heading", p.id);
}

StaticInstance instance_of(view::Placement const& p, std::uint32_t mesh, std::uint32_t index, MapPoint origin) {
  double const turns = p.heading_rad / (2 * std::numbers::pi);
  auto const heading = static_cast<std::uint32_t>(std::lround((turns - std::floor(turns)) * 65536)) & 0xffffU;
  StaticInstance i{};
  i.position_mm = fixed_mm({p.position.east_m, p.position.north_m, p.height_m}, origin);
  i.mesh_heading = mesh | heading << 16U;
  i.scale_xy = glm::packHalf2x16({p.scale[0], p.scale[1]});
  i.scale_z = glm::packHalf2x16({p.scale[2], 0}) | use_of(p.model) << 16U;
  i.tint = p.tint;
  i.entity = ENTITY_PLACEMENT | index;
  return i;
}

Placed placed(view::Placement const& p, std::uint32_t mesh, std::uint32_t index, MeshPack const& models,
              MapPoint origin) {
  MeshRecord const& record = models.records()[mesh];
  Placed out{instance_of(p, mesh, index, origin), 0, 0, 0, {}, {}};
  glm::vec3 const packed{glm::unpackHalf2x16(out.instance.scale_xy), glm::unpackHalf2x16(out.instance.scale_z).x};
  out.radius_m = glm::length(record.box_size * packed) * 0.5F;
  out.cell_x = static_cast<std::int64_t>(std::floor((p.position.east_m - origin.east_m) / kCellSize_m));
  out.cell_y = static_cast<std::int64_t>(std::floor((p.position.north_m - origin.north_m) / kCellSize_m));
  glm::vec3 const scale{p.scale[0], p.scale[1], p.scale[2]};
  glm::vec3 const near = record.box_min * scale, far = (record.box_min + record.box_size) * scale;
  glm::vec3 const at = glm::vec3(out.instance.position_mm) * 1e-3F;
  float const reach =
      std::hypot(std::max(std::abs(near.x), std::abs(far.x)), std::max(std::abs(near.y), std::abs(far.y)));
  out.low = at + glm::vec3(-reach, -reach, near.z);
  out.high = at + glm::vec3(reach, reach, far.z);
  return out;
}

} // namespace

Result<CityScene> make_city_scene(view::City const& city, MeshPack const& models, MapPoint origin) {
  std::vector<Placed> all;
  all.reserve(city.placements.size());
  for (std::size_t i = 0; i < city.placements.size(); ++i) {
    view::Placement const& p = city.placements[i];
    auto const mesh = models.find(p.model, fnv1a(p.id));
    std::string const wrong = complaint(p, mesh, origin);
    if (!wrong.empty()) return Error{"city.pb: " + wrong};
    all.push_back(placed(p, *mesh, static_cast<std::uint32_t>(i), models, origin));
  }
  std::ranges::stable_sort(all, {},
                           [](Placed const& p) { return std::tuple(morton(p.cell_x, p.cell_y), -p.radius_m); });

  CityScene scene;
  scene.instances.reserve(all.size());
  scene.radius_m.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    Placed const& p = all[i];
    bool const fresh = i == 0 || all[i - 1].cell_x != p.cell_x || all[i - 1].cell_y != p.cell_y;
    if (fresh) scene.cells.push_back({p.low, p.high, static_cast<std::uint32_t>(i), 0});
    Cell& cell = scene.cells.back();
    cell.min_m = glm::min(cell.min_m, p.low);
    cell.max_m = glm::max(cell.max_m, p.high);
    ++cell.count;
    MeshRecord const& mesh = models.records()[p.instance.mesh_heading & 0xffffU];
    if (mesh.spin_rpm > 0 && mesh.slide_m == 0) ++cell.turning;
    scene.instances.push_back(p.instance);
    scene.radius_m.push_back(p.radius_m);
  }
  return scene;
}

} // namespace dalian::scene
