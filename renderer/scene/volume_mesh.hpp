#pragma once
// Volumes as closed surfaces: every triangle is seen counter-clockwise from outside. A caller that adds up signed
// distances over all triangles along a ray gets the length inside, whatever the order. Makes no Vulkan call.
#include "renderer/scene/data_types.hpp"
#include "twin/view/volume.hpp"

#include <vector>

namespace dalian::scene {

struct VolumeMesh {
  std::vector<VolumeVertex> vertices; // three per triangle
  std::vector<VolumeStyle> styles;
};

/// `volume` passed check_volume. Caps are fans: where an outline is not convex their triangles overlap with opposite
/// sides, and cancel.
void append_volume(VolumeMesh& mesh, view::Volume const& volume, MapPoint origin);

} // namespace dalian::scene
