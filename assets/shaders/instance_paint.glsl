// What the paint of an instance makes of it: hues by entity, and rooms lit at night. Include after instances.glsl or
// scene_types.h.
#ifndef DALIAN_INSTANCE_PAINT_GLSL
#define DALIAN_INSTANCE_PAINT_GLSL

/// A hue of its own for each plant: ±8 % per channel.
vec3 leaf_tint(uint entity) {
  uint h = hash_u(uvec2(entity, 77u));
  return 1.0 + (vec3(h & 255u, h >> 8 & 255u, h >> 16 & 255u) / 255.0 - 0.5) * vec3(0.20, 0.16, 0.16);
}

/// What the season makes of leaves that fall, each plant a little earlier or later.
vec3 season_tint(uint entity) { return mix(vec3(1), frame.leaf_tint, 0.7 + 0.6 * unit(hash_u(uvec2(entity, 31u)))); }

/// No two are of quite one tone.
float own_tone(uint entity) { return 0.94 + 0.12 * unit(hash_u(uvec2(entity, 3u))); }

/// Paint this smooth has a clear coat, as cars have.
const float kClearCoat = 0.35;

uint surface_of(uint kind, float metalness, float roughness) {
  switch (kind) {
  case MATERIAL_WINDOW: return SURFACE_GLASS;
  case MATERIAL_LAMP: return SURFACE_LAMP;
  case MATERIAL_FOLIAGE:
  case MATERIAL_EVERGREEN: return SURFACE_FOLIAGE;
  case MATERIAL_BEACON: return SURFACE_BEACON;
  case MATERIAL_CARGO: return SURFACE_CARGO;
  default: return metalness > 0.5 ? SURFACE_METAL : roughness < kClearCoat ? SURFACE_GLASS : SURFACE_MODEL;
  }
}

/// Share of a building's rooms that are lit: no two houses alike.
float lit_share(uint use, uint entity) { return frame.lit_share[use] * (0.55 + 0.9 * unit(hash_u(uvec2(entity, 9u)))); }

/// What of a window shines where rooms are smaller than pixels: the mean of room_lit.
float mean_lit(uint use, uint entity) { return lit_share(use, entity) * 0.60; }

/// Warm in homes, neutral in offices, cold in halls; `tone` 0…1 sets each room a little apart.
vec3 light_of_use(uint use, float tone) {
  vec3 warm = mix(vec3(1.0, 0.66, 0.36), vec3(1.0, 0.82, 0.58), tone);
  vec3 cold = mix(vec3(1.0, 0.90, 0.74), vec3(0.86, 0.94, 1.0), tone);
  return mix(warm, cold, use == USE_OFFICE ? 0.45 : use == USE_PLANT ? 0.7 : tone > 0.85 ? 0.8 : 0.0);
}

const float kLeastLit = 0.004;     // of a window, to shine at all
const float kRoofGlow = 0.25;      // a roof's skylights glow with the hall below
#endif
