#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// Exposed light → display: a filmic curve with a soft shoulder, sRGB encoding.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D hdr;
layout(set = 0, binding = 16, rgba8) uniform writeonly image2D toned;
layout(push_constant, scalar) uniform Push { uint encode; } push;

// Hable 2010, "Filmic tonemapping for real-time rendering": toe and shoulder from six parameters.
vec3 filmic(vec3 x) {
  const float A = 0.22, B = 0.30, C = 0.10, D = 0.20, E = 0.01, F = 0.30;
  return (x * (A * x + C * B) + D * E) / (x * (A * x + B) + D * F) - E / F;
}

void main() {
  ivec2 at = ivec2(gl_GlobalInvocationID.xy), size = imageSize(toned);
  if (at.x >= size.x || at.y >= size.y) return;
  vec3 light = texelFetch(hdr, at, 0).rgb;
  vec3 c = filmic(light * 2.0) / filmic(vec3(7.0));
  c = push.encode != 0u ? to_srgb(c) : c;
  imageStore(toned, at, vec4(clamp(c, 0.0, 1.0), 1));
}
