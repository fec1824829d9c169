#version 460
// A carpet of right-angled triangles with legs of four pixels, two to a square, all facing the viewer: what a device
// sets up at most. The picture is push.size pixels; squares beyond its last row begin again at the top.
layout(push_constant) uniform Push { uvec2 size; } push;
const float kLeg_px = 4.0;

void main() {
  uint triangle = gl_VertexIndex / 3u, corner = gl_VertexIndex % 3u, square = triangle >> 1;
  uvec2 squares = push.size / uint(kLeg_px);
  uvec2 at = uvec2(square % squares.x, square / squares.x % squares.y);
  // Both halves of a square turn the same way round.
  vec2 within = vec2(corner == 1u ? 1.0 : 0.0, corner == 2u ? 1.0 : 0.0);
  if ((triangle & 1u) == 1u) within = 1.0 - within;
  vec2 px = (vec2(at) + within) * kLeg_px;
  gl_Position = vec4(px / vec2(push.size) * 2.0 - 1.0, 0.5, 1.0);
}
