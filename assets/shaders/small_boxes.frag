#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "instances.glsl"
// The nearest small box of each pixel (small_boxes.comp) into the G-buffer, where nothing nearer was drawn.
layout(push_constant, scalar) uniform Push { InstanceFrameAddress instance_frame; } push;
#define scene push.instance_frame.f
layout(buffer_reference, scalar) readonly buffer NearestHalvesAddress { uvec2 item[]; };
layout(buffer_reference, scalar) readonly buffer LooksAddress { BoxLook item[]; };
layout(location = 0) out vec4 albedo;
layout(location = 1) out vec4 packed_normal;
layout(location = 2) out uint entity;

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  uvec2 nearest = NearestHalvesAddress(scene.nearest).item[at.y * int(frame.picture_px.x) + at.x];
  if (nearest.y == 0u) discard;
  BoxLook look = LooksAddress(scene.box_looks).item[nearest.x >> 2];
  uint axis = nearest.x & 3u;
  bool roof = axis == 2u;
  vec4 paint = unpackUnorm4x8(roof ? look.roof : look.wall);
  float side = (look.facing & (axis == 0u ? BOX_EAST : BOX_NORTH)) != 0u ? 1.0 : -1.0;
  vec3 n = roof ? vec3(0, 0, 1) : axis == 0u ? vec3(side, 0, 0) : vec3(0, side, 0);
  n = turned(n, float(look.facing & 0xffffu) * (2.0 * kPi / 65536.0));
  albedo = vec4(paint.rgb, float(look.facing >> (roof ? 16 : 20) & 15u) / 255.0);
  packed_normal = vec4(octahedral(n), paint.a, 0);
  entity = look.entity;
  gl_FragDepth = uintBitsToFloat(nearest.y);
}
