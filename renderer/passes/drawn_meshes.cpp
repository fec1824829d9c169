#include "renderer/passes/drawn_meshes.hpp"

#include "renderer/gpu/readback.hpp"

#include <algorithm>
#include <numeric>

namespace dalian::passes {

std::uint64_t DrawnThings::triangles() const {
  return std::accumulate(meshes.begin(), meshes.end(), std::uint64_t{0},
                         [](std::uint64_t sum, DrawnMesh const& m) { return sum + m.triangles; });
}

std::uint32_t DrawnThings::instances() const {
  return std::accumulate(meshes.begin(), meshes.end(), 0U,
                         [](std::uint32_t sum, DrawnMesh const& m) { return sum + m.instances; });
}

DrawnThings drawn_things(gpu::Device& device, InstancePass const& instances, scene::MeshPack const& meshes) {
  DrawnThings out;
  std::size_t const lanes = std::size_t{instances.looked_groups()} * CULL_GROUP_SIZE;
  if (lanes == 0) return out;
  auto const levels = gpu::read_buffer_as<std::uint32_t>(device, instances.levels(), lanes);
  out.boxes = static_cast<std::uint32_t>(
      std::ranges::count_if(levels, [](std::uint32_t l) { return (l & 0xffU) == BOX_LEVEL + 1; }));
  std::size_t const buckets = meshes.names().size() * MESH_MAX_LODS;
  auto const draws = gpu::read_buffer_as<scene::DrawCommand>(device, instances.draw_commands(), DRAW_LISTS * buckets);
  for (std::uint32_t bucket = 0; bucket < buckets; ++bucket) {
    std::uint32_t const count =
        draws[bucket].instance_count + draws[SIGHT_VIEWS * buckets + bucket].instance_count; // that stand and that move
    if (count == 0) continue;
    out.meshes.push_back({meshes.names()[bucket / MESH_MAX_LODS], bucket % MESH_MAX_LODS, count,
                          std::uint64_t{count} * draws[bucket].index_count / 3});
  }
  std::ranges::stable_sort(out.meshes, std::greater{}, &DrawnMesh::triangles);
  return out;
}

} // namespace dalian::passes
