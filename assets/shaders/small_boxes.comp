#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_shader_atomic_int64 : require
#include "common.glsl"
#include "instances.glsl"
#include "instance_paint.glsl"
// Draws what is a few pixels across as its box (MeshBox), one lane per box: vertices and triangles would cost more than
// the pixels. The nearest box of a pixel wins, whatever the order; of two at one depth, that of the higher index.
// Mirror: pixel_of_box in tests/renderer/passes/small_boxes_test.cpp.
layout(local_size_x = 64) in;
layout(push_constant, scalar) uniform Push { InstanceFrameAddress instance_frame; } push;
#define scene push.instance_frame.f

layout(buffer_reference, scalar) buffer NearestAddress { uint64_t item[]; };
layout(buffer_reference, scalar) readonly buffer NearestHalvesAddress { uvec2 item[]; };
layout(buffer_reference, scalar) writeonly buffer LooksAddress { BoxLook item[]; };

/// `v` of the world in the frame of a thing that is turned by a heading.
vec3 turned_back(vec3 v, vec2 sin_cos) {
  return vec3(v.x * sin_cos.y - v.y * sin_cos.x, v.x * sin_cos.x + v.y * sin_cos.y, v.z);
}

/// Reciprocal depth along the ray of each pixel at which it crosses the planes of the box: affine in the pixel.
struct Slabs {
  vec3 near_at, near_x, near_y; // of the planes towards the eye, at pixel (0, 0) and per pixel; where the eye is …
  vec3 far_at, far_x, far_y;    // … between two planes, both are far ones
  bvec3 between;
};

Slabs slabs_of(vec3 low, vec3 high, vec2 sin_cos) {
  vec3 right = turned_back(frame.ray_right, sin_cos) * (2.0 / frame.picture_px.x);
  vec3 up = turned_back(frame.ray_up, sin_cos) * (-2.0 / frame.picture_px.y);
  vec3 first = turned_back(frame.ray_forward - frame.ray_right + frame.ray_up, sin_cos) + 0.5 * (right + up);
  bvec3 below = greaterThan(low, vec3(0)), above = lessThan(high, vec3(0));
  vec3 to_near = 1.0 / mix(low, high, above), to_far = 1.0 / mix(high, low, above);
  return Slabs(first * to_near, right * to_near, up * to_near, first * to_far, right * to_far, up * to_far,
               not(bvec3(below.x || above.x, below.y || above.y, below.z || above.z)));
}

/// First and last pixel of the rectangle about the box, clipped to the picture; empty when last < first.
ivec4 rectangle_of(vec3 low, vec3 high, vec3 x_axis, vec3 y_axis) {
  vec2 least = vec2(1e9), most = vec2(-1e9);
  float least_w = 1.0;
  vec4 origin = frame.view_proj[2] * low.z + frame.view_proj[3], up = frame.view_proj[2] * (high.z - low.z);
  for (uint corner = 0u; corner < 4u; ++corner) {
    vec3 p = x_axis * ((corner & 1u) == 0u ? low.x : high.x) + y_axis * ((corner & 2u) == 0u ? low.y : high.y);
    vec4 foot = frame.view_proj[0] * p.x + frame.view_proj[1] * p.y + origin, head = foot + up;
    vec2 a = foot.xy / foot.w, b = head.xy / head.w;
    least = min(least, min(a, b));
    most = max(most, max(a, b));
    least_w = min(least_w, min(foot.w, head.w));
  }
  if (least_w <= 0.0) return ivec4(0, 0, -1, -1); // behind the eye
  vec2 size = frame.picture_px;
  vec2 from = (vec2(least.x, -most.y) * 0.5 + 0.5) * size - 0.5, to = (vec2(most.x, -least.y) * 0.5 + 0.5) * size - 0.5;
  return ivec4(clamp(ceil(from), vec2(0), size), clamp(floor(to), vec2(-1), size - 1.0));
}

uint painted(BoxPaint paint, uint kind, Thing thing, bool roof, inout uint surface) {
  vec4 plain = unpackUnorm4x8(paint.plain_openness), tinted = unpackUnorm4x8(paint.tinted_window);
  vec3 tint = unpackUnorm4x8(thing.tint).rgb * (kind == MATERIAL_FOLIAGE || kind == MATERIAL_EVERGREEN ? leaf_tint(thing.entity) : vec3(1));
  if (kind == MATERIAL_FOLIAGE) tint *= season_tint(thing.entity);
  vec3 color = (plain.rgb + tinted.rgb * tint) * own_tone(thing.entity);
  float openness = plain.a, lit = tinted.a * mean_lit(thing.use, thing.entity) * (roof ? kRoofGlow : 1.0);
  if (frame.night > 0.0 && lit > kLeastLit) {
    surface = SURFACE_LAMP;
    color = mix(color, light_of_use(thing.use, 0.5), sqrt(tinted.a));
    openness = lit;
  }
  return packUnorm4x8(vec4(color, openness));
}

BoxLook look_of(MeshBox box, Thing thing, vec3 low, vec3 high) {
  uint roof_kind = box.kinds & 255u, wall_kind = box.kinds >> 8 & 255u;
  uint roof = surface_of(roof_kind, float(box.kinds >> 16 & 255u) / 255.0, 1.0);
  uint wall = surface_of(wall_kind, float(box.kinds >> 24) / 255.0, 1.0);
  uint roof_color = painted(box.roof, roof_kind, thing, true, roof);
  uint wall_color = painted(box.wall, wall_kind, thing, false, wall);
  uint turn_ = uint(fract(thing.heading_rad / (2.0 * kPi)) * 65536.0 + 0.5) & 0xffffu;
  uint faces = (high.x < 0.0 ? BOX_EAST : 0u) | (high.y < 0.0 ? BOX_NORTH : 0u);
  return BoxLook(roof_color, wall_color, thing.entity, turn_ | roof << 16 | wall << 20 | faces);
}

void draw_pixel(Slabs slabs, ivec2 at, uint number) {
  vec2 p = vec2(at);
  vec3 near_ = slabs.near_at + slabs.near_x * p.x + slabs.near_y * p.y;
  vec3 far_ = slabs.far_at + slabs.far_x * p.x + slabs.far_y * p.y;
  far_ = mix(far_, max(near_, far_), slabs.between);
  near_ = mix(near_, vec3(1e30), slabs.between);
  float enters = min(near_.x, min(near_.y, near_.z)), leaves = max(far_.x, max(far_.y, far_.z));
  if (enters < leaves || enters <= 0.0) return;
  uint axis = enters == near_.z ? 2u : enters == near_.x ? 0u : 1u;
  uint depth = floatBitsToUint(frame.near_m * enters);
  int index = at.y * int(frame.picture_px.x) + at.x;
  if (NearestHalvesAddress(scene.nearest).item[index].y > depth) return; // most of what is hidden ends here
  atomicMax(NearestAddress(scene.nearest).item[index], uint64_t(depth) << 32 | uint64_t(number << 2 | axis));
}

void main() {
  uint number = gl_WorkGroupID.x * CULL_GROUP_SIZE + gl_LocalInvocationID.x;
  if ((UintsAddress(scene.levels).item[number] & 0xffu) != BOX_LEVEL + 1u) return;
  CullGroup group = GroupsAddress(scene.groups).item[gl_WorkGroupID.x];
  uint moving = (group.count & CULL_MOVERS) != 0u ? DRAWN_MOVER : 0u;
  Thing thing = drawn_thing(scene, (group.first + gl_LocalInvocationID.x) | moving);
  MeshBox box = BoxesAddress(scene.boxes).item[thing.mesh];
  vec2 sin_cos = vec2(sin(thing.heading_rad), cos(thing.heading_rad));
  vec3 origin = turned_back(thing.position, sin_cos);
  vec2 x = unpackHalf2x16(box.low_high[0]), y = unpackHalf2x16(box.low_high[1]), z = unpackHalf2x16(box.low_high[2]);
  vec3 low = vec3(x.x, y.x, z.x) * thing.scale + origin, high = vec3(x.y, y.y, z.y) * thing.scale + origin;
  vec3 x_axis = vec3(sin_cos.y, -sin_cos.x, 0), y_axis = vec3(sin_cos, 0); // of the model, in the world
  ivec4 r = rectangle_of(low, high, x_axis, y_axis);
  if (r.z < r.x || r.w < r.y) return;
  LooksAddress(scene.box_looks).item[number] = look_of(box, thing, low, high);
  Slabs slabs = slabs_of(low, high, sin_cos);
  ivec2 at = r.xy;
  while (at.y <= r.w) {
    draw_pixel(slabs, at, number);
    at = at.x < r.z ? ivec2(at.x + 1, at.y) : ivec2(r.x, at.y + 1);
  }
}
