#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// Sorts the pixels of a tile by what must be shaded there. One group per tile; a lane looks at 16 pixels side by side.
// Software drivers run both sides of every branch but leave a loop that no lane is in: what only some pixels need (land
// cover, outlines of zones) is therefore done in loops over just these.
layout(local_size_x = 64) in;
layout(set = 0, binding = 0) uniform sampler2D albedo_target;
const uint kKind = KIND_COUNT;
#include "terrain.glsl"
#include "ground.glsl"
#include "pixel.glsl"
#include "zones.glsl"
layout(buffer_reference, scalar) buffer Bins { PixelBins bins; };
layout(constant_id = 0) const uint kQuality = QUALITY_FULL;
layout(buffer_reference, scalar) writeonly buffer Pixels { uint item[]; };
layout(buffer_reference, scalar) writeonly buffer Groups { uint item[]; };
layout(push_constant, scalar) uniform Push { // shade.comp has the same
  Bins bins;
  Pixels pixels;
  Groups groups; // of all kinds, `groups_per_kind` each
  uint groups_per_kind;
  float tiles_across;
} push;

const uint kRun = TILE_PIXELS / 64u;
const uint kNobody = 31u, kNotGround = 18u; // codes of a pixel: COVER_…, or KIND_… + kNotGround where it is not ground
shared uint counts[KIND_COUNT / 2u + 1u];    // pixels of two kinds each, 16 bits
shared uint starts[4];                       // of each kind in the tile's part of the list: as in ByKind
shared int low[2], high[2], reach_m;         // of the ground that the tile shows, relative; how far an outline reaches there
shared uint zones_around, edges_near, wakes_near;

/// Ten bits for each kind, three kinds a word. A sum that overflows does so in the last kind that has pixels.
struct ByKind {
  uvec4 word;
};
uint shift_of(uint kind) { return (kind - (kind < 3u ? 0u : kind < 6u ? 3u : kind < 9u ? 6u : 9u)) * 10u; }
uint of_kind(ByKind b, uint kind) {
  return (kind < 3u ? b.word.x : kind < 6u ? b.word.y : kind < 9u ? b.word.z : b.word.w) >> shift_of(kind) & 1023u;
}
void add(inout ByKind b, uint kind, uint n) {
  uint more = kind < KIND_COUNT ? n << shift_of(kind) : 0u;
  b.word.x += kind < 3u ? more : 0u;
  b.word.y += kind >= 3u && kind < 6u ? more : 0u;
  b.word.z += kind >= 6u && kind < 9u ? more : 0u;
  b.word.w += kind >= 9u ? more : 0u;
}
uint count_of(uint kind) { return counts[kind >> 1] >> ((kind & 1u) * 16u) & 0xffffu; }

/// The codes of a lane's sixteen pixels, five bits each.
struct Codes {
  uvec3 word;
};
void put(inout Codes c, uint i, uint code) {
  uint bits = code << (i - (i < 6u ? 0u : i < 12u ? 6u : 12u)) * 5u;
  c.word.x |= i < 6u ? bits : 0u;
  c.word.y |= i >= 6u && i < 12u ? bits : 0u;
  c.word.z |= i >= 12u ? bits : 0u;
}
uint code_at(Codes c, uint i) {
  return (i < 6u ? c.word.x : i < 12u ? c.word.y : c.word.z) >> (i - (i < 6u ? 0u : i < 12u ? 6u : 12u)) * 5u & 31u;
}
uint ground_kind(uint cover) { return kQuality == QUALITY_PLAIN ? KIND_PAVED : kind_of_cover(cover); }
uint kind_of(uint code) { return code < kNotGround ? ground_kind(code) : code - kNotGround; }

/// Pixel `i` of a lane's run: in the tile, in the picture.
uvec2 in_tile(uint i) { return uvec2((gl_LocalInvocationIndex & 1u) * kRun + i, gl_LocalInvocationIndex >> 1); }
ivec2 pixel_of(uint i) { return ivec2(gl_WorkGroupID.xy * TILE_SIDE + in_tile(i)); }
vec2 ground_of(Pixel px, bool sea) { return clamp(sea ? px.dir.xy * sea_distance(px) : px.p.xy, vec2(-1e6), vec2(1e6)); }

uint cover_of(vec2 p) {
  GridSpot spot = grid_spot(p);
  if (kQuality != QUALITY_PLAIN) return cover_at(spot, p + frame.camera_ground_m);
  return texelFetch(cover_texture, ivec3(spot.texel + 0.5, spot.layer), 0).r;
}

void look_at_edges() {
  vec2 box_low = vec2(low[0], low[1]) - float(reach_m) + frame.camera_ground_m;
  vec2 box_high = vec2(high[0], high[1]) + float(reach_m) + frame.camera_ground_m;
  vec2 middle = 0.5 * (box_low + box_high);
  for (uint z = 0; z < frame.zone_count; ++z) {
    ZoneInfo zone = frame.zones[z];
    bool apart = any(lessThan(box_high, zone.low_m)) || any(greaterThan(box_low, zone.high_m));
    for (uint i = gl_LocalInvocationIndex; i < (apart ? 0u : zone.point_count); i += 64u) {
      vec2 a = frame.zone_points[zone.first_point + (i == 0u ? zone.point_count : i) - 1u];
      vec2 b = frame.zone_points[zone.first_point + i];
      if (all(lessThanEqual(min(a, b), box_high)) && all(greaterThanEqual(max(a, b), box_low))) atomicOr(edges_near, 1u << z);
      if ((a.y > middle.y) != (b.y > middle.y) && middle.x < a.x + (b.x - a.x) * (middle.y - a.y) / (b.y - a.y)) atomicXor(zones_around, 1u << z);
    }
  }
}

/// What is drawn of a wake ends within six lengths of a point that far less astern.
void look_at_wakes() {
  for (uint w = gl_LocalInvocationIndex; w < frame.wake_count; w += 64u) {
    Wake wake = frame.wakes[w];
    vec2 middle = wake.stern_m - wake.ahead * (3.7 * wake.length_m);
    vec2 off = middle - clamp(middle, vec2(low[0], low[1]), vec2(high[0], high[1]));
    if (dot(off, off) < pow(6.0 * wake.length_m, 2.0)) atomicOr(wakes_near, 1u);
  }
}

void hand_out(uint kind, uint first_pixel) {
  uint all_of = count_of(kind), groups = (all_of + SHADE_GROUP - 1u) / SHADE_GROUP;
  uint start = of_kind(ByKind(uvec4(starts[0], starts[1], starts[2], starts[3])), kind);
  uint shown = kind == KIND_SEA && wakes_near != 0u ? KIND_WAKE : kind;
  uint first = groups != 0u ? atomicAdd(push.bins.bins.groups[shown], groups) : 0u;
  if (groups != 0u) atomicMax(push.bins.bins.size[shown * 3u + 1u], (first + groups + SHADE_GROUPS_ACROSS - 1u) / SHADE_GROUPS_ACROSS);
  for (uint g = 0; g < groups; ++g)
    push.groups.item[shown * push.groups_per_kind + first + g] =
        first_pixel + start + g * SHADE_GROUP | min(all_of - g * SHADE_GROUP, SHADE_GROUP) - 1u << 26;
}

void list(inout ByKind places, Codes codes, uint i, uint first_pixel, uint mark) {
  uint code = code_at(codes, i), kind = kind_of(code);
  uvec2 at = in_tile(i);
  if (kind < KIND_COUNT) push.pixels.item[first_pixel + of_kind(places, kind)] = at.x | at.y << 5 | (code & 31u) << 10 | mark;
  add(places, kind, 1u);
}

void main() {
  uint lane = gl_LocalInvocationIndex, first_pixel = (gl_WorkGroupID.y * gl_NumWorkGroups.x + gl_WorkGroupID.x) * TILE_PIXELS;
  if (lane < KIND_COUNT / 2u + 1u) counts[lane] = 0u;
  if (lane == 0u) {
    low[0] = low[1] = 2000000;
    high[0] = high[1] = -2000000;
    reach_m = 0;
    zones_around = edges_near = wakes_near = 0u;
  }
  barrier();
  ByKind tally = ByKind(uvec4(0));
  Codes codes = Codes(uvec3(0));
  uint land = 0u, level = 0u; // bits of the run: ground; ground or sea
  vec2 lane_low = vec2(2e6), lane_high = vec2(-2e6);
  float lane_reach_m = 0.0;
  for (uint i = 0; i < kRun; ++i) {
    ivec2 at = pixel_of(i);
    Pixel px = pixel_at(at);
    bool inside = all(lessThan(at, ivec2(frame.picture_px))), sea = meets_sea(px);
    uint surface = uint(texelFetch(albedo_target, at, 0).a * 255.0 + 0.5);
    bool ground = inside && !sea && surface == SURFACE_TERRAIN;
    uint kind = sea ? KIND_SEA : surface == SURFACE_NONE ? KIND_SKY : surface == SURFACE_FOLIAGE && kQuality != QUALITY_PLAIN ? KIND_LEAF : KIND_MODEL;
    put(codes, i, ground ? 0u : inside ? kind + kNotGround : kNobody);
    add(tally, ground || !inside ? KIND_COUNT : kind, 1u);
    land |= ground ? 1u << i : 0u;
    if (ground || inside && sea) {
      level |= 1u << i;
      vec2 p = ground_of(px, sea);
      lane_low = min(lane_low, p);
      lane_high = max(lane_high, p);
      lane_reach_m = max(lane_reach_m, zone_reach_m(sea ? sea_distance(px) * frame.pixel_angle_rad : px.pixel_m, px.dir));
    }
  }
  for (uint left = land; left != 0u; left &= left - 1u) {
    uint i = uint(findLSB(left));
    uint cover = cover_of(pixel_at(pixel_of(i)).p.xy);
    put(codes, i, cover);
    add(tally, ground_kind(cover), 1u);
  }
  ByKind places = ByKind(uvec4(0));
  [[unroll]] for (uint k = 0; k < KIND_COUNT; k += 2u) {
    uint two = of_kind(tally, k) | (k + 1u < KIND_COUNT ? of_kind(tally, k + 1u) << 16 : 0u), before = 0u;
    if (two != 0u) before = atomicAdd(counts[k >> 1], two);
    add(places, k, before & 1023u);
    add(places, k + 1u, before >> 16 & 1023u);
  }
  if (level != 0u) {
    atomicMin(low[0], int(floor(lane_low.x)));
    atomicMin(low[1], int(floor(lane_low.y)));
    atomicMax(high[0], int(ceil(lane_high.x)));
    atomicMax(high[1], int(ceil(lane_high.y)));
    atomicMax(reach_m, int(min(ceil(lane_reach_m), 1e6)));
  }
  barrier();
  look_at_edges();
  look_at_wakes();
  if (lane < 4u) {
    ByKind at = ByKind(uvec4(0));
    uint start = 0u;
    for (uint k = 0; k < KIND_COUNT; ++k) {
      add(at, k, start & 1023u); // after the last pixel: no kind begins there
      start += count_of(k);
    }
    starts[lane] = lane == 0u ? at.word.x : lane == 1u ? at.word.y : lane == 2u ? at.word.z : at.word.w;
  }
  barrier();
  if (lane < KIND_COUNT) hand_out(lane, first_pixel);
  places.word += uvec4(starts[0], starts[1], starts[2], starts[3]);
  uint around = pack_mark(inside_mark(zones_around)), marked = edges_near != 0u ? level : 0u;
  for (uint left = ~marked & 0xffffu; left != 0u; left &= left - 1u)
    list(places, codes, uint(findLSB(left)), first_pixel, around);
  for (uint left = marked; left != 0u; left &= left - 1u) {
    uint i = uint(findLSB(left));
    Pixel px = pixel_at(pixel_of(i));
    bool sea = meets_sea(px);
    ZoneMark mark = zone_mark(ground_of(px, sea) + frame.camera_ground_m, sea ? sea_distance(px) * frame.pixel_angle_rad : px.pixel_m, px.dir);
    list(places, codes, i, first_pixel, pack_mark(mark));
  }
}
