#version 460
#extension GL_GOOGLE_include_directive : require
#include "imgui.glsl"
layout(location = 0) out vec2 uv;
layout(location = 1) out vec4 tint;

void main() {
  PanelVertex v = PanelVertices(push.vertices).item[gl_VertexIndex];
  uv = v.uv;
  tint = unpackUnorm4x8(v.color);
  gl_Position = vec4(v.position.x / push.extent.x * 2.0 - 1.0, 1.0 - v.position.y / push.extent.y * 2.0, 0.0, 1.0);
}
