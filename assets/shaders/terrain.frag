#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
layout(location = 0) in vec3 normal;
layout(location = 1) in float sun;
layout(location = 0) out vec4 albedo;
layout(location = 1) out vec4 packed_normal;
layout(location = 2) out uint entity;

void main() {
  albedo = vec4(0, 0, 0, float(SURFACE_TERRAIN) / 255.0);
  packed_normal = vec4(octahedral(normalize(normal)), sun, 0);
  entity = 0;
}
