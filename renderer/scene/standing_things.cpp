#include "renderer/scene/standing_things.hpp"

#include "renderer/scene/fixed_point.hpp"

namespace dalian::scene {
namespace {

float ratio(double wanted_m, float model_m) {
  return wanted_m > 0 && model_m > 0 ? static_cast<float>(wanted_m) / model_m : 1.0F;
}

} // namespace

void append_standing(std::span<StandingThing const> things, MeshPack const& models, MapPoint origin,
                     std::vector<MoverInstance>& out) {
  for (StandingThing const& thing : things) {
    auto const mesh = models.find(thing.model, thing.entity);
    if (!mesh) continue;
    glm::vec3 const box = models.records()[*mesh].box_size;
    MoverInstance i{};
    i.position_mm = fixed_mm({thing.at.east_m, thing.at.north_m, thing.ground_m}, origin);
    i.heading_rad = static_cast<float>(thing.heading_rad);
    i.scale = {ratio(thing.size_m.x, box.x), ratio(thing.size_m.y, box.y), ratio(thing.size_m.z, box.z)};
    i.tint = 0xffffffffU;
    i.entity = thing.entity;
    i.mesh_state = *mesh;
    out.push_back(i);
  }
}

} // namespace dalian::scene
