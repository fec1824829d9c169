#version 460
// One triangle over the whole target.
layout(location = 0) out vec2 uv; // 0…1 from the top left

void main() {
  uv = vec2(gl_VertexIndex == 1 ? 2.0 : 0.0, gl_VertexIndex == 2 ? 2.0 : 0.0);
  gl_Position = vec4(uv.x * 2.0 - 1.0, 1.0 - uv.y * 2.0, 0.0, 1.0);
}
