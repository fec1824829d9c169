#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "instances.glsl"
// Writes what is drawn into the lists of its buckets. The order within a list is not fixed; opaque pictures do not show it.
layout(local_size_x = 64) in;
layout(push_constant, scalar) uniform Push { InstanceFrameAddress instance_frame; } push;
#define scene push.instance_frame.f

void main() {
  uint lane = gl_LocalInvocationID.x;
  uint levels = UintsAddress(scene.levels).item[gl_WorkGroupID.x * CULL_GROUP_SIZE + lane];
  if (levels == 0u) return;
  CullGroup group = GroupsAddress(scene.groups).item[gl_WorkGroupID.x];
  bool moving = (group.count & CULL_MOVERS) != 0u;
  uint index = group.first + lane;
  uint mesh = moving ? MoversAddress(scene.movers).item[index].mesh_state & 0xffffu
                     : InstancesAddress(scene.instances).item[index].mesh_heading & 0xffffu;
  MeshRecord record = MeshesAddress(scene.meshes).item[mesh];
  for (uint v = 0u; v < scene.view_count; ++v) {
    uint level = levels >> (8u * v) & 0xffu;
    if (level == 0u || level > BOX_LEVEL) continue; // boxes are no triangles
    uint bucket = (draw_list(v, moving, record) * scene.mesh_count + mesh) * MESH_MAX_LODS + level - 1u;
    uint slot = atomicAdd(UintsAddress(scene.cursors).item[bucket], 1u);
    UintsAddress(scene.drawn).item[slot] = index | (moving ? DRAWN_MOVER : 0u);
  }
}
