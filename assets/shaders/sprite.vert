#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "atmosphere.glsl"
#include "instances.glsl"
const uint kQuality = QUALITY_FULL; // of the shadow that light.glsl looks up; sprites ask for none
#include "light.glsl"
#include "sprite.glsl"
// A small light, a flame or a puff of smoke as one point. How much of it the city hides is asked of the depth at a few
// places about its middle, so that its halo may lie over an edge, as in an eye.
layout(set = 0, binding = 3) uniform sampler2D depth_target;
layout(buffer_reference, scalar) readonly buffer LightsAddress { LightPoint item[]; };
layout(push_constant, scalar) uniform Push {
  LightsAddress lights;
  MoversAddress movers;
  float now_s;     // of the movers' epoch
  float largest_px; // the device draws no wider point
  float lamps_on;  // 0 by day … 1
} push;

layout(location = 0) flat out vec4 color; // exposed light at the middle; of smoke a = how thick
layout(location = 1) flat out vec4 shape; // sigma, reach, kind, a number of its own

const float kPlume_s = 26.0; // a puff lives so long

/// Share of the light that nothing in front of it hides.
float unhidden(vec4 clip, float wide_px) {
  vec2 at = (clip.xy / clip.w * vec2(0.5, -0.5) + 0.5) * frame.picture_px;
  float depth = clip.z / clip.w * (1.0 + 1.2 / clip.w + 0.002), seen = 0.0; // a lamp's own glass does not hide it
  vec2 steps[5] = vec2[5](vec2(0), vec2(1, 0.4), vec2(-0.4, 1), vec2(-1, -0.4), vec2(0.4, -1));
  for (int k = 0; k < 5; ++k) {
    ivec2 texel = clamp(ivec2(floor(at + steps[k] * wide_px)), ivec2(0), ivec2(frame.picture_px) - 1);
    seen += texelFetch(depth_target, texel, 0).r <= depth ? 0.2 : 0.0;
  }
  return seen;
}

void main() {
  LightPoint l = push.lights.item[gl_VertexIndex];
  gl_Position = vec4(3, 3, 0, 1); // nowhere
  gl_PointSize = 1.0;
  uint kind = l.color >> 24;
  vec3 p, hue = to_linear(unpackUnorm4x8(l.color).rgb);
  float heading = 0.0, scale_px = max(frame.whole_px.y / 720.0, 1.0);
  if (l.carrier == LIGHT_STANDS) {
    p = camera_relative(l.position_mm, frame.camera_mm, frame.camera_rest_m);
  } else {
    Thing thing = moving_thing(push.movers.item[l.carrier], push.now_s);
    heading = thing.heading_rad;
    p = thing.position + thing_point(thing, vec3(l.position_mm) * 1e-3);
  }
  float size = l.size_m, thick = 0.0;
  if (kind == SPRITE_SMOKE) { // carried off by the wind, rising ever slower, spreading
    float age = fract(l.share + frame.time_s / kPlume_s), seconds = age * kPlume_s;
    p += vec3(frame.wind_mps * seconds * (0.75 + 0.25 * age), 1.7 * size * (1.0 - exp(-seconds * 0.25)) * (1.0 + 3.0 * exp(-0.2 * length(frame.wind_mps))));
    size *= 1.0 + 3.6 * sqrt(age) * age + 1.4 * age;
    thick = l.candela * smoothstep(0.0, 0.06, age) * (1.0 - age) * (1.0 - age * 0.5);
  }
  if (kind == SPRITE_FLAME) p.z += 0.42 * size;
  vec4 clip = frame.view_proj * vec4(p, 1);
  float reach_m = length(p);
  if (clip.w < frame.near_m || any(greaterThan(abs(clip.xy), vec2(clip.w * 1.1)))) return;
  float size_px = size / (reach_m * frame.pixel_angle_rad), sigma = max(0.62 * scale_px, 0.4 * size_px);
  vec3 through = air_through(p / reach_m, reach_m);
  float reach;
  if (kind == SPRITE_LIGHT) {
    float bearing = atan(-p.x, -p.y) - heading;
    float shines = l.candela * sector_share(l.sector, bearing) * rhythm_share(l.rhythm, frame.time_s) * push.lamps_on;
    float over_pixel = shines / (reach_m * reach_m * frame.pixel_angle_rad * frame.pixel_angle_rad * candela_unit(frame.sun_direction.z));
    float down = abs(p.z) / reach_m; // how far off level it is seen
    if (l.share > 0.0) shines *= l.share + (1.0 - l.share) * exp(-down * down * 220.0);
    vec3 light = hue * through * (over_pixel * frame.exposure / (2.0 * kPi * sigma * sigma));
    float peak = max(light.r, max(light.g, light.b));
    if (peak < kFaintest) return;
    reach = point_reach(peak, sigma);
    color = vec4(light, 0);
  } else {
    if (size_px < 0.4) return;
    reach = kind == SPRITE_FLAME ? 1.6 * size_px : size_px;
    color = vec4(hue, thick);
  }
  reach = min(reach, min(0.5 * push.largest_px, 0.12 * frame.whole_px.y));
  float seen = unhidden(clip, max(1.0, kind == SPRITE_LIGHT ? sigma : 0.5 * size_px));
  if (seen <= 0.0) return;
  if (kind == SPRITE_SMOKE) {
    // lit as thin cloud is: by the whole sky, and by the sun ahead more than from behind
    float forward = 0.6 + 1.6 * pow(max(dot(p / reach_m, frame.key_direction), 0.0), 6.0);
    vec3 light = hue * (sky.harmonics[0] * 1.15 + sky.sun * (0.10 * forward)) + vec3(0.010, 0.007, 0.004) * frame.night;
    color.rgb = (light * through + sky_ambient(vec3(0, 0, 1)) * (1.0 - through)) * frame.exposure;
    color.a *= seen;
  } else {
    color.rgb *= seen;
    if (kind == SPRITE_FLAME) color.rgb *= through;
  }
  shape = vec4(kind == SPRITE_LIGHT ? sigma : size_px, reach, float(kind), unit(hash_u(uvec2(gl_VertexIndex, 5u))));
  gl_Position = vec4(clip.xy, 0.5 * clip.w, clip.w);
  gl_PointSize = 2.0 * reach + 1.0;
}
