#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// After classify.comp: puts the pixels of each kind one behind the other, so that no lane of a kernel idles.
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform usampler2D kinds;
layout(buffer_reference, scalar) buffer Bins { PixelBins bins; };
layout(buffer_reference, scalar) writeonly buffer Pixels { uint pixel[]; };
layout(push_constant, scalar) uniform Push {
  Bins bins;
  Pixels pixels;
} push;

shared uint counts[KIND_COUNT], places[KIND_COUNT];

void main() {
  uint lane = gl_LocalInvocationIndex;
  if (lane < KIND_COUNT) counts[lane] = 0;
  barrier();
  uvec2 at = gl_GlobalInvocationID.xy;
  bool inside = all(lessThan(at, uvec2(frame.picture_px)));
  uint kind = texelFetch(kinds, ivec2(at), 0).r & 15u, slot = 0;
  if (inside) slot = atomicAdd(counts[kind], 1u);
  barrier();
  if (lane < KIND_COUNT) {
    uint first = 0;
    for (uint k = 0; k < lane; ++k)
      first += push.bins.bins.count[k];
    if (counts[lane] != 0u) places[lane] = first + atomicAdd(push.bins.bins.listed[lane], counts[lane]);
    if (gl_WorkGroupID.xy == uvec2(0)) {
      uint groups = (push.bins.bins.count[lane] + SHADE_GROUP - 1u) / SHADE_GROUP;
      push.bins.bins.groups[lane * 3] = min(groups, SHADE_GROUPS_ACROSS);
      push.bins.bins.groups[lane * 3 + 1] = (groups + SHADE_GROUPS_ACROSS - 1u) / SHADE_GROUPS_ACROSS;
      push.bins.bins.groups[lane * 3 + 2] = 1u;
    }
  }
  barrier();
  if (inside) push.pixels.pixel[places[kind] + slot] = at.x | at.y << 16;
}
