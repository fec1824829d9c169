#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// The volumes over the picture: what lies behind dims by their optical depth, and never beyond a measure.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D depth_sum;
layout(set = 0, binding = 16, rgba8) uniform image2D toned;
layout(push_constant, scalar) uniform Push { float most; } push;

void main() {
  ivec2 at = ivec2(gl_GlobalInvocationID.xy);
  if (any(greaterThanEqual(at, ivec2(frame.picture_px)))) return;
  vec4 sum = texelFetch(depth_sum, at, 0);
  if (sum.a < 1e-3) return;
  vec3 c = imageLoad(toned, at).rgb;
  float cover = push.most * (1.0 - exp(-sum.a));
  imageStore(toned, at, vec4(mix(c, clamp(sum.rgb / sum.a, 0.0, 1.0), cover), 1));
}
