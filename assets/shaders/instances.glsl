// Buffers of the instances and the reading of one of them, still or moving. Include after common.glsl.
#ifndef DALIAN_INSTANCES_GLSL
#define DALIAN_INSTANCES_GLSL
#include "scene_types.h"
#include "scene.glsl"

layout(buffer_reference, scalar) readonly buffer InstanceFrameAddress { InstanceFrame f; };
layout(buffer_reference, scalar) readonly buffer MeshesAddress { MeshRecord item[]; };
layout(buffer_reference, scalar) readonly buffer BoxesAddress { MeshBox item[]; };
layout(buffer_reference, scalar) readonly buffer VerticesAddress { MeshVertex item[]; };
layout(buffer_reference, scalar) readonly buffer InstancesAddress { StaticInstance item[]; };
layout(buffer_reference, scalar) readonly buffer MoversAddress { MoverInstance item[]; };
layout(buffer_reference, scalar) readonly buffer GroupsAddress { CullGroup item[]; };
layout(buffer_reference, scalar) buffer UintsAddress { uint item[]; };
layout(buffer_reference, scalar) writeonly buffer DrawsAddress { DrawCommand item[]; };

/// The list that a view's share of what stands or moves goes to.
uint draw_list(uint view, bool moving) {
  return moving && view > 0u ? view + uint(SHADOW_CASCADES) : view;
}

/// Something to draw, in the camera's frame.
struct Thing {
  uint mesh;
  vec3 position; // relative to the camera
  float heading_rad;
  vec3 scale;
  uint tint, entity;
  uint use; // USE_…
};

Thing still_thing(StaticInstance i) {
  return Thing(instance_mesh(i), camera_relative(i.position_mm, frame.camera_mm, frame.camera_rest_m), instance_heading(i),
               instance_scale(i), i.tint, i.entity, i.scale_z >> 16);
}

Thing moving_thing(MoverInstance m, float now_s) {
  float dt = max(min(now_s, m.until_s) - m.t0_s, 0.0);
  vec2 moved = carried_offset(m.velocity_mps, m.turn_rate_rps, dt);
  vec3 position = camera_relative(m.position_mm, frame.camera_mm, frame.camera_rest_m) + vec3(moved, 0);
  uint tint = now_s > m.until_s ? 0xff9a9a9au : m.tint; // gone stale since the snapshot
  return Thing(m.mesh_state & 0xffffu, position, m.heading_rad + m.turn_rate_rps * dt, m.scale, tint, m.entity, USE_PLANT);
}

Thing drawn_thing(InstanceFrame scene, uint drawn) {
  if ((drawn & DRAWN_MOVER) != 0u) return moving_thing(MoversAddress(scene.movers).item[drawn & ~DRAWN_MOVER], scene.now_s);
  return still_thing(InstancesAddress(scene.instances).item[drawn]);
}

/// How far what turns of a thing has turned: the time of day tells it, so that a picture of an hour is always the same,
/// and each thing has a phase of its own.
float spin_angle(MeshRecord mesh, Thing thing) {
  float turns = frame.time_s * mesh.spin_rpm * spin_share(length(frame.wind_mps)) / 60.0;
  return 6.28318530718 * fract(fract(turns) + float(hash_u(uvec2(thing.entity, 11u)) & 0xffffu) / 65536.0);
}

/// Position and normal in the model's frame, turned where the vertex turns.
void model_point(MeshRecord mesh, MeshVertex v, Thing thing, out vec3 position, out vec3 normal) {
  position = mesh_position(v, mesh);
  normal = mesh_normal(v);
  if ((v.material >> 16 & MATERIAL_SPINS) == 0u) return;
  float angle = spin_angle(mesh, thing);
  position = mesh.spin_pivot + turned_about(position - mesh.spin_pivot, mesh.spin_axis, angle);
  normal = turned_about(normal, mesh.spin_axis, angle);
}

#endif
