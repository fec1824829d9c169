#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// Says for each pixel what must be shaded there, and counts.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D albedo_target;
layout(set = 0, binding = 16, r32ui) uniform writeonly uimage2D kinds; // KIND_… | cover << 4 | grid << 12
const uint kKind = KIND_COUNT;
#include "terrain.glsl"
#include "ground.glsl"
#include "pixel.glsl"
layout(buffer_reference, scalar) buffer Bins { PixelBins bins; };
layout(push_constant, scalar) uniform Push { Bins bins; } push;

shared uint counts[KIND_COUNT];

void main() {
  if (gl_LocalInvocationIndex < KIND_COUNT) counts[gl_LocalInvocationIndex] = 0;
  barrier();
  ivec2 at = ivec2(gl_GlobalInvocationID.xy);
  if (all(lessThan(at, ivec2(frame.picture_px)))) {
    Pixel px = pixel_at(at);
    bool sea = meets_sea(px);
    vec2 p = sea ? px.dir.xy * sea_distance(px) : px.p.xy;
    uint surface = uint(texelFetch(albedo_target, at, 0).a * 255.0 + 0.5), grid = grid_index(p);
    uint cover = cover_at(grid_spot(p, grid), p + frame.camera_ground_m);
    uint kind = surface == SURFACE_TERRAIN ? kind_of_cover(cover) : surface == SURFACE_NONE ? KIND_SKY : KIND_MODEL;
    kind = sea ? KIND_SEA : kind;
    imageStore(kinds, at, uvec4(kind | cover << 4 | grid << 12));
    atomicAdd(counts[kind], 1u);
  }
  barrier();
  uint kind_here = gl_LocalInvocationIndex;
  if (kind_here < KIND_COUNT && counts[kind_here] != 0u) atomicAdd(push.bins.bins.count[kind_here], counts[kind_here]);
}
