#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
#include "scene.glsl"
// One piece of a wire per instance: a strip along it in the picture, a pixel wider than the wire on each side.
layout(buffer_reference, scalar) readonly buffer WireAddress { WirePoint item[]; };
layout(push_constant, scalar) uniform Push { WireAddress wires; } push;

layout(location = 0) noperspective out float across_px;
layout(location = 1) out vec2 half_width_px_reach; // of the wire itself; metres from the eye

void main() {
  WirePoint from = push.wires.item[gl_InstanceIndex], to = push.wires.item[gl_InstanceIndex + 1];
  vec3 p = camera_relative(from.position_mm, frame.camera_mm, frame.camera_rest_m);
  vec3 q = camera_relative(to.position_mm, frame.camera_mm, frame.camera_rest_m);
  vec4 a = frame.view_proj * vec4(p, 1), b = frame.view_proj * vec4(q, 1);
  gl_Position = vec4(0);
  across_px = 0.0;
  half_width_px_reach = vec2(0);
  if (from.radius_m <= 0.0 || min(a.w, b.w) < 2.0) return; // between two wires, or beside the eye
  vec2 run = (b.xy / b.w - a.xy / a.w) * frame.picture_px;
  vec2 side = length(run) > 1e-4 ? vec2(-run.y, run.x) / length(run) : vec2(0, 1);
  bool far = gl_VertexIndex == 1 || gl_VertexIndex == 2 || gl_VertexIndex == 4;
  float sign_ = gl_VertexIndex == 2 || gl_VertexIndex == 4 || gl_VertexIndex == 5 ? 1.0 : -1.0;
  vec4 at = far ? b : a;
  float half_px = from.radius_m / (at.w * frame.pixel_angle_rad);
  float reach_px = half_px + 1.0;
  across_px = sign_ * reach_px;
  half_width_px_reach = vec2(half_px, length(far ? q : p));
  at.xy += side * (sign_ * reach_px * 2.0 / frame.picture_px) * at.w;
  gl_Position = at;
}
