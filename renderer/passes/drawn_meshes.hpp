#pragma once
// What the last frame was made of, read back from the GPU: which models, at which level, how many triangles. For
// benches and tests; waits for the device.
#include "renderer/passes/instances.hpp"

#include <string>
#include <vector>

namespace dalian::passes {

struct DrawnMesh {
  std::string name;
  std::uint32_t level = 0, instances = 0;
  std::uint64_t triangles = 0; // of all these instances
};

struct DrawnThings {
  std::uint32_t boxes = 0;       // instances that a few pixels show
  std::vector<DrawnMesh> meshes; // instances drawn by triangles, most triangles first

  std::uint64_t triangles() const;
  std::uint32_t instances() const; // by triangles
};

/// Of the picture; shadows are not counted. The frame must be done.
DrawnThings drawn_things(gpu::Device& device, InstancePass const& instances, scene::MeshPack const& meshes);

} // namespace dalian::passes
