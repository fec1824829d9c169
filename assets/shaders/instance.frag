#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
// Paint of an instance into the G-buffer.
layout(location = 0) in vec3 normal;
layout(location = 1) in vec4 color_ao;
layout(location = 2) in vec3 local_m;
layout(location = 3) flat in uvec2 material_entity;
layout(location = 4) in vec3 local_normal;
layout(location = 0) out vec4 albedo;
layout(location = 1) out vec4 packed_normal;
layout(location = 2) out uint entity;

/// At night some windows are lit: whole rooms, by a hash of the building and the room.
bool is_lit(ivec3 room, float share) {
  uint h = hash_u(uvec2(room.x * 73 + room.y * 1031, room.z * 911) + material_entity.y);
  return unit(h) < 0.24 * frame.night * share;
}
/// Dim beside lamps: warm in most buildings, white in some.
vec3 room_light() {
  return mix(vec3(0.60, 0.43, 0.26), vec3(0.50, 0.50, 0.45), unit(hash_u(uvec2(material_entity.y, 5u))));
}

const vec3 kRoom_m = vec3(3.2, 3.2, 3.1);

/// Coverage of cells of size 1, open over `share` in their middle, by a pixel of `width` cells at `x`.
float open_share(float x, float share, float width) {
  float at = abs(fract(x) - 0.5), half_open = 0.5 * share;
  float sharp = saturate((half_open - at) / max(width, 1e-4) + 0.5);
  return mix(sharp, share, smoothstep(0.35, 1.1, width));
}

/// Share of the pixel that is window in a wall drawn as one face.
float windows(float glazed) {
  vec3 n = abs(local_normal);
  vec2 at = vec2(n.x > n.y ? local_m.y : local_m.x, local_m.z) / kRoom_m.xz;
  vec2 pixel = fwidth(at);
  float share = sqrt(glazed);
  return open_share(at.x, share, pixel.x) * open_share(at.y - 0.1, share, pixel.y);
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
  uint material = material_entity.x, kind = material >> 16 & 255u;
  uint surface = surface_of(kind, float(material >> 8 & 255u) / 255.0);
  vec3 color = color_ao.rgb;
  ivec3 room = ivec3(floor((local_m - normalize(local_normal) * 0.2) / kRoom_m));
  if (kind == MATERIAL_FACADE) {
    float window = windows(float(material >> 24) / 255.0);
    bool lit = frame.night > 0.0 && is_lit(room, window);
    color = lit ? room_light() : mix(color, vec3(0.29, 0.35, 0.39), window);
    if (lit) surface = SURFACE_LAMP;
  }
  if (kind == MATERIAL_WINDOW && frame.night > 0.0 && is_lit(room, 1.0)) {
    surface = SURFACE_LAMP;
    color = room_light();
  }
  albedo = vec4(color, float(surface) / 255.0);
  packed_normal = vec4(octahedral(normalize(normal)), color_ao.a, 0);
  entity = material_entity.y;
}
