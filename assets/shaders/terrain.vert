#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// One square patch of the ground; vertices slide to the next coarser grid before the coarser patch takes over
// (Strugar 2010, "Continuous distance-dependent level of detail for rendering heightmaps").
layout(push_constant, scalar) uniform Push { PatchesAddress patches; } push;
#include "terrain.glsl"

layout(location = 0) out vec3 normal;
layout(location = 1) out float sun;

void main() {
  TerrainPatch patch_ = push.patches.item[gl_InstanceIndex];
  float step_m = patch_.size_m / float(PATCH_QUADS);
  uvec2 grid = uvec2(uint(gl_VertexIndex) % (PATCH_QUADS + 1u), uint(gl_VertexIndex) / (PATCH_QUADS + 1u));
  vec2 p = patch_.corner_m + vec2(grid) * step_m;
  float rough_height = height_at(grid_spot(p)) - frame.camera_height_m;
  float morph = saturate((length(vec3(p, rough_height)) - patch_.morph_from_m) / (patch_.morph_to_m - patch_.morph_from_m));
  p -= vec2(grid & 1u) * step_m * morph; // odd vertices slide onto their even neighbours
  GridSpot spot = grid_spot(p);
  vec4 surface = surface_at(spot);
  normal = vec3(-surface.yz, 1);
  sun = surface.w;
  gl_Position = frame.view_proj * vec4(p, height_at(spot) - frame.camera_height_m, 1);
}
