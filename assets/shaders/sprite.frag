#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
#include "sprite.glsl"
layout(location = 0) flat in vec4 color;
layout(location = 1) flat in vec4 shape; // sigma or size, reach, kind, a number of its own
layout(location = 0) out vec4 light;     // added to what is there, after (1 − a) of it

/// Tongues of fire in a square three flame heights wide; y up. Exposed light.
vec3 flame_at(vec2 q, float own) {
  float t = frame.time_s * 1.3 + own * 17.0;
  vec2 lean = frame.wind_mps / (5.0 + length(frame.wind_mps));
  float side = dot(lean, normalize(frame.ray_right.xy)); // the wind as the picture sees it
  float up = q.y + 0.42;                                 // 0 at the mouth … 1 at the tip
  q.x -= side * 0.75 * up * up + (noise(vec2(up * 3.0 - t * 2.1, own * 9.0)) - 0.5) * 0.22 * up;
  float width = 0.20 * sqrt(saturate(up)) * (1.05 - up) + 0.03;
  float licks = 0.75 + 0.5 * noise(vec2(q.x * 9.0, up * 4.5 - t * 3.0) + own * 31.0);
  float body = smoothstep(1.0, 0.25, abs(q.x) / (width * licks)) * smoothstep(0.0, 0.06, up) * smoothstep(1.05, 0.55, up + 0.25 * (1.0 - licks));
  vec3 hot = mix(vec3(1.0, 0.30, 0.06), vec3(1.0, 0.66, 0.25), body * (1.0 - 0.6 * up));
  float glow = exp(-dot(q, q) * 3.2) * (0.05 + 0.30 * frame.night);
  return hot * (body * (1.7 + 1.3 * frame.night)) + vec3(1.0, 0.42, 0.13) * glow;
}

void main() {
  uint kind = uint(shape.z + 0.5);
  vec2 off = (gl_PointCoord - 0.5) * vec2(2, -2) * (shape.y + 0.5); // pixels, y up
  float r = length(off);
  if (r >= shape.y) discard;
  if (kind == SPRITE_LIGHT) {
    light = vec4(color.rgb * max(point_spread(r, shape.x) - point_spread(shape.y, shape.x), 0.0), 0);
  } else if (kind == SPRITE_FLAME) {
    vec2 q = off / shape.x;
    light = vec4(flame_at(q, shape.w) * smoothstep(1.0, 0.6, r / shape.y) * max(color.r, 0.0), 0);
  } else {
    vec2 q = off / shape.y;
    float billow = noise(q * 1.7 + shape.w * 57.0) * 0.6 + noise(q * 4.3 + shape.w * 91.0) * 0.4;
    float a = color.a * smoothstep(1.0, 0.15, r / shape.y + (0.5 - billow) * 0.7);
    light = vec4(color.rgb * a, a);
  }
}
