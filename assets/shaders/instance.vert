#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "instances.glsl"
#include "instance_paint.glsl"
// One vertex of an instance into the picture.
layout(push_constant, scalar) uniform Push { InstanceFrameAddress instance_frame; } push;
#define scene push.instance_frame.f

// What only stands asks for nothing that moves: a software device would work both out for every vertex.
layout(constant_id = 1) const uint kMoves = 1;

layout(location = 0) out vec3 normal;
layout(location = 1) out vec4 color_ao;
layout(location = 2) out vec3 local_m; // in the model's frame, scaled: cells of windows
layout(location = 3) flat out uvec2 material_entity;
layout(location = 4) out vec3 local_normal;

void main() {
  uint drawn = UintsAddress(scene.drawn).item[gl_InstanceIndex];
  Thing thing;
  if (kMoves != 0u) {
    thing = drawn_thing(scene, drawn);
  } else {
    thing = still_thing(InstancesAddress(scene.instances).item[drawn]);
  }
  MeshRecord mesh = MeshesAddress(scene.meshes).item[thing.mesh];
  MeshVertex v = VerticesAddress(scene.vertices).item[gl_VertexIndex];
  if (kMoves != 0u) {
    model_point(mesh, v, thing, local_m, local_normal);
  } else {
    local_m = mesh_position(v, mesh);
    local_normal = mesh_normal(v);
  }
  local_m *= thing.scale;
  local_normal /= thing.scale;
  normal = turned(local_normal, thing.heading_rad);
  color_ao = mesh_color_ao(v);
  uint kind = v.material >> 16 & (255u ^ MATERIAL_SPINS);
  if (kind == MATERIAL_PAINT || kind == MATERIAL_FACADE) color_ao.rgb *= unpackUnorm4x8(thing.tint).rgb;
  if (kind == MATERIAL_FOLIAGE || kind == MATERIAL_EVERGREEN) color_ao.rgb *= leaf_tint(thing.entity) * unpackUnorm4x8(thing.tint).rgb;
  if (kind == MATERIAL_FOLIAGE) color_ao.rgb *= season_tint(thing.entity);
  color_ao.rgb *= own_tone(thing.entity);
  uint material = v.material & ~(MATERIAL_SPINS << 16);
  material_entity = uvec2(material | thing.use << 20, thing.entity); // MATERIAL_… needs four bits
  gl_Position = frame.view_proj * vec4(thing.position + thing_point(thing, local_m), 1);
}
