#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
#include "road_marks.glsl"
// Asphalt and its markings, kerbs and footways, ballast and rails, banks and bridge decks into the G-buffer, drawn from
// metres across and along.
layout(location = 0) in vec3 normal;
layout(location = 1) in vec4 across_along_ahead_behind;
layout(location = 2) flat in uvec3 kind_marks_entity;
layout(location = 3) flat in float half_m;
layout(location = 0) out vec4 albedo;
layout(location = 1) out vec4 packed_normal;
layout(location = 2) out uint entity;
layout(constant_id = 0) const uint kNight = 0; // street lamps are lit

const vec3 kWhitePaint = vec3(0.80, 0.80, 0.78), kYellowPaint = vec3(0.78, 0.66, 0.32);

/// Grain of a surface at three scales, faded where a pixel is larger; ±1.
float grain(vec2 at, float pixel) {
  float g = 0.0;
  g += (noise(at * vec2(0.05, 0.02)) - 0.5) * 1.2 * saturate(20.0 / max(pixel, 1e-3));
  g += (noise(at * vec2(0.9, 0.25)) - 0.5) * 0.7 * saturate(1.0 / max(pixel, 1e-3));
  if (pixel < 0.08) g += (noise(at * 34.0) - 0.5) * 0.55 * saturate(1.6 - 20.0 * pixel);
  return g;
}

/// Patches that were opened and closed again, a shade off.
float patched(Road r) {
  vec2 cell = vec2(r.x / 3.5 + 40.0, r.along / 46.0);
  float draw = hash_unit(ivec2(floor(cell)));
  vec2 in_cell = fract(cell) - vec2(0.2 + 0.3 * draw, 0.3 * draw);
  return draw > 0.82 && all(greaterThan(in_cell, vec2(0))) && all(lessThan(in_cell, vec2(0.5, 0.05 + 0.3 * draw))) ? 1.0 : 0.0;
}

vec3 bare_asphalt(Road r, float gray, float wear) {
  vec3 color = vec3(gray, gray + 0.004, gray + 0.016) * (1.0 + 0.16 * wear);
  return color * (1.0 - 0.10 * patched(r) * saturate(2.0 - r.pixel.x));
}

vec3 asphalt(Road r, uint kind) {
  bool fast = kind == RIBBON_EXPRESSWAY;
  float wear = grain(vec2(r.x, r.along), max(r.pixel.x, r.pixel.y)), side = abs(r.x);
  vec3 color = bare_asphalt(r, kind == RIBBON_STREET ? 0.345 : 0.33, wear);
  float in_lane = (side - r.median_m) / r.lane_m;
  color *= 1.0 - 0.06 * (0.5 - 0.5 * cos(in_lane * 4.0 * kPi)) * saturate(1.0 - r.pixel.x); // wheel tracks
  if (r.cycle_m > 0.0) {
    float strip = saturate((side - (r.half_m - r.cycle_m)) / r.pixel.x + 0.5);
    color = mix(color, vec3(0.435, 0.375, 0.345) * (1.0 + 0.12 * wear), strip * line_room(r)); // red-brown cycle strip
  }
  float worn = 0.90 - 0.25 * saturate(wear) * saturate(1.0 - r.pixel.x);
  float white = max(max(lane_lines(r, fast), crossings(r)), lane_arrows(r));
  color = mix(color, kWhitePaint, white * worn);
  color = mix(color, kYellowPaint, middle_line(r) * worn);
  if (fast) {
    float median = stripe(r.x, 2.0 * r.median_m - 0.6, r.pixel.x);
    color = mix(color, mix(vec3(0.36, 0.41, 0.29), vec3(0.30, 0.36, 0.25), noise(vec2(r.x, r.along) * 0.8)), median);
  }
  float verge = saturate((side - r.half_m) / max(r.pixel.x, 0.05) + 0.5);
  return mix(color, vec3(0.50, 0.49, 0.45) * (1.0 + 0.15 * wear), verge); // gravel shoulder of a country road
}

/// Kerb stone, slabs, a band of tactile slabs, a seam of earth where the trees stand.
vec3 footway(Road r) {
  float from_kerb = abs(r.x) - r.half_m, wear = grain(vec2(r.x, r.along), max(r.pixel.x, r.pixel.y));
  vec3 color = vec3(0.555, 0.535, 0.505) * (1.0 + 0.10 * wear);
  vec2 slab = vec2(from_kerb, r.along) / vec2(0.4, 0.6);
  float close = saturate(1.5 - 6.0 * max(r.pixel.x, r.pixel.y));
  if (close > 0.0) {
    color *= 1.0 + 0.08 * (hash_unit(ivec2(floor(slab))) - 0.5) * close;
    color *= 1.0 - 0.16 * close * max(stripe(fract(slab.x) - 0.5, 0.04, r.pixel.x / 0.4), stripe(fract(slab.y) - 0.5, 0.03, r.pixel.y / 0.6));
  }
  color = mix(color, vec3(0.60, 0.56, 0.42), stripe(from_kerb - 2.0, 0.4, r.pixel.x) * 0.7);
  float stone = between(from_kerb, -0.1, 0.2, r.pixel.x) * (1.0 - 0.15 * stripes(r.along, 1.0, 0.02, r.pixel.y));
  return mix(color, vec3(0.66, 0.655, 0.64), stone);
}

vec3 planting(Road r) {
  float n = noise(vec2(r.x * 2.1, r.along * 1.7)) * 0.6 + noise(vec2(r.x, r.along) * 0.3) * 0.4;
  vec3 green = mix(vec3(0.30, 0.36, 0.22), vec3(0.38, 0.41, 0.27), n);
  float edge = between(abs(r.x), r.median_m - 0.22, r.median_m + 0.1, r.pixel.x);
  green = mix(green, vec3(0.66, 0.655, 0.64), edge);
  float flush = saturate((7.3 - r.mouth_m) / r.pixel.y + 0.5); // paved where people cross
  vec3 paved = mix(vec3(0.35), kWhitePaint, crossings(r) * 0.9);
  return mix(green, paved, flush);
}

vec3 hedge(Road r) {
  float n = noise(vec2(r.along * 3.1, r.x * 5.0)) * 0.6 + noise(vec2(r.along * 0.7, 3.0)) * 0.4;
  return mix(vec3(0.30, 0.36, 0.24), vec3(0.37, 0.41, 0.29), n);
}

vec3 ballast(Road r) {
  float wear = grain(vec2(r.x, r.along) * 2.0, max(r.pixel.x, r.pixel.y));
  vec3 color = vec3(0.47, 0.45, 0.43) * (1.0 + 0.25 * wear);
  float tracks = r.half_m > 3.6 ? 2.0 : 1.0, offset = tracks > 1.5 ? 2.2 : 0.0; // two tracks, 4.4 m apart
  float track = abs(abs(r.x) - offset);
  float sleepers = stripe(track, 2.6, r.pixel.x) * stripes(r.along, 0.6, 0.26, r.pixel.y);
  color = mix(color, vec3(0.55, 0.54, 0.52), sleepers * 0.7);
  return mix(color, vec3(0.40, 0.36, 0.34), stripe(track - 0.7175, 0.09, r.pixel.x)); // 1435 mm
}

/// Street lamps every 32 m stand on both sides in turn: the share of a lamp's light that falls here, 0…1. A works' own
/// roads, paths and tracks have none (layout::has_lamps): they see what shines beside them.
float lamp_light(Road r) {
  if (r.half_m < 3.9 || r.one_way) return 0.07;
  float beside = r.half_m + 0.6, period = 32.0, light = 0.0;
  for (int side = -1; side <= 1; side += 2) {
    float along = r.along + (side < 0 ? 0.0 : 16.0);
    along -= period * round(along / period);
    vec2 off = vec2(r.x - float(side) * beside * 0.7, along) / 7.0;
    light += 1.0 / pow(1.0 + dot(off, off), 2.0);
  }
  return mix(min(light, 1.0), 0.30, smoothstep(6.0, 16.0, r.pixel.y));
}

void main() {
  vec4 at = across_along_ahead_behind;
  uint kind = kind_marks_entity.x, surface = SURFACE_ROAD;
  Road r = road_at(at, half_m, kind_marks_entity.y, max(fwidth(at.xy), vec2(1e-3)));
  vec3 color;
  float lamps = 0.0;
  if (kind == RIBBON_BANK) {
    float g = noise(vec2(r.x, r.along) * 0.35);
    color = mix(vec3(0.33, 0.37, 0.24), vec3(0.40, 0.40, 0.29), g);
  } else if (kind == RIBBON_DECK) {
    color = vec3(0.62, 0.61, 0.58);
  } else if (kind == RIBBON_RIVER) {
    color = vec3(0.20, 0.26, 0.28);
    surface = SURFACE_GLASS;
    lamps = 1.0; // for glass the same channel is openness
  } else if (kind == RIBBON_RAIL || kind == RIBBON_HIGH_SPEED_RAIL || kind == RIBBON_METRO) {
    color = ballast(r);
  } else {
    if (kNight != 0u) lamps = lamp_light(r);
    if (kind == RIBBON_FOOTWAY) {
      color = footway(r);
    } else if (kind == RIBBON_KERB) {
      color = vec3(0.62, 0.615, 0.60);
    } else if (kind == RIBBON_MEDIAN) {
      color = planting(r);
    } else if (kind == RIBBON_HEDGE) {
      color = hedge(r);
      surface = SURFACE_FOLIAGE;
      lamps = 0.9; // of leaves too
    } else if (kind == RIBBON_JUNCTION) {
      color = bare_asphalt(r, 0.345, grain(at.yx * vec2(1.0, 2.0), max(r.pixel.x, r.pixel.y)));
      lamps = kNight != 0u ? 0.34 : 0.0;
    } else {
      color = asphalt(r, kind);
    }
  }
  albedo = vec4(color, float(surface) / 255.0);
  packed_normal = vec4(octahedral(normalize(normal)), lamps, 0);
  entity = kind_marks_entity.z;
}
