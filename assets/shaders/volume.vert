#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "scene_types.h"
#include "data_types.h"
#include "scene.glsl"
// One corner of a volume's surface.
layout(buffer_reference, scalar) readonly buffer VerticesAddress { VolumeVertex item[]; };
layout(buffer_reference, scalar) readonly buffer StylesAddress { VolumeStyle item[]; };
layout(push_constant, scalar) uniform Push {
  VerticesAddress vertices;
  StylesAddress styles;
} push;

layout(location = 0) out float above;
layout(location = 1) flat out vec3 color;
layout(location = 2) flat out vec3 body_shell; // body per metre, shell at the foot and at the top

void main() {
  VolumeVertex v = push.vertices.item[gl_VertexIndex];
  VolumeStyle style = push.styles.item[v.style];
  above = v.above;
  color = style.color;
  body_shell = vec3(style.body_per_m, style.shell, style.shell_top);
  gl_Position = frame.view_proj * vec4(camera_relative(v.position_mm, frame.camera_mm, frame.camera_rest_m), 1);
}
