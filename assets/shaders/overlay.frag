#version 460
#extension GL_GOOGLE_include_directive : require
#include "overlay.glsl"
// Letters, halos, rounded boxes, strokes and darts; the formulas are those of tests/support/overlay_raster.cpp. The picture is
// sRGB-encoded UNORM and is blended so, as type expects.
layout(location = 0) in vec2 pixel;
layout(location = 1) flat in uint index;
layout(location = 0) out vec4 color;
layout(binding = 0) uniform sampler2D atlas; // r = coverage, g = halo

vec4 over(vec4 below, vec4 above) {
  float a = above.a + below.a * (1.0 - above.a);
  return a <= 0.0 ? vec4(0) : vec4((above.rgb * above.a + below.rgb * below.a * (1.0 - above.a)) / a, a);
}

/// Length along the outline of a rounded box from the middle of its top or bottom edge; the same in all four quarters.
float along_outline(vec2 a, vec2 half_size, float r) {
  vec2 s = half_size - r;
  if (a.y > s.y && a.x <= s.x) return a.x;
  if (a.x > s.x && a.y > s.y) return s.x + r * atan(a.x - s.x, a.y - s.y);
  return s.x + r * 1.5707963 + (s.y - a.y);
}

vec4 box_color(OverlayItem item) {
  vec2 half_size = 0.5 * (item.rect.zw - item.rect.xy), a = abs(pixel - 0.5 * (item.rect.xy + item.rect.zw));
  vec2 q = a - half_size + item.radius;
  float d = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - item.radius;
  float inside = clamp(0.5 - d, 0.0, 1.0);
  vec4 fill = unpackUnorm4x8(item.fill), edge = unpackUnorm4x8(item.edge);
  if (item.hatch_px > 0.0) {
    float f = fract((pixel.x + pixel.y) / item.hatch_px) * item.hatch_px;
    fill = over(fill, vec4(edge.rgb, edge.a * clamp(1.2 - abs(f - 0.5 * item.hatch_px), 0.0, 1.0) / 3.0));
  }
  fill.a *= inside;
  float ring = inside * clamp(d + item.edge_px + 0.5, 0.0, 1.0);
  if (item.dash_px > 0.0) {
    float f = fract(along_outline(a, half_size, item.radius) / (2.0 * item.dash_px) + 0.25) * 2.0 * item.dash_px;
    ring *= clamp(0.5 * item.dash_px - abs(f - 0.5 * item.dash_px) + 0.5, 0.0, 1.0);
  }
  return over(fill, vec4(edge.rgb, edge.a * ring));
}

vec4 stroke_color(OverlayItem item) {
  vec2 along = item.rect.zw - item.rect.xy, p = pixel - item.rect.xy;
  float t = dot(along, along) > 0.0 ? clamp(dot(p, along) / dot(along, along), 0.0, 1.0) : 0.0;
  vec4 fill = unpackUnorm4x8(item.fill);
  fill.a *= clamp(0.5 - length(p - t * along) + item.radius, 0.0, 1.0);
  return fill;
}

float to_segment(vec2 p, vec2 a, vec2 b) {
  vec2 along = b - a;
  return length(p - a - clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0) * along);
}

float cross2(vec2 a, vec2 b) { return a.x * b.y - a.y * b.x; }

vec4 dart_color(OverlayItem item) {
  vec2 axis = item.rect.zw - item.rect.xy, p = pixel - item.rect.xy;
  float tip_at = length(axis);
  axis /= tip_at;
  vec2 q = vec2(dot(p, axis), abs(cross2(p, axis))); // one half stands for both
  vec2 tip = vec2(tip_at, 0.0), wing = item.texel, tail = vec2(item.radius, 0.0);
  float d = min(to_segment(q, tip, wing), to_segment(q, wing, tail));
  if (cross2(wing - tip, q - tip) > 0.0 && cross2(tail - wing, q - wing) > 0.0) d = -d;
  vec4 fill = unpackUnorm4x8(item.fill), edge = unpackUnorm4x8(item.edge);
  fill.a *= clamp(0.5 - d, 0.0, 1.0);
  edge.a *= clamp(0.5 + item.edge_px - d, 0.0, 1.0);
  return over(edge, fill);
}

void main() {
  OverlayItem item = OverlayItems(push.items).item[index];
  if (item.kind == ITEM_BOX) {
    color = box_color(item);
  } else if (item.kind == ITEM_STROKE) {
    color = stroke_color(item);
  } else if (item.kind == ITEM_DART) {
    color = dart_color(item);
  } else {
    vec2 covered = texelFetch(atlas, ivec2(pixel - item.rect.xy + item.texel), 0).rg;
    color = unpackUnorm4x8(item.fill);
    color.a *= item.kind == ITEM_HALO ? covered.g : covered.r;
  }
}
