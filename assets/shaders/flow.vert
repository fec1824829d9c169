#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
#include "data_types.h"
#include "scene.glsl"
// A line as a band of quads, six vertices from each point to the next, mitred on the screen; as wide as it is on the
// ground, but never thinner than some pixels.
layout(buffer_reference, scalar) readonly buffer PointsAddress { FlowPoint item[]; };
layout(buffer_reference, scalar) readonly buffer StylesAddress { FlowStyle item[]; };
layout(push_constant, scalar) uniform Push {
  PointsAddress points;
  StylesAddress styles;
} push;

layout(location = 0) out float along_m;
layout(location = 1) noperspective out vec2 across_half; // pixels from the middle, half the width
layout(location = 2) flat out vec4 color;
layout(location = 3) flat out float beat_hz;

vec3 place(uint i) { return camera_relative(push.points.item[i].position_mm, frame.camera_mm, frame.camera_rest_m); }
vec4 clip_of(vec3 p) { return frame.view_proj * vec4(p, 1); }
vec2 screen(vec4 clip) { return clip.xy / clip.w * 0.5 * frame.picture_px; }
vec2 unit_or(vec2 v, vec2 other) { return dot(v, v) > 1e-8 ? normalize(v) : other; }

void main() {
  const uint kEnd[6] = uint[](0u, 0u, 1u, 0u, 1u, 1u);
  const float kSide[6] = float[](-1.0, 1.0, 1.0, -1.0, 1.0, -1.0);
  uint segment = gl_VertexIndex / 6, corner = gl_VertexIndex % 6, end = kEnd[corner];
  FlowPoint from = push.points.item[segment];
  FlowStyle style = push.styles.item[from.style & FLOW_STYLE_MASK];
  color = unpackUnorm4x8(style.color);
  beat_hz = style.beat_hz;
  along_m = 0.0;
  across_half = vec2(0);
  gl_Position = vec4(0, 0, 2, 1); // nowhere
  if ((from.style & FLOW_LAST) != 0u) return;
  FlowPoint to = push.points.item[segment + 1];

  // The piece of the segment before the eye.
  vec3 ends[2] = vec3[](place(segment), place(segment + 1));
  float depth0 = clip_of(ends[0]).w, depth1 = clip_of(ends[1]).w, near = frame.near_m;
  if (max(depth0, depth1) <= near) return;
  float t0 = depth0 < near ? (near - depth0) / (depth1 - depth0) : 0.0;
  float t1 = depth1 < near ? (near - depth0) / (depth1 - depth0) : 1.0;
  vec3 a = mix(ends[0], ends[1], t0), b = mix(ends[0], ends[1], t1);
  vec4 clip_a = clip_of(a), clip_b = clip_of(b), clip = end == 0u ? clip_a : clip_b;
  vec2 here = screen(clip), way = unit_or(screen(clip_b) - screen(clip_a), vec2(1, 0)), before = way, after = way;
  if (end == 0u && t0 == 0.0 && (from.style & FLOW_FIRST) == 0u) {
    vec4 c = clip_of(place(segment - 1));
    if (c.w > near) before = unit_or(here - screen(c), way);
  } else if (end == 1u && t1 == 1.0 && (to.style & FLOW_LAST) == 0u) {
    vec4 c = clip_of(place(segment + 2));
    if (c.w > near) after = unit_or(screen(c) - here, way);
  }
  vec2 middle = unit_or(before + after, way), normal = vec2(-middle.y, middle.x);
  float stretch = 1.0 / max(dot(middle, way), 0.5);

  vec3 p = end == 0u ? a : b;
  vec2 lies = b.xy - a.xy;
  float half_px = 0.5 * style.least_px * max(frame.whole_px.y / 720.0, 0.75);
  if (dot(lies, lies) > 1e-6 && style.width_m > 0.0) {
    vec2 right = normalize(vec2(lies.y, -lies.x)) * 0.5 * style.width_m;
    vec4 beside = clip_of(p + vec3(right, 0));
    if (beside.w > near) half_px = max(half_px, abs(dot(screen(beside) - here, vec2(-way.y, way.x))));
  }
  float reach = half_px + 1.5;
  along_m = mix(from.along_m, to.along_m, end == 0u ? t0 : t1);
  across_half = vec2(kSide[corner] * reach, half_px);
  gl_Position = vec4(clip.xy + normal * (kSide[corner] * reach * stretch) * 2.0 / frame.picture_px * clip.w, clip.zw);
}
