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

/// What of a still thing turns casts a shadow that is drawn anew in every frame.
bool in_motion(bool moving, MeshRecord mesh) { return moving || (mesh.spin_rpm > 0.0 && mesh.slide_m == 0.0); }

/// The list that a view's share of what stands or moves goes to; what slides casts a still shadow.
uint draw_list(uint view, bool moving, MeshRecord mesh) {
  bool moves = view > 0u ? in_motion(moving, mesh) : moving || mesh.spin_rpm > 0.0;
  return moves ? view + uint(SIGHT_VIEWS) : view;
}

/// Something to draw, in the camera's frame.
struct Thing {
  uint mesh;
  vec3 position; // relative to the camera
  float heading_rad;
  vec3 scale;
  uint tint, entity;
  uint use; // USE_…
  vec2 tilt; // of a ship in a sea: how far her bow and her starboard side are up, radians
};

Thing still_thing(StaticInstance i) {
  return Thing(instance_mesh(i), camera_relative(i.position_mm, frame.camera_mm, frame.camera_rest_m), instance_heading(i),
               instance_scale(i), i.tint, i.entity, i.scale_z >> 16, vec2(0));
}

/// A ship in the wind's sea: heave in metres, bow up, starboard up in radians. Height and period of a fully risen sea
/// (Pierson and Moskowitz 1964: 0.21 U²/g, 7.14 U/g); she follows waves longer than herself, the others pass her by. Modelled.
vec3 sea_motion(MoverInstance m) {
  float wind = length(frame.wind_mps), period = max(0.73 * wind, 2.0), wave_m = 1.56 * period * period;
  float follows = exp(-m.afloat_m / wave_m), rolls = exp(-0.3 * m.afloat_m / wave_m), height_m = 0.0214 * wind * wind;
  float own = 6.28318530718 * unit(hash_u(uvec2(m.entity, 21u)));
  float t = 6.28318530718 * fract(frame.time_s / period) + own, slow = 6.28318530718 * fract(frame.time_s / (1.31 * period)) + 3.0 * own;
  float slope = 3.14159 * height_m / wave_m;
  return vec3(0.5 * height_m * follows * sin(t), slope * follows * cos(t), 0.7 * slope * rolls * sin(slow));
}

Thing moving_thing(MoverInstance m, float now_s) {
  float dt = max(min(now_s, m.until_s) - m.t0_s, 0.0);
  vec2 moved = carried_offset(m.velocity_mps, m.turn_rate_rps, dt);
  vec3 position = camera_relative(m.position_mm, frame.camera_mm, frame.camera_rest_m) + vec3(moved, 0);
  uint tint = now_s > m.until_s ? 0xff9a9a9au : m.tint; // gone stale since the snapshot
  vec2 tilt = vec2(0);
  if (m.afloat_m > 0.0) {
    vec3 sea_moves = sea_motion(m);
    position.z += sea_moves.x;
    tilt = sea_moves.yz;
  }
  return Thing(m.mesh_state & 0xffffu, position, m.heading_rad + m.turn_rate_rps * dt, m.scale, tint, m.entity, USE_PLANT, tilt);
}

/// A point of a thing's model, scaled, as an offset from its position. The tilts are small: a shear.
vec3 thing_point(Thing thing, vec3 scaled_m) {
  scaled_m.z += dot(scaled_m.yx, thing.tilt);
  return turned(scaled_m, thing.heading_rad);
}

Thing drawn_thing(InstanceFrame scene, uint drawn) {
  if ((drawn & DRAWN_MOVER) != 0u) return moving_thing(MoversAddress(scene.movers).item[drawn & ~DRAWN_MOVER], scene.now_s);
  return still_thing(InstancesAddress(scene.instances).item[drawn]);
}

/// How far what turns of a thing has turned, each with a phase of its own: see scene::RotorClock.
float spin_angle(MeshRecord mesh, Thing thing) {
  float turns = frame.rotor_s * mesh.spin_rpm / 60.0;
  return 6.28318530718 * fract(fract(turns) + float(hash_u(uvec2(thing.entity, 11u)) & 0xffffu) / 65536.0);
}

/// How far along its way what slides of a thing is, 0…1: there, a rest, back, a rest. Modelled: the work of a crane.
float slide_share(MeshRecord mesh, Thing thing) {
  float own = float(hash_u(uvec2(thing.entity, 13u)) & 0xffffu) / 65536.0;
  float at = abs(2.0 * fract(fract(frame.time_s * mesh.spin_rpm / 60.0) + own) - 1.0);
  return smoothstep(0.15, 0.85, at);
}

/// Position and normal in the model's frame, turned where the vertex turns.
void model_point(MeshRecord mesh, MeshVertex v, Thing thing, out vec3 position, out vec3 normal) {
  position = mesh_position(v, mesh);
  normal = mesh_normal(v);
  if ((v.material >> 16 & MATERIAL_SPINS) == 0u) return;
  if (mesh.slide_m > 0.0) {
    position += mesh.spin_axis * (mesh.slide_m * slide_share(mesh, thing));
    return;
  }
  float angle = spin_angle(mesh, thing);
  position = mesh.spin_pivot + turned_about(position - mesh.spin_pivot, mesh.spin_axis, angle);
  normal = turned_about(normal, mesh.spin_axis, angle);
}

#endif
