#version 460
#extension GL_EXT_scalar_block_layout : require
// A light outline of 2 pixels and a soft halo around the texels of one entity; the entity itself stays as it is.
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 color;
layout(binding = 0) uniform usampler2D entities;
layout(push_constant, scalar) uniform Push {
  uint entity;
  uint tint;     // RGBA8, sRGB-encoded
  float outline; // pixels of the picture, which may have more of them than the entity image
  float halo;
} push;

bool is_it(vec2 texel) {
  ivec2 size = textureSize(entities, 0);
  return texelFetch(entities, clamp(ivec2(texel), ivec2(0), size - 1), 0).r == push.entity;
}

void main() {
  vec2 here = uv * vec2(textureSize(entities, 0));
  float texels = abs(dFdx(here.x)); // of the entity image, per pixel
  if (is_it(here)) discard;
  // Distance to the entity: looked for on rings, whose places lie in turn so that nothing thin slips between them, then
  // narrowed down to an eighth of a pixel.
  float reach = push.outline + push.halo, nearest = reach + 1.0;
  for (float r = 1.0; r <= reach && nearest > reach; r += 1.0) {
    int count = r < 2.5 ? 8 : r < 4.5 ? 16 : 24;
    float first = mod(r, 2.0) * 0.5;
    for (int i = 0; i < count; ++i) {
      float angle = 6.2831853 * (float(i) + first) / float(count);
      vec2 way = vec2(cos(angle), sin(angle)) * texels;
      if (!is_it(here + r * way)) continue;
      float outside = r - 1.0, inside = r;
      for (int step = 0; step < 3; ++step) {
        float middle = 0.5 * (outside + inside);
        if (is_it(here + middle * way)) inside = middle;
        else outside = middle;
      }
      nearest = min(nearest, inside);
    }
  }
  if (nearest > reach) discard;
  vec4 tint = unpackUnorm4x8(push.tint);
  float beyond = clamp((nearest - push.outline) / max(push.halo, 1.0), 0.0, 1.0);
  float line = clamp(push.outline + 0.5 + 0.125 - nearest, 0.0, 1.0); // half a pixel, and what narrowing leaves
  color = vec4(tint.rgb, tint.a * max(line, 0.45 * (1.0 - beyond) * (1.0 - beyond)));
}
