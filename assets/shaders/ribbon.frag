#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
// Asphalt and its markings, ballast and rails, banks and bridge decks into the G-buffer, drawn from metres across and
// along. Lines thinner than a pixel fade to their share of it.
layout(location = 0) in vec3 normal;
layout(location = 1) in vec3 across_along_half;
layout(location = 2) flat in uvec2 kind_entity;
layout(location = 0) out vec4 albedo;
layout(location = 1) out vec4 packed_normal;
layout(location = 2) out uint entity;
layout(constant_id = 0) const uint kNight = 0; // street lamps are lit

const float kLane_m = 3.5, kLine_m = 0.15;

/// Coverage of a stripe of `width` metres about 0, at `x` metres, by a pixel of `pixel` metres.
float stripe(float x, float width, float pixel) {
  float low = max(x - 0.5 * pixel, -0.5 * width), high = min(x + 0.5 * pixel, 0.5 * width);
  return saturate((high - low) / pixel);
}
/// Stripes of `width` every `period` metres.
float stripes(float x, float period, float width, float pixel) {
  float near = stripe(x - period * round(x / period), width, pixel);
  return mix(near, width / period, smoothstep(0.3, 1.0, pixel / period));
}

struct Road {
  float x, along, half_m; // across from the axis, along, half the carriageway
  vec2 pixel;             // metres per pixel across and along
};

float lines(Road r, bool expressway) {
  float edge = stripe(abs(r.x) - (r.half_m - 0.35), kLine_m, r.pixel.x);
  float dashes = expressway ? stripes(r.along, 15.0, 6.0, r.pixel.y) : stripes(r.along, 10.0, 4.0, r.pixel.y);
  float first = expressway ? 1.6 : 0.0; // beside the median
  float side = abs(r.x) - first;
  float lanes = max(1.0, floor((r.half_m - first - 0.4) / kLane_m + 0.2));
  float width = (r.half_m - first - 0.4) / lanes, lane = 0.0;
  for (float i = 1.0; i < lanes; i += 1.0) lane = max(lane, stripe(side - i * width, kLine_m, r.pixel.x));
  return max(edge, lane * dashes);
}

/// Grain of a surface at three scales, faded where a pixel is larger; ±1.
float grain(vec2 at, float pixel) {
  float g = 0.0;
  g += (noise(at * vec2(0.05, 0.02)) - 0.5) * 1.2 * saturate(20.0 / max(pixel, 1e-3));
  g += (noise(at * vec2(0.9, 0.25)) - 0.5) * 0.7 * saturate(1.0 / max(pixel, 1e-3));
  return g;
}

vec3 asphalt(Road r, uint kind) {
  bool wide = kind == RIBBON_EXPRESSWAY;
  float wear = grain(vec2(r.x, r.along), max(r.pixel.x, r.pixel.y));
  vec3 color = (kind == RIBBON_STREET ? vec3(0.40) : vec3(0.36, 0.36, 0.365)) * (1.0 + 0.16 * wear);
  float side = abs(r.x);
  float lanes = max(1.0, floor(r.half_m / kLane_m + 0.2)), width = r.half_m / lanes;
  color *= 1.0 - 0.07 * (0.5 + 0.5 * cos(side / width * 4.0 * kPi)) * saturate(1.0 - r.pixel.x); // wheel tracks
  color = mix(color, vec3(0.80, 0.80, 0.78), lines(r, wide) * 0.9);
  if (kind == RIBBON_ROAD || kind == RIBBON_TEST_ROUTE) {
    float middle = stripe(side - 0.18, kLine_m, r.pixel.x);
    color = mix(color, vec3(0.78, 0.66, 0.32), middle * 0.9);
  } else if (kind == RIBBON_STREET) {
    color = mix(color, vec3(0.78), stripe(r.x, kLine_m, r.pixel.x) * stripes(r.along, 8.0, 3.0, r.pixel.y) * 0.9);
  } else if (wide) {
    float median = stripe(r.x, 2.4, r.pixel.x);
    color = mix(color, mix(vec3(0.36, 0.41, 0.29), vec3(0.30, 0.36, 0.25), noise(vec2(r.x, r.along) * 0.8)), median);
  }
  float verge = saturate((side - r.half_m) / max(r.pixel.x, 0.05) + 0.5);
  return mix(color, vec3(0.56, 0.55, 0.52) * (1.0 + 0.1 * wear), verge); // kerb and footway or hard shoulder
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

/// Street lamps every 32 m stand on both sides in turn: the share of a lamp's light that falls here, 0…1.
float lamp_light(Road r) {
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
  Road r = Road(across_along_half.x, across_along_half.y, across_along_half.z,
                max(fwidth(across_along_half.xy), vec2(1e-3)));
  uint kind = kind_entity.x, surface = SURFACE_ROAD;
  vec3 color;
  float lamps = 0.0;
  if (kind == RIBBON_BANK) {
    float g = noise(vec2(r.x, r.along) * 0.35);
    color = mix(vec3(0.36, 0.38, 0.27), vec3(0.42, 0.41, 0.32), g);
  } else if (kind == RIBBON_DECK) {
    color = vec3(0.62, 0.61, 0.58);
  } else if (kind == RIBBON_RIVER) {
    color = vec3(0.20, 0.26, 0.28);
    surface = SURFACE_GLASS;
    lamps = 1.0; // for glass the same channel is openness
  } else if (kind == RIBBON_RAIL || kind == RIBBON_HIGH_SPEED_RAIL || kind == RIBBON_METRO) {
    color = ballast(r);
  } else {
    color = asphalt(r, kind);
    if (kNight != 0u) lamps = lamp_light(r);
  }
  albedo = vec4(color, float(surface) / 255.0);
  packed_normal = vec4(octahedral(normalize(normal)), lamps, 0);
  entity = kind_entity.y;
}
