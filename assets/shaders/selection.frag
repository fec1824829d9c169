#version 460
#extension GL_EXT_scalar_block_layout : require
// A light outline of 2 pixels and a soft halo around the texels of one entity; the entity itself stays as it is.
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 color;
layout(binding = 0) uniform usampler2D entities;
layout(push_constant, scalar) uniform Push {
  uint entity;
  uint tint;      // RGBA8, sRGB-encoded
  float outline;  // pixels of the entity image
  float halo;
} push;

bool is_it(vec2 texel) {
  ivec2 size = textureSize(entities, 0);
  return texelFetch(entities, clamp(ivec2(texel), ivec2(0), size - 1), 0).r == push.entity;
}

void main() {
  vec2 here = uv * vec2(textureSize(entities, 0));
  if (is_it(here)) discard;
  // Distance to the nearest texel of the entity, looked for on rings of eight and sixteen.
  float reach = push.outline + push.halo, nearest = reach + 1.0;
  for (float r = 1.0; r <= reach && nearest > reach; r += 1.0) {
    int count = r < 2.5 ? 8 : 16;
    for (int i = 0; i < count; ++i) {
      float angle = 6.2831853 * float(i) / float(count);
      if (is_it(here + r * vec2(cos(angle), sin(angle)))) nearest = r;
    }
  }
  if (nearest > reach) discard;
  vec4 tint = unpackUnorm4x8(push.tint);
  float beyond = max(nearest - push.outline, 0.0) / max(push.halo, 1.0);
  color = vec4(tint.rgb, tint.a * (beyond <= 0.0 ? 1.0 : 0.45 * (1.0 - beyond) * (1.0 - beyond)));
}
