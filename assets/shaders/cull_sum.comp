#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "instances.glsl"
// Counts by bucket → where each bucket's list begins, and its draw command. One group per list; clears the counts.
layout(local_size_x = 256) in;
layout(push_constant, scalar) uniform Push { InstanceFrameAddress instance_frame; } push;
#define scene push.instance_frame.f
shared uint sums[256];

void main() {
  uint lane = gl_LocalInvocationID.x, list = gl_WorkGroupID.x;
  uint buckets = scene.mesh_count * MESH_MAX_LODS, each = (buckets + 255u) >> 8;
  uint first = list * buckets + min(lane * each, buckets), last = list * buckets + min((lane + 1u) * each, buckets);
  uint sum = 0u;
  for (uint b = first; b < last; ++b) sum += UintsAddress(scene.counts).item[b];
  sums[lane] = sum;
  barrier();
  for (uint step_ = 1u; step_ < 256u; step_ <<= 1) { // Hillis and Steele 1986
    uint before = lane >= step_ ? sums[lane - step_] : 0u;
    barrier();
    sums[lane] += before;
    barrier();
  }
  uint before_us = min(list, uint(SIGHT_VIEWS)) * scene.list_size;
  if (list > uint(SIGHT_VIEWS)) before_us += (list - uint(SIGHT_VIEWS)) * scene.mover_list_size;
  uint start = before_us + sums[lane] - sum;
  for (uint b = first; b < last; ++b) {
    uint count = UintsAddress(scene.counts).item[b], local_bucket = b - list * buckets;
    MeshLod lod = MeshesAddress(scene.meshes).item[local_bucket >> 2].lods[local_bucket & 3u];
    DrawsAddress(scene.draws).item[b] = DrawCommand(lod.index_count, count, lod.first_index, int(lod.vertex_offset), start);
    UintsAddress(scene.cursors).item[b] = start;
    UintsAddress(scene.counts).item[b] = 0u;
    start += count;
  }
}
