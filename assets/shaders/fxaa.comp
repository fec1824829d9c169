#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// Softens stair steps of a single frame along edges of luminance (after Lottes 2009, "FXAA", in its short form).
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D toned; // linear, clamped
layout(set = 0, binding = 16, rgba8) uniform writeonly image2D picture;

float luma(vec3 c) { return dot(c, vec3(0.299, 0.587, 0.114)); }

void main() {
  ivec2 at = ivec2(gl_GlobalInvocationID.xy), size = imageSize(picture);
  if (at.x >= size.x || at.y >= size.y) return;
  vec2 texel = 1.0 / vec2(size), uv = (vec2(at) + 0.5) * texel;
  ivec2 last = size - 1;
  vec3 middle = texelFetch(toned, at, 0).rgb;
  float m = luma(middle);
  float nw = luma(texelFetch(toned, clamp(at + ivec2(-1, -1), ivec2(0), last), 0).rgb);
  float ne = luma(texelFetch(toned, clamp(at + ivec2(1, -1), ivec2(0), last), 0).rgb);
  float sw = luma(texelFetch(toned, clamp(at + ivec2(-1, 1), ivec2(0), last), 0).rgb);
  float se = luma(texelFetch(toned, clamp(at + ivec2(1, 1), ivec2(0), last), 0).rgb);
  float low = min(m, min(min(nw, ne), min(sw, se))), high = max(m, max(max(nw, ne), max(sw, se)));
  vec3 result = middle;
  if (high - low > max(0.03, high * 0.10)) {
    vec2 dir = vec2((sw + se) - (nw + ne), (nw + sw) - (ne + se));
    float least = max((nw + ne + sw + se) * 0.03125, 0.0078);
    dir = clamp(dir / (min(abs(dir.x), abs(dir.y)) + least), -8.0, 8.0) * texel;
    vec3 near = 0.5 * (textureLod(toned, uv - dir / 6.0, 0).rgb + textureLod(toned, uv + dir / 6.0, 0).rgb);
    vec3 far = near * 0.5 + 0.25 * (textureLod(toned, uv - dir * 0.5, 0).rgb + textureLod(toned, uv + dir * 0.5, 0).rgb);
    float f = luma(far);
    result = f < low || f > high ? near : far;
  }
  imageStore(picture, at, vec4(result, 1));
}
