#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
// Paint of an instance into the G-buffer.
layout(location = 0) in vec3 normal;
layout(location = 1) in vec4 color_ao;
layout(location = 2) in vec3 local_m;
layout(location = 3) flat in uvec2 material_entity;
layout(location = 0) out vec4 albedo;
layout(location = 1) out vec4 packed_normal;
layout(location = 2) out uint entity;

/// At night some windows are lit: whole rooms of 3 m, by a hash of the building and the room.
bool room_is_lit() {
  ivec3 room = ivec3(floor((local_m - normalize(normal) * 0.2) * vec3(1.0 / 3.2, 1.0 / 3.2, 1.0 / 3.1)));
  uint h = hash_u(uvec2(room.x * 73 + room.y * 1031, room.z * 911) + material_entity.y);
  return unit(h) < 0.24 * frame.night;
}

uint surface_of(uint kind, float metalness) {
  switch (kind) {
  case MATERIAL_WINDOW: return SURFACE_GLASS;
  case MATERIAL_LAMP: return SURFACE_LAMP;
  case MATERIAL_FOLIAGE: return SURFACE_FOLIAGE;
  case MATERIAL_BEACON: return SURFACE_BEACON;
  default: return metalness > 0.5 ? SURFACE_METAL : SURFACE_MODEL;
  }
}

void main() {
  uint material = material_entity.x;
  uint surface = surface_of(material >> 16, float(material >> 8 & 255u) / 255.0);
  vec3 color = color_ao.rgb;
  if (surface == SURFACE_GLASS && frame.night > 0.0 && room_is_lit()) {
    surface = SURFACE_LAMP;
    color = mix(vec3(1.0, 0.80, 0.55), vec3(0.93, 0.92, 0.86), unit(hash_u(uvec2(material_entity.y, 5u))));
  }
  albedo = vec4(color, float(surface) / 255.0);
  packed_normal = vec4(octahedral(normalize(normal)), color_ao.a, 0);
  entity = material_entity.y;
}
