// Extensions, addresses and small maths shared by every shader that sees a frame.
#ifndef DALIAN_COMMON_GLSL
#define DALIAN_COMMON_GLSL
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#include "gpu_types.h"

const float kPi = 3.14159265358979;

layout(set = 1, binding = 0, scalar) uniform FrameUniform { FrameConstants frame; };
layout(set = 1, binding = 1, scalar) uniform SkyUniform { SkyLight sky; };
layout(buffer_reference, scalar) readonly buffer PatchesAddress { TerrainPatch item[]; };

float saturate(float x) { return clamp(x, 0.0, 1.0); }
vec3 to_linear(vec3 c) { return c * (c * (c * 0.305306011 + 0.682171111) + 0.012522878); } // fit of the sRGB curve
vec3 to_srgb(vec3 c) {
  c = max(c, vec3(0));
  return mix(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, 12.92 * c, lessThanEqual(c, vec3(0.0031308)));
}

vec2 octahedral(vec3 n) {
  n /= abs(n.x) + abs(n.y) + abs(n.z);
  vec2 wrapped = (1.0 - abs(n.yx)) * vec2(n.x >= 0.0 ? 1.0 : -1.0, n.y >= 0.0 ? 1.0 : -1.0);
  return (n.z < 0.0 ? wrapped : n.xy) * 0.5 + 0.5;
}
vec3 from_octahedral(vec2 e) {
  e = e * 2.0 - 1.0;
  vec3 n = vec3(e, 1.0 - abs(e.x) - abs(e.y));
  float t = max(-n.z, 0.0);
  n.x += n.x >= 0.0 ? -t : t;
  n.y += n.y >= 0.0 ? -t : t;
  return normalize(n);
}

// Integer hash (Jarzynski and Olano 2020, "Hash functions for GPU rendering": pcg family), 0…1.
uint hash_u(uvec2 p) {
  uint h = p.x * 0x9E3779B9u ^ (p.y * 0x85EBCA6Bu + 0x27220A95u);
  h ^= h >> 15;
  h *= 0x2C1B3C6Du;
  h ^= h >> 12;
  h *= 0x297A2D39u;
  return h ^ (h >> 15);
}
float unit(uint h) { return float(h >> 8) * (1.0 / 16777216.0); }
float hash_unit(ivec2 p) { return unit(hash_u(uvec2(p))); }

// Value noise, 0…1, C1.
float noise(vec2 p) {
  vec2 cell = floor(p), t = p - cell;
  ivec2 i = ivec2(cell);
  vec2 s = t * t * (3.0 - 2.0 * t);
  float a = hash_unit(i), b = hash_unit(i + ivec2(1, 0)), c = hash_unit(i + ivec2(0, 1)), d = hash_unit(i + ivec2(1, 1));
  return mix(mix(a, b, s.x), mix(c, d, s.x), s.y);
}
// Value and gradient of the same noise: (value, d/dx, d/dy).
vec3 noise_gradient(vec2 p) {
  vec2 cell = floor(p), t = p - cell;
  ivec2 i = ivec2(cell);
  vec2 s = t * t * (3.0 - 2.0 * t), ds = 6.0 * t * (1.0 - t);
  float a = hash_unit(i), b = hash_unit(i + ivec2(1, 0)), c = hash_unit(i + ivec2(0, 1)), d = hash_unit(i + ivec2(1, 1));
  float k = a - b - c + d;
  return vec3(mix(mix(a, b, s.x), mix(c, d, s.x), s.y), ds.x * (b - a + k * s.y), ds.y * (c - a + k * s.x));
}
mat2 turn(float radians_) {
  float s = sin(radians_), c = cos(radians_);
  return mat2(c, s, -s, c);
}
#endif
