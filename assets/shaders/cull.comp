#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "instances.glsl"
// Which instances each view shows and at which level; counts them by bucket. One group looks at 64 neighbours.
// Mirror of scene::visible_level.
layout(local_size_x = 64) in;
layout(push_constant, scalar) uniform Push { InstanceFrameAddress instance_frame; } push;
#define scene push.instance_frame.f

uint level_in(SightView view, MeshRecord mesh, float box_error_m, vec3 middle, float radius, float scale) {
  for (int i = 0; i < 4; ++i) {
    if (dot(view.planes[i].xyz, middle) + view.planes[i].w < -radius) return 0u;
  }
  float distance_m = max(length(middle) - radius, 1.0);
  float pixel_m = view.pixel_angle_rad > 0.0 ? distance_m * view.pixel_angle_rad : view.pixel_m;
  if (2.0 * radius < view.smallest_px * pixel_m) return 0u;
  if (2.0 * radius <= view.largest_box_px * pixel_m && box_error_m * scale <= view.level_px * pixel_m) return BOX_LEVEL + 1u;
  uint level = 0u;
  for (uint i = 1u; i < mesh.lod_count; ++i) {
    if (mesh.lods[i].error_m * scale <= view.level_px * pixel_m) level = i;
  }
  return level + 1u;
}

void main() {
  CullGroup group = GroupsAddress(scene.groups).item[gl_WorkGroupID.x];
  uint lane = gl_LocalInvocationID.x, levels = 0u;
  bool moving = (group.count & CULL_MOVERS) != 0u;
  if (lane < (group.count & ~CULL_MOVERS)) {
    Thing thing = drawn_thing(scene, (group.first + lane) | (moving ? DRAWN_MOVER : 0u));
    MeshRecord mesh = MeshesAddress(scene.meshes).item[thing.mesh];
    float box_error_m = BoxesAddress(scene.boxes).item[thing.mesh].error_m;
    vec3 middle = thing.position + turned((mesh.box_min + mesh.box_size * 0.5) * thing.scale, thing.heading_rad);
    float radius = length(mesh.box_size * thing.scale) * 0.5;
    float scale = max(max(thing.scale.x, thing.scale.y), thing.scale.z);
    bool turning = in_motion(moving, mesh);
    for (uint v = 0u; v < scene.view_count; ++v) {
      if (!turning && (scene.still_views >> v & 1u) == 0u) continue;
      uint level = level_in(scene.views[v], mesh, box_error_m, middle, radius, scale);
      levels |= level << (8u * v);
      uint bucket = (draw_list(v, moving, mesh) * scene.mesh_count + thing.mesh) * MESH_MAX_LODS + level - 1u;
      if (level > 0u && level <= BOX_LEVEL) atomicAdd(UintsAddress(scene.counts).item[bucket], 1u);
    }
  }
  UintsAddress(scene.levels).item[gl_WorkGroupID.x * CULL_GROUP_SIZE + lane] = levels;
}
