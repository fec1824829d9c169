#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
#include "scene.glsl"
// One vertex of a road, railway or bank.
layout(buffer_reference, scalar) readonly buffer RibbonsAddress { RibbonVertex item[]; };
layout(push_constant, scalar) uniform Push { RibbonsAddress ribbons; } push;

layout(location = 0) out vec3 normal;
layout(location = 1) out vec3 across_along_half;
layout(location = 2) flat out uvec2 kind_entity;

void main() {
  RibbonVertex v = push.ribbons.item[gl_VertexIndex];
  vec3 p = camera_relative(v.position_mm, frame.camera_mm, frame.camera_rest_m);
  normal = octahedral_normal(v.kind_normal >> 16);
  across_along_half = vec3(v.across_m, v.along_m, v.half_width_m);
  kind_entity = uvec2(v.kind_normal & 0xffu, v.entity);
  // Drawn towards the eye by 0.3 %: the same place in the picture, but before ground that is coarser far away.
  gl_Position = frame.view_proj * vec4(p * 0.997, 1);
}
