#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
#include "scene.glsl"
// One vertex of a road, railway or bank.
layout(buffer_reference, scalar) readonly buffer RibbonsAddress { RibbonVertex item[]; };
layout(push_constant, scalar) uniform Push { RibbonsAddress ribbons; } push;

layout(location = 0) out vec3 normal;
layout(location = 1) out vec4 across_along_ahead_behind;
layout(location = 2) flat out uvec3 kind_marks_entity;
layout(location = 3) flat out float half_m;

void main() {
  RibbonVertex v = push.ribbons.item[gl_VertexIndex];
  vec3 p = camera_relative(v.position_mm, frame.camera_mm, frame.camera_rest_m);
  normal = octahedral_normal(v.kind_normal >> 16);
  across_along_ahead_behind = vec4(v.across_m, v.along_m, v.ahead_m, v.behind_m);
  kind_marks_entity = uvec3(v.kind_normal & 0xffu, v.marks, v.entity);
  half_m = v.half_width_m;
  // Drawn towards the eye by 0.3 %: the same place in the picture, but before ground that is coarser far away.
  gl_Position = frame.view_proj * vec4(p * 0.997, 1);
}
