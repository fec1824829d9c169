#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
#include "instance_paint.glsl"
#include "noise3.glsl"
// Paint of an instance into the G-buffer.
layout(location = 0) in vec3 normal;
layout(location = 1) in vec4 color_ao;
layout(location = 2) in vec3 local_m;
layout(location = 3) flat in uvec2 material_entity;
layout(location = 4) in vec3 local_normal;
layout(location = 0) out vec4 albedo;
layout(location = 1) out vec4 packed_normal;
layout(location = 2) out uint entity;
layout(constant_id = 0) const uint kNight = 0; // windows are lit

const float kRim = 0.85; // cosine to the eye from where on a crown is the middle, closed by leaves
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

/// What of a room's window shines, 0…1: rooms of homes one by one, offices by bays of four and by whole floors, halls by
/// long strips. A hash of the building and the room. Where rooms are smaller than pixels, groups of them shine or do not,
/// so that a house far away is still points of light, not a glowing wall; at last their mean.
float room_lit(ivec3 room, uint use, float cells_a_pixel) {
  ivec3 group = use == USE_OFFICE ? ivec3(room.xy >> 2, room.z) : use == USE_PLANT ? ivec3(room.xy >> 3, room.z >> 1) : room;
  int coarser = clamp(int(ceil(log2(max(cells_a_pixel, 1e-3) * 0.9))), 0, 4);
  group >>= use == USE_OFFICE ? ivec3(max(coarser - 2, 0), max(coarser - 2, 0), coarser) : ivec3(coarser);
  uint h = hash_u(uvec2(group.x * 73 + group.y * 1031, group.z * 911) + material_entity.y);
  float share = lit_share(use, material_entity.y);
  float bright = 0.35 + 0.65 * unit(h * 1664525u + 1013904223u);
  float rarer = coarser > 0 ? 0.6 : 1.0; // and brighter: their mean stays
  return mix(unit(h) < share * rarer ? bright : 0.0, mean_lit(use, material_entity.y), smoothstep(6.0, 14.0, cells_a_pixel));
}
vec3 room_light(ivec3 room, uint use) {
  return light_of_use(use, unit(hash_u(uvec2(room.x * 131 + room.y * 17, room.z) + material_entity.y * 3u)));
}

/// True where the rim of a crown has a gap between its leaves: towards the outline ever more, up close only.
bool between_leaves() {
  vec2 ndc = gl_FragCoord.xy / frame.picture_px * vec2(2, -2) + vec2(-1, 1);
  vec3 dir = normalize(frame.ray_forward + ndc.x * frame.ray_right + ndc.y * frame.ray_up);
  float rim = 1.0 - saturate(-dot(normalize(normal), dir) / kRim);
  float pixel_m = frame.near_m / gl_FragCoord.z * frame.pixel_angle_rad;
  if (rim <= 0.0 || pixel_m > 0.25) return false;
  vec3 at = local_m + unit(material_entity.y * 2654435761u) * 31.0;
  float spray = noise_gradient3(at / 0.42).w, leaf = noise_gradient3(at / 0.13).w;
  float grown = mix(0.55 * spray + 0.45 * leaf, spray, saturate(pixel_m / 0.12));
  return grown < rim * mix(0.95, 0.0, smoothstep(0.12, 0.25, pixel_m));
}

void main() {
  uint material = material_entity.x, kind = material >> 16 & 15u;
  if ((kind == MATERIAL_FOLIAGE || kind == MATERIAL_EVERGREEN) && between_leaves()) discard;
  uint surface = surface_of(kind, float(material >> 8 & 255u) / 255.0, float(material & 255u) / 255.0);
  // Lamps so low are a vehicle's; what is placed is parked (scene::lamps_of has the same rule).
  if (kind == MATERIAL_LAMP && local_m.z < 1.6 && (material_entity.y & ENTITY_PLACEMENT) != 0u) surface = SURFACE_MODEL;
  vec3 color = color_ao.rgb;
  float openness = kind == MATERIAL_LAMP ? 1.0 : color_ao.a, window = kind == MATERIAL_WINDOW ? 1.0 : 0.0;
  if (kind == MATERIAL_FACADE) {
    window = windows(float(material >> 24) / 255.0);
    color = mix(color, vec3(0.29, 0.35, 0.39), window);
  }
  if (kNight != 0u) {
    uint use = material >> 20 & 3u;
    ivec3 room = ivec3(floor((local_m - normalize(local_normal) * 0.2) / kRoom_m));
    vec3 step_m = fwidth(local_m) / kRoom_m;
    float lit = window * room_lit(room, use, max(step_m.x + step_m.y, step_m.z)) * (abs(local_normal.z) > 0.7 * length(local_normal) ? kRoofGlow : 1.0);
    if (lit > kLeastLit) {
      surface = SURFACE_LAMP;
      color = mix(color, room_light(room, use), sqrt(window));
      openness = lit;
    }
  }
  albedo = vec4(color, float(surface) / 255.0);
  packed_normal = vec4(octahedral(normalize(normal)), openness, 0);
  entity = material_entity.y;
}
