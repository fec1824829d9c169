#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// Sorts the picture's 8 × 8 tiles into lists by what must be shaded in them.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D albedo_target;
layout(set = 0, binding = 16, r32ui) uniform writeonly uimage2D kinds; // KIND_… | cover << 4
const uint kKind = KIND_COUNT;
#include "terrain.glsl"
#include "ground.glsl"
#include "pixel.glsl"
layout(buffer_reference, scalar) buffer Bins { TileBins bins; };
layout(buffer_reference, scalar) writeonly buffer Tiles { uint tile[]; };
layout(push_constant, scalar) uniform Push {
  Bins bins;
  Tiles tiles;
  uint tile_capacity;
} push;

shared uint present;

void main() {
  if (gl_LocalInvocationIndex == 0) present = 0;
  barrier();
  ivec2 at = ivec2(gl_GlobalInvocationID.xy);
  Pixel px = pixel_at(min(at, ivec2(frame.picture_px) - 1));
  uint surface = uint(texelFetch(albedo_target, px.at, 0).a * 255.0 + 0.5);
  uint cover = cover_at(grid_spot(px.p.xy), px.p.xy + frame.camera_ground_m);
  uint kind = surface == SURFACE_TERRAIN ? kind_of_cover(cover) : surface == SURFACE_NONE ? KIND_SKY : KIND_MODEL;
  kind = meets_sea(px) ? KIND_SEA : kind;
  imageStore(kinds, px.at, uvec4(kind | cover << 4));
  atomicOr(present, 1u << kind);
  barrier();
  uint tile = gl_WorkGroupID.x | gl_WorkGroupID.y << 16;
  uint kind_here = gl_LocalInvocationIndex;
  if (kind_here < KIND_COUNT && (present & 1u << kind_here) != 0u) {
    uint slot = atomicAdd(push.bins.bins.groups[kind_here * 3], 1u);
    push.tiles.tile[kind_here * push.tile_capacity + slot] = tile;
  }
}
